"""What somebody leaves behind in policy: promises that rest on their word, and texts they brought in unpublished.

Promises themselves are held by posts and classes, and so go to who holds the post next.
"""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db.models import Exists, OuterRef, Q
from django.utils.translation import ngettext

from leeward.foundation.access import Actor
from leeward.foundation.open_ends.registry import OpenEnd
from leeward.policy.models import PolicyVersion, PromiseStatement


def find(person: UUID, actor: Actor, now: datetime) -> Sequence[OpenEnd]:
    """Somebody else must give their word, or the promise stands on nobody's; a text is published or replaced."""
    later = PromiseStatement.objects.filter(
        Q(said_at__gt=OuterRef("said_at")), policy=OuterRef("policy"), sentence_hash=OuterRef("sentence_hash")
    )
    words = PromiseStatement.objects.filter(~Exists(later), person=person, valid_until__gt=now).count()
    newer = PolicyVersion.objects.filter(policy=OuterRef("policy"), number__gt=OuterRef("number"))
    texts = PolicyVersion.objects.filter(~Exists(newer), author=person, publications__isnull=True).count()
    ends = []
    if words:
        what = ngettext(
            "%(number)d promise rests on this person’s word. Somebody else states whether it is kept.",
            "%(number)d promises rest on this person’s word. Somebody else states whether they are kept.",
            words,
        ) % {"number": words}
        ends.append(OpenEnd("policy", what, f"statements:{person}", "/promises"))
    if texts:
        what = ngettext(
            "%(number)d text this person brought in is not published. Somebody else publishes or replaces it.",
            "%(number)d texts this person brought in are not published. Somebody else publishes or replaces them.",
            texts,
        ) % {"number": texts}
        ends.append(OpenEnd("policy", what, f"texts:{person}", "/policies"))
    return ends
