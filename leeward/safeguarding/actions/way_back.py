"""The reporter's way back: six words that find a thread and open it.

The words are kept nowhere. A keyed hash of them finds the thread; a key derived from them opens its messages. The
key folder salts both, so that a copy of the database alone cannot even be guessed at.
"""

import base64
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.db.models import F, Sum

from leeward.foundation.access import STRANGER
from leeward.foundation.act import act
from leeward.foundation.mail import tell_that_something_waits as tell
from leeward.foundation.vault import sealing, store
from leeward.foundation.vault.keyring import keyring
from leeward.safeguarding.models import Concern, Thread, ThreadMessage, WrongWords
from leeward.safeguarding.queries.readers import admitted
from leeward.safeguarding.rules import way_back
from leeward.safeguarding.rules.lifecycle import Progress, State, progress
from leeward.safeguarding.rules.telling import LONGEST_ANSWER
from leeward.safeguarding.wordlist import words as word_list

WRONG_PER_WINDOW = 200
WINDOW = timedelta(minutes=10)


class WrongWordsGiven(Exception):
    """No thread has these words."""


class TooManyWrong(WrongWordsGiven):
    """No thread has these words, and so many wrong ones were tried that the page says: wait a little."""


class GivesWordsAway(Exception):
    """The message contains the six words."""


@dataclass(frozen=True, slots=True)
class Message:
    """One message, opened."""

    from_reporter: bool
    at: datetime
    text: str


@dataclass(frozen=True, slots=True)
class Visit:
    """What a reporter sees when they come back: how far it is, and the messages. Never who does what."""

    ref: str
    raised_at: datetime
    read_at: datetime | None
    progress: Progress
    closed_at: datetime | None
    messages: tuple[Message, ...]


def _found_by(words: str) -> str:
    return keyring().mark("reporter words", way_back.letters(words).encode())


def _reporter_key(words: str) -> bytes:
    salt = keyring().derived("reporter thread keys")
    return HKDF(SHA256(), 32, salt=salt, info=b"leeward reporter thread").derive(way_back.letters(words).encode())


def give_words(concern: Concern, now: datetime) -> str:
    """Makes the way back of a concern, or replaces its words by new ones; returns them, the only time they exist.

    Runs inside the transaction of an act.
    """
    words = way_back.draw(word_list(), secrets.choice)
    thread = Thread.objects.select_for_update().filter(concern=concern).first()
    key = _case_key(thread) if thread else secrets.token_bytes(32)
    if thread is None:
        thread = Thread(concern=concern)
        sealed = store.seal_text(concern.record, f"thread {thread.pk}", base64.b64encode(key).decode())
        thread.for_case = sealed
    thread.found_by = _found_by(words)
    thread.for_reporter = sealing.seal(_reporter_key(words), f"thread {thread.pk}", key)
    thread.words_at = now
    thread.save()
    return words


def _case_key(thread: Thread) -> bytes:
    return base64.b64decode(store.open_text(thread.concern.record, f"thread {thread.pk}", thread.for_case))


def new_words(submission: UUID, now: datetime) -> str | None:
    """Six new words for a submission whose words were shown but not noted down; the old ones stop working.

    None for an unknown submission, or one that never had words.
    """
    concern = Concern.objects.select_related("case").filter(submission=submission).first()
    if concern is None or store.is_shredded(concern.record) or not Thread.objects.filter(concern=concern).exists():
        # Where no way back was made there is none to renew: whoever handed something over cannot open it again.
        return None
    with act(STRANGER, "safeguarding.replace-words", now=now, compartment=concern.case.compartment) as entry:
        entry.subject = f"case:{concern.case_id}"
        return give_words(concern, now)


def _thread_of(words: str, now: datetime) -> tuple[Thread, bytes]:
    thread = Thread.objects.select_related("concern__case").filter(found_by=_found_by(words)).first()
    if thread is None:
        _count_wrong(now)
        tried = WrongWords.objects.filter(minute__gt=now - WINDOW).aggregate(all=Sum("tried"))["all"] or 0
        raise TooManyWrong if tried > WRONG_PER_WINDOW else WrongWordsGiven
    return thread, sealing.unseal(_reporter_key(words), f"thread {thread.pk}", bytes(thread.for_reporter))


def _count_wrong(now: datetime) -> None:
    minute = now.replace(second=0, microsecond=0)
    WrongWords.objects.filter(minute__lt=now - 2 * WINDOW).delete()
    WrongWords.objects.bulk_create([WrongWords(minute=minute)], ignore_conflicts=True)
    WrongWords.objects.filter(minute=minute).update(tried=F("tried") + 1)


def come_back(words: str, now: datetime) -> Visit:
    """What the holder of the words may see. Raises WrongWordsGiven, or TooManyWrong.

    Right words always open, however many wrong ones others try: a reporter in danger must not be shut out by them.
    """
    thread, key = _thread_of(words, now)
    case = thread.concern.case
    return Visit(
        ref=case.ref,
        raised_at=thread.concern.raised_at,
        read_at=case.opened_at,
        progress=progress(State(case.state), read=case.opened_at is not None),
        closed_at=case.closed_at if case.state == State.CLOSED else None,
        messages=opened_messages(thread, key),
    )


def opened_messages(thread: Thread, key: bytes) -> tuple[Message, ...]:
    """The messages of a thread, oldest first."""
    return tuple(
        Message(
            from_reporter=row.from_reporter,
            at=row.at,
            text=sealing.unseal(key, f"message {row.pk}", bytes(row.body)).decode(),
        )
        for row in thread.messages.order_by("at", "id")
    )


def messages_for_case(thread: Thread) -> tuple[Message, ...]:
    """The messages as the case sees them, opened with the key of the concern."""
    return opened_messages(thread, _case_key(thread))


def keep_message(thread: Thread, key: bytes, text: str, *, by: UUID | None, now: datetime) -> ThreadMessage:
    """One message, sealed. `by` is the person who answers, None for the reporter."""
    row = ThreadMessage(thread=thread, from_reporter=by is None, by=by, at=now)
    row.body = sealing.seal(key, f"message {row.pk}", text.encode("utf-8", "replace"))
    row.save(force_insert=True)
    return row


def answer_in_thread(thread: Thread, text: str, *, by: UUID | None, now: datetime) -> None:
    """A reader's message into the thread. Runs inside the transaction of an act."""
    keep_message(thread, _case_key(thread), text, by=by, now=now)


def write_back(words: str, text: str, now: datetime) -> None:
    """A message from the reporter. Raises GivesWordsAway, WrongWordsGiven, ValueError for an empty or endless one."""
    if not text.strip() or len(text) > LONGEST_ANSWER:
        raise ValueError("A message has between 1 and 20,000 characters.")
    if way_back.contains_words(text, words):
        raise GivesWordsAway
    thread, key = _thread_of(words, now)
    case = thread.concern.case
    with act(STRANGER, "safeguarding.reporter-writes", now=now, compartment=case.compartment) as entry:
        entry.subject = f"case:{case.pk}"
        keep_message(thread, key, text, by=None, now=now)
        for one in admitted(case, now):
            tell(one.holder.person, now=now)
