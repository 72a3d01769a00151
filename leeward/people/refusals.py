"""Why the directory refuses something, said to whoever asked."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _


class Refused(Exception):
    """The directory will not do this; the text says what to do. `field` names the question it is about, if one."""

    def __init__(self, text: str, field: str = "") -> None:
        super().__init__(text)
        self.text = text
        self.field = field


@contextmanager
def in_words() -> Iterator[None]:
    """Turns a refusal of the database into one a reader understands. Raises Refused."""
    try:
        with transaction.atomic():
            yield
    except IntegrityError as error:
        raise _meaning(str(error)) from error


def _meaning(text: str) -> Refused:
    meanings = {
        "person_email_once": Refused(_("Somebody else in the directory has this e-mail address."), "email"),
        "account_email": Refused(_("Somebody else signs in with this e-mail address."), "email"),
        "foundation_account.email": Refused(_("Somebody else signs in with this e-mail address."), "email"),
        "person_reference_once": Refused(_("Somebody else in the directory has this reference."), "reference"),
        "person_has_a_name": Refused(_("Give both a first name and a family name."), "given_name"),
        "person_is_not_own_tutor": Refused(_("Nobody is their own tutor."), "tutor"),
        "since_until": Refused(_("The last day must not be before the first day."), "until"),
        "one-holder-at-a-time": Refused(
            _("Somebody else holds this post in that time. End their holding first, or appoint a deputy."), "post"
        ),
        "holding-once-at-a-time": Refused(_("This person has this post in that time already."), "post"),
        "class-once-at-a-time": Refused(_("This person belongs to this class in that time already."), "classes"),
    }
    for sign, refusal in meanings.items():
        if sign in text:
            return refusal
    return Refused(_("The directory could not keep this. Check the dates and names, and try again."))
