"""Reviews as rows, cycles, and looks between reviews that end only with a decision and a reason."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import DatabaseError, transaction
from django.utils import timezone

from leeward.foundation.access import SYSTEM
from leeward.foundation.account.models import Account
from leeward.foundation.audit.models import AuditEntry
from leeward.foundation.evidence.findings import State
from leeward.foundation.outbox.jobs import work_off
from leeward.foundation.outbox.models import Job
from leeward.foundation.settings_history.actions import set_to
from leeward.people import demo as people_demo
from leeward.people.models import Person
from leeward.people.rules import Post
from leeward.people.told import PostChanged
from leeward.policy import demo as policy_demo
from leeward.policy.actions import publish, withdraw
from leeward.policy.actions import reconsidering as looking
from leeward.policy.actions.reconsidering import decide, lead_changed, reconsider, remind_reviews, watch_rules
from leeward.policy.actions.reviewing import record_review, set_cycle
from leeward.policy.choices import RECONSIDER_FOR_LEAD
from leeward.policy.evidence_of_reviews import reconsidered_in_time, reviews_current
from leeward.policy.models import Policy, Reconsideration, Reconsidered, Review, ReviewCycle, RulesSeen
from leeward.policy.queries.publications import dates_of, in_force
from leeward.policy.queries.reviews import look_of, looks, review_of, reviews_due
from leeward.policy.refusals import NoSuchPolicy, NotAllowed, Refused
from leeward.policy.rules.cycles import Cycle, Done, next_review
from leeward.policy.rules.reconsidering import BY_ITSELF, Decision, Trigger
from leeward.safeguarding.packs import pack_of
from tests.people.made import give, somebody
from tests.policy.made import CHANGED, LONG_AGO, NOW, Office, days

TODAY = NOW.date()
LATER = NOW + days(100)


@pytest.mark.parametrize(
    ("approved", "done", "cycle", "due"),
    [
        # C-003's own case: a cycle of twelve months, reviewed on 1 May 2024, overdue by a day on 2 May 2025
        (date(2023, 5, 1), [(date(2024, 5, 1), date(2024, 5, 1))], Cycle(12), date(2025, 5, 1)),
        (date(2024, 5, 1), [], Cycle(12), date(2025, 5, 1)),
        (date(2024, 2, 29), [], Cycle(12), date(2025, 2, 28)),
        # rolling: held late, the next is counted from the day it was held
        (date(2023, 5, 1), [(date(2024, 5, 1), date(2024, 7, 9))], Cycle(12), date(2025, 7, 9)),
        # a review of the text before counts for nothing
        (date(2024, 9, 1), [(date(2024, 5, 1), date(2024, 5, 1))], Cycle(12), date(2025, 9, 1)),
        # fixed: held late, the row does not move; held early, it counts for the day it was for
        (date(2023, 5, 1), [(date(2023, 9, 1), date(2023, 10, 9))], Cycle(12, date(2020, 9, 1)), date(2024, 9, 1)),
        (date(2023, 5, 1), [(date(2023, 9, 1), date(2023, 8, 9))], Cycle(12, date(2020, 9, 1)), date(2024, 9, 1)),
        # fixed: a whole cycle was missed, and one review makes up for it
        (date(2022, 5, 1), [(date(2022, 9, 1), date(2023, 10, 9))], Cycle(12, date(2020, 9, 1)), date(2024, 9, 1)),
        # fixed: an anchor to come, and the last days of months
        (date(2024, 1, 31), [], Cycle(1, date(2030, 8, 31)), date(2024, 2, 29)),
        (date(2024, 2, 29), [], Cycle(1, date(2030, 8, 31)), date(2024, 3, 31)),
        (date(2024, 8, 31), [], Cycle(6, date(2024, 8, 31)), date(2025, 2, 28)),
    ],
)
def test_the_next_review_follows_from_approval_reviews_and_cycle(approved, done, cycle, due):
    assert next_review(approved, [Done(*both) for both in done], cycle) == due


@pytest.fixture
def office():
    made = Office()
    made.version = made.in_force().version
    made.policy = Policy.objects.get().pk
    return made


def _review(office, done_on=TODAY, now=NOW, finding="Nothing has changed", **more):
    given = {"actor": office.quality, "policy": office.policy, "decision": Decision.STANDS, **more}
    return record_review(done_on=done_on, finding=finding, now=now, **given)


@pytest.mark.django_db
def test_a_review_is_kept_beside_the_day_it_was_due_and_moves_the_next(office):
    late = datetime(2027, 11, 27, 10, tzinfo=UTC)
    assert reviews_current("general", late).state is State.SLIPPED
    (line,) = reviews_due(office.quality, now=late)
    assert (line.due, line.state) == (date(2027, 11, 25), State.SLIPPED)
    _review(office, done_on=date(2027, 11, 27), now=late)
    (row,) = Review.objects.all()
    assert (row.planned_for, row.done_on, str(row.version_id)) == (
        date(2027, 11, 25),
        date(2027, 11, 27),
        str(office.version),
    )
    line = review_of(office.quality, office.policy, now=late)
    assert (line.due, line.held[0].late, line.held[0].by) == (date(2028, 11, 27), 2, "Bethan Keeper")
    assert reviews_current("general", late).state is State.TRUE
    assert AuditEntry.objects.get(action="policy.review").details["planned"] == "2027-11-25"
    # what was due on a day before is answered as it was then
    assert dates_of(in_force(late).get(), late - days(1)).review_due == date(2027, 11, 25)


@pytest.mark.django_db
def test_a_review_is_refused_where_it_cannot_be_true(office):
    for wrong, field in (
        ({"done_on": TODAY + timedelta(days=1)}, "done_on"),
        ({"done_on": TODAY - timedelta(days=1)}, "done_on"),  # before the approval
        ({"finding": "  "}, "finding"),
        ({"finding": "x" * 1001}, "finding"),
    ):
        with pytest.raises(Refused) as refusal:
            _review(office, **wrong)
        assert refusal.value.field == field
    with pytest.raises(NotAllowed):
        _review(office, actor=office.director)
    _review(office)
    with pytest.raises(Refused, match="kept already"):
        _review(office)
    assert Review.objects.count() == 1
    withdraw(actor=office.quality, version=office.version, reason="Replaced", now=NOW)
    with pytest.raises(NoSuchPolicy):
        _review(office, done_on=LATER.date(), now=LATER)


@pytest.mark.django_db
def test_a_cycle_is_chosen_with_a_reason_and_never_longer_than_the_text_promises(office):
    given = {"actor": office.quality, "policy": office.policy, "now": NOW}
    set_cycle(months=6, anchor=date(2026, 9, 1), why="Each half of the school year", **given)
    assert review_of(office.quality, office.policy, now=NOW).due == date(2027, 3, 1)
    with pytest.raises(Refused, match="every 12 months"):
        set_cycle(months=18, anchor=None, why="Less work", **given)
    with pytest.raises(Refused):
        set_cycle(months=6, anchor=None, why=" ", **given)
    with pytest.raises(NotAllowed):
        set_cycle(months=6, anchor=None, why="Mine", **{**given, "actor": office.tutor})
    assert ReviewCycle.objects.count() == 1


@pytest.mark.django_db
def test_what_happened_waits_for_a_decision_with_a_reason_and_is_decided_once(office):
    look = reconsider(actor=office.quality, policy=office.policy, trigger=Trigger.LAW, why="A new Act", now=NOW)
    line = look_of(office.quality, look, now=NOW)
    assert (line.due, line.why, line.decided_on) == (date(2026, 12, 25), "A new Act", None)
    assert reconsidered_in_time("general", NOW).state is State.TRUE
    assert reconsidered_in_time("general", NOW + days(29)).state is State.SLIPPING
    late = reconsidered_in_time("general", NOW + days(31))
    assert (late.state, late.good, late.total) == (State.SLIPPED, 0, 1)
    given = {"actor": office.quality, "reconsideration": look, "decision": Decision.NEW_VERSION, "now": NOW + days(31)}
    with pytest.raises(Refused):
        decide(reason=" ", **given)
    with pytest.raises(NotAllowed):
        decide(reason="Mine", **{**given, "actor": office.director})
    decide(reason="It names the Act before", **given)
    with pytest.raises(Refused, match="already"):
        decide(reason="Another thought", **given)
    (line,) = looks(office.quality, now=LATER)
    assert (line.reason, line.by, line.decided_on) == ("It names the Act before", "Bethan Keeper", date(2026, 12, 26))
    assert reconsidered_in_time("general", LATER).state is State.TRUE
    assert (
        reconsidered_in_time(
            "general",
            NOW
            + days(
                30,
            )
            + timedelta(hours=20),
        ).state
        is State.SLIPPED
    )


@pytest.mark.django_db
def test_only_whoever_keeps_policies_opens_or_reads_what_happened(office):
    given = {"policy": office.policy, "now": NOW}
    for trigger in BY_ITSELF:
        with pytest.raises(Refused):
            reconsider(actor=office.quality, trigger=trigger, why="By hand", **given)
    with pytest.raises(Refused):
        reconsider(actor=office.quality, trigger=Trigger.LAW, why=" ", **given)
    with pytest.raises(NotAllowed):
        reconsider(actor=office.director, trigger=Trigger.LAW, why="A new Act", **given)
    look = reconsider(actor=office.quality, trigger=Trigger.INCIDENT, why="What we saw twice", **given)
    for ask in (
        lambda: looks(office.director, now=NOW),
        lambda: look_of(office.director, look, now=NOW),
        lambda: reviews_due(office.tutor, now=NOW),
        lambda: review_of(office.tutor, office.policy, now=NOW),
    ):
        with pytest.raises(NotAllowed):
            ask()
    kept = [str(entry.details) for entry in AuditEntry.objects.all()] + [str(job.payload) for job in Job.objects.all()]
    assert not [words for words in kept if "twice" in words]


@pytest.mark.django_db
def test_rows_about_reviews_are_only_added(office):
    _review(office)
    set_cycle(actor=office.quality, policy=office.policy, months=6, anchor=None, why="Often", now=NOW)
    look = reconsider(actor=office.quality, policy=office.policy, trigger=Trigger.LAW, why="A new Act", now=NOW)
    decide(actor=office.quality, reconsideration=look, decision=Decision.STANDS, reason="No change", now=NOW)
    watch_rules(NOW)
    for model in (Review, ReviewCycle, Reconsidered, Reconsideration, RulesSeen):
        with pytest.raises(DatabaseError), transaction.atomic():
            model.objects.update(
                **{
                    model._meta.get_fields()[-1].name: model.objects.values_list(
                        model._meta.get_fields()[-1].name, flat=True
                    )[0]
                }
            )
        with pytest.raises(DatabaseError), transaction.atomic():
            model.objects.all()._raw_delete("default")


@pytest.mark.django_db
def test_another_safeguarding_lead_opens_a_look_through_the_outbox_once(office):
    first, second = somebody("Ann Leadwell", since=LONG_AGO), somebody("Ben Leadwell", since=LONG_AGO)
    give(first, Post.DSL, since=LONG_AGO, until=TODAY + timedelta(days=9))
    give(second, Post.DSL, since=TODAY + timedelta(days=10))
    lead_changed(PostChanged("it-manager", TODAY + timedelta(days=10)), NOW)
    lead_changed(PostChanged("dsl", TODAY + timedelta(days=20)), NOW)  # a deputy came: the holder is who it was
    lead_changed(PostChanged("dsl", LONG_AGO), NOW)  # the text was approved since
    assert not Reconsideration.objects.exists()
    with transaction.atomic():
        looking.put(PostChanged("dsl", TODAY + timedelta(days=9)), key="ends", now=NOW)
        looking.put(PostChanged("dsl", TODAY + timedelta(days=10)), key="begins", now=NOW)
    work_off(NOW)
    row = Reconsideration.objects.get()
    assert (row.trigger, row.opened_by) == ("lead-changed", None)
    assert "Leadwell" not in row.why
    letters = [job.payload for job in Job.objects.filter(kind="foundation.letter")]
    assert [one["person"] for one in letters if one["letter"] == looking.TO_LOOK_AT] == [str(office.quality_id)]


@pytest.mark.django_db
def test_a_trigger_switched_off_opens_nothing_and_leaves_the_promise_unproven(office):
    give(somebody("Ann Leadwell", since=LONG_AGO), Post.DSL, since=TODAY + timedelta(days=10))
    told = PostChanged("dsl", TODAY + timedelta(days=10))
    set_to(RECONSIDER_FOR_LEAD, False, actor=SYSTEM, why="Not here", now=NOW)
    lead_changed(told, NOW)
    assert not Reconsideration.objects.exists()
    assert reconsidered_in_time("general", NOW).state is State.UNPROVEN
    set_to(RECONSIDER_FOR_LEAD, True, actor=SYSTEM, why="Here after all", now=NOW + days(1))
    lead_changed(told, NOW + days(1))
    assert Reconsideration.objects.count() == 1


@pytest.mark.django_db
def test_a_new_edition_of_the_rules_opens_a_look_through_the_outbox_and_the_first_opens_none(office, monkeypatch):
    assert not watch_rules(NOW)
    assert not watch_rules(NOW + days(1))
    pack = pack_of("England")
    newer = type(pack)(pack.nation, date(2027, 9, 1), pack.note, pack.rules)
    monkeypatch.setattr(looking, "pack_now", lambda now: newer)
    assert watch_rules(NOW + days(2))
    assert not watch_rules(NOW + days(3))
    work_off(NOW + days(3))
    row = Reconsideration.objects.get()
    assert (row.trigger, row.reference) == ("rules-changed", "England, 2027-09-01")


@pytest.mark.django_db
def test_one_letter_a_week_while_something_is_due(office):
    assert remind_reviews(NOW) == 0
    soon = datetime(2027, 10, 4, 7, tzinfo=UTC)
    assert (remind_reviews(soon), remind_reviews(soon + days(1))) == (1, 1)
    letters = [job for job in Job.objects.all() if job.payload.get("letter") == looking.DUE]
    assert len(letters) == 1
    _review(office, done_on=soon.date(), now=soon)
    assert remind_reviews(soon + days(7)) == 0


@pytest.mark.django_db
def test_a_new_version_starts_the_cycle_again_and_keeps_the_reviews_before(office):
    _review(office)
    made = office.import_(CHANGED, policy=office.policy, reason="Doors", now=LATER)
    office.approve(made.version, now=LATER)
    publish(actor=office.quality, version=made.version, now=LATER)
    line = review_of(office.quality, office.policy, now=LATER)
    assert (line.due, len(line.held)) == (date(2028, 3, 5), 1)


@pytest.fixture
def keeper(client):
    now = timezone.now()
    made = people_demo.build(now)
    policy_demo.build(made, now=now)
    person = Person.objects.get(pk=made.everybody["quality-lead"])
    client.force_login(Account.objects.get(pk=person.account_id))
    return client


@pytest.mark.django_db
def test_the_pages_keep_a_review_a_cycle_and_a_decision(keeper):
    policy, today = Policy.objects.get().pk, timezone.localdate()
    day = {"done_on_0": today.day, "done_on_1": today.month, "done_on_2": today.year}
    page = f"/policies/manage/{policy}"
    assert keeper.post(f"{page}/review", day).status_code == 400
    kept = keeper.post(f"{page}/review", {**day, "decision": "stands", "finding": "All as it should be"})
    assert (kept.status_code, kept.url) == (302, "/policies/manage/reviews")
    again = keeper.post(f"{page}/review", {**day, "decision": "stands", "finding": "Twice"})
    assert again.status_code == 400
    assert "kept already" in again.content.decode()
    cycle = {"months": "6", "how": "fixed", "why": "Each half of the year"}
    assert "Enter one of the fixed days." in keeper.post(f"{page}/cycle", cycle).content.decode()
    anchored = {**cycle, "anchor_0": "1", "anchor_1": "9", "anchor_2": "2026"}
    assert keeper.post(f"{page}/cycle", anchored).status_code == 302
    assert keeper.post(f"{page}/reconsider", {"trigger": "law", "why": "A new Act"}).status_code == 302
    assert keeper.post(f"{page}/reconsider", {"trigger": "lead-changed", "why": "By hand"}).status_code == 400
    look = Reconsideration.objects.get(trigger="law").pk
    decided = f"/policies/manage/reconsiderations/{look}"
    assert keeper.post(decided, {"decision": "stands"}).status_code == 400
    assert keeper.post(decided, {"decision": "stands", "reason": "It covers the Act"}).status_code == 302
    text = keeper.get("/policies/manage/reviews").content.decode()
    assert "counted from 1 September 2026" in text
    assert "The text stands as it is" in text
    assert "It covers the Act" in keeper.get(decided).content.decode()
