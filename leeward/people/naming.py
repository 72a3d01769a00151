"""Finding people's names in what somebody wrote, so that nobody named in a concern receives it. Pure."""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

_TITLES = "coach dr madam mentor miss mr mrs ms mx prof professor rev reverend sir tutor"
TITLES = frozenset(_TITLES.split())

_ORDINARY = """
adams ahmed ali allen anderson bacon bailey baker bath bean begum bell berry best bird bishop black blue bond
book boot booth bowler box brand bridge bright broad brook brooks brown burns bush butler carpenter carter
case cash chambers chance child childs christmas church clark clarke close coach cole cook cooper cox cross
crow crown cruise cutler dale darling davies day dean doll drew drinkwater duke eagle early east edwards
england english evans fall farmer farrow field fields finch fine fish fisher flood flowers ford forest foster
fox frank freeman french friend frost fry game garden gardner gates glass gold golden good gordon grace grand
grant grave graves gray green grey guest guy hall ham hand hands hard hardy harris hart hawk head heard heath
high hill hood hope horn house hughes hull hunt hunter hussain ireland jackson james job johnson jolly jones
jordan joy joyce judge kaur keen keys khan kidd kind king knight lake lamb lane law leach lee lewis little
lock lodge london long lord love lowe lucky major mann march mark marsh marshall martin mason max may mead
merry miller mills mitchell moody moon moore more morris moss neal nice noble north nurse oakes pace page pain
paine palmer parish park parker patel patience peace peak perfect phillips pike pitt plant player pool poole
pope porter potter power price pride prince prior queen quick rain ray read real reed rice rich roberts
robinson rogers root rose rowe rush sadler sale sands savage school scotland scott self shade shah sharp
shepherd ship short silver singer singh sky small smart smith snow south spark sparks speed spring stark steel
stone story street strong summer summers sweet swift tailor tank tanner taylor teacher tell temple thompson
thorn tiger toll town train trout true turner underwood vale van vane vine wade wait wales walker wall ward
warden warm wash water waters watts way weaver webb week weeks wells west wheel white wild will williams wills
wilson winter winters wise wish wolf wood woods worth wright yard yates young
"""
ORDINARY = frozenset(_ORDINARY.split())
"""Family names that are ordinary words too, or so common that alone they point at nobody in particular."""

_EMAIL = re.compile(r"[\w.+'-]+@[\w-]+(?:\.[\w-]+)+")
_POSSESSIVE = re.compile(r"['’‘ʼ`´]s\b")
_APOSTROPHES = re.compile(r"['’‘ʼ`´]")
_WORD = re.compile(r"[^\W_]+")
_EXTRA = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "ð": "d", "æ": "ae", "œ": "oe", "þ": "th", "ı": "i"})


def fold(text: str) -> list[str]:
    """The words of a text without accents, case, apostrophes and hyphens: `O’Brien-Łuc's` gives obrien, luc."""
    bare = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
    bare = "".join(character for character in bare if not unicodedata.combining(character)).translate(_EXTRA)
    return _WORD.findall(_APOSTROPHES.sub("", _POSSESSIVE.sub("", bare)))


def folded(text: str) -> str:
    """A name in the form it is searched by: folded words joined by single spaces."""
    return " ".join(fold(text))


def words_of(search_name: str, email: str | None, reference: str | None) -> frozenset[str]:
    """The words somebody is found by: those of the folded name, the address and the reference in lower case."""
    return frozenset({*search_name.split(), (email or "").lower(), (reference or "").lower()} - {""})


LETTERS = 3
"""A name is found by what stands inside its words from so many letters on."""


def parts_of(word: str) -> frozenset[str]:
    """Every three letters that follow each other in a word: osei gives ose, sei."""
    return frozenset(word[start : start + LETTERS] for start in range(len(word) - LETTERS + 1))


def addresses_in(text: str) -> frozenset[str]:
    """E-mail addresses in a text, in lower case."""
    return frozenset(address.lower().strip(".'") for address in _EMAIL.findall(text))


@dataclass(frozen=True, slots=True)
class Known:
    """A person who may be named: names as they are written, and how many people here bear the family name."""

    person: UUID
    name: str
    given_name: str
    known_as: str
    family_name: str
    namesakes: int
    email: str = ""


@dataclass(frozen=True, slots=True)
class NamedPerson:
    """A person whose name occurs. `certain` means a full name or an address; else it may be somebody else."""

    person: UUID
    name: str
    certain: bool


FEW = 3
"""A family name borne by at most this many people here points at somebody, even alone."""
GAP = 2
"""Words that may stand between given and family name: a middle name, a joining word."""


def named_in(text: str, known: Iterable[Known]) -> list[NamedPerson]:
    """The people named in a text: certain ones first, then uncertain ones, each once."""
    words = fold(text)
    addresses = addresses_in(text)
    found = []
    for person in known:
        certain = _named(words, person) if person.email.lower() not in addresses else True
        if certain is not None:
            found.append(NamedPerson(person.person, person.name, certain))
    return sorted(found, key=lambda named: (not named.certain, named.name))


def _named(words: Sequence[str], person: Known) -> bool | None:
    """True for a full name, False for a name that may be somebody else's, None for no name."""
    family = fold(person.family_name)
    if not family:
        return None
    callings = [calling for calling in (fold(person.given_name), fold(person.known_as)) if calling]
    uncertain: bool | None = None
    for start, exact in _places(words, family):
        end = start + len(family)
        before, after = words[max(0, start - GAP - 3) : start], words[end : end + GAP + 3]
        for calling in callings:
            if _ends_near(before, calling) or _starts_near(after, calling):
                return exact
            if before and before[-1] == calling[0][0]:
                uncertain = False
        alone_points_at_somebody = person.namesakes <= FEW and not ORDINARY.intersection(family[-1:])
        if alone_points_at_somebody or (before and before[-1] in TITLES):
            uncertain = False
    return uncertain


def _places(words: Sequence[str], family: Sequence[str]) -> list[tuple[int, bool]]:
    """Where the family name stands. Exact, or with a stray s of plural or possession."""
    size = len(family)
    places = []
    for index in range(len(words) - size + 1):
        if list(words[index : index + size]) == list(family):
            places.append((index, True))
        elif list(words[index : index + size]) == [*family[:-1], family[-1] + "s"]:
            places.append((index, False))
    return places


def _ends_near(words: Sequence[str], calling: Sequence[str]) -> bool:
    size = len(calling)
    return any(
        list(words[at : at + size]) == list(calling)
        for at in range(max(0, len(words) - size - GAP), len(words) - size + 1)
    )


def _starts_near(words: Sequence[str], calling: Sequence[str]) -> bool:
    """`Osei, Dee` and `Osei Dee`: the given name directly behind."""
    return list(words[: len(calling)]) == list(calling)
