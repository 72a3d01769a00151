"""The live checks by which filtering proves promises: that every edge answers, on the policy that was decided."""

from datetime import datetime, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from leeward.filtering.folders import snapshot_folder
from leeward.filtering.models import Edge, ListSource, PolicyState, SnapshotVersion, UnblockRequest
from leeward.filtering.queries.requests import KIND
from leeward.filtering.rules import SEEN_WITHIN, VERSION_WITHIN
from leeward.foundation.approvals.kinds import Outcome
from leeward.foundation.approvals.queries import outcomes
from leeward.foundation.evidence.findings import Finding, State
from leeward.foundation.evidence.registry import Check

REQUESTS_COUNT = timedelta(days=28)


def filter_answers(unit: str, now: datetime) -> Finding:
    """Every edge asked for its policy lately and has the snapshot in force (or had a moment to fetch it).

    An edge that is away is unproven, not slipped: it filters on, but nobody here can prove by which policy.
    """
    edges = list(Edge.objects.filter(revoked_at=None))
    if not edges:
        return Finding(State.UNPROVEN, detail=_("No filter has been enrolled yet."))
    required = _required_version(now)
    away = [edge for edge in edges if edge.last_seen is None or now - edge.last_seen > SEEN_WITHIN]
    behind = [edge for edge in edges if edge not in away and edge.version < required]
    good = len(edges) - len(away) - len(behind)
    records = tuple(f"edge:{edge.pk}" for edge in away + behind)
    if away:
        since = min((edge.last_seen or edge.enrolled_at for edge in away), default=None)
        detail = _("%(away)d of %(all)d filters have not answered lately.") % {"away": len(away), "all": len(edges)}
        return Finding(State.UNPROVEN, since=since, detail=detail, good=good, total=len(edges), records=records)
    if behind:
        detail = _("%(behind)d of %(all)d filters are on an older policy.") % {"behind": len(behind), "all": len(edges)}
        return Finding(State.SLIPPED, detail=detail, good=good, total=len(edges), records=records)
    detail = _("%(all)d of %(all)d filters answer, on the policy in force.") % {"all": len(edges)}
    return Finding(State.TRUE, detail=detail, good=good, total=good)


def lists_in_force(unit: str, now: datetime) -> Finding:
    """The index in force holds every list that was imported, as it was imported last."""
    state = PolicyState.objects.filter(pk=1).first()
    if state is None or not state.digest:
        return Finding(State.UNPROVEN, detail=_("No snapshot has been made yet."))
    if not (snapshot_folder() / f"{state.digest}.index").is_file():
        return Finding(State.SLIPPED, detail=_("The index in force is gone from the disk: build it anew."))
    lists = dict(ListSource.objects.values_list("name", "folder"))
    good = sum(state.lists.get(name) == folder for name, folder in lists.items())
    whole = good == len(lists) == len(state.lists)
    detail = _("%(good)d of %(all)d imported lists are in force.") % {"good": good, "all": len(lists)}
    return Finding(State.TRUE if whole else State.SLIPPED, detail=detail, good=good, total=len(lists))


def requests_decided(unit: str, now: datetime) -> Finding:
    """Each request to open a site of the last four weeks was decided: none lapsed for want of a decision."""
    since = now - REQUESTS_COUNT
    rows = UnblockRequest.objects.filter(asked_at__gt=since).values_list("approval", flat=True)
    states = outcomes(KIND, rows)
    total = sum(states.values())
    lapsed = states[Outcome.LAPSED]
    if not total:
        return Finding(State.NOT_APPLICABLE, detail=_("Nobody asked for a site to be opened in the last four weeks."))
    if lapsed:
        detail = _("%(number)d requests lapsed because nobody decided.") % {"number": lapsed}
        return Finding(State.SLIPPED, detail=detail, good=total - lapsed, total=total)
    return Finding(State.TRUE, detail=_("Each request was decided, or there still is time."), good=total, total=total)


def _required_version(now: datetime) -> int:
    """The newest snapshot that every edge has had time to fetch."""
    rows = SnapshotVersion.objects.filter(made_at__lte=now - VERSION_WITHIN).order_by("-version")
    return rows.values_list("version", flat=True).first() or 0


CHECKS = (
    Check(
        "filtering.answering",
        "Every web filter answers, on the policy in force.",
        "filtering",
        filter_answers,
        proves=("C-069", "C-071"),
        mend=gettext_noop("Look at the sites whose filter does not answer."),
        mend_at="filtering:edges",
    ),
    Check(
        "filtering.lists",
        "Every imported list is in force.",
        "filtering",
        lists_in_force,
        proves=("C-068",),
        mend=gettext_noop("Import the lists anew."),
        mend_at="filtering:overview",
    ),
    Check(
        "filtering.requests-decided",
        gettext_noop("Every request to open a blocked page is decided in time."),
        "filtering",
        requests_decided,
        proves=("C-070",),
        mend=gettext_noop("Decide the requests that wait."),
        mend_at="filtering:requests",
    ),
)
