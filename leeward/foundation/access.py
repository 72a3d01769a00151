"""Who is asking, and which views they may enter.

`people` builds the `Actor` of a request from accounts, posts and dates; the foundation knows no post. A view without
`@allow` fails the walk over every route. Someone signed in who may not enter gets exactly what a missing page gives.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import wraps
from typing import Concatenate, ParamSpec, Protocol
from uuid import UUID

from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponseBase, HttpResponseRedirect
from django.utils import timezone

P = ParamSpec("P")


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts. `permissions` are strings such as `safeguarding.see`; `name` is shown to people, never logged.

    `withheld` are those the person's posts give but the way of signing in does not open yet. `token`: another system
    acts, with a token of its own.
    """

    account: UUID | None = None
    person: UUID | None = None
    name: str = ""
    permissions: frozenset[str] = frozenset()
    system: bool = False
    withheld: frozenset[str] = frozenset()
    token: UUID | None = None

    @property
    def signed_in(self) -> bool:
        return self.account is not None

    @property
    def label(self) -> str:
        """How the audit trail names this actor: never by name."""
        if self.system:
            return "system"
        if self.token is not None:
            return f"token:{self.token}"
        if self.person is not None:
            return f"person:{self.person}"
        return f"account:{self.account}" if self.account is not None else "stranger"

    def may(self, permission: str) -> bool:
        """Does this actor hold the permission? Bars on single records are the rooms' own `queries`."""
        return permission in self.permissions


WITHHELD_PAGE = "/account/withheld"
"""Where somebody learns what opens the pages that their own posts give them but their sign-in does not, yet."""

FIRST_STEPS_PAGE = "/first-steps"
"""Where somebody is led whose pages open only after something they must do first: what it is, and how."""

STRANGER = Actor()
SYSTEM = Actor(name="Leeward", system=True)


class Request(HttpRequest):
    """A request after the middleware: typed, with its actor and its one moment in time."""

    actor: Actor
    now: datetime


class ActorBuilder(Protocol):
    """Builds the actor of an account at a moment; `people` provides it, `frontdoor` wires it."""

    def __call__(self, account: UUID, now: datetime) -> Actor: ...


def _nobody_knows(account: UUID, now: datetime) -> Actor:
    return Actor(account=account)


_builder: ActorBuilder = _nobody_knows


def build_actors_with(builder: ActorBuilder) -> None:
    """Called once by `frontdoor` when the rooms are wired."""
    global _builder
    _builder = builder


def actor_for(account: UUID, now: datetime) -> Actor:
    """The actor of an account at a moment."""
    return _builder(account, now)


def _nobody_is_held_back(actor: Actor, now: datetime) -> bool:
    return False


_held_back: Callable[[Actor, datetime], bool] = _nobody_is_held_back


def hold_back_with(held_back: Callable[[Actor, datetime], bool]) -> None:
    """Called once by `frontdoor`: whether somebody signed in must first do something before their pages open."""
    global _held_back
    _held_back = held_back


def is_held_back(actor: Actor, now: datetime) -> bool:
    """Must this actor first do something (agree, be inducted) before their pages open?"""
    return actor.person is not None and _held_back(actor, now)


class ActorMiddleware:
    """Gives each request its actor and its moment; after Django's authentication middleware."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        assert isinstance(request, HttpRequest)
        now = timezone.now()
        request.now = now  # type: ignore[attr-defined]  # the typed face is Request
        user = request.user
        request.actor = actor_for(user.pk, now) if user.is_authenticated else STRANGER  # type: ignore[attr-defined]  # as above
        return self.get_response(request)


@dataclass(frozen=True, slots=True)
class Entry:
    """Who may enter a view: everyone, everyone signed in, or holders of any one of the permissions."""

    everyone: bool = False
    signed_in: bool = False
    any_of: tuple[str, ...] = ()
    machine: bool = False

    def admits(self, actor: Actor) -> bool:
        if self.everyone or self.machine:
            return True
        if not actor.signed_in:
            return False
        return self.signed_in or any(actor.may(permission) for permission in self.any_of)


EVERYONE = Entry(everyone=True)
SIGNED_IN = Entry(signed_in=True)
MACHINE = Entry(machine=True)
"""Other systems with a key of their own, which the view itself must check."""

View = Callable[Concatenate[Request, P], HttpResponseBase]


class Confirmer(Protocol):
    """Asks whoever is signed in to confirm that it is them; None where they did lately. `people` provides it."""

    def __call__(self, request: Request) -> HttpResponseBase | None: ...


def _asks_nobody(request: Request) -> HttpResponseBase | None:
    return None


_confirmer: Confirmer = _asks_nobody


def confirm_with(confirmer: Confirmer) -> None:
    """Called once by `frontdoor` when the rooms are wired."""
    global _confirmer
    _confirmer = confirmer


def lately_confirmed(request: Request) -> bool:
    """Did whoever asks show a short while ago that it is them? For pages that show more to somebody who did."""
    return _confirmer(request) is None


def allow(*who: Entry | str, confirmed: bool = False, gated: bool = True) -> Callable[[View[P]], View[P]]:
    """Says who may enter a view: `@allow(EVERYONE)`, `@allow(SIGNED_IN)` or `@allow("room.permission", …)` (any of).

    A stranger is asked to sign in; someone signed in who is not admitted gets a 404 like that of a missing page.
    With `confirmed`, who is admitted is asked to confirm that it is them when they last did so a while ago: for what
    opens somebody's private affairs, exports, or changes posts, permissions and keys. Asked before the view looks at
    anything, so it tells nothing; never where a concern is reported.
    Somebody who must first do something is led to what that is; never from pages that are for everyone, nor from those
    with `gated=False`: reporting a worry, one's own sign-in, and where the first steps themselves are taken.
    """
    entries = [entry for entry in who if isinstance(entry, Entry)]
    entry = entries[0] if entries else Entry(any_of=tuple(name for name in who if isinstance(name, str)))

    def wear(view: View[P]) -> View[P]:
        @wraps(view)
        def enter(request: Request, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
            if entry.admits(request.actor):
                if gated and not (entry.everyone or entry.machine) and is_held_back(request.actor, request.now):
                    return HttpResponseRedirect(FIRST_STEPS_PAGE)
                asked = _confirmer(request) if confirmed and request.actor.signed_in else None
                return view(request, *args, **kwargs) if asked is None else asked
            if not request.actor.signed_in:
                return redirect_to_login(request.get_full_path())
            if request.actor.withheld.intersection(entry.any_of):
                return HttpResponseRedirect(WITHHELD_PAGE)
            raise Http404

        enter.entry = entry  # type: ignore[attr-defined]  # read by the walk over every route
        enter.confirmed = confirmed  # type: ignore[attr-defined]  # as above
        return enter  # type: ignore[return-value]  # wraps() hides that only the positional request is meant

    return wear
