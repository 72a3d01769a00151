"""The live checks by which groups prove that they meet. Counts and states only: never who, never what about."""

from collections.abc import Callable
from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from leeward.foundation.evidence.findings import Finding, State
from leeward.foundation.evidence.registry import Check
from leeward.foundation.settings_history.queries import value
from leeward.people.meetings.choices import REQUIRED
from leeward.people.meetings.rules import Here, Kept, Template
from leeward.people.models import Attendance, Group, GroupAction, Meeting
from leeward.people.queries.directory import people
from leeward.people.queries.groups import live_groups, members_of, missing_groups, missing_of, seats_of, standing
from leeward.people.rules import PersonClass

_STATES = {Kept.KEPT: State.TRUE, Kept.SOON: State.SLIPPING, Kept.OVERDUE: State.SLIPPED}


def required_groups(unit: str, now: datetime) -> Finding:
    """Every group that must exist does, with everybody its rules ask for."""
    wanted, missing = value(REQUIRED, at=now), missing_groups(now)
    if not wanted:
        return Finding(State.NOT_APPLICABLE)
    today = timezone.localdate(now)
    groups = [group for group in live_groups(today) if group.template in wanted]
    lacking = [group for group in groups if missing_of(group.pk, today, members_of(group.pk, today))]
    good = len(wanted) - len(missing) - len(lacking)
    detail = (
        ""
        if good == len(wanted)
        else _("%(missing)d groups do not exist; %(lacking)d lack members.")
        % {
            "missing": len(missing),
            "lacking": len(lacking),
        }
    )
    records = tuple(f"group:{group.pk}" for group in lacking)
    state = State.TRUE if good == len(wanted) else State.SLIPPED
    return Finding(state, detail=detail, good=max(good, 0), total=len(wanted), records=records)


def in_time(unit: str, now: datetime) -> Finding:
    """Every group met within its rhythm."""
    groups = live_groups(timezone.localdate(now))
    if not groups:
        return Finding(State.UNPROVEN, detail=_("No group is recorded here."))
    stands = {group.pk: standing(group, now).kept for group in groups}
    late = [pk for pk, kept in stands.items() if kept is Kept.OVERDUE]
    state = State.SLIPPED if late else State.SLIPPING if Kept.SOON in stands.values() else State.TRUE
    good = len(groups) - len(late)
    records = tuple(f"group:{pk}" for pk in late)
    detail = _("%(late)d of %(all)d groups are overdue.") % {"late": len(late), "all": len(groups)} if late else ""
    return Finding(state, detail=detail, good=good, total=len(groups), records=records)


def _one(template: Template) -> Callable[[str, datetime], Finding]:
    def look(unit: str, now: datetime) -> Finding:
        found = [group for group in live_groups(timezone.localdate(now)) if group.template == template]
        if not found:
            return Finding(State.SLIPPED, detail=_("The group does not exist."), total=1)
        stands = standing(found[0], now)
        detail = _("Due by %(day)s.") % {"day": stands.due.isoformat()}
        kept = stands.kept is not Kept.OVERDUE
        return Finding(_STATES[stands.kept], detail=detail, good=kept, total=1, records=(f"group:{found[0].pk}",))

    return look


def stakeholders(unit: str, now: datetime) -> Finding:
    """At the last meeting of each group somebody of every class that its rules ask for was there."""
    good = total = 0
    records = []
    for group in live_groups(timezone.localdate(now)):
        seats = [seat for seat in seats_of(group.pk) if seat.kind]
        last = _last_held(group, now)
        if not seats or last is None:
            continue
        there = Attendance.objects.filter(meeting=last, here=Here.PRESENT).values_list("person_id", flat=True)
        classes = [card.classes for card in people(there, timezone.localdate(last.starts_at))]
        met = [seat for seat in seats if any(PersonClass(seat.kind) in kinds for kinds in classes)]
        good, total = good + len(met), total + len(seats)
        if len(met) < len(seats):
            records.append(f"meeting:{last.pk}")
    if not total:
        return Finding(State.UNPROVEN, detail=_("No group with such rules has met yet."))
    state = State.TRUE if good == total else State.SLIPPED
    return Finding(state, good=good, total=total, records=tuple(records))


def _last_held(group: Group, now: datetime) -> Meeting | None:
    rows = Meeting.objects.filter(group=group, state=Meeting.State.HELD, starts_at__lte=now)
    return rows.order_by("-starts_at").first()


def actions_in_time(unit: str, now: datetime) -> Finding:
    """No action of a meeting is overdue."""
    still_open = GroupAction.objects.filter(state=GroupAction.State.OPEN)
    total, late = still_open.count(), still_open.filter(due__lt=timezone.localdate(now)).count()
    detail = _("%(late)d actions are overdue.") % {"late": late} if late else ""
    return Finding(State.SLIPPED if late else State.TRUE, detail=detail, good=total - late, total=total)


CHECKS = (
    Check(
        "people.groups-exist",
        "The groups that must exist do, with their members",
        "people",
        required_groups,
        proves=("C-018",),
        mend=gettext_noop("Set up the group that is missing, with its members."),
        mend_at="people:meetings",
    ),
    Check(
        "people.groups-meet",
        "Every group meets as often as it should",
        "people",
        in_time,
        proves=("C-018",),
        mend=gettext_noop("Call the meeting that is late."),
        mend_at="people:meetings",
    ),
    Check(
        "people.board-lead-met-dsl",
        "The board lead meets the DSL regularly",
        "people",
        _one(Template.BOARD_LEAD_WITH_DSL),
        proves=("C-018", "C-019"),
        mend=gettext_noop("Call a meeting of the board lead with the DSL."),
        mend_at="people:meetings",
    ),
    Check(
        "people.online-safety-group-met",
        "The online-safety group meets as often as it should",
        "people",
        _one(Template.ONLINE_SAFETY_GROUP),
        proves=("C-018",),
        mend=gettext_noop("Call a meeting of the online-safety group."),
        mend_at="people:meetings",
    ),
    Check(
        "people.stakeholders-attend",
        "Every stakeholder was at the last meetings",
        "people",
        stakeholders,
        proves=("C-018",),
        mend=gettext_noop("Ask those who were away, or have somebody sent for them."),
        mend_at="people:meetings",
    ),
    Check(
        "people.group-actions-in-time",
        "What meetings decided is done in time",
        "people",
        actions_in_time,
        proves=("C-018",),
        mend=gettext_noop("Do what is overdue, or agree another day."),
        mend_at="people:meetings",
    ),
)
