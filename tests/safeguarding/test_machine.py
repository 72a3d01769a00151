"""Cases are told, worked on, moved, closed and opened again in any order: what must hold, holds after each step."""

import os
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import ClassVar
from uuid import uuid4

from django.db import transaction
from django.utils import timezone
from hypothesis import Phase, note, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)

from leeward.foundation.access import SYSTEM, Actor
from leeward.foundation.audit.trail import verify
from leeward.foundation.clocks import Limit, deadline
from leeward.foundation.clocks.organisation import working_calendar
from leeward.foundation.outbox.jobs import dead_letters, work_off
from leeward.foundation.outbox.models import Job
from leeward.people import actions as people
from leeward.people.models import PostHolding
from leeward.people.rules import Held, PersonClass, Post, permissions_of
from leeward.safeguarding import actions, queries
from leeward.safeguarding.actions import DecisionText
from leeward.safeguarding.actions.opening import file_of
from leeward.safeguarding.marks import mark_of
from leeward.safeguarding.models import Bar, Case, SecondReading
from leeward.safeguarding.rules.facts import Facts, Severity
from leeward.safeguarding.rules.kinds import CaseKind
from leeward.safeguarding.rules.lifecycle import Closing, Outcome, Refused, State, Step
from leeward.safeguarding.rules.limits import (
    ACKNOWLEDGE,
    FIRST_RESPONSE,
    REMIND_AGAIN,
    SECOND_READER,
    SECOND_READER_DELAY,
    TELL_DEPUTIES,
)
from leeward.safeguarding.rules.persons import Role
from leeward.safeguarding.rules.precision import Precision
from tests.people.made import TODAY, give
from tests.prepared import given_postgres
from tests.safeguarding.made import NAMES, NOW, TELLING, House, about, needs_noted, raised, triaged

SOAK = os.environ.get("HYPOTHESIS_PROFILE") == "soak"
WALKS = 300 if SOAK else 4 if given_postgres() else 8
"""Fewer where the database is another process: the rules are the same."""
SIZE = settings(
    max_examples=WALKS,
    stateful_step_count=60 if SOAK else 25,
    derandomize=not SOAK,  # a change is judged by the same walks each time; the soak goes elsewhere
    deadline=None,
    suppress_health_check=settings().suppress_health_check,
    database=None,
    phases=tuple(Phase) if SOAK else (Phase.generate,),  # a walk made shorter takes minutes: the soak does it
)
EVERYTHING = frozenset[str]().union(*(permissions_of([Held(post, False)], [PersonClass.STAFF]) for post in Post))
"""Whoever asks may do everything a post can: that they are kept out must come from posts, grants and bars alone."""
CLOSING = Closing("A summary", "Talked with her", Outcome.RESOLVED, "It has stopped", "Nothing new")
KEYS = tuple(NAMES)
WHO = st.sampled_from(KEYS)
PICK = st.integers(0, 9)
"""Who takes a step: up to 6 somebody who may read the case, otherwise little happens; above, anybody."""
STEPS: list[tuple[str, dict[str, st.SearchStrategy[object]]]] = []
WHICH = st.sampled_from((0, 0, 0, 1, 2, 3))
REASON = "The threshold is not met because …"


@dataclass
class Known:
    """What must be true of one case, whatever anybody does afterwards."""

    first_limit: Limit
    raised_at: datetime
    out: set[str] = field(default_factory=set)
    """Named for certain, or stepped back: never again."""
    lines: list[tuple[datetime, datetime, str]] = field(default_factory=list)
    """When it happened or was written, when it was written, and the words."""
    reasons: list[str] = field(default_factory=list)
    closings: int = 0
    not_safeguarding: bool = False


def step(often: int = 1, **drawn: st.SearchStrategy[object]) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """A step of the walk. Not a rule of its own: of those a walk leaves most out, and only few walks are taken."""

    def keep(method: Callable[..., None]) -> Callable[..., None]:
        STEPS.extend([(method.__name__, drawn)] * often)
        return method

    return keep


class Cases(RuleBasedStateMachine):
    """Each walk happens in a savepoint that is undone at its end."""

    house: ClassVar[House]

    def __init__(self) -> None:
        super().__init__()
        self.undone = transaction.atomic()
        self.undone.__enter__()
        self.now = NOW
        self.known: dict[str, Known] = {}
        self.count = self.turn = 0
        self.changed = True

    def teardown(self) -> None:
        try:
            assert verify() == []
            for ref in self.known:
                self.nothing_is_lost(file_of(Case.objects.get(ref=ref), self.now), self.known[ref])
        finally:
            transaction.set_rollback(True)
            self.undone.__exit__(None, None, None)

    # Who does it, to which case.

    def actor(self, key: str) -> Actor:
        return Actor(account=uuid4(), person=self.house.person[key], name=NAMES[key], permissions=EVERYTHING)

    def chosen(self, which: int, pick: int) -> tuple[str, str]:
        """A case, and who takes the step."""
        ref = list(self.known)[which % len(self.known)]
        may = {one.holder.person for one in queries.admitted(Case.objects.get(ref=ref), self.now)}
        readers = [key for key in KEYS if self.house.person[key] in may]
        return ref, readers[pick % len(readers)] if readers and pick < 7 else KEYS[pick % len(KEYS)]

    def words(self) -> str:
        self.count += 1
        return f"Words number {self.count}."

    def attempt(self, key: str, ref: str, step: Callable[[Actor], object]) -> bool:
        """Takes a step, one minute later than the last. Whoever may not know of the case is told that there is none."""
        self.now += timedelta(minutes=1)
        actor = self.actor(key)
        sees = queries.find_case(actor, ref, self.now) is not None
        try:
            step(actor)
        except actions.NoSuchCase:
            assert not sees
            return False
        except (Refused, ValueError, actions.NobodyToAnswer):
            assert sees
            return False
        assert sees
        self.changed = True
        return True

    # What happens.

    @initialize()
    def there_is_one(self) -> None:
        self.somebody_tells_of_a_learner()

    @step()
    def somebody_tells_of_a_learner(self) -> None:
        self.told(raised(now=self.now), ACKNOWLEDGE)

    @step(
        names=st.sampled_from(("lead", "deputy", "director", "chair", "tutor", "unsure", "lead+director")),
        serious=st.booleans(),
    )
    def somebody_tells_of_one_who_works_here(self, names: str, serious: bool) -> None:
        sure = [key for key in names.split("+") if key in NAMES]
        telling = about(" and ".join(NAMES[key] for key in sure) or "Oseitutu in year 12")
        facts = Facts(severity=Severity.SERIOUS if serious else "")
        limit = FIRST_RESPONSE[Severity.SERIOUS] if serious else ACKNOWLEDGE
        self.told(raised(telling, now=self.now, facts=facts), limit, *sure)

    def told(self, receipt: actions.Receipt, limit: Limit, *out: str) -> None:
        self.known[receipt.ref] = Known(limit, self.now, set(out))
        self.changed = True

    @step(pick=PICK, which=WHICH)
    def somebody_opens_it(self, pick: int, which: int) -> None:
        ref, key = self.chosen(which, pick)
        found: list[actions.CaseFile] = []
        if self.attempt(key, ref, lambda actor: found.append(actions.open_case(actor, ref, self.now))):
            self.nothing_is_lost(found[0], self.known[ref])

    @step(pick=PICK, which=WHICH, severity=st.sampled_from((1, 3)))
    def somebody_takes_it_on(self, pick: int, which: int, severity: int) -> None:
        """Everything up to an open case whose needs were looked at, as far as it goes."""
        ref, key = self.chosen(which, pick)
        self.attempt(key, ref, lambda actor: actions.open_case(actor, ref, self.now))
        self.attempt(key, ref, lambda actor: actions.acknowledge(actor=actor, ref=ref, now=self.now))
        why = self.words()

        def look(actor: Actor) -> None:
            triaged(actor, ref, now=self.now, severity=severity, kinds=(CaseKind.OTHER,), why=why)

        self.attempt(key, ref, look)
        self.decided(key, ref, Step.TAKE_ON)
        self.attempt(key, ref, lambda actor: needs_noted(actor, ref, now=self.now))

    @step(pick=PICK, which=WHICH, step=st.sampled_from((Step.NOT_SAFEGUARDING, Step.WATCH, Step.WORK_AGAIN, None)))
    def somebody_decides(self, pick: int, which: int, step: Step | None) -> None:
        ref, key = self.chosen(which, pick)
        self.decided(key, ref, step)

    def decided(self, key: str, ref: str, step: Step | None) -> None:
        text = DecisionText("What next?", "internal, refer", "internal", self.words())
        done = self.attempt(
            key, ref, lambda actor: actions.decide(actor=actor, ref=ref, decision=text, step=step, now=self.now)
        )
        if done:
            self.known[ref].reasons.append(text.reason)
            if step is Step.NOT_SAFEGUARDING:
                self.known[ref].closings += 1
                self.known[ref].not_safeguarding = True

    @step(pick=PICK, which=WHICH, ago=st.integers(0, 50), corrects=st.booleans())
    def somebody_writes_a_line(self, pick: int, which: int, ago: int, corrects: bool) -> None:
        (ref, key), text = self.chosen(which, pick), self.words()
        case = Case.objects.get(ref=ref)
        wrong = case.entries.order_by("recorded_at").first() if corrects else None
        at = self.now - timedelta(hours=ago) if ago else None

        def write(actor: Actor) -> None:
            actions.add_entry(
                actor=actor,
                ref=ref,
                text=text,
                event_at=at,
                precision=Precision.MINUTE,
                corrects=wrong.pk if wrong else None,
                now=self.now,
            )

        if self.attempt(key, ref, write):
            self.known[ref].lines.append((at or self.now, self.now, text))

    @step(pick=PICK, which=WHICH, hours=st.integers(1, 60))
    def somebody_sets_an_action(self, pick: int, which: int, hours: int) -> None:
        ref, key = self.chosen(which, pick)
        due = self.now + timedelta(hours=hours)
        self.attempt(
            key, ref, lambda actor: actions.add_action(actor=actor, ref=ref, what="Ring", due=due, now=self.now)
        )

    @step(pick=PICK, which=WHICH)
    def somebody_ends_every_action(self, pick: int, which: int) -> None:
        ref, key = self.chosen(which, pick)
        for task in Case.objects.get(ref=ref).tasks.filter(done_at=None).values_list("pk", flat=True):

            def end(actor: Actor, task=task) -> None:
                actions.finish_action(actor=actor, ref=ref, action=task, result="She is well", now=self.now)

            self.attempt(key, ref, end)

    @step(pick=PICK, which=WHICH)
    def somebody_closes_it(self, pick: int, which: int) -> None:
        ref, key = self.chosen(which, pick)
        if self.attempt(key, ref, lambda actor: actions.close(actor=actor, ref=ref, closing=CLOSING, now=self.now)):
            self.known[ref].closings += 1
            self.known[ref].not_safeguarding = False

    @step(pick=PICK, which=WHICH, agreed=st.booleans())
    def somebody_reads_it_a_second_time(self, pick: int, which: int, agreed: bool) -> None:
        ref, key = self.chosen(which, pick)
        self.attempt(
            key,
            ref,
            lambda actor: actions.read_second(actor=actor, ref=ref, agreed=agreed, reason=REASON, now=self.now),
        )

    @step(pick=PICK, which=WHICH)
    def somebody_opens_it_again(self, pick: int, which: int) -> None:
        (ref, key), reason = self.chosen(which, pick), self.words()
        if self.attempt(key, ref, lambda actor: actions.reopen(actor=actor, ref=ref, reason=reason, now=self.now)):
            self.known[ref].reasons.append(reason)

    @step(6, pick=PICK, which=WHICH, severity=st.sampled_from((1, 3)), agreed=st.sampled_from((True, True, False)))
    def it_moves_on(self, pick: int, which: int, severity: int, agreed: bool) -> None:
        """The step that its state asks for."""
        ref, _key = self.chosen(which, pick)
        state = Case.objects.get(ref=ref).state
        if state == State.CLOSED:
            self.somebody_opens_it_again(pick, which)
        elif state == State.SECOND_READER:
            self.somebody_reads_it_a_second_time(pick, which, agreed)
        elif state == State.OPEN:
            self.somebody_ends_every_action(pick, which)
            self.somebody_closes_it(pick, which)
        else:
            self.somebody_takes_it_on(pick, which, severity)

    @step(pick=PICK, which=WHICH, who=WHO, role=st.sampled_from((Role.ABOUT, Role.WITNESS)))
    def somebody_is_added(self, pick: int, which: int, who: str, role: Role) -> None:
        (ref, key), person = self.chosen(which, pick), self.house.person[who]

        def add(actor: Actor) -> None:
            actions.add_person(actor=actor, ref=ref, name="", person=person, role=role, now=self.now)

        if self.attempt(key, ref, add) and role is Role.ABOUT:
            self.known[ref].out.add(who)

    @step(pick=PICK, which=WHICH)
    def somebody_steps_back(self, pick: int, which: int) -> None:
        ref, key = self.chosen(which, pick)
        if self.attempt(key, ref, lambda actor: actions.self_recuse(actor=actor, ref=ref, now=self.now)):
            self.known[ref].out.add(key)

    @step(pick=PICK, which=WHICH)
    def somebody_says_it_is_another_of_the_name(self, pick: int, which: int) -> None:
        ref, key = self.chosen(which, pick)
        bar = Bar.objects.filter(case__ref=ref, lifted_at=None, certain=False).first()
        if bar is None:
            return
        reason = self.words()

        def clear(actor: Actor) -> None:
            actions.clear_conflict(actor=actor, ref=ref, bar_id=bar.pk, reason=reason, now=self.now)

        if self.attempt(key, ref, clear):
            self.known[ref].reasons.append(reason)

    @step(hours=st.sampled_from((1, 5, 26, 100)))
    def time_passes(self, hours: int) -> None:
        self.now += timedelta(hours=hours)
        self.changed = True
        while work_off(self.now):
            pass
        assert dead_letters() == []
        assert not Job.objects.filter(state=Job.State.WAITING, due__lte=self.now).exists()

    @step()
    def a_post_gets_one_more_deputy(self) -> None:
        if not PostHolding.objects.filter(person=self.house.person["hr"], post=Post.DSL).exists():
            give(self.house.person["hr"], Post.DSL, deputy=True, since=TODAY)
            self.changed = True

    @step(key=st.sampled_from(("deputy", "director", "chair")))
    def somebody_leaves_their_post(self, key: str) -> None:
        held = PostHolding.objects.filter(person=self.house.person[key], until=None).first()
        if held is not None:
            until = timezone.localdate(self.now) - timedelta(days=1)
            people.end_holding(actor=SYSTEM, now=self.now, holding=held.pk, until=until)
            self.changed = True

    @rule(data=st.data(), one=st.deferred(lambda: st.sampled_from(STEPS)))
    def something_happens(self, data: st.DataObject, one: tuple[str, dict[str, st.SearchStrategy[object]]]) -> None:
        name, drawn = one
        note(name)
        getattr(self, name)(**{key: data.draw(strategy, label=key) for key, strategy in drawn.items()})

    # What must hold after each of them.

    def nothing_is_lost(self, file: actions.CaseFile, known: Known) -> None:
        """Every line in the order things happened, every decision with its reason, every closing, what was told."""
        assert [line.text for line in file.entries] == [text for *_when, text in sorted(known.lines)]
        assert [decision.reason for decision in file.decisions] == known.reasons
        assert len(file.closures) == known.closings
        assert [one.telling.happened for one in file.concerns] == [TELLING.happened]

    @invariant()
    def all_holds(self) -> None:
        """Looked at after each step that changed anything."""
        if self.changed or SOAK:
            self.changed = False
            self.whoever_is_out_sees_nothing_and_all_ways_of_asking_say_the_same()
            self.what_is_closed_has_all_that_closing_demands()
            self.every_clock_that_must_run_runs_and_has_the_time_the_rules_give()

    def whoever_is_out_sees_nothing_and_all_ways_of_asking_say_the_same(self) -> None:
        cases = {case.ref: case for case in Case.objects.all()}
        readers = {ref: {one.holder.person for one in queries.admitted(case, self.now)} for ref, case in cases.items()}
        kept_out = []
        for key in KEYS:
            actor, person = self.actor(key), self.house.person[key]
            sees = set(queries.cases_for(actor, self.now).values_list("ref", flat=True))
            assert sees == {ref for ref, persons in readers.items() if person in persons}, key
            out = {ref for ref, known in self.known.items() if key in known.out}
            out |= set(Bar.objects.filter(mark=mark_of(person), lifted_at=None).values_list("case__ref", flat=True))
            assert not sees & out, key
            if out:
                kept_out.append((actor, sees))
        self.turn += 1
        for actor, sees in kept_out if SOAK else kept_out[self.turn % 7 : self.turn % 7 + 1]:  # it takes long: in turn
            self.every_list_keeps_to(actor, sees, cases)

    def every_list_keeps_to(self, actor: Actor, sees: set[str], cases: dict[str, Case]) -> None:
        working = {ref for ref in sees if cases[ref].state != State.CLOSED}
        lines = queries.case_lines(actor, self.now)
        assert {line.ref for line in lines} == working
        assert {line.ref for line in queries.case_lines(actor, self.now, closed=True)} == sees - working
        assert {line.ref for line in queries.next_due(actor, self.now)} <= working
        assert {ref for one in queries.patterns(actor, self.now) for ref in one.refs} <= sees
        assert queries.concerns_waiting(actor, self.now).open == len(working)
        owned = {case.owner for ref, case in cases.items() if ref in sees and case.owner}
        assert {person for person, _name in queries.case_owners(actor, self.now)} == owned
        assert sum(load.open for load in queries.caseload(actor, self.now)) == sum(
            cases[ref].owner is not None for ref in working
        )

    def what_is_closed_has_all_that_closing_demands(self) -> None:
        for case in Case.objects.all():
            assert (case.closed_at is not None) == (case.state == State.CLOSED)
            assert (case.acknowledged_at is None) == (case.state == State.RECEIVED)
            if case.state not in (State.CLOSED, State.SECOND_READER):
                continue
            assert not case.tasks.filter(done_at=None).exists()
            known = self.known[case.ref]
            assert case.closures.count() == known.closings > 0
            if known.not_safeguarding:
                continue
            assert case.owner is not None
            assert case.triages.exists()
            assert case.needs.exists()
            last = case.closures.order_by("-at").first()
            reading = SecondReading.objects.filter(closure=last).first()
            if case.state == State.SECOND_READER:
                assert reading is None
            elif case.severity is not None and case.severity >= 3:
                assert reading is not None
                assert reading.agreed
                assert reading.by != last.by

    def waits(self, kind: str, **payload: str) -> Job:
        """The one job that looks again."""
        found = Job.objects.filter(
            kind=f"safeguarding.{kind}",
            state=Job.State.WAITING,
            **{f"payload__{name}": value for name, value in payload.items()},
        )
        return found.get()

    def runs_out(self, limit: Limit, start: datetime) -> datetime:
        return deadline(limit, start, working_calendar(at=start)).due

    def every_clock_that_must_run_runs_and_has_the_time_the_rules_give(self) -> None:
        for case in Case.objects.all():
            known = self.known[case.ref]
            assert case.acknowledge_due == self.runs_out(known.first_limit, known.raised_at)
            if case.state == State.RECEIVED:
                job = self.waits("concern-waits", case=str(case.pk))
                if job.payload["step"] == 1:
                    assert job.due == self.runs_out(TELL_DEPUTIES, known.raised_at)
                else:
                    assert job.due <= max(case.acknowledge_due, self.runs_out(REMIND_AGAIN, self.now))
            for task in case.tasks.filter(done_at=None):
                job = self.waits("work-waits", row=str(task.pk))
                assert job.due == task.due or job.payload["step"] > 1
                assert job.due <= max(task.due, self.runs_out(REMIND_AGAIN, self.now))
            if case.state == State.SECOND_READER:
                closure = case.closures.order_by("-at").first()
                job = self.waits("second-reader-waits", closure=str(closure.pk))
                if job.payload["step"] == 1:
                    limits = (SECOND_READER, SECOND_READER_DELAY)
                    assert job.due in {self.runs_out(limit, closure.at) for limit in limits}


def test_no_order_of_steps_shows_a_case_to_somebody_kept_out_loses_a_word_or_stops_a_clock(house: House) -> None:
    Cases.house = house
    run_state_machine_as_test(Cases, settings=SIZE)
