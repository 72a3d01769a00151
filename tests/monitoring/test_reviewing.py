"""Who may know of a finding, and what a person may do with it."""

from datetime import timedelta
from uuid import uuid4

import pytest

from leeward.foundation.access import STRANGER, SYSTEM, Actor
from leeward.foundation.audit.models import AuditEntry
from leeward.foundation.audit.trail import verify
from leeward.foundation.outbox.models import Job
from leeward.foundation.vault.store import CannotOpen, open_text
from leeward.monitoring import actions, queries
from leeward.monitoring.actions import reviewing
from leeward.monitoring.models import Finding
from leeward.monitoring.rules import Compartment
from leeward.people.rules import Post
from leeward.safeguarding.models import Case, Concern
from leeward.safeguarding.queries import cases_for
from tests.monitoring.made import LATER, MOVE, NOW, House, found, house, lawful
from tests.people.made import TODAY, give

pytestmark = pytest.mark.django_db
CIRCLE = ("chair", "md", "dsl", "deputy")
NOBODY_ELSE = ("it", "ism", "tutor", "learner")


def lawful_house() -> House:
    made = house()
    lawful(made)
    return made


def who_knows(made: House, finding: Finding) -> set[str]:
    knows = set()
    for key in (*CIRCLE, *NOBODY_ELSE):
        actor = made.actor(key)
        listed = finding in queries.findings_for(actor, NOW)
        assert listed == (queries.find_finding(actor, finding.ref, NOW) is not None)
        assert listed == (finding in queries.waiting(actor, NOW))
        if listed:
            knows.add(key)
    return knows


NAMES_THE_DSL = f"{MOVE} Della Leadwell does it too."


@pytest.mark.parametrize(
    ("text", "sender", "to", "knows"),
    [
        # sent by, sent to, who may know
        (MOVE, "tutor", "learner", {"dsl", "deputy"}),
        (MOVE, "learner", "learner-2", {"dsl", "deputy"}),
        (MOVE, "stranger@elsewhere.example", "learner", {"dsl", "deputy"}),
        (MOVE, "ism", "learner", {"dsl", "deputy"}),
        (MOVE, "dsl", "learner", {"md"}),
        (MOVE, "deputy", "learner", {"md"}),
        (MOVE, "md", "learner", {"chair"}),
        (MOVE, "chair", "learner", {"dsl", "deputy"}),
        (MOVE, "tutor", "learner dsl", {"deputy"}),
        (MOVE, "tutor", "learner dsl deputy", {"md"}),
        (MOVE, "tutor", "learner dsl deputy md", {"chair"}),
        (MOVE, "dsl", "learner md", {"chair"}),
        (MOVE, "dsl", "learner md chair", set()),
        (NAMES_THE_DSL, "learner", "learner-2", {"md"}),
        (NAMES_THE_DSL, "md", "learner", {"chair"}),
    ],
)
def test_who_may_know_of_a_finding(text, sender, to, knows):
    made = lawful_house()
    finding = found(text, sender, to)
    assert finding is not None
    assert who_knows(made, finding) == knows


def test_without_permission_or_person_nobody_sees_anything():
    made = lawful_house()
    finding = found()
    dsl = made.actor("dsl")
    for actor in (
        STRANGER,
        SYSTEM,
        Actor(account=uuid4(), person=dsl.person),
        Actor(account=uuid4(), permissions=dsl.permissions),
    ):
        assert not queries.findings_for(actor, NOW).exists()
        with pytest.raises(reviewing.NoSuchFinding):
            actions.open_finding(actor=actor, ref=finding.ref, reason="Curious", now=NOW)


def test_a_new_lead_sees_what_waits_unless_it_is_about_them():
    made = lawful_house()
    finding = found(MOVE, "tutor", "learner")
    give(made.people["tutor"], Post.DSL, deputy=True, since=TODAY)
    assert who_knows(made, finding) == {"dsl", "deputy"}
    give(made.people["learner-2"], Post.DSL, deputy=True, since=TODAY)
    assert finding in queries.findings_for(made.actor("learner-2"), NOW)


def test_the_figures_of_somebody_kept_away_are_those_without_the_finding():
    made = lawful_house()
    before = queries.waiting_counts(made.actor("dsl"), NOW)
    found(MOVE, "dsl", "learner")
    assert queries.waiting_counts(made.actor("dsl"), NOW) == before == (0, 0)
    assert queries.waiting_counts(made.actor("md"), NOW) == (1, 1)


def test_only_who_may_know_is_written_to_and_the_letter_gives_nothing_away():
    made = lawful_house()
    found(MOVE, "dsl", "learner")
    letters = Job.objects.filter(handler="foundation.deliver-letter", payload__letter="foundation.something-waits")
    assert [job.payload["person"] for job in letters] == [str(made.people["md"])]
    assert letters.get().payload["path"] == "/"


def test_the_trail_of_a_finding_lies_in_its_own_compartment():
    lawful_house()
    found(MOVE, "dsl", "learner")
    compartments = set(AuditEntry.objects.filter(action="monitoring.point-out").values_list("compartment", flat=True))
    assert compartments == {Compartment.ABOUT_SAFEGUARDING_TEAM}


def test_nothing_is_shown_until_a_reason_is_given_and_each_look_leaves_a_trace():
    made = lawful_house()
    finding, dsl = found(), made.actor("dsl")
    with pytest.raises(actions.NotOpened):
        actions.see_finding(actor=dsl, ref=finding.ref, now=NOW)
    with pytest.raises(reviewing.ReasonMissing):
        actions.open_finding(actor=dsl, ref=finding.ref, reason="  ", now=NOW)
    actions.open_finding(actor=dsl, ref=finding.ref, reason="To decide about it", now=NOW)
    contents = actions.see_finding(actor=dsl, ref=finding.ref, now=LATER)
    assert contents.sender.name == "Toby Marshfield"
    assert [one.name for one in contents.recipients] == ["Ava Reedling"]
    assert "".join(text for text, _ in contents.pieces).strip() == MOVE
    assert "Snapchat" in [text for text, weight in contents.pieces if weight > 0.5]
    with pytest.raises(actions.NotOpened):
        actions.see_finding(actor=made.actor("deputy"), ref=finding.ref, now=LATER)
    with pytest.raises(actions.NotOpened):
        actions.see_finding(actor=dsl, ref=finding.ref, now=NOW + timedelta(hours=8))
    looks = AuditEntry.objects.filter(subject=f"finding:{finding.pk}").order_by("at").values_list("action", flat=True)
    assert sorted(looks) == ["monitoring.open-finding", "monitoring.point-out", "monitoring.see-finding"]
    assert verify() == []


def opened(made: House, key: str = "dsl", **message: str) -> Finding:
    finding = found(**message)
    actions.open_finding(actor=made.actor(key), ref=finding.ref, reason="To decide", now=NOW)
    return finding


def test_the_whole_message_can_be_read_while_it_is_kept_and_not_after():
    made = lawful_house()
    finding = opened(made)
    assert actions.open_message(actor=made.actor("dsl"), ref=finding.ref, now=NOW).strip() == MOVE
    late = NOW + timedelta(hours=73)
    actions.tidy(late)
    actions.open_finding(actor=made.actor("dsl"), ref=finding.ref, reason="Again", now=late)
    assert actions.open_message(actor=made.actor("dsl"), ref=finding.ref, now=late) is None


def test_a_dismissed_finding_keeps_its_reason_and_is_decided_once():
    made = lawful_house()
    finding = opened(made)
    actions.dismiss(actor=made.actor("dsl"), ref=finding.ref, reason="They are brothers", now=LATER)
    with pytest.raises(actions.AlreadyDecided):
        actions.raise_as_concern(actor=made.actor("dsl"), ref=finding.ref, why="After all", now=LATER)
    assert not Case.objects.exists()
    finding.refresh_from_db()
    assert (finding.state, finding.decided_by) == ("dismissed", made.people["dsl"])
    assert actions.see_finding(actor=made.actor("dsl"), ref=finding.ref, now=LATER).reason == "They are brothers"
    assert queries.precision(made.actor("dsl"), NOW)[0][1:] == (0, 1)


def test_a_finding_raised_becomes_one_concern_with_the_words_and_the_source():
    made = lawful_house()
    finding = opened(made)
    ref = actions.raise_as_concern(actor=made.actor("dsl"), ref=finding.ref, why="A boundary is crossed", now=LATER)
    case = Case.objects.get()
    assert case.ref == ref
    assert Concern.objects.get().source == "monitoring"
    assert case in cases_for(made.actor("dsl"), LATER)
    assert case not in cases_for(made.actor("tutor"), LATER)
    with pytest.raises(actions.AlreadyDecided):
        actions.raise_as_concern(actor=made.actor("dsl"), ref=finding.ref, why="Again", now=LATER)
    assert Case.objects.count() == 1
    assert queries.waiting(made.actor("dsl"), LATER) == []


def test_a_concern_from_a_finding_about_the_lead_stays_hidden_from_the_lead():
    made = lawful_house()
    finding = opened(made, "md", sender="dsl")
    actions.raise_as_concern(actor=made.actor("md"), ref=finding.ref, why="It is the lead", now=LATER)
    assert cases_for(made.actor("md"), LATER).count() == 1
    for key in ("dsl", "deputy"):
        assert not cases_for(made.actor(key), LATER).exists()


@pytest.mark.parametrize("reason", ["", " \n", "x" * 4001, "\x00"])
def test_a_decision_needs_a_reason_of_a_sensible_length(reason):
    made = lawful_house()
    finding = opened(made)
    with pytest.raises(reviewing.ReasonMissing):
        actions.dismiss(actor=made.actor("dsl"), ref=finding.ref, reason=reason, now=LATER)
    with pytest.raises(reviewing.ReasonMissing):
        actions.raise_as_concern(actor=made.actor("dsl"), ref=finding.ref, why=reason, now=LATER)
    finding.refresh_from_db()
    assert finding.state == "waiting"


def test_the_words_of_a_decided_finding_are_destroyed_after_the_days_chosen():
    made = lawful_house()
    finding = opened(made)
    actions.dismiss(actor=made.actor("dsl"), ref=finding.ref, reason="Nothing", now=LATER)
    finding.refresh_from_db()
    sealed = bytes(finding.body)
    actions.tidy(LATER + timedelta(days=29))
    assert Finding.objects.get().body is not None
    actions.tidy(LATER + timedelta(days=30))
    assert (Finding.objects.get().body, Finding.objects.get().reason) == (None, None)
    with pytest.raises(CannotOpen):
        open_text(finding.record, f"finding {finding.pk}", sealed)
    actions.tidy(LATER + timedelta(days=365))
    assert not Finding.objects.exists()


def test_a_finding_nobody_decided_about_is_kept_and_said_again_to_deputies_too():
    made = lawful_house()
    found()
    letters = Job.objects.filter(handler="foundation.deliver-letter", payload__letter="foundation.something-waits")
    assert {job.payload["person"] for job in letters} == {str(made.people["dsl"])}
    actions.tidy(NOW + timedelta(hours=25))
    assert {job.payload["person"] for job in letters.all()} == {str(made.people["dsl"]), str(made.people["deputy"])}
    actions.tidy(NOW + timedelta(days=400))
    assert Finding.objects.get().body is not None


def test_what_a_finding_keeps_is_a_short_piece_around_the_words():
    made = lawful_house()
    text = "A private matter. " * 200 + MOVE + " Another private matter." * 200
    finding = opened(made, text=text)
    contents = actions.see_finding(actor=made.actor("dsl"), ref=finding.ref, now=NOW)
    kept = "".join(piece for piece, _ in contents.pieces)
    assert "Snapchat" in kept
    assert len(kept) < 900
