"""Stored texts as values: sections, fingerprints, whether a version is approved."""

from django.utils.translation import gettext as _

from leeward.policy.models import PolicyVersion, Signature
from leeward.policy.rules.fingerprint import block_from, text_fingerprint
from leeward.policy.rules.values import Section


def sections_of(version: PolicyVersion) -> tuple[Section, ...]:
    """The sections of a version in order, as the rules know them."""
    return tuple(
        Section(row.heading, row.level, tuple(row.path), tuple(block_from(block) for block in row.blocks))
        for row in version.sections.order_by("position")
    )


def current_fingerprint(version: PolicyVersion) -> str:
    """The fingerprint of the text as it is stored now, computed anew: what was written down is not trusted."""
    return text_fingerprint(version.title, sections_of(version))


def words_for(version: PolicyVersion) -> str:
    """The words a person agrees to when acknowledging a version."""
    return _("I have read “%(title)s”, version %(label)s, I understand it, and I will keep to it.") % {
        "title": version.title,
        "label": version.label,
    }


def signature_of(version: PolicyVersion) -> Signature | None:
    """The signature under a version, if there is one."""
    return Signature.objects.filter(version=version).first()


def is_approved(version: PolicyVersion) -> bool:
    """Whether the text as it is stored now is the one that was signed."""
    signature = signature_of(version)
    return signature is not None and signature.text_hash == version.text_hash == current_fingerprint(version)
