"""One ICAP conversation (RFC 3507), decided apart from any socket: bytes in, questions out; answers in, bytes out.

    conversation.receive(data)
    while question := conversation.next_question():
        conversation.answer(Pass())
    socket.send(conversation.to_send())

Whatever arrives, the outcome is a stated answer or a clean close: every failure is a `Refused` with its status, sent
with `Connection: close`. The conversation is written as a generator, so that it reads as if it could block.
"""

from collections.abc import Callable, Generator, Mapping
from dataclasses import dataclass

from leeward.edge.wire import (
    PHRASES,
    Head,
    Limits,
    Refused,
    Section,
    check_http_response,
    parse_chunk_size,
    parse_encapsulated,
    parse_fields,
    parse_head,
    parse_http_request,
    parse_user,
)


@dataclass(frozen=True, slots=True)
class Question:
    """What the proxy asks. `url` is absolute, or `host:port` for CONNECT; empty in RESPMOD without a request head.

    `body` holds the preview, or all of it once `complete`.
    """

    kind: str
    method: str
    url: str
    user: str = ""
    address: str = ""
    body: bytes = b""
    complete: bool = False


@dataclass(frozen=True, slots=True)
class Pass:
    """Let it through unchanged: 204 where the proxy allows that, otherwise the message echoed as it arrives."""


@dataclass(frozen=True, slots=True)
class Reply:
    """Answer in place of the origin: a complete HTTP response, its head ending with the blank line."""

    head: bytes
    body: bytes = b""


@dataclass(frozen=True, slots=True)
class More:
    """Send the whole body (100 Continue after a preview), then ask again."""


@dataclass(frozen=True, slots=True)
class Fail:
    """The service cannot decide: an ICAP error, after which the connection closes."""

    status: int
    reason: str


Answer = Pass | Reply | More | Fail
Steps = Generator[Question | None, Answer | None, None]


class _Message:
    """One request while it is being answered: what came so far and what the proxy said it can take."""

    __slots__ = (
        "allow_204",
        "body",
        "chunk_left",
        "complete",
        "has_body",
        "head",
        "parts",
        "previewing",
        "question",
        "taken",
    )

    def __init__(self, head: Head) -> None:
        self.head = head
        self.parts: list[tuple[str, bytes]] = []
        self.has_body = False
        self.body = bytearray()
        self.complete = True
        self.previewing = False
        self.allow_204 = head.lists("allow", "204")
        self.question: Question | None = None
        self.taken = 0
        self.chunk_left = 0


class Conversation:
    """The service's side of one connection: any number of requests, one after another or pipelined.

    `services` maps the path of each service to its method; `istag` is asked for each answer, because the snapshot
    may change between two of them. `refusal` says afterwards what ended the conversation early, if anything did.
    """

    def __init__(self, services: Mapping[str, str], istag: Callable[[], str], limits: Limits | None = None) -> None:
        self._services = services
        self._istag = istag
        self._limits = limits or Limits()
        self._buffer = bytearray()
        self._searched = 0
        self._out: list[bytes] = []
        self._steps = self._run()
        self._ready: Question | None = None
        self._open = False
        self._idle = True
        self._speaking = False
        self.closing = False
        self.refusal: Refused | None = None
        next(self._steps)

    @property
    def waiting_for_more(self) -> bool:
        """True while a request has begun and the rest of it has not come: the state a slow peer is cut off in."""
        return not self.closing and not self._open and (not self._idle or bool(self._buffer))

    def receive(self, data: bytes) -> None:
        """Take what the peer sent. After `closing` it is thrown away."""
        if not self.closing:
            self._buffer += data

    def next_question(self) -> Question | None:
        """The next thing to decide; None while one is still unanswered, or until more bytes come."""
        if self._open:
            return None
        if self._ready is None and not self.closing:
            self._advance(None)
        question, self._ready = self._ready, None
        self._open = question is not None
        return question

    def answer(self, answer: Answer) -> None:
        """Answer the question in hand. After `More` the next question is the same one with its whole body."""
        if not self._open:
            raise RuntimeError("answer() without a question")
        self._open = False
        self._advance(answer)

    def to_send(self) -> bytes:
        """What is to be written to the peer now; emptied by the call."""
        out = b"".join(self._out)
        self._out.clear()
        return out

    def time_out(self) -> None:
        """Cut off a peer that stopped in the middle of a request: 408, then close."""
        if not self.closing:
            self._refuse(Refused(408, "the rest of the request did not come"))

    def _advance(self, answer: Answer | None) -> None:
        try:
            self._ready = self._steps.send(answer)
        except StopIteration:
            self.closing = True

    # -- what follows reads as one blocking conversation; `yield None` waits for bytes, `yield question` for an answer

    def _run(self) -> Steps:
        yield None
        try:
            while True:
                self._idle = True
                yield from self._skip_blank_lines()
                block = yield from self._until(b"\r\n\r\n", self._limits.head, 413)
                self._idle = False
                head = parse_head(block)
                yield from self._serve(head)
                if head.lists("connection", "close"):
                    return
        except Refused as refusal:
            self._refuse(refusal)

    def _serve(self, head: Head) -> Steps:
        method = self._services.get(head.path)
        if method is None:
            raise Refused(404, "there is no such service")
        if head.method not in (method, "OPTIONS"):
            raise Refused(405, f"this service answers {method} only")
        sections = parse_encapsulated(head)
        if head.method == "OPTIONS":
            if sections[-1].name != "null-body":
                raise Refused(400, "OPTIONS with a body is not taken")
            self._out.append(self._options(method))
            return
        message = _Message(head)
        yield from self._read_parts(message, sections)
        yield from self._settle(message)

    def _settle(self, message: _Message) -> Steps:
        answer = yield self._question(message)
        if isinstance(answer, More):
            yield from self._read_rest(message)
            answer = yield self._question(message)
        match answer:
            case Pass() if message.allow_204 or message.previewing:
                yield from self._skip(message)
                self._out.append(self._head(204))
            case Pass():
                yield from self._echo(message)
            case Reply():
                yield from self._skip(message)
                self._out.append(self._reply(answer))
            case Fail():
                raise Refused(answer.status, answer.reason)
            case _:
                raise Refused(500, "the service asked for the body twice")

    def _read_parts(self, message: _Message, sections: tuple[Section, ...]) -> Steps:
        preview = message.head.number("preview")
        if preview is not None and preview > self._limits.preview:
            raise Refused(400, "the preview is larger than was offered")
        if sum(section.size or 0 for section in sections) > self._limits.encapsulated:
            raise Refused(413, "the HTTP head is too large")
        method, url = "", ""
        for section in sections[:-1]:
            block = yield from self._exactly(section.size or 0)
            message.parts.append((section.name, block))
            if section.name == "req-hdr":
                method, url = parse_http_request(block)
            else:
                check_http_response(block)
        if message.head.method == "REQMOD" and not url:
            raise Refused(400, "REQMOD without a request head")
        message.has_body = sections[-1].name != "null-body"
        message.complete = not message.has_body
        # In answer to a preview 204 is always allowed (RFC 3507 §4.6); a GET comes as `Preview: 0` with null-body.
        message.previewing = preview is not None
        if message.has_body and preview is not None:
            message.complete = yield from self._read_chunks(message, preview)
        user, address = parse_user(message.head), message.head.headers.get("x-client-ip", "")
        message.question = Question(message.head.method, method, url, user, address, complete=not message.has_body)

    def _question(self, message: _Message) -> Question:
        asked = message.question
        assert asked is not None
        if not message.has_body:
            return asked
        return Question(
            asked.kind, asked.method, asked.url, asked.user, asked.address, bytes(message.body), message.complete
        )

    def _read_rest(self, message: _Message) -> Steps:
        if message.complete:
            return
        self._continue(message)
        yield from self._read_chunks(message, self._limits.kept_body)
        message.complete = True

    def _continue(self, message: _Message) -> None:
        if message.previewing:
            message.previewing = False
            self._out.append(b"ICAP/1.0 100 Continue\r\n\r\n")

    def _skip(self, message: _Message) -> Steps:
        """Read past a body that came without a preview. After a preview the proxy sends no more unless told to."""
        if message.complete or message.previewing:
            return
        while (yield from self._piece(message)) is not None:
            pass

    def _echo(self, message: _Message) -> Steps:
        """Send the message back as it arrives, never waiting for the whole of it: memory stays bounded."""
        last, head_part = message.parts[-1] if message.parts else ("", b"")
        body_name = "req-body" if message.head.method == "REQMOD" else "res-body"
        if last == "req-hdr" and message.head.method == "RESPMOD":
            head_part = b""  # a response is echoed without the request it answers
        parts = [f"{'req' if message.head.method == 'REQMOD' else 'res'}-hdr=0"] if head_part else []
        parts.append(f"{body_name if message.has_body else 'null-body'}={len(head_part)}")
        self._out += (self._head(200, f"Encapsulated: {', '.join(parts)}\r\n"), head_part)
        if not message.has_body:
            return
        self._speaking = True
        if message.body:
            self._out.append(b"%x\r\n%b\r\n" % (len(message.body), bytes(message.body)))
            message.body.clear()
        if not message.complete:
            self._continue(message)
            while (piece := (yield from self._piece(message))) is not None:
                self._out.append(b"%x\r\n%b\r\n" % (len(piece), piece))
        self._out.append(b"0\r\n\r\n")
        self._speaking = False

    def _read_chunks(self, message: _Message, most: int) -> Generator[None, None, bool]:
        """Keep chunks up to the zero one. True where that says `ieof`: nothing follows the preview."""
        while True:
            line = yield from self._until(b"\r\n", self._limits.chunk_line, 400)
            size, ieof = parse_chunk_size(line)
            if size == 0:
                yield from self._trailers()
                return ieof
            if len(message.body) + size > most:
                raise Refused(413, "the body is larger than is taken")
            message.body += yield from self._exactly(size)
            yield from self._line_end()

    def _piece(self, message: _Message) -> Generator[None, None, bytes | None]:
        """What has come of a body that is passed on or skipped, up to the end of a chunk; None at its end."""
        if message.chunk_left == 0:
            line = yield from self._until(b"\r\n", self._limits.chunk_line, 400)
            message.chunk_left, _ = parse_chunk_size(line)
            if message.chunk_left == 0:
                yield from self._trailers()
                return None
            message.taken += message.chunk_left
            if message.taken > self._limits.passing_body:
                raise Refused(413, "the body is larger than is taken")
        while not self._buffer:
            yield None
        piece = yield from self._exactly(min(len(self._buffer), message.chunk_left))
        message.chunk_left -= len(piece)
        if message.chunk_left == 0:
            yield from self._line_end()
        return piece

    def _trailers(self) -> Generator[None, None, None]:
        taken = 0
        while line := (yield from self._until(b"\r\n", self._limits.trailers, 400)):
            taken += len(line)
            if taken > self._limits.trailers:
                raise Refused(400, "the trailers are too large")
            parse_fields(line)

    def _skip_blank_lines(self) -> Generator[None, None, None]:
        """Some peers end a message with one blank line too many; a connection that sends nothing else is not kept."""
        for _ in range(4):
            while len(self._buffer) < 2:
                yield None
            if not self._buffer.startswith(b"\r\n"):
                return
            del self._buffer[:2]

    def _line_end(self) -> Generator[None, None, None]:
        if (yield from self._exactly(2)) != b"\r\n":
            raise Refused(400, "a chunk is not as long as it says")

    def _until(self, mark: bytes, most: int, status: int) -> Generator[None, None, bytes]:
        """Bytes up to the mark, which is consumed. Refused with `status` once more than `most` came without it."""
        buffer = self._buffer
        while (at := buffer.find(mark, self._searched)) < 0:
            if len(buffer) > most:
                raise Refused(status, "a line or head does not end")
            self._searched = max(0, len(buffer) - len(mark) + 1)
            yield None
        if at > most:
            raise Refused(status, "a line or head is too long")
        taken = bytes(buffer[:at])
        del buffer[: at + len(mark)]
        self._searched = 0
        return taken

    def _exactly(self, size: int) -> Generator[None, None, bytes]:
        buffer = self._buffer
        while len(buffer) < size:
            yield None
        taken = bytes(buffer[:size])
        del buffer[:size]
        return taken

    # -- what is said

    def _head(self, status: int, more: str = "") -> bytes:
        return f'ICAP/1.0 {status} {PHRASES[status]}\r\nISTag: "{self._istag()}"\r\n{more}\r\n'.encode("ascii")

    def _options(self, method: str) -> bytes:
        return self._head(
            200,
            f"Methods: {method}\r\nService: Leeward\r\nOptions-TTL: 60\r\nAllow: 204\r\nPreview: 0\r\n"
            "Transfer-Preview: *\r\nEncapsulated: null-body=0\r\n",
        )

    def _reply(self, reply: Reply) -> bytes:
        body_name = "res-body" if reply.body else "null-body"
        head = self._head(200, f"Encapsulated: res-hdr=0, {body_name}={len(reply.head)}\r\n")
        if not reply.body:
            return head + reply.head
        return b"%b%b%x\r\n%b\r\n0\r\n\r\n" % (head, reply.head, len(reply.body), reply.body)

    def _refuse(self, refusal: Refused) -> None:
        # In the middle of an echo no status can be said any more: closing is what tells the peer.
        if not self._speaking:
            self._out.append(self._head(refusal.status, "Connection: close\r\nEncapsulated: null-body=0\r\n"))
        self._buffer.clear()
        self.closing = True
        self.refusal = refusal
