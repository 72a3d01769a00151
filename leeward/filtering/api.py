"""The web filter for other programs: what is blocked for whom, exceptions, requests; and what edges say to us."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, TypeVar

from django.http import Http404

from leeward.engine.web.values import Reason, Verdict
from leeward.filtering.actions import policy as actions
from leeward.filtering.actions.policy import CHANGE, DECIDE, NotPermitted, NotTaken
from leeward.filtering.actions.unblock import decide_unblock
from leeward.filtering.queries import policy
from leeward.filtering.queries.requests import UnblockLine, to_decide
from leeward.filtering.words import REFUSALS
from leeward.foundation.access import Actor
from leeward.foundation.api.operations import Call, Chapter, Made, Page, Scope, page_of
from leeward.foundation.api.problems import Fault, Problem, refused
from leeward.foundation.api.shapes import Says
from leeward.foundation.api.tokens import standing_for
from leeward.foundation.approvals.actions import CannotDecide
from leeward.foundation.approvals.words import ApprovalError

SEE = "filtering.see"
READ = Scope("filtering:read", "read categories, groups and exceptions of the web filter", frozenset({SEE}))
TIGHTEN = Scope("filtering:change", "close sites, and end what opens one", frozenset({SEE, CHANGE}))
DECISION = Scope(
    "filtering:decide",
    "open sites, and decide requests in the name of the person who confirmed the token",
    frozenset({SEE, DECIDE}),
)

chapter = Chapter("filtering", "What may be opened on the web, by whom, and who asked for more.")
T = TypeVar("T")

Why = Annotated[str, Says("Shown in the history of the policy. Name nobody.", least=1, most=500)]
Address = Annotated[str, Says("A web address or host name.", least=1, most=2000)]
Groups = Annotated[tuple[str, ...], Says("Names of groups; none means everyone.", most=50)]


@dataclass(frozen=True, slots=True)
class CategoryVerdict:
    """What one group may do with a category."""

    group: str
    verdict: Verdict


@dataclass(frozen=True, slots=True)
class CategoryShape:
    """One category of web pages. `locked`: blocked for everyone, whatever a group says."""

    name: str
    title: str
    reason: Reason
    locked: bool
    verdicts: tuple[CategoryVerdict, ...]


@dataclass(frozen=True, slots=True)
class GroupShape:
    """One group, without its members."""

    name: str
    title: str
    is_default: bool
    members: int
    networks: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ExceptionShape:
    """One site opened or closed, now or to come."""

    reference: str
    site: str
    opens: bool
    groups: Annotated[tuple[str, ...], Says("Titles of groups; none means everyone.")]
    starts: datetime
    ends: datetime | None
    why: str


@dataclass(frozen=True, slots=True)
class Opening:
    """A site to be opened until a moment."""

    address: Address
    ends: Annotated[datetime, Says("Within a year.")]
    why: Why
    groups: Groups = ()


@dataclass(frozen=True, slots=True)
class Closing:
    """A site to be closed, for ever where no end is given."""

    address: Address
    reason: Reason
    why: Why
    ends: datetime | None = None
    groups: Groups = ()


@dataclass(frozen=True, slots=True)
class Ending:
    """Why an exception ends now."""

    why: Why


@dataclass(frozen=True, slots=True)
class UnblockShape:
    """A request that waits. Who asked is not said here."""

    reference: str
    host: str
    category: str
    group: str
    asked_at: datetime
    wanted_until: datetime


@dataclass(frozen=True, slots=True)
class UnblockDecision:
    """Yes or no to a request."""

    approve: bool
    reason: Annotated[str, Says("The person who asked can read it.", least=1, most=2000)]
    confirmed: Annotated[tuple[str, ...], Says("For yes: `looked` and `needed`, both.", most=10)] = ()
    until: Annotated[datetime | None, Says("For yes: an end other than the one asked for.")] = None


@chapter.get("filtering/categories", READ)
def list_categories(call: Call) -> Page[CategoryShape]:
    """Every category with what each group may do with it."""
    groups = policy.group_lines()
    shapes = [
        CategoryShape(
            line.name,
            line.title,
            line.reason,
            line.locked,
            tuple(CategoryVerdict(group.name, verdict) for group, verdict in zip(groups, line.verdicts, strict=True)),
        )
        for line in policy.category_lines(groups)
    ]
    return page_of(shapes, lambda shape: shape.name, call)


@chapter.get("filtering/groups", READ)
def list_groups(call: Call) -> Page[GroupShape]:
    """Every group. Names of members are not given out."""
    shapes = [
        GroupShape(line.name, line.title, line.is_default, len(line.users), line.networks)
        for line in policy.group_lines()
    ]
    return page_of(shapes, lambda shape: shape.name, call)


@chapter.get("filtering/exceptions", READ)
def list_exceptions(call: Call) -> Page[ExceptionShape]:
    """Sites opened or closed, now or to come."""
    return page_of(map(_shape, policy.exceptions_now(call.now)), lambda shape: shape.reference, call)


@chapter.get("filtering/exceptions/{reference}", READ)
def one_exception(call: Call, reference: str) -> ExceptionShape:
    """One exception that is not over."""
    return _exception(reference, call.now)


@chapter.post("filtering/openings", DECISION)
def open_site(call: Call, body: Opening) -> Made[ExceptionShape]:
    """Opens a site from now on; every filter has it within seconds."""
    return _add(call, Verdict.ALLOW, body, None)


@chapter.post("filtering/closings", TIGHTEN)
def close_site(call: Call, body: Closing) -> Made[ExceptionShape]:
    """Closes a site from now on; every filter has it within seconds."""
    return _add(call, Verdict.BLOCK, body, body.reason)


@chapter.post("filtering/exceptions/{reference}/end", TIGHTEN, status=200)
def end_exception(call: Call, reference: str, body: Ending) -> ExceptionShape:
    """Ends what opens a site. What closes one is ended by hand, in Leeward."""
    shape = _exception(reference, call.now)
    try:
        actions.end_exception(actor=call.actor, reference=reference, why=body.why, now=call.now)
    except NotPermitted:
        raise Problem(409, "This closes a site. It is ended by hand, in Leeward.") from None
    return ExceptionShape(shape.reference, shape.site, shape.opens, shape.groups, shape.starts, call.now, shape.why)


@chapter.get("filtering/requests", DECISION)
def list_requests(call: Call) -> Page[UnblockShape]:
    """Requests that the person who confirmed the token may decide."""
    lines = to_decide(_decider(call), now=call.now)
    return page_of(map(_request, lines), lambda shape: shape.reference, call)


@chapter.post("filtering/requests/{reference}/decision", DECISION, status=200)
def decide_request(call: Call, reference: str, body: UnblockDecision) -> UnblockShape:
    """Decides a request, in the name of the person who confirmed the token and may decide it.

    404 where that person may not: nobody decides on an own request, by whatever way.
    """
    actor = _decider(call)
    line = next((line for line in to_decide(actor, now=call.now) if line.reference == reference), None)
    if line is None:
        raise Http404
    try:
        decide_unblock(
            actor=actor,
            reference=reference,
            approve=body.approve,
            reason=body.reason,
            confirmed=list(body.confirmed),
            until=body.until,
            now=call.now,
        )
    except (ApprovalError, CannotDecide) as error:
        raise Problem(409, str(error)) from None
    except NotTaken as error:
        raise Problem(409, str(REFUSALS[error.why])) from None
    return _request(line)


def _decider(call: Call) -> Actor:
    return standing_for(call.actor, call.confirmed_by)


def _add(call: Call, verdict: Verdict, body: Opening | Closing, reason: Reason | None) -> Made[ExceptionShape]:
    known = {line.name for line in policy.group_lines()}
    if unknown := [place for place, name in enumerate(body.groups) if name not in known]:
        raise refused(*(Fault(f"groups[{place}]", "There is no group of this name.") for place in unknown))
    made = _taken(
        lambda: actions.add_exception(
            actor=call.actor,
            address=body.address,
            groups=body.groups,
            verdict=verdict,
            starts=call.now,
            ends=body.ends,
            why=body.why,
            reason=reason,
            now=call.now,
        )
    )
    return Made(_exception(made.reference, call.now), f"filtering/exceptions/{made.reference}")


def _taken(do: Callable[[], T]) -> T:
    try:
        return do()
    except NotTaken as error:
        words = str(REFUSALS[error.why])
        raise Problem(409, words, faults=(Fault("address", words),)) from None


def _exception(reference: str, now: datetime) -> ExceptionShape:
    try:
        return _shape(policy.exception_line(reference, now))
    except LookupError:
        raise Http404 from None


def _shape(line: policy.ExceptionLine) -> ExceptionShape:
    return ExceptionShape(line.reference, line.site, line.opens, line.groups, line.starts, line.ends, line.why)


def _request(line: UnblockLine) -> UnblockShape:
    return UnblockShape(line.reference, line.host, line.category, line.group, line.asked_at, line.wanted_until)
