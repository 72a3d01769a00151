"""Asking somebody whether a sign-in was theirs, and closing everything where they say it was not."""

from datetime import datetime, timedelta
from uuid import UUID

from allauth.mfa.models import Authenticator
from django.utils import timezone

from leeward.foundation.access import STRANGER, Actor, actor_for
from leeward.foundation.account.models import Account
from leeward.foundation.act import act
from leeward.foundation.mail import write_to
from leeward.foundation.outbox.jobs import put
from leeward.people.actions.sessions import end_every_session
from leeward.people.actions.sign_in import CHOOSE_PASSWORD, set_hold
from leeward.people.models import Hold, NoticedSignIn, Person, ProviderLink
from leeward.people.queries import holders_of
from leeward.people.rules import Post
from leeward.people.sign_in_rules import Answer, Notice
from leeward.people.told import SignInNoticed

KEPT_FOR = timedelta(days=90)
TOLD = (Post.INFORMATION_SECURITY_MANAGER, Post.IT_MANAGER, Post.MANAGING_DIRECTOR)
"""Who is told of a sign-in that was closed by its owner: holders and deputies of the first post that has any."""


def notice_sign_in(*, account: UUID, why: Notice, device: str, now: datetime) -> UUID:
    """Keeps that a sign-in looked unusual, and asks its owner by letter."""
    with act(actor_for(account, now), "account.sign-in-noticed", now=now, subject=f"account:{account}") as entry:
        row = NoticedSignIn.objects.create(account_id=account, at=now, device=device, why=why)
        put(SignInNoticed(row.pk), key=f"{row.pk}", now=now)
        entry.details["why"] = why
    return row.pk


def it_was_me(*, notice: UUID, now: datetime) -> None:
    """The owner says that the sign-in was theirs. Nothing changes a second time."""
    row = NoticedSignIn.objects.filter(pk=notice, answer="").first()
    if row is None:
        return
    with act(STRANGER, "account.sign-in-known", now=now, subject=f"account:{row.account_id}"):
        _answered(row, Answer.MINE, now)


def it_was_not_me(*, notice: UUID, now: datetime) -> bool:
    """The owner says that the sign-in was not theirs: everything it may have opened is closed. False where it was said.

    Sessions end, the password and every way in added since the sign-in go, and links to identity providers with them;
    sensitive pages stay shut until a second person says so; whoever looks after security is told. Whoever holds the
    letter may say so without signing in: the password may be somebody else's by now.
    """
    row = NoticedSignIn.objects.filter(pk=notice, account__is_active=True).exclude(answer=Answer.NOT_MINE).first()
    if row is None:
        return False
    with act(STRANGER, "account.closed-by-owner", now=now, subject=f"account:{row.account_id}") as entry:
        _answered(row, Answer.NOT_MINE, now)
        account = Account.objects.select_for_update().get(pk=row.account_id)
        account.set_unusable_password()
        account.save(update_fields=["password"])
        entry.details["sessions"] = end_every_session(account.pk)
        added = Authenticator.objects.filter(user_id=account.pk, created_at__gte=row.at - timedelta(minutes=5))
        entry.details["ways"] = added.delete()[0]
        entry.details["links"] = ProviderLink.objects.filter(account_id=account.pk).delete()[0]
        person = Person.objects.filter(account_id=account.pk).select_related("account").first()
        if person is not None:
            person.account = account
            set_hold(person, Hold.Why.OWNER, actor=Actor(), now=now)
            _tell(person, row, now)
    return True


def _answered(row: NoticedSignIn, answer: Answer, now: datetime) -> None:
    row.answer, row.answered_at = answer, now
    row.save(update_fields=["answer", "answered_at"])


def _tell(person: Person, row: NoticedSignIn, now: datetime) -> None:
    write_to(person.pk, "people.closed", path=CHOOSE_PASSWORD, key=f"{row.pk}", now=now)
    for post in TOLD:
        others = [held.person for held in holders_of(post, timezone.localdate(now)) if held.person != person.pk]
        for other in dict.fromkeys(others):
            write_to(other, "people.closed-by-owner", path="/people/sign-ins-on-hold", key=f"{row.pk}", now=now)
        if others:
            return


def forget_old_notices(now: datetime) -> int:
    """Forgets what was noticed more than 90 days ago; how many."""
    return NoticedSignIn.objects.filter(at__lt=now - KEPT_FOR).delete()[0]
