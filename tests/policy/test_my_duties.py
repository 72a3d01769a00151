"""My duties: the promises of one's posts, stated by whoever holds them; the board's days; what a version changes."""

from datetime import date

import pytest

from leeward.foundation.evidence.actions import observe_all
from leeward.foundation.evidence.findings import State
from leeward.policy.actions import ask_for_word, bind_promise, confirm_promise, state_promise
from leeward.policy.actions.board import note_board_day, show_states
from leeward.policy.evidence import ACKNOWLEDGED, AS_SIGNED
from leeward.policy.models import BoardDay, Policy
from leeward.policy.queries.board import since_board
from leeward.policy.queries.changes import version_changes
from leeward.policy.queries.choices import shows_states
from leeward.policy.queries.duties import is_held_by, my_duties
from leeward.policy.queries.one_promise import promise_page
from leeward.policy.refusals import NoSuchPolicy, NotAllowed, Refused
from leeward.policy.rules.promises import HOW_OFTEN, PROOF, WHO
from tests.people.made import give
from tests.policy.made import NOW, SHORT, Office, actor, days, promise_of

pytestmark = pytest.mark.django_db
LOCK = "All staff must lock"


class Held:
    """A promise in force that the IT manager, a tutor by name, holds with a deputy."""

    def __init__(self, start=LOCK):
        self.office = Office()
        self.made = self.office.in_force()
        give(self.office.tutors[0], "it-manager", since=date(2025, 1, 1))
        give(self.office.tutors[1], "it-manager", since=date(2025, 1, 1), deputy=True)
        self.promise = promise_of(self.made.version, start)
        self.confirm()
        self.it, self.deputy = actor(self.office.tutors[0]), actor(self.office.tutors[1])

    def confirm(self, holder="post:it-manager", **more):
        confirm_promise(
            actor=self.office.quality, promise=self.promise.pk, holder=holder, frequency="every term", now=NOW, **more
        )

    def ask(self, months=3):
        ask_for_word(actor=self.office.quality, promise=self.promise.pk, every_months=months, now=NOW)

    def state(self, who, *, until=60, now=NOW, **more):
        return state_promise(
            actor=who, promise=self.promise.pk, words="I looked", valid_until=now + days(until), now=now, **more
        )


def test_each_person_sees_the_promises_of_the_posts_they_hold_or_deputise():
    held = Held()
    assert [duty.row.sentence for duty in my_duties(held.it, now=NOW).mine] == [held.promise.sentence]
    assert [duty.row.sentence for duty in my_duties(held.deputy, now=NOW).mine] == [held.promise.sentence]
    assert my_duties(held.office.director, now=NOW).mine == ()
    assert my_duties(actor(None), now=NOW).mine == ()


def test_a_promise_of_a_whole_class_is_shown_apart_and_asks_nobody_for_their_word():
    held = Held()
    held.confirm("class:staff")
    found = my_duties(held.it, now=NOW)
    assert (found.mine, [row.sentence for row in found.everyones]) == ((), [held.promise.sentence])
    assert not is_held_by(held.it, held.promise.pk, NOW)


def test_whoever_holds_a_promise_gives_their_word_and_nobody_else_without_the_right():
    held = Held()
    held.ask()
    found = my_duties(held.it, now=NOW)
    assert found.mine[0].is_late
    assert found.mine[0].row.state is State.UNPROVEN
    held.state(held.it, evidence="Register of 3 November")
    stated = my_duties(held.it, now=NOW).mine[0]
    assert (stated.is_late, stated.asked, stated.row.state) == (False, False, State.TRUE)
    assert stated.due == (NOW + days(60)).date()
    assert promise_page(held.it, held.promise.pk, now=NOW).last_evidence == "Register of 3 November"
    with pytest.raises(NotAllowed):
        held.state(actor(held.office.director_id))


@pytest.mark.parametrize(("day", "asked", "late"), [(40, False, False), (46, True, False), (61, False, True)])
def test_the_word_is_asked_for_two_weeks_ahead_and_is_late_once_it_has_lapsed(day, asked, late):
    held = Held()
    held.ask()
    held.state(held.it)
    (duty,) = my_duties(held.it, now=NOW + days(day)).mine
    assert (duty.asked, duty.is_late) == (asked, late)


def test_only_a_promise_somebody_holds_by_a_post_can_be_asked_for():
    held = Held()
    held.confirm("class:staff")
    with pytest.raises(Refused):
        held.ask()
    held.confirm()
    for months in (0, 13):
        with pytest.raises(Refused):
            held.ask(months)


def test_a_promise_page_is_open_to_its_holder_and_missing_for_others():
    held = Held()
    assert promise_page(held.it, held.promise.pk, now=NOW).holds
    with pytest.raises(NoSuchPolicy):
        promise_page(actor(held.office.director_id), held.promise.pk, now=NOW)


def test_questions_are_asked_until_they_are_answered():
    office = Office()
    made = office.import_(SHORT.replace("every term", "regularly"))
    promise = promise_of(made.version, "The Quality Lead will review")
    asked = promise_page(office.quality, promise.pk, now=NOW).missing
    assert HOW_OFTEN in asked
    assert PROOF in asked
    confirm_promise(
        actor=office.quality, promise=promise.pk, holder="post:quality-lead", frequency="every term", now=NOW
    )
    assert promise_page(office.quality, promise.pk, now=NOW).missing == (PROOF,)
    bind_promise(actor=office.quality, promise=promise.pk, checks=[AS_SIGNED], now=NOW)
    assert promise_page(office.quality, promise.pk, now=NOW).missing == ()
    assert WHO in promise_page(office.quality, promise_of(made.version, "Web access").pk, now=NOW).missing


def test_several_checks_prove_a_promise_together():
    held = Held()
    bind_promise(actor=held.office.quality, promise=held.promise.pk, checks=[AS_SIGNED, ACKNOWLEDGED], now=NOW)
    page = promise_page(held.office.quality, held.promise.pk, now=NOW)
    assert page.state is State.SLIPPING
    assert [line.state for line in page.proofs] == [State.TRUE, State.SLIPPING]
    for wrong in ([], ["nobody.knows"], [f"x.{number}" for number in range(9)]):
        with pytest.raises(Refused):
            bind_promise(actor=held.office.quality, promise=held.promise.pk, checks=wrong, now=NOW)


def test_since_the_board_met_is_read_from_what_was_observed_on_its_day():
    held = Held()
    bind_promise(actor=held.office.quality, promise=held.promise.pk, checks=[AS_SIGNED], now=NOW)
    assert since_board(held.office.quality, now=NOW) is None
    later = NOW + days(30)
    observe_all(now=NOW)
    note_board_day(actor=held.office.quality, day=NOW.date(), minute="Item 6", now=later)
    bind_promise(actor=held.office.quality, promise=held.promise.pk, checks=[ACKNOWLEDGED], now=later)
    found = since_board(held.office.quality, now=later)
    assert (found.minute, found.then.proven_live, found.now.proven_live) == ("Item 6", 1, 0)
    assert [(moved.was.state, moved.row.state) for moved in found.worse] == [(State.TRUE, State.SLIPPED)]
    assert found.better == found.new == found.gone == ()


def test_a_day_the_board_met_is_noted_once_by_those_who_keep_policies_and_never_ahead():
    office = Office()
    for _again in range(2):
        note_board_day(actor=office.quality, day=NOW.date(), minute="", now=NOW)
    assert BoardDay.objects.count() == 1
    with pytest.raises(Refused):
        note_board_day(actor=office.quality, day=(NOW + days(1)).date(), minute="", now=NOW)
    with pytest.raises(Refused):
        note_board_day(actor=office.quality, day=NOW.date(), minute="x" * 201, now=NOW)
    with pytest.raises(NotAllowed):
        note_board_day(actor=office.director, day=NOW.date(), minute="", now=NOW)
    with pytest.raises(NotAllowed):
        since_board(office.tutor, now=NOW + days(2))


def test_a_version_tells_what_is_new_changed_and_removed_and_what_is_lost():
    held = Held("Web access")
    bind_promise(actor=held.office.quality, promise=held.promise.pk, checks=[AS_SIGNED], now=NOW)
    text = SHORT.replace("lock their screens", "lock their doors").replace("Web access is filtered on every site. ", "")
    text = text.replace("annually.", "annually. Visitors must ask for an account.")
    later = held.office.import_(text, now=NOW + days(1), policy=Policy.objects.get().pk)
    found = version_changes(held.office.quality, later.version, now=NOW + days(1))
    assert [line.sentence for line in found.new] == ["Visitors must ask for an account."]
    assert [(line.was, line.sentence) for line in found.changed] == [
        ("All staff must lock their screens.", "All staff must lock their doors.")
    ]
    (gone,) = found.removed
    assert (gone.lost.holder, gone.lost.proof) == ("IT manager", "Every policy in force is the text that was signed.")
    assert (found.unchanged, found.must_agree) == (2, 2)
    with pytest.raises(NoSuchPolicy):
        version_changes(held.it, later.version, now=NOW)


def test_a_statement_about_words_that_changed_has_to_be_made_anew():
    held = Held()
    held.state(held.it)
    text = SHORT.replace("lock their screens", "lock their doors")
    later = held.office.in_force(text, now=NOW + days(1), policy=Policy.objects.get().pk)
    (line,) = version_changes(held.office.quality, later.version, now=NOW + days(1)).changed
    assert line.lost.proof == "statement"
    page = promise_page(held.office.quality, promise_of(later.version, LOCK).pk, now=NOW + days(1))
    assert (page.state, page.is_changed, page.before) == (State.UNPROVEN, True, "All staff must lock their screens.")


def test_an_organisation_chooses_whether_a_published_page_shows_how_sentences_stand():
    office = Office()
    office.in_force()
    policy = Policy.objects.get()
    assert not shows_states(policy.pk)
    for shown in (True, False):
        show_states(actor=office.quality, policy=policy.pk, shown=shown, now=NOW + days(int(not shown)))
        assert shows_states(policy.pk) is shown
    with pytest.raises(NotAllowed):
        show_states(actor=office.director, policy=policy.pk, shown=True, now=NOW)
    with pytest.raises(NoSuchPolicy):
        show_states(actor=office.quality, policy=office.tutors[0], shown=True, now=NOW)
