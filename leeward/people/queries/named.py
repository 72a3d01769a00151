"""Who is named in a text."""

from collections import Counter

from leeward.people.models import Person
from leeward.people.naming import Known, NamedPerson, addresses_in, fold, named_in

AT_ONCE = 500
"""Names asked for in one statement."""


def people_named_in(text: str) -> list[NamedPerson]:
    """Everybody the directory knows whose name or address occurs in a text; certain ones first.

    Certain: given name (or what somebody is known as) with the family name, either way round, or the e-mail address.
    Uncertain: a family name few here bear, a title or an initial with it, or a slightly altered full name.
    """
    words = set(fold(text))
    if not words:
        return []
    keys = sorted(words | {word[:-1] for word in words if word.endswith("s")})
    rows = list(Person.objects.filter(email__in=sorted(addresses_in(text))[:AT_ONCE]))
    for start in range(0, len(keys), AT_ONCE):
        rows += Person.objects.filter(family_key__in=keys[start : start + AT_ONCE])
    rows = list({row.pk: row for row in rows}.values())
    bearers = Counter(row.family_key for row in rows)
    return named_in(
        text,
        [
            Known(
                row.pk,
                row.name,
                row.given_name,
                row.known_as,
                row.family_name,
                bearers[row.family_key],
                row.email or "",
            )
            for row in rows
        ],
    )
