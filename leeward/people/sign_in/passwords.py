"""Passwords that anybody would guess who knows where it is used. No composition rules: length and this are enough.

NCSC, "Password policy: updating your approach" (2018): deny what is commonly chosen; do not demand kinds of characters.
"""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from leeward.foundation.installation.begin import installation
from leeward.people.naming import fold

_WORDS = """
leeward safeguarding safeguard safety safe online onlinesafety welcome password passwort passcode passphrase pass word
secret letmein login logon signin sign in admin administrator admin user test testing temp temporary default change
changeme changethis please new old my our your the this is it at for and of to me hello sunshine princess football
liverpool chelsea arsenal rangers celtic manchester united england scotland wales britain london spring summer autumn
winter january february march april may june july august september october november december monday tuesday wednesday
thursday friday saturday sunday college school academy training trainer train education learner learning learn student
tutor teacher staff apprentice apprenticeship apprenticeships skills care centre center group limited ltd provider
office work working company business computer laptop internet keyboard dsl kcsie prevent ofsted one two three four five
six seven eight nine ten first second abc abcd abcde qwerty qwertyuiop asdf asdfgh asdfghjkl zxcvbn zxcvbnm a b c d e
i you love iloveyou trust no monkey dragon master shadow
"""
GUESSED = frozenset(_WORDS.split())
_LOOKS_LIKE = str.maketrans({"0": "o", "1": "i", "3": "e", "4": "a", "5": "s", "7": "t", "@": "a", "$": "s", "!": "i"})


def made_of(letters: str, words: frozenset[str]) -> bool:
    """Can the letters be cut into the words and nothing else? An empty string can."""
    longest = max(map(len, words), default=0)
    reachable = [True] + [False] * len(letters)
    for end in range(1, len(letters) + 1):
        reachable[end] = any(
            reachable[start] and letters[start:end] in words for start in range(max(0, end - longest), end)
        )
    return reachable[len(letters)]


def guessable(password: str, own_words: frozenset[str] = frozenset()) -> bool:
    """Is a password only words everybody guesses here, with digits and signs around them, or a short thing repeated?"""
    words = GUESSED | own_words
    plain = password.casefold()
    letters = "".join(letter for letter in "".join(fold(plain)) if letter.isalpha())
    disguised = "".join(letter for letter in "".join(fold(plain.translate(_LOOKS_LIKE))) if letter.isalpha())
    return len(set(plain)) < 5 or made_of(letters, words) or made_of(disguised, words)


class NotGuessedFromHere:
    """A password validator for Django: refuses what is guessed from the product, the trade and the organisation."""

    def validate(self, password: str, user: object | None = None) -> None:
        present = installation()
        name = present.organisation if present is not None else ""
        email = str(getattr(user, "email", ""))
        own_words = frozenset(word for word in fold(f"{name} {email}") if len(word) > 2)
        if guessable(password, own_words):
            raise ValidationError(
                _("Somebody who knows where you work would guess this. Three unrelated words work well."),
                code="password_guessed_from_here",
            )

    def get_help_text(self) -> str:
        return _("Three unrelated words work well. Not only the name of the organisation, a season or a year.")
