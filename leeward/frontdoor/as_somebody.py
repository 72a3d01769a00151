"""Opening the product's own pages as somebody, inside the process: for proving that they cannot learn of a case.

No browser, no session and no sign-in of theirs is used or touched. The request goes to the view itself, with the
permissions their posts give at most: as if they had confirmed and taken their second step a moment ago.
"""

import re
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import UUID

from allauth.core import context
from django.contrib.messages.storage.cookie import CookieStorage
from django.contrib.sessions.backends.signed_cookies import SessionStore
from django.http import Http404, HttpResponseBase, StreamingHttpResponse
from django.http.response import HttpResponse
from django.test import RequestFactory
from django.urls import URLPattern, URLResolver, get_resolver, resolve, reverse

from leeward.foundation.access import Entry, actor_for
from leeward.foundation.account.models import Account
from leeward.people import queries as people
from leeward.people.sign_in.confirming import CONFIRMED
from leeward.safeguarding.actions.proof import Looker, Visit, Walk
from leeward.safeguarding.rules.proof import Answer

NOT_OPENED = frozenset({"exit", "signed-out", "account_logout", "safeguarding:case-cannot"})
"""Pages that end a session, and this very check."""
OWN_ROOM = "safeguarding:"
NOBODY = "00000000-0000-0000-0000-000000000001"
"""For keys of what belongs to a case: what is hidden and what never was must be answered alike."""
SEARCHED = ("people:directory",)
"""Lists that can be searched; they are opened once more, searched for the reference."""


class Pages(Looker):
    """Every page the product has."""

    def plan(self, person: UUID, ref: str, now: datetime) -> Walk | None:
        """Every page that takes no argument, every way into the case, and the searches."""
        account = account_of(person)
        if account is None:
            return None
        actor = actor_for(account.pk, now)
        may = replace(actor, permissions=actor.permissions | actor.withheld, withheld=frozenset())
        visits, left_out = [], []
        for name, arguments, entry in _routes():
            if name in NOT_OPENED:
                continue
            if entry is None or entry.machine or (arguments and not name.startswith(OWN_ROOM)):
                left_out.append(name)
                continue
            given = {key: ref if key == "ref" else NOBODY for key in arguments}
            try:
                path = reverse(name, kwargs=given)
            except Exception:  # noqa: BLE001  # an argument of another shape: it names nothing of a case
                left_out.append(name)
                continue
            visits.append(Visit(path, shut=not entry.admits(may)))
            if name in SEARCHED and entry.admits(may):
                visits.append(Visit(f"{path}?q={ref}"))
        return Walk(tuple(visits), tuple(sorted(left_out)))

    def look(self, person: UUID, path: str, now: datetime) -> Answer | None:
        """The answer of a page, as the person gets it."""
        account = account_of(person)
        assert account is not None
        request = _request(account, path, now)
        try:
            with context.request_context(request):
                match = resolve(request.path)
                request.resolver_match = match
                answer = match.func(request, *match.args, **match.kwargs)
                if hasattr(answer, "render") and callable(answer.render):
                    answer = answer.render()
        except Http404:
            return Answer(404, "", b"")
        except Exception:  # noqa: BLE001  # a page that fails proves nothing: the certificate names it
            return None
        return _read(answer)


def account_of(person: UUID) -> Account | None:
    """The sign-in of a person, or None."""
    found = people.account_of_person(person)
    return Account.objects.filter(pk=found, is_active=True).first() if found is not None else None


def _request(account: Account, path: str, now: datetime) -> Any:  # Any: a request with what middleware adds to it
    request: Any = RequestFactory().get(path)  # Any: as above
    request.user = account
    request.session = SessionStore()
    request.session[CONFIRMED] = int(time.time())
    request._messages = CookieStorage(request)
    request.now = now
    actor = actor_for(account.pk, now)
    request.actor = replace(actor, permissions=actor.permissions | actor.withheld, withheld=frozenset())
    return request


def _read(answer: HttpResponseBase) -> Answer:
    leads_to = answer.headers.get("Location", "")
    if isinstance(answer, StreamingHttpResponse):
        return Answer(answer.status_code, leads_to, b"".join(answer.streaming_content))  # type: ignore[arg-type]  # not asynchronous here
    assert isinstance(answer, HttpResponse)
    return Answer(answer.status_code, leads_to, answer.content)


def _routes() -> Iterator[tuple[str, tuple[str, ...], Entry | None]]:
    """Every page with its name, its arguments and who may enter."""
    yield from _within(get_resolver().url_patterns, "", "")


def _within(
    patterns: list[URLPattern | URLResolver], before: str, space: str
) -> Iterator[tuple[str, tuple[str, ...], Entry | None]]:
    for one in patterns:
        text = before + str(one.pattern)
        if isinstance(one, URLResolver):
            yield from _within(one.url_patterns, text, f"{space}{one.namespace}:" if one.namespace else space)
        elif one.name:
            view: Callable[..., Any] = one.callback  # Any: views take whatever their address carries
            entry = getattr(view, "entry", None)
            arguments = tuple(re.findall(r"<(?:\w+:)?(\w+)>", text))
            yield f"{space}{one.name}", arguments, entry if isinstance(entry, Entry) else None
