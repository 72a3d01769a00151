"""A document becomes a version: text kept whole, promises offered, what the last version knew carried across."""

import hashlib
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _

from leeward.foundation.access import Actor
from leeward.foundation.act import act
from leeward.policy.models import Policy, PolicyVersion, Promise, PromiseStep, Section
from leeward.policy.queries.standings import standings_of
from leeward.policy.reading import CannotRead, read_policy
from leeward.policy.refusals import NoSuchPolicy, NotAllowed, Refused
from leeward.policy.rules.as_json import as_json
from leeward.policy.rules.fingerprint import block_json, sentence_fingerprint, text_fingerprint
from leeward.policy.rules.standing import Standing, Step
from leeward.policy.rules.tables import latest
from leeward.policy.rules.values import PolicyReading

MANAGE = "policy.manage"
RESERVED = frozenset({"manage"})
LONGEST_REASON = 500


@dataclass(frozen=True, slots=True)
class Imported:
    """What an import made. `is_new` is False when the text is word for word the latest version: nothing was added."""

    version: UUID
    slug: str
    number: int
    is_new: bool
    carried: int = 0


def import_policy(
    *, actor: Actor, data: bytes, name: str, reason: str, now: datetime, policy: UUID | None = None, slug: str = ""
) -> Imported:
    """Reads a file and keeps it as the first version of a policy, or as the next version of `policy`.

    Promises that stand word for word in the latest version keep their holder and proof. Old versions are not touched.
    Raises NotAllowed without `policy.manage`, NoSuchPolicy, Refused for a file that cannot be read, an address that is
    taken or a missing reason.
    """
    if not (actor.may(MANAGE) or actor.system):
        raise NotAllowed
    reason = reason.strip()
    if not reason or len(reason) > LONGEST_REASON:
        raise Refused(_("Give the reason for this version in at most 500 characters."), "reason")
    try:
        reading = read_policy(data, name, on=timezone.localdate(now))
    except CannotRead as error:
        raise Refused(str(error), "file") from error
    if not reading.title:
        raise Refused(_("No title was found. Put the policy's name on a line of its own at the top."), "file")
    with act(actor, "policy.import", now=now) as entry:
        parent = _parent(policy, slug, reading, now)
        entry.subject = f"policy:{parent.id}"
        imported = _keep(parent, reading, reason, actor, now, name, hashlib.sha256(data).hexdigest())
        entry.details.update(version=imported.number, new=imported.is_new, promises=len(reading.promises))
    return imported


def _parent(policy: UUID | None, slug: str, reading: PolicyReading, now: datetime) -> Policy:
    if policy is not None:
        found = Policy.objects.select_for_update().filter(pk=policy).first()
        if found is None:
            raise NoSuchPolicy
        return found
    address = slugify(slug or reading.title)[:80].strip("-")
    if not address or address in RESERVED:
        raise Refused(_("Choose another address for this policy: letters, figures and dashes."), "slug")
    with transaction.atomic():
        made, new = Policy.objects.get_or_create(slug=address, defaults={"made_at": now})
    if not new:
        raise Refused(
            _("There is a policy at /policies/%(slug)s already. Import this as its next version.") % {"slug": address},
            "slug",
        )
    return made


def _keep(
    parent: Policy, reading: PolicyReading, reason: str, actor: Actor, now: datetime, name: str, source_hash: str
) -> Imported:
    fingerprint = text_fingerprint(reading.title, reading.sections)
    last = parent.versions.order_by("-number").first()
    if last is not None and last.text_hash == fingerprint:
        return Imported(last.id, parent.slug, last.number, is_new=False)
    number = 1 if last is None else last.number + 1
    found = as_json(reading)
    version = PolicyVersion.objects.create(
        policy=parent,
        number=number,
        label=_label(reading, last, number),
        title=reading.title[:300],
        text_hash=fingerprint,
        reason=reason,
        author=actor.person,
        made_at=now,
        source_name=name[-200:],
        source_hash=source_hash,
        review_months=min(reading.review.cycle_months, 120),
        found={key: found[key] for key in ("organisation", "versions", "owners", "review", "problems")},
    )
    sections = Section.objects.bulk_create(
        Section(
            version=version,
            position=position,
            heading=section.heading,
            level=section.level,
            path=list(section.path),
            blocks=[block_json(block) for block in section.blocks],
        )
        for position, section in enumerate(reading.sections)
    )
    promises = _offer(version, sections, reading)
    carried = 0 if last is None else _carry(last, promises, actor, now)
    return Imported(version.id, parent.slug, number, is_new=True, carried=carried)


def _label(reading: PolicyReading, last: PolicyVersion | None, number: int) -> str:
    """The document's own newest version number, unless the last version has it already."""
    newest = latest(reading.versions)
    label = newest.version.strip().lower().lstrip("v").strip() if newest is not None else ""
    taken = set() if last is None else set(last.policy.versions.values_list("label", flat=True))
    if label and len(label) <= 40 and label not in taken:
        return label
    if last is not None and last.label.isdigit():
        return str(int(last.label) + 1)
    return str(number) if str(number) not in taken else f"{number} ({len(taken) + 1})"


def _offer(version: PolicyVersion, sections: list[Section], reading: PolicyReading) -> list[Promise]:
    return Promise.objects.bulk_create(
        Promise(
            version=version,
            section=sections[offered.section],
            position=position,
            sentence=offered.text,
            stem=offered.stem,
            sentence_hash=sentence_fingerprint(offered.text, offered.stem),
            actor=offered.actor[:300],
            modality=offered.modality.value,
            action=offered.action,
            frequency=offered.frequency[:300],
            limit=offered.limit[:300],
            missing=list(offered.missing),
        )
        for position, offered in enumerate(reading.promises)
    )


def _carry(last: PolicyVersion, promises: list[Promise], actor: Actor, now: datetime) -> int:
    """Repeats what was known of the same words in the last version. Each old promise is carried at most once."""
    known: dict[str, list[Standing]] = {}
    for promise, standing in standings_of(last):
        known.setdefault(promise.sentence_hash, []).append(standing)
    steps = []
    for promise in promises:
        waiting = known.get(promise.sentence_hash)
        if not waiting:
            continue
        standing = waiting.pop(0)
        if standing != Standing():
            steps.append(
                PromiseStep(
                    promise=promise,
                    order=0,
                    step=Step.CARRY,
                    at=now,
                    by=actor.person,
                    holder=standing.holder,
                    frequency=standing.frequency,
                    proof=standing.proof,
                    check_key=standing.check_key,
                    confirmed=standing.confirmed,
                    set_aside=standing.set_aside,
                )
            )
    PromiseStep.objects.bulk_create(steps)
    return len(steps)
