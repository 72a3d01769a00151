"""By what people in a file are known again: reference, then e-mail, else name and date of birth. Held as keys only."""

from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from django.utils.translation import gettext as _

from leeward.people.importing.entries import PersonRow
from leeward.people.models import Person
from leeward.people.naming import folded
from leeward.people.refusals import Refused


@dataclass(slots=True)
class KnownAgain:
    """Everybody there is, and everybody a file adds, by their keys; about a hundred bytes for each."""

    by_reference: dict[str, UUID] = field(default_factory=dict)
    by_email: dict[str, UUID] = field(default_factory=dict)
    by_name: dict[str, list[tuple[UUID, bool, bool]]] = field(default_factory=dict)

    @classmethod
    def load(cls) -> "KnownAgain":
        """Everybody in the directory."""
        known = cls()
        rows = Person.objects.values_list("pk", "reference", "email", "given_name", "family_name", "born")
        for key, reference, email, given, family, born in rows.iterator(chunk_size=2000):
            known.learn(key, reference or "", email or "", given, family, born)
        return known

    def learn(self, key: UUID, reference: str, email: str, given: str, family: str, born: date | None) -> None:
        """One person more."""
        if reference:
            self.by_reference[reference.casefold()] = key
        if email:
            self.by_email[email] = key
        self.by_name.setdefault(_name_of(given, family, born), []).append((key, bool(reference), bool(email)))

    def find(self, row: PersonRow) -> UUID | None:
        """Whom a row means; None for nobody yet. Raises Refused where it could mean several."""
        by_reference = self.by_reference.get(row.reference.casefold()) if row.reference else None
        by_email = self.by_email.get(row.email) if row.email else None
        if by_reference is not None and by_email is not None and by_reference != by_email:
            raise Refused(_("The reference and the e-mail address belong to two different people here."), "reference")
        if by_reference is not None or by_email is not None:
            return by_reference or by_email
        alike = [
            key
            for key, reference, email in self.by_name.get(_name_of(row.given_name, row.family_name, row.born), [])
            if not (row.reference and reference) and not (row.email and email)
        ]
        if len(alike) > 1:
            raise Refused(_("Several people here have this name. Give a reference or an e-mail address."), "reference")
        return alike[0] if alike else None

    def tutor(self, words: str) -> UUID | None:
        """Whose reference or e-mail address this is."""
        return self.by_reference.get(words.casefold()) or self.by_email.get(words.lower())


def _name_of(given: str, family: str, born: date | None) -> str:
    return f"{folded(given)} {folded(family)} {born or ''}"
