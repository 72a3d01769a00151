"""People's way in: opening, resetting, shutting it. A reset by another puts sensitive records on hold."""

from datetime import datetime
from uuid import UUID

from allauth.mfa.models import Authenticator
from django.db.models import Q
from django.utils.translation import gettext as _

from leeward.foundation.access import Actor
from leeward.foundation.account.models import Account
from leeward.foundation.act import act
from leeward.foundation.mail import write_to
from leeward.foundation.outbox.jobs import put
from leeward.people.actions.history import note_sign_in
from leeward.people.actions.keys import end_keys_of
from leeward.people.actions.sessions import end_every_session
from leeward.people.models import CalendarFeed, Hold, Person
from leeward.people.refusals import Refused, in_words
from leeward.people.told import SignInShut

CHOOSE_PASSWORD = "/account/password/forgotten"  # noqa: S105  # a page
"""Where invitations point. The link that lets somebody in is sent on request and never waits in a queue."""


def open_sign_in(
    *, actor: Actor, now: datetime, person: UUID, invite: bool = True, password: str | None = None
) -> UUID:
    """Makes the account somebody signs in with, and invites them by letter to choose a password. Raises Refused.

    A password is given only where somebody chose it on the spot (`leeward init`) or everybody is invented.
    """
    with act(actor, "people.open-sign-in", now=now, subject=f"person:{person}") as entry, in_words():
        row = Person.objects.select_for_update(of=("self",)).get(pk=person)
        if row.email is None:
            raise Refused(_("Give this person an e-mail address first."), "email")
        if row.account_id is not None:
            raise Refused(_("This person has a sign-in already."), "person")
        account = Account.objects.create_account(row.email, password)
        row.account = account
        row.save(update_fields=["account"])
        note_sign_in(row.pk, opened=True, now=now)
        if invite:
            write_to(row.pk, "people.invitation", path=CHOOSE_PASSWORD, key=f"{account.pk}", now=now)
        entry.details["invited"] = invite
    return account.pk


def reset_sign_in(*, actor: Actor, now: datetime, person: UUID) -> None:
    """Helps somebody back in who lost password or second step: both go, and a letter says how to choose new ones.

    Ordinary pages open again after that; sensitive records stay shut until a second person lifts the hold.
    Raises Refused.
    """
    if actor.person == person:
        raise Refused(_("Ask somebody else with this right to reset your own sign-in."), "person")
    with act(actor, "people.reset-sign-in", now=now, subject=f"person:{person}"):
        row = Person.objects.select_for_update(of=("self",)).select_related("account").get(pk=person)
        if row.account is None or not row.account.is_active:
            raise Refused(_("This person has no sign-in to reset."), "person")
        row.account.set_unusable_password()
        row.account.save(update_fields=["password"])
        end_every_session(row.account.pk)
        Authenticator.objects.filter(user_id=row.account.pk).delete()
        set_hold(row, Hold.Why.RESET, actor=actor, now=now)
        write_to(row.pk, "people.reset", path=CHOOSE_PASSWORD, key=f"{row.account_id} {now.isoformat()}", now=now)


def set_hold(row: Person, why: Hold.Why, *, actor: Actor, now: datetime) -> None:
    """Shuts somebody's sensitive records until a second person lifts the hold. In the caller's act."""
    assert row.account is not None
    Hold.objects.get_or_create(
        person=row, lifted_at=None, defaults={"why": why, "set_by_id": actor.person, "set_at": now}
    )
    row.account.sensitive_hold = True
    row.account.save(update_fields=["sensitive_hold"])


def lift_hold(*, actor: Actor, now: datetime, person: UUID) -> None:
    """Opens somebody's sensitive records again. Never by that person, nor by who set the hold. Raises Refused."""
    with act(actor, "people.lift-hold", now=now, subject=f"person:{person}"):
        hold = Hold.objects.select_for_update(of=("self",)).filter(person_id=person, lifted_at__isnull=True).first()
        if hold is None:
            raise Refused(_("There is no hold on this person's records."), "person")
        if actor.person is None or actor.person in (hold.person_id, hold.set_by_id):
            raise Refused(_("A second person must lift the hold: neither its subject nor who set it."), "person")
        hold.lifted_by_id = actor.person
        hold.lifted_at = now
        hold.save(update_fields=["lifted_by", "lifted_at"])
        Account.objects.filter(Q(pk=hold.person.account_id)).update(sensitive_hold=False)


def shut_sign_in(row: Person, *, now: datetime) -> None:
    """The account opens nothing any more: no sign-in, every session ends at its next request, nothing lingers.

    Passkeys, authenticator app and recovery codes go; so do the keys of other systems that this person was shown, and
    the calendar feed. IT hears which, because what was connected by them stands still until it gets a new one.
    In the caller's act. Nothing comes back by itself when the person does.
    """
    if row.account_id is None:
        return
    account = Account.objects.select_for_update().get(pk=row.account_id)
    if account.is_active:
        note_sign_in(row.pk, opened=False, now=now)
    account.is_active = False
    # A new unusable password changes the hash every session is bound to: none revives with the account.
    account.set_unusable_password()
    account.save(update_fields=["is_active", "password"])
    end_every_session(account.pk)
    Authenticator.objects.filter(user_id=account.pk).delete()
    CalendarFeed.objects.filter(person_id=row.pk, revoked_at=None).update(revoked_at=now)
    end_keys_of(row.pk, now=now)
    put(SignInShut(row.pk, account.pk), key=f"shut {account.pk} {now.isoformat()}", now=now)
