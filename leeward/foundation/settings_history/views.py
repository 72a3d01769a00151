"""The pages of settings: all of them at a scope, and one with its history and its change."""

from dataclasses import dataclass
from itertools import groupby
from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from leeward.foundation.access import Request, allow
from leeward.foundation.holders import name_of
from leeward.foundation.settings_history import queries
from leeward.foundation.settings_history.actions import CannotChange, Preview, change_setting, inherit, preview
from leeward.foundation.settings_history.declared import AnySetting, in_words, scopes, setting_named
from leeward.foundation.settings_history.forms import ChangeForm, GiveBackForm
from leeward.foundation.settings_history.queries import Change, Line
from leeward.foundation.settings_history.scopes import GROUP, Scope
from leeward.foundation.settings_history.shapes import SettingError

_ROOMS = {
    "approvals": gettext_noop("Who decides"),
    "clocks": gettext_noop("Working days, hours and terms"),
    "filtering": gettext_noop("Filtering"),
    "help": gettext_noop("Help"),
    "meetings": gettext_noop("Meetings"),
    "monitoring": gettext_noop("Monitoring"),
    "people": gettext_noop("People"),
    "policy": gettext_noop("Policies"),
    "safeguarding": gettext_noop("Safeguarding"),
}


@dataclass(frozen=True, slots=True)
class ShownLine:
    """A setting in a list: in words, with the name of the scope it comes from."""

    line: Line
    label: str
    comes_from: str


@dataclass(frozen=True, slots=True)
class ShownChange:
    """A change in a history, with names."""

    change: Change
    scope: str
    by: str
    planned: bool


def _scope(request: Request) -> Scope:
    """The scope in the address, the group without one. A scope that does not exist is a missing page."""
    try:
        found = Scope.of(request.GET.get("scope", ""))
    except ValueError:
        raise Http404 from None
    if found not in scopes():
        raise Http404
    return found


def _address(key: str, scope: Scope) -> str:
    return reverse("setting", args=[key]) + (f"?{urlencode({'scope': scope.key})}" if scope != GROUP else "")


def _setting(key: str) -> AnySetting:
    try:
        return setting_named(key)
    except LookupError:
        raise Http404 from None


def _shown(line: Line) -> ShownLine:
    comes_from = _("default") if line.comes_from is None else scopes().get(line.comes_from, "")
    return ShownLine(line, _(line.setting.label), comes_from)


@allow("settings.see")
@require_GET
def settings_list(request: Request) -> HttpResponseBase:
    """Every setting at a scope, room by room."""
    scope = _scope(request)
    lines = queries.listing(request.actor, at=request.now, scope=scope)
    rooms = [
        (_(_ROOMS.get(room, room.replace("-", " ").capitalize())), [_shown(line) for line in found])
        for room, found in groupby(lines, key=lambda line: line.setting.room)
    ]
    choices = [(each.key, name, each == scope) for each, name in scopes().items()]
    context = {"rooms": rooms, "scope": scope, "scope_name": scopes()[scope], "scopes": choices}
    return render(request, "foundation/settings/list.html", context)


@allow("settings.see", confirmed=True)
@require_http_methods(["GET", "POST"])
def setting(request: Request, key: str) -> HttpResponseBase:
    """One setting: value, source and history; a POST shows what a change would do, a second one makes it."""
    found, scope = _setting(key), _scope(request)
    line = queries.line(request.actor, key, at=request.now, scope=scope)
    if request.method == "GET":
        return _page(request, line, scope, ChangeForm(found, request.now, initial={"value": line.said}))
    form = ChangeForm(found, request.now, request.POST)
    try:
        if form.is_valid():
            return _previewed_or_changed(request, line, scope, form)
    except SettingError as error:
        form.add_error("value", str(error))
    except CannotChange:
        raise Http404 from None
    return _page(request, line, scope, form)


def _previewed_or_changed(request: Request, line: Line, scope: Scope, form: ChangeForm) -> HttpResponseBase:
    actor, now, key, given = request.actor, request.now, line.setting.key, form.cleaned_data
    seen = preview(actor=actor, key=key, entered=given["value"], now=now, scope=scope)
    if "confirmed" not in request.POST:
        return _preview_page(request, line, scope, form, seen)
    change_setting(
        actor=actor,
        key=key,
        entered=given["value"],
        why=given["why"],
        now=now,
        scope=scope,
        from_at=given["from_day"],
    )
    messages.success(request, _("The setting is changed."))
    return redirect(_address(key, scope))


@allow("settings.see", confirmed=True)
@require_POST
def give_back(request: Request, key: str) -> HttpResponseBase:
    """Gives an own choice back to the scope above."""
    _setting(key)
    scope, form = _scope(request), GiveBackForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Say why the setting changes."))
        return redirect(_address(key, scope))
    try:
        inherit(actor=request.actor, key=key, why=form.cleaned_data["why"], now=request.now, scope=scope)
    except CannotChange:
        raise Http404 from None
    except SettingError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("The choice is given back."))
    return redirect(_address(key, scope))


def _preview_page(request: Request, line: Line, scope: Scope, form: ChangeForm, seen: Preview) -> HttpResponseBase:
    # As they were entered, the three parts of a date too: what is confirmed is exactly what was checked.
    kept = [(name, value) for name, value in request.POST.items() if name != "csrfmiddlewaretoken"]
    context = {"shown": _shown(line), "seen": seen, "form": form, "kept": kept, "scope_name": scopes()[scope]}
    return render(request, "foundation/settings/preview.html", context)


def _history(request: Request, key: str) -> list[ShownChange]:
    names = scopes()
    return [
        ShownChange(
            change,
            names.get(change.scope, _("A place that is no more")),
            (name_of(change.person) if change.person is not None else "") or _("Set up by the system"),
            change.from_at > request.now,
        )
        for change in queries.history(request.actor, key)
    ]


def _page(request: Request, line: Line, scope: Scope, form: ChangeForm) -> HttpResponseBase:
    may_change = request.actor.may(line.setting.permission)
    context = {
        "shown": _shown(line),
        "scope": scope,
        "scope_name": scopes()[scope],
        "form": form if may_change else None,
        "give_back": may_change and line.comes_from == scope,
        "history": _history(request, line.setting.key),
        "default": in_words(line.setting, line.setting.default),
        "guidance": _guidance(line.setting),
    }
    return render(request, "foundation/settings/setting.html", context)


def _guidance(setting: AnySetting) -> str:
    """The source of the default in one line; empty where it is our own choice."""
    return ", ".join(filter(None, (setting.source, setting.edition or str(setting.year or ""))))
