"""From a draft to a concern: sent once, its words shown once."""

import secrets
from dataclasses import dataclass, fields
from datetime import datetime
from uuid import UUID

from leeward.foundation.access import STRANGER
from leeward.safeguarding.actions import drafts
from leeward.safeguarding.actions.drafts import Content
from leeward.safeguarding.actions.raising import Receipt, raise_concern
from leeward.safeguarding.actions.way_back import new_words
from leeward.safeguarding.queries.readers import Plan, who_would_read
from leeward.safeguarding.rules import way_back
from leeward.safeguarding.rules.telling import Source, Telling

_TOLD = tuple(field.name for field in fields(Telling))


class NotReady(Exception):
    """Something must be answered first: `what` happened, or who may `readers` be, which changed since it was shown."""

    def __init__(self, screen: str) -> None:
        super().__init__(screen)
        self.screen = screen


@dataclass(frozen=True, slots=True)
class Sent:
    """What the page after sending shows. `words` only the first time; `check` is the number of the word asked back."""

    ref: str
    readers: tuple[str, ...]
    outside: bool
    words: tuple[str, ...]
    check: int
    way_back: bool = True


def telling_of(content: Content) -> Telling:
    """The answers of a draft."""
    return Telling(**{name: str(content[name]) for name in _TOLD if content.get(name)})


def plan_of(content: Content, now: datetime) -> Plan:
    """Who would read the draft as it stands."""
    return who_would_read(
        telling_of(content), now, flagged=_persons(content, "flagged"), cleared=_persons(content, "cleared")
    )


def agreed(content: Content, plan: Plan) -> bool:
    """Has the reporter seen these readers, and answered whether it is about any of them?"""
    seen = content.get("agreed")
    return isinstance(seen, list) and set(seen) == {str(reader.person) for reader in plan.route.readers}


def _persons(content: Content, name: str) -> list[UUID]:
    found = content.get(name, [])
    return [UUID(one) for one in found] if isinstance(found, list) else []


def submission_of(token: str) -> UUID:
    """The same draft always makes the same submission, so that sending twice is sending once."""
    return UUID(bytes=drafts.derived(token, "submission")[:16], version=4)


def send(token: str, *, now: datetime) -> bool:
    """Sends the draft. False when there is none; True when it is safe, also for the second time.

    The answers are forgotten in the same transaction in which the concern is kept. Raises NotReady.
    """
    with drafts.changing(token, now=now) as content:
        if content is None:
            return False
        if "ref" in content:
            return True
        telling = telling_of(content)
        if not telling.account.strip():
            raise NotReady("what")
        if not agreed(content, plan_of(content, now)):
            raise NotReady("readers")
        receipt = raise_concern(
            actor=STRANGER,
            telling=telling,
            source=Source.PUBLIC_FORM,
            submission=submission_of(token),
            flagged=_persons(content, "flagged"),
            cleared=_persons(content, "cleared"),
            now=now,
        )
        content.clear()
        content.update(_sent(receipt, submission_of(token)))
        return True


def keep_receipt(receipt: Receipt, submission: UUID, *, now: datetime) -> str:
    """Keeps the receipt of a concern sent in one go, to be shown on the next page; returns what the cookie holds."""
    return drafts.begin(_sent(receipt, submission), now=now)


def _sent(receipt: Receipt, submission: UUID) -> Content:
    return {
        "ref": receipt.ref,
        "submission": str(submission),
        "outside": receipt.outside,
        "way_back": receipt.way_back,
        "readers": [f"{reader.name}|{reader.post}|{int(reader.deputy)}" for reader in receipt.readers],
        "words": receipt.words,
    }


def show(token: str, *, now: datetime) -> Sent | None:
    """The page after sending. Gives the words the first time it is asked, and keeps only one of them, to ask back."""
    with drafts.changing(token, now=now) as content:
        if content is None or "ref" not in content:
            return None
        words = str(content.pop("words", "") or "")
        if words:
            number = secrets.randbelow(way_back.WORDS) + 1
            content["check"], content["check_word"] = str(number), way_back.nth_word(words, number)
        return _receipt(content, words)


def _receipt(content: Content, words: str) -> Sent:
    readers = content["readers"]
    return Sent(
        ref=str(content["ref"]),
        readers=tuple(readers) if isinstance(readers, list) else (),
        outside=bool(content["outside"]),
        words=tuple(words.split()),
        check=int(str(content.get("check") or 0)),
        way_back=bool(content.get("way_back", True)),
    )


def typed_back(token: str, word: str, *, now: datetime) -> bool | None:
    """Is it the word that was asked back? None when there is nothing to check."""
    content = drafts.read(token, now=now)
    if content is None or not content.get("check_word"):
        return None
    return way_back.same_word(word, str(content["check_word"]))


def ask_for_new_words(token: str, *, now: datetime) -> bool:
    """Replaces the words, for a reporter who saw the first ones but could not note them. False without a receipt."""
    with drafts.changing(token, now=now) as content:
        if content is None or "submission" not in content:
            return False
        words = new_words(UUID(str(content["submission"])), now)
        if words is None:
            return False
        content["words"] = words
        return True


def show_without_words(token: str, *, now: datetime) -> Sent | None:
    """The same receipt for the page that asks a word back; words not yet shown stay for the page that shows them."""
    content = drafts.read(token, now=now)
    if content is None or "ref" not in content or content.get("words"):
        return None
    return _receipt(content, "")


def first_missing(content: Content, now: datetime) -> str:
    """The screen that must be answered before sending: `what`, `readers`, or none (empty)."""
    if not telling_of(content).account.strip():
        return "what"
    return "" if agreed(content, plan_of(content, now)) else "readers"


@dataclass(frozen=True, slots=True)
class ReaderAnswers:
    """Who shall be passed over, who of those mentioned may read it after all, and who of them may not."""

    flagged: list[str]
    cleared: list[str]
    uncleared: list[str]


def answer_readers(token: str, plan: Plan, answers: ReaderAnswers, *, now: datetime) -> bool:
    """Keeps the answers about the readers of `plan`. True when they stay the readers, False when others come."""
    with drafts.changing(token, now=now) as content:
        if content is None:
            return False
        flagged = {str(person) for person in _persons(content, "flagged")} | set(answers.flagged)
        cleared = {str(person) for person in _persons(content, "cleared")} | set(answers.cleared)
        content["flagged"], content["cleared"] = sorted(flagged), sorted(cleared - set(answers.uncleared))
        content["agreed"] = [str(reader.person) for reader in plan.route.readers]
        return agreed(content, plan_of(content, now))


def ask_again(token: str, *, now: datetime) -> None:
    """Takes back every answer about readers."""
    with drafts.changing(token, now=now) as content:
        if content is not None:
            for name in ("flagged", "cleared", "agreed"):
                content.pop(name, None)
