"""Closing somebody's sign-in at once, and opening it again: both by another person, both leave a trace."""

from datetime import datetime
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from leeward.foundation.access import Actor
from leeward.foundation.act import act
from leeward.foundation.mail import write_to
from leeward.people.actions.history import note_sign_in
from leeward.people.actions.sign_in import CHOOSE_PASSWORD, set_hold, shut_sign_in
from leeward.people.models import Hold, Person, SignInClosure
from leeward.people.queries import holders_of, permissions_by_post, posts_of
from leeward.people.refusals import Refused, in_words
from leeward.people.rules import Post, given_by, sensitive
from leeward.people.task_rules import WhyClosed


def close_sign_in(*, actor: Actor, now: datetime, person: UUID, why: WhyClosed) -> None:
    """Closes somebody's sign-in now: every session ends at its next request, nothing they had opens anything.

    Posts and classes stay until the last day is recorded, so that nothing is decided by closing a door. Chair and
    managing director hear of it where the post opens sensitive records. Raises Refused.
    """
    if actor.person == person:
        raise Refused(_("Nobody closes their own sign-in. Ask somebody else with this right to do it."), "person")
    with act(actor, "people.close-sign-in", now=now, subject=f"person:{person}") as entry, in_words():
        row = Person.objects.select_for_update(of=("self",)).select_related("account").get(pk=person)
        if row.account is None:
            raise Refused(_("This person has no sign-in."), "person")
        if SignInClosure.objects.filter(person=row, opened_at=None).exists():
            raise Refused(_("This sign-in is closed already."), "person")
        # Also where another system shut it: it must not open again because that system says so.
        shut_sign_in(row, now=now)
        closure = SignInClosure.objects.create(person=row, why=why, at=now, by_id=actor.person)
        _tell(row, closure, actor, now)
        entry.details["why"] = str(why)


def _tell(row: Person, closure: SignInClosure, actor: Actor, now: datetime) -> None:
    """Whoever may close sign-ins could otherwise shut the people out who handle a concern about them, unseen."""
    held = posts_of(row.pk, timezone.localdate(now), everywhere=True)
    if not any(sensitive(given_by(one.held, permissions_by_post())) for one in held):
        return
    for watching in (Post.CHAIR, Post.MANAGING_DIRECTOR):
        for one in holders_of(watching, timezone.localdate(now)):
            if one.person not in {actor.person, row.pk}:
                write_to(one.person, "people.sign-in-closed", path="/people/posts", key=f"{closure.pk}", now=now)


def reopen_sign_in(*, actor: Actor, now: datetime, person: UUID) -> None:
    """Opens a closed sign-in again, as new: another password, another second step, sensitive records on hold.

    Nothing else comes back by it: posts are given anew. Raises Refused.
    """
    if actor.person == person:
        raise Refused(_("Ask somebody else with this right to open your own sign-in."), "person")
    with act(actor, "people.reopen-sign-in", now=now, subject=f"person:{person}"), in_words():
        row = Person.objects.select_for_update(of=("self",)).select_related("account").get(pk=person)
        if row.account is None or row.account.is_active:
            raise Refused(_("This person has no closed sign-in."), "person")
        if row.left_on is not None and row.left_on < timezone.localdate(now):
            raise Refused(_("This person has left. First say what they are here again."), "person")
        row.account.is_active = True
        row.account.set_unusable_password()
        row.account.save(update_fields=["is_active", "password"])
        set_hold(row, Hold.Why.RESET, actor=actor, now=now)
        note_sign_in(row.pk, opened=True, now=now)
        SignInClosure.objects.filter(person=row, opened_at=None).update(opened_at=now, opened_by=actor.person)
        write_to(row.pk, "people.invitation", path=CHOOSE_PASSWORD, key=f"{row.account_id} {now.isoformat()}", now=now)
