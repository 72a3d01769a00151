"""What verdicts, reasons and refusals are called on pages, and the sentences that explain them."""

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from leeward.engine.web.values import Reason, Verdict
from leeward.filtering.rules import Refusal

Words = str | Promise

VERDICTS: dict[Verdict, Words] = {
    Verdict.ALLOW: gettext_lazy("Allowed"),
    Verdict.WARN: gettext_lazy("Stopped with a notice"),
    Verdict.BLOCK: gettext_lazy("Blocked"),
}

REASONS: dict[Reason, tuple[Words, Words]] = {
    Reason.SAFEGUARDING: (gettext_lazy("Safeguarding"), gettext_lazy("to keep people safe from harm")),
    Reason.SECURITY: (
        gettext_lazy("Security"),
        gettext_lazy("to protect devices and information from attack, and the filter from being got round"),
    ),
    Reason.PRODUCTIVITY: (gettext_lazy("Productivity"), gettext_lazy("to keep time for work and learning")),
}

REFUSALS: dict[Refusal, Words] = {
    Refusal.NOT_AN_ADDRESS: gettext_lazy("Enter a web address, such as www.example.org."),
    Refusal.TOO_WIDE: gettext_lazy("Enter the address of one site. This would cover every site that ends like it."),
    Refusal.END_BEFORE_START: gettext_lazy("Choose an end that lies ahead."),
    Refusal.TOO_LONG: gettext_lazy("Choose an end within a year. A site is looked at again before it stays open."),
    Refusal.LOCKED: gettext_lazy("This kind of page stays blocked for everyone. Nobody here can open it."),
    Refusal.NOT_BLOCKED: gettext_lazy("This page is not blocked for that group. Try it again."),
}

POSTS: dict[str, Words] = {
    "general-manager": gettext_lazy("the general manager"),
    "managing-director": gettext_lazy("the managing director"),
    "dsl": gettext_lazy("the designated safeguarding lead"),
    "it-manager": gettext_lazy("the IT manager"),
    "chair": gettext_lazy("the chair"),
}


def post_words(post: str) -> str:
    """A post as it stands in a sentence."""
    return str(POSTS.get(post, post.replace("-", " ")))


def category_words(name: str, titles: dict[str, str]) -> str:
    """A category's title; its name where the policy does not know it."""
    return titles.get(name) or name.replace("-", " ").capitalize() or _("Not listed")


def change_words(kind: str, before: str, after: str) -> str:
    """What a line of the history says was changed."""
    match kind:
        case "category":
            words = {verdict.value: str(text) for verdict, text in VERDICTS.items()}
            return _("%(before)s before, %(after)s now") % {
                "before": words.get(before, before),
                "after": words.get(after, after).lower(),
            }
        case "exception":
            return {"": _("Ended"), Verdict.ALLOW.value: _("Opened"), Verdict.BLOCK.value: _("Closed")}.get(
                after, after
            )
        case "list":
            return _("%(number)s addresses") % {"number": after} if after else _("Removed")
        case "edge":
            return {"enrolled": _("Enrolled"), "revoked": _("Revoked")}.get(after, after)
        case _:
            return after
