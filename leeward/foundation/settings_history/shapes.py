"""What a setting's value may be: read from a form, kept as JSON, said to people. Pure but for translation."""

from dataclasses import dataclass
from datetime import date, time
from typing import Protocol, TypeVar

from django.utils.translation import gettext as _

JSON = str | int | bool | list[str] | None
T = TypeVar("T")


class SettingError(ValueError):
    """The value cannot be taken; the text says what to enter instead."""


class Shape(Protocol[T]):
    """One kind of value."""

    def read(self, entered: str) -> T:
        """The value of what a person entered. Raises SettingError."""
        ...

    def check(self, value: T) -> None:
        """Raises SettingError for a value out of bounds."""
        ...

    def keep(self, value: T) -> JSON:
        """The value as stored."""
        ...

    def load(self, kept: JSON) -> T:
        """The value as it was before `keep`. Raises SettingError for what `keep` never made."""
        ...

    def say(self, value: T) -> str:
        """The value in words, as it may be entered again."""
        ...


@dataclass(frozen=True, slots=True)
class Whole:
    """A whole number from `least` to `most`."""

    least: int = 0
    most: int = 10_000

    def read(self, entered: str) -> int:
        text = entered.strip()
        # int() also takes 1_000, ٣ and +3, which nobody means; 9 digits are more than any limit needs
        if not (text.isascii() and text.isdigit() and len(text) < 10):
            raise SettingError(_("Enter a whole number, such as 3."))
        return int(text)

    def check(self, value: int) -> None:
        if not self.least <= value <= self.most:
            raise SettingError(
                _("Enter a number from %(least)d to %(most)d.") % {"least": self.least, "most": self.most}
            )

    def keep(self, value: int) -> JSON:
        return value

    def load(self, kept: JSON) -> int:
        if isinstance(kept, int) and not isinstance(kept, bool):
            return kept
        raise SettingError(_("Enter a whole number, such as 3."))

    def say(self, value: int) -> str:
        return str(value)


@dataclass(frozen=True, slots=True)
class Switch:
    """On or off."""

    def read(self, entered: str) -> bool:
        match entered.strip().lower():
            case "on" | "yes":
                return True
            case "off" | "no":
                return False
        raise SettingError(_("Choose on or off."))

    def check(self, value: bool) -> None:
        return None

    def keep(self, value: bool) -> JSON:
        return value

    def load(self, kept: JSON) -> bool:
        if isinstance(kept, bool):
            return kept
        raise SettingError(_("Choose on or off."))

    def say(self, value: bool) -> str:
        return _("on") if value else _("off")


@dataclass(frozen=True, slots=True)
class Text:
    """Words, at most `longest` characters, trimmed; empty only where `blank`."""

    longest: int = 2000
    blank: bool = False

    def read(self, entered: str) -> str:
        return entered.strip()

    def check(self, value: str) -> None:
        if not value and not self.blank:
            raise SettingError(_("Enter some text."))
        if len(value) > self.longest:
            raise SettingError(_("Enter at most %(longest)d characters.") % {"longest": self.longest})
        if "\x00" in value:
            raise SettingError(_("The text holds a character that cannot be kept: type it again."))

    def keep(self, value: str) -> JSON:
        return value

    def load(self, kept: JSON) -> str:
        if isinstance(kept, str):
            return kept
        raise SettingError(_("Enter some text."))

    def say(self, value: str) -> str:
        return value


@dataclass(frozen=True, slots=True)
class Choice:
    """One of `options`."""

    options: tuple[str, ...]

    def read(self, entered: str) -> str:
        return entered.strip()

    def check(self, value: str) -> None:
        if value not in self.options:
            raise SettingError(_("Choose one of: %(options)s.") % {"options": ", ".join(self.options)})

    def keep(self, value: str) -> JSON:
        return value

    def load(self, kept: JSON) -> str:
        if isinstance(kept, str):
            return kept
        raise SettingError(_("Choose one of: %(options)s.") % {"options": ", ".join(self.options)})

    def say(self, value: str) -> str:
        return value


@dataclass(frozen=True, slots=True)
class TimeOfDay:
    """A wall-clock time, to the minute."""

    def read(self, entered: str) -> time:
        try:
            value = time.fromisoformat(entered.strip())
        except ValueError:
            raise SettingError(_("Enter a time such as 17:00.")) from None
        return value

    def check(self, value: time) -> None:
        if value.tzinfo is not None or value.second or value.microsecond:
            raise SettingError(_("Enter a time such as 17:00."))

    def keep(self, value: time) -> JSON:
        return value.isoformat("minutes")

    def load(self, kept: JSON) -> time:
        return self.read(kept) if isinstance(kept, str) else self.read("")

    def say(self, value: time) -> str:
        return value.isoformat("minutes")


@dataclass(frozen=True, slots=True)
class Names:
    """Names in order, separated by commas or new lines; from `options` where given, each once."""

    options: tuple[str, ...] = ()
    least: int = 1
    most: int = 50

    def read(self, entered: str) -> tuple[str, ...]:
        return tuple(name.strip() for name in entered.replace("\n", ",").split(",") if name.strip())

    def check(self, value: tuple[str, ...]) -> None:
        if not self.least <= len(value) <= self.most:
            raise SettingError(
                _("Enter from %(least)d to %(most)d names, separated by commas.")
                % {"least": self.least, "most": self.most}
            )
        if len(set(value)) < len(value):
            raise SettingError(_("Each name may be there once only."))
        unknown = [name for name in value if self.options and name not in self.options]
        if unknown:
            raise SettingError(
                _("%(name)s is not known. Choose from: %(options)s.")
                % {"name": unknown[0][:60], "options": ", ".join(self.options)}
            )
        if any(len(name) > 80 or "\x00" in name for name in value):
            raise SettingError(_("Each name has at most 80 characters."))

    def keep(self, value: tuple[str, ...]) -> JSON:
        return list(value)

    def load(self, kept: JSON) -> tuple[str, ...]:
        if isinstance(kept, list) and all(isinstance(name, str) for name in kept):
            return tuple(kept)
        raise SettingError(_("Enter names, separated by commas."))

    def say(self, value: tuple[str, ...]) -> str:
        return ", ".join(value)


@dataclass(frozen=True, slots=True)
class Dates:
    """Days, one on each line or separated by commas, as 2026-12-29."""

    most: int = 400

    def read(self, entered: str) -> frozenset[date]:
        days = set()
        for item in entered.replace("\n", ",").split(","):
            if text := item.strip():
                try:
                    days.add(date.fromisoformat(text))
                except ValueError:
                    raise SettingError(
                        _("%(entered)s is not a date. Enter dates such as 2026-12-29.") % {"entered": text[:40]}
                    ) from None
        return frozenset(days)

    def check(self, value: frozenset[date]) -> None:
        if len(value) > self.most:
            raise SettingError(_("Enter at most %(most)d dates.") % {"most": self.most})

    def keep(self, value: frozenset[date]) -> JSON:
        return [day.isoformat() for day in sorted(value)]

    def load(self, kept: JSON) -> frozenset[date]:
        if isinstance(kept, list):
            return self.read(",".join(kept))
        raise SettingError(_("Enter dates such as 2026-12-29."))

    def say(self, value: frozenset[date]) -> str:
        return ", ".join(day.isoformat() for day in sorted(value))
