"""The checks about promises themselves: met, not met, nothing to observe; and what they are suggested for."""

from datetime import timedelta

import pytest

from leeward.foundation.access import SYSTEM
from leeward.foundation.account.models import Account
from leeward.foundation.evidence.findings import State
from leeward.foundation.evidence.registry import checks
from leeward.foundation.settings_history.actions import set_to
from leeward.people.coming_settings import BEFORE_ACCESS
from leeward.people.models import Person
from leeward.people.rules import PersonClass
from leeward.policy.actions import acknowledge, bind_promise, confirm_promise
from leeward.policy.evidence import STATED
from leeward.policy.evidence_of_promises import access_after_agreement, promises_proven, rules_for_everybody
from leeward.policy.evidence_of_reviews import REVIEWED
from leeward.policy.models import Promise
from leeward.policy.rules.suggesting import Offered, suggest
from tests.people.made import somebody
from tests.policy.made import LONG_AGO, NOW, SHORT, Office, actor, days

pytestmark = pytest.mark.django_db
LEARNERS = SHORT.replace("Filtering\n", "Learners must not share passwords.\n\nFiltering\n")


def test_where_no_policy_is_in_force_nothing_is_claimed():
    for look in (promises_proven, access_after_agreement, rules_for_everybody):
        assert look("general", NOW).state is State.NOT_APPLICABLE


def test_each_promise_without_a_proof_is_counted_until_all_have_one():
    office = Office()
    made = office.in_force()
    every = list(Promise.objects.filter(version=made.version))
    found = promises_proven("general", NOW)
    assert (found.state, found.good, found.total) == (State.SLIPPED, 0, len(every))
    for promise in every:
        confirm_promise(actor=office.quality, promise=promise.pk, holder="post:quality-lead", frequency="", now=NOW)
        bind_promise(actor=office.quality, promise=promise.pk, checks=[REVIEWED], now=NOW)
    found = promises_proven("general", NOW)
    assert (found.state, found.good, found.total) == (State.TRUE, len(every), len(every))


def test_rules_are_in_force_for_staff_and_for_learners_who_are_here():
    office = Office()
    office.in_force()
    assert rules_for_everybody("general", NOW).state is State.TRUE
    somebody("Ellie Stoddart", PersonClass.LEARNER, since=LONG_AGO)
    found = rules_for_everybody("general", NOW)
    assert (found.state, found.good, found.total) == (State.SLIPPED, 1, 2)
    assert found.detail == "No policy in force holds rules for learners."


def test_rules_for_learners_bind_learners():
    office = Office()
    somebody("Ellie Stoddart", PersonClass.LEARNER, since=LONG_AGO)
    office.in_force(LEARNERS)
    assert rules_for_everybody("general", NOW).state is State.TRUE


def sign_in(person) -> None:
    row = Person.objects.get(pk=person)
    row.account = Account.objects.create(email=f"{row.pk}@example.org")
    row.email = row.account.email
    row.save()


def test_who_has_not_agreed_in_time_gets_in_until_access_waits_for_it():
    office = Office()
    made = office.in_force()
    for tutor in office.tutors:
        sign_in(tutor)
    acknowledge(actor=actor(office.tutors[0]), version=made.version, now=NOW)
    assert access_after_agreement("general", NOW).state is State.TRUE
    later = NOW + days(30)
    found = access_after_agreement("general", later)
    assert (found.state, found.good, found.total) == (State.SLIPPED, 1, 2)
    gate = BEFORE_ACCESS[PersonClass.STAFF]
    set_to(gate, "gate", actor=SYSTEM, why="Agreed", now=NOW - timedelta(minutes=1))
    assert access_after_agreement("general", later).state is State.TRUE


OFFERED = [Offered(check.key, f"{check.sentence} {check.mend}") for check in checks() if check.key != STATED]


@pytest.mark.parametrize(
    ("sentence", "key"),
    [
        ("Staff must never promise a learner confidentiality.", "safeguarding.no-secrecy-promised"),
        (
            "A concern about the Designated Safeguarding Lead goes to the Managing Director.",
            "safeguarding.conflicts-routed",
        ),
        (
            "Cyberbullying and harassment will not be tolerated and every case is followed up.",
            "safeguarding.bullying-ready",
        ),
        ("Staff must not view or forward nude or semi-nude images.", "safeguarding.nudes-ready"),
        (
            "Any sign of radicalisation or extremism will be referred to our Prevent partners.",
            "safeguarding.prevent-ready",
        ),
        ("Illegal conduct will be reported to the police.", "safeguarding.crime-ready"),
        ("The LADO's advice is taken on every allegation against a member of staff.", "safeguarding.allegations-ready"),
        ("Parents or carers of learners under 18 will be told of a concern.", "safeguarding.parents-known"),
        ("Support plans will be reviewed until the problem is resolved for good.", "safeguarding.plans-reviewed"),
        ("The safeguarding record is open only to those who need it.", "safeguarding.closed-to-others"),
        ("Each request to have a blocked page opened is decided within one working day.", "filtering.requests-decided"),
        (
            "Learners can report a worry to any member of staff, by telephone or by e-mail.",
            "safeguarding.ways-to-report",
        ),
        ("Users must sign the acceptable use agreement before they get access.", "policy.access-after-agreement"),
        ("Sexual harassment and upskirting are never passed over.", "safeguarding.sexual-harm-ready"),
        ("The employer of an apprentice will be informed where it is needed.", "safeguarding.employers-known"),
    ],
)
def test_a_sentence_of_a_policy_is_offered_the_check_that_speaks_of_it(sentence: str, key: str):
    assert key in suggest(sentence, OFFERED)
