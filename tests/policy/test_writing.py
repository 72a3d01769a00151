"""The writing aid: what nobody could keep, check or reconcile with the rest; and marks on the published page."""

from datetime import timedelta

import pytest

from leeward.foundation.evidence.findings import State
from leeward.foundation.evidence.models import Observation
from leeward.foundation.outbox.models import Job
from leeward.policy.actions import ask_for_word, bind_promise, confirm_promise, state_promise
from leeward.policy.actions.board import show_states
from leeward.policy.actions.reminding import DUE, remind
from leeward.policy.evidence import AS_SIGNED
from leeward.policy.models import Policy
from leeward.policy.queries.marked import marked
from leeward.policy.queries.pages import policy_page
from leeward.policy.queries.writing import _runs, advice_on_draft, advice_on_version
from leeward.policy.refusals import NoSuchPolicy, NotAllowed
from leeward.policy.rules.promises import HOW_MUCH, HOW_OFTEN, HOW_SOON, WHO
from leeward.policy.rules.values import Modality
from leeward.policy.rules.writing import Draft, Flaw, advise, contradict
from leeward.policy.views.writing import advice_words
from tests.policy.made import NOW, Office, days, promise_of

LOCK = Draft("Staff must lock their screens.", "Staff", Modality.MUST, "lock their screens")


@pytest.mark.parametrize(
    ("draft", "flaws"),
    [
        (LOCK, []),
        (Draft("Logs are kept.", "", Modality.DOES, "kept", missing=(WHO,)), [Flaw.NO_OWNER]),
        (Draft("Covers staff.", "", Modality.APPLIES, "staff", missing=(WHO,)), []),
        (
            Draft("It is reviewed regularly.", "HR", Modality.DOES, "x", "regularly", missing=(HOW_OFTEN,)),
            [Flaw.VAGUE_TIMING],
        ),
        (
            Draft("HR replies swiftly.", "HR", Modality.DOES, "x", "", "swiftly", missing=(HOW_SOON,)),
            [Flaw.VAGUE_TIMING],
        ),
        (Draft("HR replies.", "HR", Modality.DOES, "x", missing=(HOW_SOON,)), [Flaw.NO_LIMIT]),
        (Draft("HR acts well.", "HR", Modality.DOES, "x", missing=(HOW_MUCH,)), [Flaw.NO_MEASURE]),
        (Draft("HR cares.", "HR", Modality.DOES, "x", provable=False), [Flaw.NO_PROOF]),
        (Draft("HR cares.", "HR", Modality.DOES, "x", broken=2), [Flaw.BROKEN]),
    ],
)
def test_each_flaw_is_named_and_said_in_words(draft, flaws):
    found = advise(draft)
    assert [advice.flaw for advice in found] == flaws
    assert all(advice_words(advice) and "%(" not in advice_words(advice) for advice in found)


@pytest.mark.parametrize(
    ("one", "other", "against"),
    [
        (
            ("Staff", Modality.MUST, "share passwords with IT"),
            ("All staff", Modality.MUST_NOT, "share passwords with IT"),
            True,
        ),
        (
            ("Staff", Modality.MUST, "share passwords with IT"),
            ("Learners", Modality.MUST_NOT, "share passwords with IT"),
            False,
        ),
        (
            ("Staff", Modality.MUST, "lock screens and doors"),
            ("Staff", Modality.MUST_NOT, "post pictures of learners"),
            False,
        ),
        (
            ("", Modality.DOES, "reviewed by the board"),
            ("The Board", Modality.MUST_NOT, "be reviewed by the board"),
            True,
        ),
        (("Staff", Modality.MUST, "lock"), ("Staff", Modality.MUST_NOT, "lock"), False),
        (
            ("Staff", Modality.AIMS, "share passwords with IT"),
            ("Staff", Modality.MUST_NOT, "share passwords with IT"),
            False,
        ),
    ],
)
def test_promises_that_go_against_each_other_are_found(one, other, against):
    first, second = Draft("One.", one[0], one[1], one[2]), Draft("Two.", other[0], other[1], other[2])
    assert contradict(first, second) is contradict(second, first) is against


@pytest.mark.parametrize(
    ("one", "other", "against"),
    [("every term", "every year", True), ("every term", "every term", False), ("regularly", "every year", False)],
)
def test_the_same_doing_at_two_firm_times_is_a_contradiction(one, other, against):
    first = Draft("One.", "HR", Modality.MUST, f"check the register {one}", one)
    second = Draft("Two.", "HR", Modality.MUST, f"check the register {other}", other)
    assert contradict(first, second) is against


def test_breaks_are_counted_and_days_without_observation_are_none():
    up, down, unseen = State.TRUE, State.SLIPPED, State.UNPROVEN
    assert _runs([up, down, down, up, down]) == 2
    assert _runs([down, unseen, down]) == 1
    assert _runs([]) == 0


@pytest.mark.django_db
def test_a_version_is_looked_over_with_what_was_broken_last_year():
    office = Office()
    made = office.in_force()
    promise = promise_of(made.version, "Web access")
    bind_promise(actor=office.quality, promise=promise.pk, checks=[AS_SIGNED], now=NOW)
    for back, state in ((40, "true"), (39, "slipped"), (30, "true"), (29, "slipped")):
        day = NOW - days(back)
        Observation.objects.create(check_key=AS_SIGNED, unit="general", day=day.date(), at=day, state=state, since=day)
    found = {line.id: line for line in advice_on_version(office.quality, made.version, now=NOW)}
    told = {advice.flaw: advice for advice in found[promise.pk].advice}
    assert told[Flaw.BROKEN].times == 2
    assert advice_words(told[Flaw.BROKEN]) == "It was broken 2 times in the last twelve months."
    with pytest.raises(NoSuchPolicy):
        advice_on_version(office.director, made.version, now=NOW)


@pytest.mark.django_db
def test_a_draft_is_looked_over_beside_the_policies_in_force_and_kept_nowhere():
    office = Office()
    office.in_force()
    text = "Staff must not lock their screens. Logs will be reviewed regularly. The sky is blue."
    first, second = advice_on_draft(office.quality, text, now=NOW)
    assert Flaw.CONTRADICTS in {advice.flaw for advice in first.advice}
    assert {Flaw.NO_OWNER, Flaw.VAGUE_TIMING} <= {advice.flaw for advice in second.advice}
    assert Policy.objects.count() == 1
    with pytest.raises(NotAllowed):
        advice_on_draft(office.director, text, now=NOW)


@pytest.mark.django_db
def test_a_published_sentence_is_marked_only_where_chosen_and_by_what_anybody_may_know():
    office = Office()
    made = office.in_force()
    promise = promise_of(made.version, "Web access")
    bind_promise(actor=office.quality, promise=promise.pk, checks=[AS_SIGNED], now=NOW)
    page = policy_page(office.tutor, "online-safety-policy", now=NOW)
    assert not page.shows_states
    show_states(actor=office.quality, policy=Policy.objects.get().pk, shown=True, now=NOW)
    page = policy_page(office.tutor, "online-safety-policy", now=NOW)
    assert page.shows_states
    pieces = [
        piece
        for section in marked(page.sections, "online-safety-policy", now=NOW)
        for part in section.parts
        for item in part.items
        for piece in item
    ]
    assert {piece.text: piece.state for piece in pieces} == {
        "All staff must lock their screens.": "unproven",
        "The Quality Lead will review the settings every term.": "unproven",
        "Web access is filtered on every site.": "true",
        "This policy will be reviewed annually.": "unproven",
    }


@pytest.mark.django_db
def test_one_letter_a_week_asks_for_all_the_words_that_are_due():
    office = Office()
    made = office.in_force()
    for start in ("All staff", "Web access"):
        promise = promise_of(made.version, start).pk
        confirm_promise(actor=office.quality, promise=promise, holder="post:quality-lead", frequency="", now=NOW)
        ask_for_word(actor=office.quality, promise=promise, every_months=3, now=NOW)
    sent = lambda: Job.objects.filter(key__startswith=DUE).count()  # noqa: E731
    before = sent()
    assert [remind(NOW), remind(NOW + timedelta(hours=2))] == [1, 1]
    assert sent() == before + 1
    assert remind(NOW + days(7)) == 1
    assert sent() == before + 2
    for start in ("All staff", "Web access"):
        promise = promise_of(made.version, start).pk
        state_promise(actor=office.quality, promise=promise, words="So", valid_until=NOW + days(60), now=NOW)
    assert remind(NOW + days(14)) == 0
    assert remind(NOW + days(50)) == 1
