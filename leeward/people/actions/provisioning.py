"""What an identity provider asks for over SCIM: users made, changed, shut. One request, one transaction, one entry."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction

from leeward.foundation.act import act
from leeward.people.actions.applying import apply_to, settle
from leeward.people.actions.group_posts import take_back_of
from leeward.people.actions.provider import PROVIDER
from leeward.people.connection_rules import Standing
from leeward.people.models import Membership, ProvidedGroup, ProvidedUser
from leeward.people.queries.provided import key_of, row_of, version_of
from leeward.people.scim.faults import ScimFault, ScimType, bad
from leeward.people.scim.patching import apply, steps
from leeward.people.scim.schema import USERS
from leeward.people.scim.shaping import Doc, check_text, tidy

Body = Mapping[str, Any]
"""A request's JSON object. Any: checked by `scim.shaping`."""


def check_match(row: ProvidedUser | ProvidedGroup, if_match: str) -> None:
    """Raises ScimFault 412 where the caller has seen another version than there is."""
    if if_match and if_match.strip() != "*":
        tags = {tag.strip().removeprefix("W/") for tag in if_match.split(",")}
        if version_of(row).removeprefix("W/") not in tags:
            raise ScimFault(412, "The resource has changed since you read it. Read it again.")


def create_user(*, connection: UUID, now: datetime, body: Body) -> ProvidedUser:
    """A new user, and the person it is or becomes. Raises ScimFault; 409 where the user name is taken."""
    check_text(body)
    document = {"active": True, **tidy(USERS, body)}
    with act(PROVIDER, "people.scim-create", now=now) as entry, _uniquely():
        row = ProvidedUser(connection_id=connection, made_at=now, standing=Standing.NAMELESS)
        _write(row, document, now)
        row.save(force_insert=True)
        entry.subject = f"provided:{row.pk}"
        entry.details["connection"] = str(connection)
        settle(row, now=now)
    return row


def replace_user(*, connection: UUID, now: datetime, key: str, body: Body, if_match: str = "") -> ProvidedUser:
    """A user as said anew, whole. What is not said is not there any more; without `active` it stays as it was."""
    check_text(body)
    document = tidy(USERS, body)
    return _change(
        connection, now, key, if_match, "people.scim-replace", lambda row: {"active": row.active, **document}
    )


def patch_user(*, connection: UUID, now: datetime, key: str, body: Body, if_match: str = "") -> ProvidedUser:
    """A user changed step by step: all steps or none."""
    check_text(body)
    operations = steps(USERS, body)

    def patched(row: ProvidedUser) -> Doc:
        return apply(USERS, row.document, operations)

    return _change(connection, now, key, if_match, "people.scim-patch", patched)


def delete_user(*, connection: UUID, now: datetime, key: str, if_match: str = "") -> None:
    """The user is no more at the provider: the sign-in is shut. Person and row stay; the key answers 404 from then."""
    with act(PROVIDER, "people.scim-delete", now=now) as entry:
        row = locked_user(connection, key, if_match)
        entry.subject = f"provided:{row.pk}"
        entry.details["connection"] = str(connection)
        row.active, row.gone_at, row.changed_at, row.version = False, now, now, row.version + 1
        row.save(update_fields=["active", "gone_at", "changed_at", "version"])
        if row.person_id is not None:
            apply_to(row, now=now)
        take_back_of(row, now=now)
        Membership.objects.filter(user=row).delete()


def _change(
    connection: UUID, now: datetime, key: str, if_match: str, action: str, made: Callable[[ProvidedUser], Doc]
) -> ProvidedUser:
    with act(PROVIDER, action, now=now) as entry, _uniquely():
        row = locked_user(connection, key, if_match)
        entry.subject = f"provided:{row.pk}"
        entry.details["connection"] = str(connection)
        before = (row.document, row.active)
        _write(row, made(row), now)
        if (row.document, row.active) == before:
            entry.details["changed"] = False
            return row
        row.version += 1
        row.save()
        settle(row, now=now)
        if before[1] and not row.active:
            take_back_of(row, now=now)
    return row


def locked_user(connection: UUID, key: str, if_match: str) -> ProvidedUser:
    """The row of a user, kept from others until the end of the transaction. Raises ScimFault 404 or 412."""
    row = row_of(connection, USERS, key)
    locked = ProvidedUser.objects.select_for_update(of=("self",)).filter(pk=row.pk, gone_at__isnull=True).first()
    if locked is None:
        raise ScimFault(404, "There is no such resource.")
    check_match(locked, if_match)
    return locked


def _write(row: ProvidedUser, document: Doc, now: datetime) -> None:
    row.user_name = document["userName"]
    row.user_name_key, row.user_name_folded = key_of(row.user_name), row.user_name.casefold()
    row.external_id = document.get("externalId", "")
    row.active = document.get("active", row.active)
    row.document = document
    row.changed_at = now


@contextmanager
def _uniquely() -> Iterator[None]:
    """A user name twice is told as such. Raises ScimFault 409."""
    try:
        with transaction.atomic():
            yield
    except IntegrityError as error:
        if "provided_user_name_once" not in str(error) and "user_name_key" not in str(error):
            raise
        raise bad(ScimType.UNIQUENESS, "Another user has this user name.") from error
