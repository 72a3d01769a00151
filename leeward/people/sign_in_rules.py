"""Words and decisions of signing in that need no database: kinds of notice and link, browsers in plain words. Pure."""

from enum import StrEnum


class Notice(StrEnum):
    """Why somebody is asked whether a sign-in was theirs."""

    NEW_BROWSER = "new-browser"
    AFTER_RESET = "after-reset"
    MANY_FAILURES = "many-failures"


class Answer(StrEnum):
    """What the owner said."""

    MINE = "mine"
    NOT_MINE = "not-mine"


class ProviderKind(StrEnum):
    """Identity providers that differ in what they send."""

    ENTRA = "entra"
    GOOGLE = "google"
    OTHER = "other"


class LinkedBy(StrEnum):
    """How a subject of a provider came to be an account here."""

    OWNER = "owner"
    INVITATION = "invitation"
    SCIM = "scim"


FAILURES_WORTH_TELLING = 5
"""Wrong passwords from browsers nobody knows, before a right one, from which the owner is told."""

_BROWSERS = (
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("Opera", "Opera"),
    ("SamsungBrowser", "Samsung Internet"),
    ("FxiOS", "Firefox"),
    ("Firefox", "Firefox"),
    ("CriOS", "Chrome"),
    ("Chromium", "Chrome"),
    ("Chrome", "Chrome"),
    ("Safari", "Safari"),
)
_SYSTEMS = (
    ("iPhone", "an iPhone"),
    ("iPad", "an iPad"),
    ("Android", "an Android device"),
    ("CrOS", "a Chromebook"),
    ("Windows", "Windows"),
    ("Macintosh", "a Mac"),
    ("Linux", "Linux"),
)


def device_in_words(user_agent: str) -> str:
    """What a browser says of itself, in a few plain words: `Chrome on Windows`. Only words from fixed lists."""
    browser = next((name for mark, name in _BROWSERS if mark in user_agent[:500]), "")
    system = next((name for mark, name in _SYSTEMS if mark in user_agent[:500]), "")
    if browser and system:
        return f"{browser} on {system}"
    return browser or (f"A browser on {system}" if system else "A browser")


def notice_of(*, first: bool, known_browser: bool, reset_lately: bool, failures: int) -> Notice | None:
    """Whether, and why, the owner is asked about a sign-in. The first of all is expected."""
    if reset_lately and not first:
        return Notice.AFTER_RESET
    if failures >= FAILURES_WORTH_TELLING:
        return Notice.MANY_FAILURES
    if not first and not known_browser:
        return Notice.NEW_BROWSER
    return None
