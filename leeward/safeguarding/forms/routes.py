"""What is asked of somebody who changes who receives concerns, or tries who would."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from leeward.foundation.fields import LongText
from leeward.foundation.settings_history.declared import scopes
from leeward.foundation.settings_history.scopes import GROUP
from leeward.people.wording import Words
from leeward.safeguarding.forms.report import SHORT, one_of
from leeward.safeguarding.route_words import kind_words, post_words, severity_words, subject_words
from leeward.safeguarding.rules.facts import ConcernKind, Facts, Subject
from leeward.safeguarding.rules.route_table import LEADS, RouteRule
from leeward.safeguarding.rules.telling import About, Telling

FAULTS: Mapping[str, tuple[str, object]] = {
    "lead": ("lead", _("Choose who answers for it.")),
    "also": ("also", _("Choose posts that may receive concerns.")),
    "unknown": ("kinds", _("Choose from the list.")),
    "empty": (
        "kinds",
        _("Choose at least one thing that tells these concerns from others: what, whom, how serious, or where."),
    ),
    "says-nothing": ("also", _("That is where such a concern goes anyway. Choose who reads it besides, or instead.")),
    "there": ("kinds", _("There is this very route already.")),
}


def _boxes(label: Words) -> forms.MultipleChoiceField:
    shown: dict[str, Any] = {"label": label}  # Any: a text as Django's stubs do not know it
    return forms.MultipleChoiceField(**shown, widget=forms.CheckboxSelectMultiple, required=False)


def _sites() -> list[tuple[str, str]]:
    return [(scope.key, name) for scope, name in scopes().items() if scope != GROUP]


class RouteForm(forms.Form):
    """One route: which concerns, and to whom."""

    kinds = _boxes(_("A concern about … (leave all empty for any)"))
    subjects = _boxes(_("that concerns … (leave all empty for anybody)"))
    severities = _boxes(_("that is … (leave all empty for any)"))
    sites = _boxes(_("at … (leave all empty for everywhere)"))
    also = forms.MultipleChoiceField(
        label=_("is told first to, and read by, these posts as well"),
        help_text=_(
            "Only posts that may receive concerns are here. What a post may do is changed on the page of posts."
        ),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    lead = forms.ChoiceField(
        label=_("and whoever holds this post answers for it"),
        help_text=_(
            "If it may be about somebody in these posts, or a post is empty, it goes on to the next one, whatever is "
            "chosen here. With the managing director or the chair, the safeguarding lead does not read it."
        ),
        widget=forms.RadioSelect,
    )
    why = LongText(
        label=_("Why is this changed?"),
        most=SHORT,
        rows=3,
        error_messages={"required": _("Say why, for whoever decides.")},
    )

    def __init__(self, reading: list[str], now: datetime, *args: Any, **kwargs: Any) -> None:
        # Any: what django.forms.Form takes
        super().__init__(*args, **kwargs)
        options = {
            "kinds": [(one.value, kind_words(one)) for one in ConcernKind],
            "subjects": [(one.value, subject_words(one)) for one in Subject],
            "severities": list(severity_words(now).items()),
            "sites": _sites(),
            "also": [(post, post_words(post)) for post in reading],
            "lead": [(post.value, post_words(post)) for post in LEADS],
        }
        for name, found in options.items():
            if found:
                self.fields[name].choices = found  # type: ignore[attr-defined]  # a ChoiceField
            else:
                del self.fields[name]
        self.fields["lead"].initial = LEADS[0].value

    @property
    def rule(self) -> RouteRule:
        """The route as chosen."""
        given = self.cleaned_data
        return RouteRule(
            kinds=frozenset(given["kinds"]),
            subjects=frozenset(given["subjects"]),
            severities=frozenset(given["severities"]),
            sites=frozenset(given.get("sites", [])),
            also=tuple(given.get("also", [])),
            lead=given["lead"],
        )

    def refuse(self, faults: list[str]) -> None:
        """Says what keeps the route from being taken."""
        for fault in faults:
            name, text = FAULTS[fault]
            self.add_error(name if name in self.fields else None, str(text))


class RemoveForm(forms.Form):
    """Why a route goes."""

    why = LongText(
        label=_("Why is it taken away?"),
        most=SHORT,
        rows=3,
        error_messages={"required": _("Say why, for whoever decides.")},
    )


class TryForm(forms.Form):
    """An invented concern: who would read it today? Nothing of it is kept."""

    kind = forms.ChoiceField(label=_("About what?"), required=False)
    about = one_of(About, label=_("Who is it about?"))
    names = forms.CharField(
        label=_("Names of those involved"),
        help_text=_("For example the name of a colleague, to see that it would pass them by. Nothing is kept."),
        max_length=300,
        required=False,
    )
    subject = forms.ChoiceField(label=_("Whom does it concern?"), required=False)
    severity = forms.ChoiceField(label=_("How serious does it seem?"), required=False)
    site = forms.ChoiceField(label=_("Where?"), required=False)
    waiting = forms.BooleanField(label=_("With the change that waits for a decision"), required=False)

    def __init__(self, now: datetime, waits: bool, *args: Any, **kwargs: Any) -> None:
        # Any: what django.forms.Form takes
        super().__init__(*args, **kwargs)
        options = {
            "kind": [(one.value, kind_words(one)) for one in ConcernKind],
            "subject": [(one.value, subject_words(one)) for one in Subject],
            "severity": list(severity_words(now).items()),
            "site": _sites(),
        }
        for name, found in options.items():
            self.fields[name].choices = [("", _("Not known")), *found]  # type: ignore[attr-defined]  # a ChoiceField
        if not options["site"]:
            del self.fields["site"]
        if not waits:
            del self.fields["waiting"]

    @property
    def telling(self) -> Telling:
        """The invented concern."""
        return Telling(about=self.cleaned_data["about"], about_names=self.cleaned_data["names"])

    @property
    def facts(self) -> Facts:
        """What would be known of it."""
        given = self.cleaned_data
        return Facts(*(given.get(name, "") for name in ("kind", "subject", "severity", "site")))
