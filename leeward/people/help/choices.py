"""What an organisation chooses about its page of help: contacts, their order, ways that are not the web."""

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from leeward.foundation.settings_history.declared import Setting, declare
from leeward.foundation.settings_history.shapes import JSON, Names, SettingError, Switch, Text, Whole
from leeward.people.help.rules import Asker, Hours, Matter, Turn, hours_in_lines, read_hours
from leeward.people.rules import Post

KEEP = "help.keep"


@dataclass(frozen=True, slots=True)
class OpeningHours:
    """Lines such as "Monday to Friday 09:00 to 17:00", or "always"."""

    def read(self, entered: str) -> Hours:
        try:
            return read_hours(entered)
        except ValueError as error:
            raise SettingError(
                _("“%(line)s” cannot be read. Enter lines such as Monday to Friday 09:00 to 17:00, or always.")
                % {"line": str(error)[:60]}
            ) from None

    def check(self, value: Hours) -> None:
        if len(value.spans) > 14:
            raise SettingError(_("Enter at most 14 lines."))

    def keep(self, value: Hours) -> JSON:
        return hours_in_lines(value)

    def load(self, kept: JSON) -> Hours:
        return self.read(kept if isinstance(kept, str) else "?")

    def say(self, value: Hours) -> str:
        return hours_in_lines(value)


def _text(key: str, label: str, explained: str, longest: int = 200) -> Setting[str]:
    setting = Setting(f"help.{key}", label, Text(longest, blank=True), "", help=explained, permission=KEEP)
    return declare(setting)


PHONE = _text("phone", gettext_noop("Telephone"), gettext_noop("The number people call about a worry."), 40)
TEXT = _text("text", gettext_noop("Number for texts"), "", 40)
EMAIL = _text(
    "email", gettext_noop("E-mail"), gettext_noop("An address that several people read, not somebody’s own."), 120
)
LETTERS = _text(
    "letters", gettext_noop("Address for letters"), gettext_noop("Say who opens them, and mark them confidential.")
)
ROOM = _text("room", gettext_noop("In person"), gettext_noop("Room or desk, and whom to ask for there."))
NIGHT = _text(
    "out-of-hours",
    gettext_noop("Out of hours"),
    gettext_noop("Who answers at night and at weekends, if anybody does. Promise nothing that is not kept."),
    500,
)
HOURS = declare(
    Setting(
        "help.hours",
        gettext_noop("When telephone and room are answered"),
        OpeningHours(),
        Hours(),
        help=gettext_noop("A line for each, such as Monday to Friday 09:00 to 17:00. Working days only count."),
        permission=KEEP,
    )
)
NAMES = declare(
    Setting(
        "help.names",
        gettext_noop("Show the names of contacts to everybody"),
        Switch(),
        True,
        help=gettext_noop("Off: visitors who are not signed in see posts without names."),
        permission=KEEP,
    )
)

_OPTIONS = (*(turn.value for turn in Turn), *(post.value for post in Post))
_WORRIED: dict[Asker, tuple[str, ...]] = {
    Asker.LEARNER: (Turn.ANY_STAFF, Turn.TUTOR, Post.DSL),
    Asker.PARENT: (Turn.TUTOR, Post.DSL),
    Asker.STAFF: (Post.DSL, Post.MANAGING_DIRECTOR),
    Asker.EMPLOYER: (Turn.TUTOR, Post.DSL),
    Asker.VISITOR: (Post.DSL,),
}
_LABELS = {
    Asker.LEARNER: gettext_noop("Whom a learner turns to first"),
    Asker.PARENT: gettext_noop("Whom a parent turns to first"),
    Asker.STAFF: gettext_noop("Whom somebody who works here turns to first"),
    Asker.EMPLOYER: gettext_noop("Whom an employer turns to first"),
    Asker.VISITOR: gettext_noop("Whom anybody else turns to first"),
}


def _order(key: str, label: str, default: tuple[str, ...]) -> Setting[tuple[str, ...]]:
    plain = tuple(str(name) for name in default)
    explained = gettext_noop("In this order, separated by commas.") + " " + ", ".join(_OPTIONS)
    shape = Names(_OPTIONS, 1, 8)
    return declare(Setting(f"help.order-{key}", label, shape, plain, help=explained, permission=KEEP))


ORDER = {asker: _order(asker, _LABELS[asker], _WORRIED[asker]) for asker in Asker}
ORDER_OF_MATTER = {
    # To the DSL; about the safeguarding team to the managing director; about that one to the chair (as concerns go).
    Matter.STAFF_MEMBER: _order(
        Matter.STAFF_MEMBER,
        gettext_noop("Whom to turn to about a member of staff"),
        (Post.DSL, Post.MANAGING_DIRECTOR, Post.CHAIR),
    ),
    Matter.TECHNICAL: _order(
        Matter.TECHNICAL, gettext_noop("Whom to turn to when something does not work"), (Post.IT_MANAGER,)
    ),
}
"""What goes another way than a worry, whoever asks."""

CHECK_LINKS = declare(
    Setting(
        "help.test-links",
        gettext_noop("Test the links to help outside over the internet"),
        Switch(),
        False,
        help=gettext_noop("Once a week this server opens each address. Off: nothing is opened; state by hand."),
        permission=KEEP,
    )
)
CHECK_EVERY = declare(
    Setting(
        "help.check-every",
        gettext_noop("Check help outside every"),
        Whole(7, 730),
        365,
        unit=gettext_noop("days"),
        permission=KEEP,
    )
)
WAYS = (PHONE, TEXT, EMAIL, LETTERS, ROOM)
ON_THE_PAGE = (*WAYS, HOURS, NIGHT, NAMES, *ORDER.values(), *ORDER_OF_MATTER.values(), CHECK_EVERY, CHECK_LINKS)
"""Every choice about the page, in the order in which whoever keeps it sees them."""
