"""The words for states, roles and reasons, and names with posts."""

from collections.abc import Mapping
from datetime import datetime

from django import template
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from leeward.people.rules import Post
from leeward.safeguarding.actions.opening import EntryLine
from leeward.safeguarding.actions.runs import DutyLine
from leeward.safeguarding.labels import label, post_label
from leeward.safeguarding.rules.lifecycle import Outcome, State
from leeward.safeguarding.rules.procedures.shape import Question
from leeward.safeguarding.rules.routing import Holder
from leeward.safeguarding.rules.telling import About, Close, Contact

register = template.Library()
register.filter("said", label)

_ANSWERS = {"about": About, "close": Close, "contact_safe": Contact}


@register.filter
def answered(value: str, question: str) -> str:
    """A chosen answer in words; whatever is no choice stays as it was written."""
    kind = _ANSWERS.get(question)
    return label(kind(value)) if kind is not None and value in set(kind) else value


@register.filter
def with_post(holder: Holder) -> str:
    """A name with the post: "Ada Byron, deputy designated safeguarding lead"."""
    return f"{holder.name}, {post_label(holder.post, deputy=holder.deputy)}"


@register.filter
def kept_reader(text: str) -> str:
    """A reader as a receipt keeps them."""
    name, post, deputy = text.rsplit("|", 2)
    return f"{name}, {post_label(Post(post), deputy=deputy == '1')}"


@register.filter
def when(moment: datetime | None) -> str:
    """Day and time in the organisation's zone."""
    return date_format(timezone.localtime(moment), "j F Y, H:i") if moment else ""


@register.filter
def happened_when(entry: EntryLine) -> str:
    """When an event happened, never more exactly than is known."""
    if entry.event_at is None:
        return _("It is not known when")
    local = timezone.localtime(entry.event_at)
    return date_format(local, {"minute": "j F Y, H:i", "day": "j F Y", "month": "F Y"}[str(entry.precision)])


_SHAPES = {State.RECEIVED: "new", State.ACKNOWLEDGED: "due", State.OPEN: "open", State.CLOSED: "done"}


@register.filter
def shape(state: State) -> str:
    """The kind of tag the shell draws for a state."""
    return _SHAPES[state]


_REASONS = {
    "by-post": gettext_lazy("the post reads cases like this"),
    "routed": gettext_lazy("it was sent to them"),
    "escalated": gettext_lazy("nobody had answered, or nobody else was left"),
}
_DECIDED = {
    "reopen": gettext_lazy("Opened again"),
    "conflict": gettext_lazy("Was it the person of that name?"),
    "not-the-same-person": gettext_lazy("It is somebody else"),
}


@register.filter
def reason(code: str) -> str:
    """Why somebody may read a case."""
    return str(_REASONS.get(code, code))


@register.filter
def decided(text: str) -> str:
    """A decision's own text; the few that the product writes itself are translated."""
    return str(_DECIDED.get(text, text))


@register.filter
def outcome(code: str) -> str:
    """An outcome in words."""
    return label(Outcome(code)) if code in set(Outcome) else code


@register.simple_tag
def answer_in_words(question: Question, answers: Mapping[str, str]) -> str:
    """An answer of a procedure as it was given: the words of its choices, or the text."""
    given = answers.get(question.key, "")
    if not given:
        return _("Not answered")
    words = dict(question.choices)
    values = given.split() if question.several else [given]
    return "; ".join(_(words[value]) if value in words else value for value in values)


@register.simple_tag
def drafted(duty: DutyLine, ref: str) -> str:
    """The letter of a duty that nobody has answered, with the case and the times filled in; names are not."""
    return _(duty.draft) % {"ref": ref, "told": when(duty.started_at), "due": when(duty.due)}
