"""The words for states, roles and reasons, and names with posts."""

from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum

from django import template
from django.template import Context
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from leeward.foundation.clocks.words import limit_in_words
from leeward.foundation.settings_history import queries as chosen
from leeward.safeguarding.actions.opening import ConcernFile, EntryLine
from leeward.safeguarding.actions.runs import DutyLine
from leeward.safeguarding.labels import label, post_label
from leeward.safeguarding.queries import severity_scale
from leeward.safeguarding.queries.delays import delay_of
from leeward.safeguarding.route_words import kind_words, post_words, severity_words, site_words, subject_words
from leeward.safeguarding.rules.chronology import From, Moment
from leeward.safeguarding.rules.closing import Settles
from leeward.safeguarding.rules.entries import EntryKind, KnownFrom
from leeward.safeguarding.rules.lifecycle import Missing, Outcome, State
from leeward.safeguarding.rules.limits import PASS_ON
from leeward.safeguarding.rules.plans import Verdict
from leeward.safeguarding.rules.precision import Precision
from leeward.safeguarding.rules.procedures.shape import NO, UNSURE, YES, Question
from leeward.safeguarding.rules.proof import Found
from leeward.safeguarding.rules.redaction import Code
from leeward.safeguarding.rules.route_table import Chosen
from leeward.safeguarding.rules.routing import Holder
from leeward.safeguarding.rules.security_half import Happened, Need, System
from leeward.safeguarding.rules.telling import About, CameBy, Close, Contact, Known, Worry

register = template.Library()
register.filter("said", label)

_ANSWERS: dict[str, type[StrEnum]] = {
    "about": About,
    "close": Close,
    "contact_safe": Contact,
    "came_by": CameBy,
    "known": Known,
    "post_worry": Worry,
}


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
    return f"{name}, {post_label(post, deputy=deputy == '1')}"


@register.filter
def when(moment: datetime | None) -> str:
    """Day and time in the organisation's zone."""
    return date_format(timezone.localtime(moment), "j F Y, H:i") if moment else ""


@register.filter
def happened_when(entry: EntryLine) -> str:
    """When an event happened, never more exactly than is known."""
    return in_words(entry.event_at, entry.precision)


def in_words(moment: datetime | None, precision: Precision) -> str:
    """A time as exactly as it is known."""
    if moment is None:
        return _("It is not known when")
    local = timezone.localtime(moment)
    formats = {Precision.MINUTE: "j F Y, H:i", Precision.DAY: "j F Y", Precision.MONTH: "F Y"}
    return date_format(local, formats[precision])


_SHAPES = {
    State.RECEIVED: "new",
    State.ACKNOWLEDGED: "due",
    State.TRIAGED: "due",
    State.OPEN: "open",
    State.MONITORING: "open",
    State.SECOND_READER: "due",
    State.CLOSED: "done",
}


@register.filter
def shape(state: State) -> str:
    """The kind of tag the shell draws for a state."""
    return _SHAPES[state]


_REASONS = {
    "by-post": gettext_lazy("the post reads cases like this"),
    "routed": gettext_lazy("it was sent to them"),
    "escalated": gettext_lazy("nobody had answered, or nobody else was left"),
    "second-reader": gettext_lazy("they are asked to be second reader"),
}
_DECIDED = {
    "reopen": gettext_lazy("Opened again"),
    "conflict": gettext_lazy("Was it the person of that name?"),
    "not-the-same-person": gettext_lazy("It is somebody else"),
    "take-on": gettext_lazy("Taken on as a case"),
    "not-safeguarding": gettext_lazy("Not a safeguarding matter"),
}
_SURE = {
    YES: gettext_lazy("Yes"),
    NO: gettext_lazy("No"),
    UNSURE: gettext_lazy("Nobody is sure: the careful way is taken"),
}


@register.filter
def reason(code: str) -> str:
    """Why somebody may read a case."""
    return str(_REASONS.get(code, code))


@register.filter
def decided(text: str) -> str:
    """A decision's own text; those that the product writes itself are put into words."""
    if text in set(Settles):
        return label(Settles(text))
    return label(Missing(text)) if text in set(Missing) else str(_DECIDED.get(text, text))


@register.filter
def sure(answer: str) -> str:
    """Yes, no, or that nobody is sure."""
    return str(_SURE.get(answer, answer))


@register.simple_tag(takes_context=True)
def grade(context: Context, severity: int | None) -> str:
    """A step of the scale in the organisation's words of today; nothing where none was chosen. A list gives `scale`."""
    scale = (context.get("scale") or severity_scale(context["request"].now)) if severity else ()
    return _(scale[severity - 1]) if severity and severity <= len(scale) else ""


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


@register.filter
def code_said(code: str) -> str:
    """Why a passage is left out, in words."""
    return label(Code(code)) if code in set(Code) else code


_MOMENTS = {
    "raised": gettext_lazy("A concern was raised"),
    "corrects": gettext_lazy("Corrects an earlier line"),
    "from-reporter": gettext_lazy("From whoever told us"),
    "from-us": gettext_lazy("From us"),
    "acknowledged": gettext_lazy("Acknowledged"),
    "triaged": gettext_lazy("First look"),
    "closing": gettext_lazy("Asked to be closed"),
    "agreed": gettext_lazy("The second reader agreed"),
    "sent-back": gettext_lazy("The second reader sent it back"),
    "begun": gettext_lazy("Begun"),
}


@register.filter
def moment_title(moment: Moment) -> str:
    """What a line of the whole chronology is called: the product's own words are translated, others stay."""
    if moment.source is From.DUTY:
        return _(moment.title)
    if moment.title in set(Verdict):
        return label(Verdict(moment.title))
    return str(_MOMENTS[moment.title]) if moment.title in _MOMENTS else decided(moment.title)


@register.filter
def happened_at(moment: Moment) -> str:
    """When it happened, never more exactly than is known."""
    return in_words(moment.at, moment.precision)


@register.filter
def entry_kind(kind: str) -> str:
    """What a line is about, in words."""
    return label(EntryKind(kind)) if kind in set(EntryKind) else ""


@register.filter
def known_from(source: str) -> str:
    """How a line is known, in words."""
    return label(KnownFrom(source)) if source in set(KnownFrom) else ""


@register.filter
def lasting(minutes: int) -> str:
    """A length of time in the largest units that say it: "8 hours", "2 days 3 hours"."""
    days, hours, rest = minutes // 1440, minutes % 1440 // 60, minutes % 60
    parts = [
        ngettext("%(n)d day", "%(n)d days", days) % {"n": days} if days else "",
        ngettext("%(n)d hour", "%(n)d hours", hours) % {"n": hours} if hours else "",
        ngettext("%(n)d minute", "%(n)d minutes", rest) % {"n": rest} if rest and not days else "",
    ]
    return " ".join(part for part in parts if part) or _("less than a minute")


@register.simple_tag
def passed_on(concern: ConcernFile) -> dict[str, str]:
    """When somebody learned of it, how long it took, and whether that was at once. In words, with its limit."""
    if concern.learned_at is None:
        return {}
    line = delay_of(concern.learned_at, concern.raised_at)
    local = timezone.localtime(concern.learned_at)
    learned = date_format(local, "j F Y, H:i" if line.delay.exact else "j F Y")
    if line.delay.exact:
        said = _("Passed on after %(time)s.") % {"time": lasting(line.delay.minutes)}
    elif line.delay.minutes:
        said = _("Passed on %(time)s later.") % {"time": lasting(line.delay.minutes)}
    else:
        said = _("Passed on the same day.")
    limit = limit_in_words(chosen.limit(PASS_ON.key, at=concern.raised_at))
    judged = _("That is over the limit: %(limit)s.") if line.over else _("That is within the limit: %(limit)s.")
    return {"learned": learned, "delay": said, "judged": judged % {"limit": limit}}


@register.filter
def fact(value: str, name: str) -> str:
    """One of the facts of a case in words; that it is not known where it is not."""
    if not value:
        return _("Not known")
    if name == "severity":
        return severity_words(timezone.now()).get(value, value)
    return {"kind": kind_words, "subject": subject_words, "site": site_words}[name](value)


@register.filter
def as_route(wanted: Chosen) -> str:
    """The posts a route asked for; empty where it goes the usual way."""
    if wanted == Chosen() or (not wanted.also and wanted.lead == Chosen().lead):
        return ""
    return _(" and ").join(post_words(post) for post in (*wanted.also, wanted.lead))


_HALVES: dict[str, type[StrEnum]] = {"happened": Happened, "system": System, "need": Need}


@register.filter
def half_word(value: str, name: str) -> str:
    """A choice of the security half in words."""
    return label(_HALVES[name](value))


@register.filter
def proof_words(code: str) -> str:
    """What came of addresses, in words."""
    return label(Found(code))
