"""The lawful basis: recorded by one person, approved by another; and the switch that ends monitoring at once.

The law asks for a purpose, for people to be told, for a basis and for proportion before monitoring begins (UK GDPR
articles 5, 6, 13 and 35; Data Protection Act 2018, schedule 1, paragraph 18 for safeguarding; Information
Commissioner's guidance on monitoring workers, 2023). The database refuses a source that is on without one.
"""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from leeward.foundation.access import Actor
from leeward.foundation.act import act
from leeward.foundation.approvals.actions import ask
from leeward.foundation.approvals.kinds import About, Criterion, Decided, Kind, Outcome, Purpose
from leeward.monitoring.journal import Form, addresses_in
from leeward.monitoring.models import LawfulBasis, Source

LONGEST_WORDS = 4000
IN_FORCE, WAITING = LawfulBasis.State.IN_FORCE, LawfulBasis.State.WAITING


@dataclass(frozen=True, slots=True)
class BasisDetails:
    """What must be written down before anything may be read. All but `dpia` is published in the notice to users."""

    address: str
    form: Form
    purpose: str
    proportionate: str
    ground: LawfulBasis.Ground
    condition: LawfulBasis.Condition
    notice_on: date
    notice_where: str
    dpia: str
    dpia_on: date
    review_on: date


class BasisRefused(ValueError):
    """The basis cannot be recorded so. `faults` says per field what to do."""

    def __init__(self, faults: dict[str, str]) -> None:
        super().__init__(", ".join(sorted(faults)))
        self.faults = faults


def faults_of(details: BasisDetails, today: date) -> dict[str, str]:
    """What is missing or wrong, by field, said to the person who fills it in."""
    faults: dict[str, str] = {}
    for name, text, say in (
        ("purpose", details.purpose, _("Say what the monitoring is for.")),
        ("proportionate", details.proportionate, _("Say why nothing less would do.")),
        ("notice_where", details.notice_where, _("Say where and how people were told.")),
        ("dpia", details.dpia, _("Give the reference of the data protection impact assessment.")),
    ):
        if not text.strip():
            faults[name] = say
        elif len(text) > (200 if name == "dpia" else LONGEST_WORDS):
            faults[name] = _("This is too long: shorten it.")
    if addresses_in(details.address) != [details.address.strip().lower()] or len(details.address) > 254:
        faults["address"] = _("Enter one e-mail address, such as journal@college.example.")
    if details.notice_on > today:
        faults["notice_on"] = _("People must have been told first: enter a date that has passed.")
    if details.dpia_on > today:
        faults["dpia_on"] = _("The assessment must be finished first: enter a date that has passed.")
    if not today < details.review_on <= today.replace(year=today.year + 1, day=min(today.day, 28)):
        faults["review_on"] = _("Enter a date within the coming year.")
    return faults


def record_basis(*, actor: Actor, details: BasisDetails, now: datetime) -> UUID:
    """Records a basis and asks somebody else to approve it. Monitoring stays off until they do.

    A basis that waited for the same source is withdrawn. Raises BasisRefused with what is missing.
    """
    faults = faults_of(details, timezone.localdate(now))
    if faults:
        raise BasisRefused(faults)
    assert actor.person is not None, "only a known person may record a basis"
    with act(actor, "monitoring.record-basis", now=now) as entry:
        source, _new = Source.objects.get_or_create(
            address=details.address.strip().lower(), defaults={"kind": Source.Kind.MAIL_JOURNAL, "form": details.form}
        )
        LawfulBasis.objects.filter(source=source, state=WAITING).update(
            state=LawfulBasis.State.ENDED, ended_at=now, ended_by=actor.person, ended_why="replaced"
        )
        basis = LawfulBasis.objects.create(
            source=source,
            purpose=details.purpose.strip(),
            proportionate=details.proportionate.strip(),
            ground=details.ground,
            condition=details.condition,
            notice_on=details.notice_on,
            notice_where=details.notice_where.strip(),
            dpia=details.dpia.strip(),
            dpia_on=details.dpia_on,
            review_on=details.review_on,
            recorded_by=actor.person,
            recorded_at=now,
        )
        if not source.on:
            source.form = details.form
            source.save(update_fields=["form"])
        entry.subject = f"basis:{basis.pk}"
        ask(
            actor=actor,
            kind=BASIS_KIND.key,
            subject=f"basis:{basis.pk}",
            why=_("Monitoring may begin once you have read purpose, basis and notice on the monitoring page."),
            now=now,
        )
    return basis.pk


def decided(decision: Decided, actor: Actor, now: datetime) -> None:
    """Puts an approved basis in force and switches its source on; called in the transaction of the decision.

    An approval nobody gave (after a delay without a free decider) does not count: somebody else must have read it.
    """
    basis = LawfulBasis.objects.select_for_update().filter(pk=UUID(decision.subject.partition(":")[2])).first()
    if basis is None or basis.state != WAITING:
        return
    if decision.outcome is not Outcome.APPROVED or decision.by is None:
        basis.state, basis.ended_at, basis.ended_by = LawfulBasis.State.REFUSED, now, decision.by
        basis.save(update_fields=["state", "ended_at", "ended_by"])
        return
    source = Source.objects.select_for_update().get(pk=basis.source_id)
    LawfulBasis.objects.filter(source=source, state=IN_FORCE).update(
        state=LawfulBasis.State.ENDED, ended_at=now, ended_by=decision.by, ended_why="replaced"
    )
    basis.state, basis.approved_by, basis.approved_at = IN_FORCE, decision.by, now
    basis.save(update_fields=["state", "approved_by", "approved_at"])
    source.basis, source.on = basis, True
    source.save(update_fields=["basis", "on"])


def switch_off(*, actor: Actor, source_id: UUID, why: str, now: datetime) -> bool:
    """Ends monitoring of a source at once; nobody else needs to agree. False when it was off already.

    Messages not yet assessed will be destroyed unread. To begin again a basis must be recorded and approved anew.
    Raises BasisRefused without a reason.
    """
    if not why.strip() or len(why) > LONGEST_WORDS:
        raise BasisRefused({"why": _("Say in a few words why it is switched off.")})
    with act(actor, "monitoring.switch-off", now=now, subject=f"source:{source_id}") as entry:
        source = Source.objects.select_for_update().filter(pk=source_id, on=True).first()
        entry.details["was_on"] = source is not None
        if source is None:
            return False
        LawfulBasis.objects.filter(source=source, state=IN_FORCE).update(
            state=LawfulBasis.State.ENDED, ended_at=now, ended_by=actor.person, ended_why=why.strip()
        )
        source.on, source.basis = False, None
        source.save(update_fields=["on", "basis"])
    return True


def _about(subject: str, actor: Actor) -> About:
    """What the page of the request says: which mailbox, and where purpose, notice and basis are written."""
    basis = LawfulBasis.objects.select_related("source").filter(pk=UUID(subject.partition(":")[2])).first()
    if basis is None:
        return About()
    text = _("Monitoring of e-mail sent to %(address)s") % {"address": basis.source.address}
    return About(text, "/monitoring")


BASIS_KIND = Kind(
    "monitoring.basis",
    gettext_noop("Begin monitoring of a channel"),
    deciders=("managing-director",),
    purpose=Purpose.SECOND_READER,
    criteria=(
        Criterion("purpose", gettext_noop("The purpose is stated and nothing less would serve it.")),
        Criterion("notice", gettext_noop("Everybody affected has been told, on the date and in the place recorded.")),
        Criterion("assessment", gettext_noop("I have read the data protection impact assessment.")),
    ),
    describe=_about,
    on_decision=decided,
)
"""Declared when the room is wired."""
