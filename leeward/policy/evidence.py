"""The live checks by which this room proves promises."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, ngettext

from leeward.foundation.evidence.findings import Finding, State, combine
from leeward.foundation.evidence.registry import GENERAL, Check
from leeward.policy.models import Promise, PromiseStatement
from leeward.policy.queries.publications import asked_to_acknowledge, in_force
from leeward.policy.queries.standings import standings
from leeward.policy.queries.texts import is_approved
from leeward.policy.rules.reviewing import acknowledgement_state
from leeward.policy.rules.standing import Proof

ACKNOWLEDGED = "policy.acknowledgements-current"
AS_SIGNED = "policy.published-as-signed"
STATED = "policy.stated"
WARN = timedelta(days=30)


def acknowledgements_current(unit: str, now: datetime) -> Finding:
    """Everyone asked to acknowledge a policy in force has done so: so many of so many, over all policies."""
    today = timezone.localdate(now)
    findings = []
    for publication in in_force(now):
        asked = asked_to_acknowledge(publication, now)
        late = sum(1 for one in asked if not one.done and one.due < today)
        good = sum(1 for one in asked if one.done)
        detail = ngettext("%(late)d is late.", "%(late)d are late.", late) % {"late": late} if late else ""
        findings.append(
            Finding(
                acknowledgement_state(asked, today),
                detail=detail,
                good=good,
                total=len(asked),
                records=(f"policy-version:{publication.version_id}",),
            )
        )
    found = combine(findings)
    words = _("%(good)d of %(total)d have been given.") % {"good": found.good, "total": found.total}
    return Finding(
        found.state, detail=f"{words} {found.detail}".strip(), good=found.good, total=found.total, records=found.records
    )


def published_as_signed(unit: str, now: datetime) -> Finding:
    """The text of every policy in force, as stored now, is the text that was signed."""
    findings = []
    for publication in in_force(now):
        same = is_approved(publication.version)
        records = (f"policy-version:{publication.version_id}",)
        findings.append(Finding(State.TRUE if same else State.SLIPPED, good=int(same), total=1, records=records))
    return combine(findings)


def stated_units(now: datetime) -> Sequence[str]:
    """The base unit, and one for each promise in force that rests on a statement."""
    promises = list(Promise.objects.filter(version__in=in_force(now).values("version")))
    found = standings(promises, at=now)
    return (GENERAL, *(unit_of(promise) for promise in promises if found[promise.pk].proof is Proof.STATEMENT))


def unit_of(promise: Promise) -> str:
    """The unit under which one promise's statement is observed."""
    return f"{GENERAL}/{promise.pk}"


def latest_statement(promise: Promise, now: datetime) -> PromiseStatement | None:
    """The newest word given about these words of this policy by `now`, lapsed or not."""
    made = PromiseStatement.objects.filter(
        policy=promise.version.policy_id, sentence_hash=promise.sentence_hash, said_at__lte=now
    )
    return made.order_by("-said_at").first()


def stated(unit: str, now: datetime) -> Finding:
    """A named person's word stands: slipping in its last 30 days, unproven once it has lapsed."""
    _general, _slash, key = unit.partition("/")
    promise = Promise.objects.select_related("version").filter(pk=key).first() if key else None
    if promise is None:
        return Finding(State.NOT_APPLICABLE)
    said = latest_statement(promise, now)
    if said is None:
        return Finding(State.UNPROVEN, detail=_("Nobody has stated this yet."))
    records = (f"promise-statement:{said.pk}",)
    if now >= said.valid_until:
        return Finding(State.UNPROVEN, said.valid_until, _("The last statement has lapsed."), records=records)
    if now >= said.valid_until - WARN:
        return Finding(
            State.SLIPPING, max(said.said_at, said.valid_until - WARN), _("The statement lapses soon."), records=records
        )
    return Finding(State.TRUE, said.said_at, records=records)


CHECKS = (
    Check(
        ACKNOWLEDGED,
        gettext_noop("Everyone asked to acknowledge a policy has done so."),
        "policy",
        acknowledgements_current,
        proves=("C-005", "C-022"),
        mend=gettext_noop("Remind those who have not read it."),
        mend_at="policy:policies",
    ),
    Check(
        AS_SIGNED,
        gettext_noop("Every policy in force is the text that was signed."),
        "policy",
        published_as_signed,
        proves=("C-001", "C-002"),
        mend=gettext_noop("Import the text anew, have it approved and publish it."),
        mend_at="policy:manage",
    ),
    Check(
        STATED,
        gettext_noop("Statements made about promises stand."),
        "policy",
        stated,
        units=stated_units,
        proves=("C-016",),
        mend=gettext_noop("Give your word on the promises you hold."),
        mend_at="policy:duties",
    ),
)
