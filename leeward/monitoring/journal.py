"""Reads journaled mail: raw bytes in, who wrote what to whom out. Pure, and never raises for any bytes.

Two forms arrive: a plain copy of a message, and a journal report, in which the mail server states sender and true
recipients and attaches the message (Exchange journaling, "envelope journaling"). A report is only believed where the
source is known to send reports: an ordinary sender could write a message that looks like one.

Attachments are counted, never opened and never kept; pictures least of all.
"""

import email
import email.policy
import email.utils
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from email.header import decode_header
from email.message import Message
from enum import StrEnum

from leeward.monitoring.mail_text import decoded, text_of_html

LONGEST_TEXT = 1_000_000
"""Characters of one message that are kept for assessment; what is cut is said in `problems`."""
LONGEST_HEADER = 20_000
MOST_RECIPIENTS = 1_000
MOST_PARTS = 500
DEEPEST = 25
MOST_BOUNDARIES = 100
"""A message with more is read as plain bytes: the time to take it apart grows with boundaries times lines."""

_ADDRESS = re.compile(r"[^\s\x00-\x1f\x7f<>,;:\"()\[\]\\]{1,64}@[^\s\x00-\x1f\x7f<>,;:\"()\[\]\\@]{1,255}")
_REPORT_LINE = re.compile(r"^(sender|on-behalf-of|recipient|to|cc|bcc)\s*:\s*(.*)$", re.IGNORECASE)
_BODY_STARTS = re.compile(rb"\r?\n\r?\n")


class Form(StrEnum):
    """What a source sends: plain copies of messages, or journal reports with the message attached."""

    COPIES = "copies"
    REPORTS = "reports"


class Problem(StrEnum):
    """What was wrong with a message. It was read as far as possible all the same."""

    NOT_A_REPORT = "not-a-report"
    TOO_LONG = "too-long"
    TOO_TANGLED = "too-tangled"
    NO_SENDER = "no-sender"
    NO_RECIPIENTS = "no-recipients"
    NO_DATE = "no-date"
    NO_TEXT = "no-text"


@dataclass(frozen=True, slots=True)
class Mail:
    """One message. Addresses are lower case and without display names; `texts` are the parts a person could read."""

    sender: str
    recipients: tuple[str, ...]
    subject: str
    texts: tuple[str, ...]
    written: datetime | None
    attachments: int
    reported: bool
    problems: tuple[Problem, ...]


def read_mail(raw: bytes, form: Form = Form.COPIES) -> Mail:
    """Read one message as it came over SMTP."""
    outer, tangled = _parsed(raw)
    problems = [Problem.TOO_TANGLED] if tangled else []
    inner = outer
    envelope: _Envelope | None = None
    if form is Form.REPORTS:
        report = _report(outer)
        if report is None:
            problems.append(Problem.NOT_A_REPORT)
        else:
            envelope, inner = report
    texts, attachments, cut = _contents(inner)
    if cut:
        problems.append(Problem.TOO_LONG)
    sender, recipients = _people(inner, envelope)
    written = _date(inner)
    for missing, problem in (
        (not sender, Problem.NO_SENDER),
        (not recipients, Problem.NO_RECIPIENTS),
        (written is None, Problem.NO_DATE),
        (not texts, Problem.NO_TEXT),
    ):
        if missing:
            problems.append(problem)
    return Mail(
        sender=sender,
        recipients=recipients,
        subject=_header(inner, "subject")[:1000],
        texts=texts,
        written=written,
        attachments=attachments,
        reported=envelope is not None,
        problems=tuple(problems),
    )


def addresses_in(text: str) -> list[str]:
    """Every e-mail address in a header or report line, lower case, in order, without repeats."""
    found = (match.group().strip("'.").lower() for match in _ADDRESS.finditer(text[:LONGEST_HEADER]))
    return list(dict.fromkeys(found))[:MOST_RECIPIENTS]


def _parsed(raw: bytes) -> tuple[Message, bool]:
    """The parsed message, and whether it was too tangled to take apart."""
    if raw.lower().count(b"boundary") <= MOST_BOUNDARIES:
        try:
            # compat32: the newer policy raises on some malformed headers when they are read.
            return email.message_from_bytes(raw, policy=email.policy.compat32), False
        except (RecursionError, ValueError, LookupError, IndexError, AttributeError, TypeError, AssertionError):
            pass  # the parser's own faults on hostile input; the bytes are still read as text below
    head, _, body = _split(raw)
    plain: Message = email.message_from_bytes(b"", policy=email.policy.compat32)
    for name in ("from", "to", "cc", "subject", "date"):
        line = re.search(rb"^" + name.encode() + rb":[ \t]*([^\r\n]{0,2000})", head, re.IGNORECASE | re.MULTILINE)
        if line:
            plain[name] = decoded(line.group(1), "")
    plain.set_payload(body.decode("ascii", errors="surrogateescape"))
    return plain, True


def _split(raw: bytes) -> tuple[bytes, bytes, bytes]:
    start = _BODY_STARTS.search(raw)
    return (raw, b"", b"") if start is None else (raw[: start.start()], start.group(), raw[start.end() :])


@dataclass(frozen=True, slots=True)
class _Envelope:
    sender: str
    recipients: tuple[str, ...]


def _report(outer: Message) -> tuple[_Envelope, Message] | None:
    """Sender and recipients as the mail server states them, and the attached message; None where this is no report."""
    statement = ""
    inner: Message | None = None
    for part in _parts(outer, into_messages=False):
        kind = part.get_content_type()
        if kind == "message/rfc822" and inner is None:
            inner = _attached(part)
        elif kind == "text/plain" and not statement:
            statement = _text(part)
    if inner is None:
        return None
    sender = ""
    recipients: list[str] = []
    for line in statement.splitlines()[: MOST_RECIPIENTS * 2]:
        stated = _REPORT_LINE.match(line.strip())
        if stated is None:
            continue
        # "Recipient: who@…, Forwarded: from@…" and "To: who@…, Expanded: list@…": the first is the person.
        found = addresses_in(stated.group(2))[:1]
        if stated.group(1).lower() == "sender":
            sender = sender or "".join(found)
        elif stated.group(1).lower() != "on-behalf-of":
            recipients.extend(found)
    if not sender and not recipients:
        return None
    return _Envelope(sender, tuple(dict.fromkeys(recipients))[:MOST_RECIPIENTS]), inner


def _attached(part: Message) -> Message:
    """The message inside a message/rfc822 part, also where a sender wrongly encoded it."""
    payload = _payload(part)
    inside = payload[0] if isinstance(payload, list) and payload and isinstance(payload[0], Message) else part
    if str(part.get("content-transfer-encoding", "")).strip().lower() in {"base64", "quoted-printable"}:
        inside.add_header("content-transfer-encoding", str(part["content-transfer-encoding"]).strip())
        encoded = inside.get_payload(decode=True)
        if isinstance(encoded, bytes) and encoded:
            return _parsed(encoded)[0]
    return inside


def _parts(message: Message, *, into_messages: bool) -> Iterator[Message]:
    """The leaves of a message in order, at most MOST_PARTS of them and DEEPEST levels down."""
    waiting: list[tuple[Message, int]] = [(message, 0)]
    seen = 0
    while waiting and seen < MOST_PARTS:
        part, depth = waiting.pop()
        seen += 1
        payload = _payload(part)
        is_message = part.get_content_type() == "message/rfc822"
        if isinstance(payload, list) and depth < DEEPEST and (into_messages or not is_message):
            waiting.extend((each, depth + 1) for each in reversed(payload) if isinstance(each, Message))
        else:
            yield part


def _contents(message: Message) -> tuple[tuple[str, ...], int, bool]:
    """Readable texts, the number of attachments, and whether text was cut."""
    texts: list[str] = []
    attachments = 0
    left = LONGEST_TEXT
    cut = False
    for part in _parts(message, into_messages=True):
        kind = part.get_content_type()
        if not kind.startswith("text/") or _is_attachment(part):
            attachments += 1
            continue
        text = _text(part)
        if kind == "text/html":
            text = text_of_html(text)
        if not text.strip() or any(_same(text, other) for other in texts[-1:]):
            continue
        if len(text) > left:
            cut = True
        text = text[:left]
        left -= len(text)
        if text:
            texts.append(text)
    return tuple(texts), attachments, cut


def _same(text: str, other: str) -> bool:
    """Whether two parts say the same: the HTML face of a plain text is not assessed twice, a differing one is."""
    return re.findall(r"\w+", text.lower()) == re.findall(r"\w+", other.lower())


def _is_attachment(part: Message) -> bool:
    return str(part.get("content-disposition", "")).strip().lower().startswith("attachment")


def _payload(part: Message) -> object:
    """The parts of a part, or its text as it stands; the standard library trips over some charsets here."""
    try:
        return part.get_payload()
    except (TypeError, ValueError, LookupError):
        return None


def _text(part: Message) -> str:
    charset = part.get_param("charset", "")
    name = charset[2] if isinstance(charset, tuple) else charset
    try:
        payload = part.get_payload(decode=True)
    except (TypeError, ValueError, LookupError):  # a charset the standard library trips over: ours decides instead
        part.replace_header("content-type", part.get_content_type())
        payload = part.get_payload(decode=True)
    return decoded(payload, str(name or "")) if isinstance(payload, bytes) else ""


def _header(message: Message, name: str) -> str:
    """One header with its encoded words read; joined where a header was repeated."""
    values = [str(value) for key, value in message.raw_items() if key.lower() == name][:20]
    return ", ".join(_words(value[:LONGEST_HEADER]) for value in values).strip()


def _words(value: str) -> str:
    raw = value.encode("utf-8", errors="surrogateescape")
    if any(byte > 0x7F for byte in raw):
        value = decoded(raw, "")
    try:
        pieces = decode_header(value)
    except (ValueError, LookupError, AssertionError, IndexError):  # a broken encoded word: shown as it stands
        return " ".join(value.split())
    read = (piece if isinstance(piece, str) else decoded(piece, charset or "") for piece, charset in pieces)
    return " ".join("".join(read).split())


def _people(message: Message, envelope: _Envelope | None) -> tuple[str, tuple[str, ...]]:
    """Who wrote to whom: as the mail server states it, else as the headers say."""
    senders = addresses_in(_header(message, "from")) or addresses_in(_header(message, "sender"))
    sender = (envelope.sender if envelope else "") or "".join(senders[:1])
    if envelope and envelope.recipients:
        return sender, envelope.recipients
    stated = [address for name in ("to", "cc", "bcc") for address in addresses_in(_header(message, name))]
    return sender, tuple(dict.fromkeys(stated))[:MOST_RECIPIENTS]


def _date(message: Message) -> datetime | None:
    try:
        written = email.utils.parsedate_to_datetime(_header(message, "date"))
        return written.replace(tzinfo=UTC) if written.tzinfo is None else written.astimezone(UTC)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
