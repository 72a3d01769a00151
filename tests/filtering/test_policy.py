"""What the policy says, who may change it, and that each change is a snapshot at once."""

from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.db import IntegrityError, transaction

from leeward.engine.load import open_snapshot
from leeward.engine.web import NEVER_RECORDED, Reason, Verdict
from leeward.filtering.actions import policy as actions
from leeward.filtering.actions.policy import NotPermitted, NotTaken
from leeward.filtering.actions.snapshots import publish, signing_key_public
from leeward.filtering.models import Category, CategoryRule, FilterGroup, PolicyChange, SnapshotVersion, WebException
from leeward.filtering.rules import Refusal, address_to_except, next_version, span_refused
from leeward.foundation.access import SYSTEM
from leeward.foundation.audit.models import AuditEntry
from leeward.foundation.outbox.jobs import work_off
from tests.crash import every_crash_point
from tests.filtering.made import HOUR, IT, LEARNER, MANAGER, NOW, TUTOR, decided, layer_in_force

pytestmark = pytest.mark.django_db


@pytest.mark.usefixtures("policy")
def test_every_category_that_is_blocked_carries_a_reason() -> None:
    blocked = CategoryRule.objects.filter(verdict="block").select_related("category")
    assert blocked
    assert {rule.category.reason for rule in blocked} == set(Reason)
    with pytest.raises(IntegrityError), transaction.atomic():
        Category.objects.create(name="unreasoned", title="Unreasoned", reason="")


def test_the_first_policy_is_set_up_once() -> None:
    assert actions.begin_policy(actor=IT, now=NOW)
    assert not actions.begin_policy(actor=IT, now=NOW)
    assert FilterGroup.objects.filter(is_default=True).count() == 1
    assert AuditEntry.objects.filter(action="filtering.begin-policy").count() == 1


@pytest.mark.usefixtures("policy")
def test_a_changed_verdict_is_in_force_at_once_with_its_history() -> None:
    assert decided("games.example").verdict is Verdict.BLOCK
    changed = actions.set_categories(
        actor=IT,
        group="learners",
        verdicts={"games": Verdict.ALLOW, "social": Verdict.WARN},
        why="Reward week",
        now=NOW,
    )
    assert changed == ["games"]  # social was warned of before
    assert decided("games.example").verdict is Verdict.ALLOW
    assert decided("games.example", "under-18").verdict is Verdict.BLOCK
    change = PolicyChange.objects.first()
    assert change is not None
    assert (change.by, change.before, change.after, change.why) == (IT.person, "block", "allow", "Reward week")


@pytest.mark.usefixtures("policy")
def test_a_change_that_changes_nothing_makes_no_snapshot() -> None:
    before = SnapshotVersion.objects.count()
    actions.set_categories(actor=IT, group="learners", verdicts={"games": Verdict.BLOCK}, why="", now=NOW)
    assert SnapshotVersion.objects.count() == before


@pytest.mark.usefixtures("policy")
def test_what_is_locked_cannot_be_allowed() -> None:
    with pytest.raises(NotTaken) as refused:
        actions.set_categories(actor=IT, group="staff", verdicts={"illegal": Verdict.WARN}, why="", now=NOW)
    assert refused.value.why is Refusal.LOCKED


@pytest.mark.usefixtures("policy")
@pytest.mark.parametrize("actor", [TUTOR, LEARNER, MANAGER])
def test_who_may_not_change_the_policy_changes_nothing(actor: object) -> None:
    entries = AuditEntry.objects.count()
    with pytest.raises(NotPermitted):
        actions.set_categories(actor=actor, group="staff", verdicts={"games": Verdict.BLOCK}, why="", now=NOW)  # type: ignore[arg-type]  # parametrised
    with pytest.raises(NotPermitted):
        actions.set_members(actor=actor, group="staff", users=["me"], networks=[], now=NOW)  # type: ignore[arg-type]  # parametrised
    assert AuditEntry.objects.count() == entries


@pytest.mark.usefixtures("policy")
def test_members_come_by_name_and_by_range_and_are_in_one_group_only() -> None:
    actions.set_members(actor=IT, group="learners", users=["Sam.Reed ", ""], networks=["10.1.2.3/16"], now=NOW)
    actions.set_members(actor=IT, group="staff", users=["sam.reed"], networks=["2001:db8::/32"], now=NOW)
    groups = {group["name"]: group for group in layer_in_force()["groups"]}  # type: ignore[attr-defined]  # parsed JSON
    assert (groups["learners"]["users"], groups["learners"]["addresses"]) == ([], ["10.1.0.0/16"])
    assert (groups["staff"]["users"], groups["staff"]["addresses"]) == (["sam.reed"], ["2001:db8::/32"])
    with pytest.raises(ValueError, match="does not appear to be"):
        actions.set_members(actor=IT, group="staff", users=[], networks=["10.1.0.0/99"], now=NOW)


@pytest.mark.usefixtures("policy")
def test_a_site_closed_by_an_exception_is_closed_and_opens_when_it_ends() -> None:
    made = actions.add_exception(
        actor=IT, address="https://forum.example/x", groups=["learners"], verdict=Verdict.BLOCK,
        starts=NOW, ends=None, why="Bullying there", reason=Reason.SAFEGUARDING, now=NOW,
    )  # fmt: skip
    assert decided("forum.example/x/y").rule == f"exception {made.reference}"
    assert decided("forum.example/z").verdict is Verdict.ALLOW
    assert decided("forum.example/x", "staff").verdict is Verdict.ALLOW
    with pytest.raises(NotPermitted):  # ending it opens, which is for whoever decides requests
        actions.end_exception(actor=IT, reference=made.reference, why="", now=NOW + HOUR)
    actions.end_exception(actor=MANAGER, reference=made.reference, why="Settled", now=NOW + HOUR)
    assert decided("forum.example/x", at=NOW + HOUR).verdict is Verdict.ALLOW
    with pytest.raises(LookupError):
        actions.end_exception(actor=MANAGER, reference=made.reference, why="", now=NOW + HOUR)


@pytest.mark.usefixtures("policy")
def test_only_who_decides_requests_opens_a_site_directly_and_never_without_an_end() -> None:
    def add(actor: object, hours: float | None) -> WebException:
        return actions.add_exception(
            actor=actor, address="casino.example", groups=[], verdict=Verdict.ALLOW, starts=NOW,  # type: ignore[arg-type]  # short to write
            ends=None if hours is None else NOW + timedelta(hours=hours), why="Lesson", now=NOW,
        )  # fmt: skip

    with pytest.raises(NotPermitted):
        add(IT, 1)
    for hours in (None, -1, 24 * 400):
        with pytest.raises(NotTaken):
            add(MANAGER, hours)
    add(MANAGER, 1)
    assert decided("www.casino.example").verdict is Verdict.ALLOW
    assert decided("www.casino.example", at=NOW + HOUR).verdict is Verdict.BLOCK
    with pytest.raises(IntegrityError), transaction.atomic():
        WebException.objects.update(ends=None)


@pytest.mark.parametrize(
    ("text", "result"),
    [
        ("http://", Refusal.NOT_AN_ADDRESS),
        ("uk", Refusal.TOO_WIDE),
        ("co.uk", Refusal.TOO_WIDE),
        ("https://WWW.Example.CO.UK/a?b", "www.example.co.uk"),
        ("198.51.100.7", "198.51.100.7"),
    ],
)
def test_an_exception_is_about_one_site(text: str, result: str) -> None:
    found = address_to_except(text, frozenset({"uk", "co.uk"}))
    assert (found if isinstance(found, Refusal) else found.host) == result


def test_spans() -> None:
    assert span_refused(NOW, NOW, Verdict.BLOCK) is Refusal.END_BEFORE_START
    assert span_refused(NOW, None, Verdict.BLOCK) is None
    assert span_refused(NOW, NOW + HOUR, Verdict.ALLOW) is None


def test_versions_only_rise_even_after_an_older_backup_came_back() -> None:
    assert next_version(5, NOW) == int(NOW.timestamp())
    assert next_version(int(NOW.timestamp()), NOW) == int(NOW.timestamp()) + 1
    assert next_version(10**10, NOW) == 10**10 + 1


@pytest.mark.usefixtures("policy")
def test_the_organisations_own_host_and_helplines_are_in_every_layer() -> None:
    assert decided("https://leeward.trust.example/report").rule == NEVER_RECORDED
    assert decided("https://www.childline.org.uk/").rule == NEVER_RECORDED
    assert layer_in_force()["block_page"] == "https://leeward.trust.example/blocked"


@pytest.mark.usefixtures("policy")
def test_the_worker_puts_the_snapshot_on_this_machines_disk(home: Path) -> None:
    work_off(NOW)
    version = SnapshotVersion.objects.latest("version").version
    assert open_snapshot(home / "snapshots", signing_key_public()).version == version
    actions.set_categories(actor=IT, group="learners", verdicts={"games": Verdict.ALLOW}, why="", now=NOW)
    work_off(NOW)
    assert open_snapshot(home / "snapshots", signing_key_public()).version > version


def test_a_snapshot_belongs_in_the_transaction_of_its_change(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("leeward.filtering.actions.snapshots.connection", SimpleNamespace(in_atomic_block=False))
    with pytest.raises(RuntimeError):
        publish("x", now=NOW)


@pytest.mark.usefixtures("policy")
def test_no_crash_leaves_a_change_without_its_snapshot_or_its_trace() -> None:
    versions, entries = SnapshotVersion.objects.count(), AuditEntry.objects.count()

    def flow() -> None:
        actions.set_categories(actor=IT, group="learners", verdicts={"games": Verdict.ALLOW}, why="", now=NOW)

    def check(statement: int, finished: bool) -> None:
        changed = not CategoryRule.objects.filter(group__name="learners", category="games").exists()
        assert changed is finished
        assert SnapshotVersion.objects.count() == versions + finished
        assert AuditEntry.objects.count() == entries + finished

    assert every_crash_point(flow, check) > 5


def test_the_system_itself_may_set_up(home: Path) -> None:
    assert actions.begin_policy(actor=SYSTEM, now=NOW)
