"""A document becomes a version: text kept whole, promises offered, what the last version knew carried across."""

import hashlib
from collections.abc import Mapping
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
from leeward.policy.rules.likeness import Likeness, Worded, match
from leeward.policy.rules.standing import Standing, Step
from leeward.policy.rules.tables import latest
from leeward.policy.rules.values import OfferedPromise, PolicyReading

MANAGE = "policy.manage"
RESERVED = frozenset({"manage", "matrix", "scope"})
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

    Promises that stand word for word in the latest version keep their holder and proof; those that are only said anew
    keep them too, but have to be confirmed again. Old versions are not touched.
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
    before = [] if last is None else standings_of(last)
    pairs = match([worded(promise) for promise, _standing in before], [_worded(offer) for offer in reading.promises])
    promises = _offer(version, sections, reading, {new: (before[old][0], how) for new, (old, how) in pairs.items()})
    carried = _carry(promises, dict(before), actor, now)
    return Imported(version.id, parent.slug, number, is_new=True, carried=carried)


def worded(promise: Promise) -> Worded:
    """A stored promise as it is compared with those of another version."""
    return Worded(promise.sentence_hash, f"{promise.stem} {promise.sentence}".strip(), promise.section.heading)


def _worded(offered: OfferedPromise) -> Worded:
    fingerprint = sentence_fingerprint(offered.text, offered.stem)
    return Worded(fingerprint, f"{offered.stem} {offered.text}".strip(), offered.heading)


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


def _offer(
    version: PolicyVersion,
    sections: list[Section],
    reading: PolicyReading,
    before: Mapping[int, tuple[Promise, Likeness]],
) -> list[Promise]:
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
            condition=offered.condition[:300],
            missing=list(offered.missing),
            before=before[position][0] if position in before else None,
            likeness=before[position][1] if position in before else "",
        )
        for position, offered in enumerate(reading.promises)
    )


def _carry(promises: list[Promise], known: Mapping[Promise, Standing], actor: Actor, now: datetime) -> int:
    """Repeats what was known of the promise that each carries on. Changed words have to be confirmed anew."""
    steps = []
    for promise in promises:
        standing = known.get(promise.before, Standing()) if promise.before is not None else Standing()
        same = promise.likeness == Likeness.SAME
        if standing == Standing() or (standing.set_aside and not same):
            continue
        steps.append(
            PromiseStep(
                promise=promise,
                order=0,
                step=Step.CARRY,
                at=now,
                by=actor.person,
                holder=standing.holder,
                frequency=standing.frequency if same else "",
                limit=standing.limit if same else "",
                proof=standing.proof,
                check_key=standing.check_key,
                checks=list(standing.checks),
                every_months=standing.every_months,
                confirmed=standing.confirmed and same,
                set_aside=standing.set_aside,
            )
        )
    PromiseStep.objects.bulk_create(steps)
    return len(steps)
