"""The ICAP conversation as dialogues: what is sent, what is asked, what is answered."""

import base64

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from leeward.edge.icap import Answer, Conversation, Fail, More, Pass, Question, Reply
from leeward.edge.wire import Limits

SERVICES = {"/reqmod": "REQMOD", "/respmod": "RESPMOD"}
TAG = b'ISTag: "leeward-7"\r\n'
NOT_MODIFIED = b"ICAP/1.0 204 No Modifications Needed\r\n" + TAG + b"\r\n"
REFUSAL = Reply(b"HTTP/1.1 403 Forbidden\r\nContent-Length: 2\r\n\r\n", b"no")
SMALL = Limits(head=2048, encapsulated=2048, preview=64, chunk_line=64, trailers=64, kept_body=256, passing_body=1024)

GET = b"GET http://site.example/a?b=c HTTP/1.1\r\nHost: site.example\r\n\r\n"
POST = b"POST http://site.example/form HTTP/1.1\r\nHost: site.example\r\nContent-Length: 11\r\n\r\n"
ANSWER = b"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n\r\n"
BODY = b"5\r\nhello\r\n6;note=x\r\n world\r\n0\r\n\r\n"


def icap(method: str, *lines: str, service: str = "reqmod", parts: bytes = b"") -> bytes:
    """A request: its ICAP head from lines, then the encapsulated parts as they are."""
    head = [f"{method} icap://127.0.0.1:1344/{service} ICAP/1.0", "Host: 127.0.0.1:1344", *lines]
    return "\r\n".join(head).encode() + b"\r\n\r\n" + parts


def reqmod(*lines: str, head: bytes = GET, body: bytes | None = None) -> bytes:
    """REQMOD of one HTTP request."""
    kind = "null-body" if body is None else "req-body"
    return icap("REQMOD", *lines, f"Encapsulated: req-hdr=0, {kind}={len(head)}", parts=head + (body or b""))


def refused(status: int, phrase: str) -> bytes:
    """The whole of an ICAP error."""
    return f"ICAP/1.0 {status} {phrase}\r\n".encode() + TAG + b"Connection: close\r\nEncapsulated: null-body=0\r\n\r\n"


class Spoken:
    """A conversation held to its end, fed in pieces of any size, with answers from a list."""

    def __init__(self, data: bytes, *answers: Answer, piece: int = 0, limits: Limits = SMALL) -> None:
        self.questions: list[Question] = []
        self.out = b""
        self.conversation = Conversation(SERVICES, lambda: "leeward-7", limits)
        waiting = list(answers)
        for start in range(0, len(data), piece or max(1, len(data))):
            self.conversation.receive(data[start : start + (piece or len(data))])
            while question := self.conversation.next_question():
                self.questions.append(question)
                self.conversation.answer(waiting.pop(0) if waiting else Pass())
            self.out += self.conversation.to_send()


ECHOED_POST = b"ICAP/1.0 200 OK\r\n" + TAG + b"Encapsulated: req-hdr=0, req-body=%d\r\n\r\n" % len(POST) + POST
REFUSED_200 = (
    b"ICAP/1.0 200 OK\r\n"
    + TAG
    + b"Encapsulated: res-hdr=0, res-body=%d\r\n\r\n" % len(REFUSAL.head)
    + REFUSAL.head
    + b"2\r\nno\r\n0\r\n\r\n"
)
OPTIONS_ANSWER = (
    b"ICAP/1.0 200 OK\r\n"
    + TAG
    + b"Methods: REQMOD\r\nService: Leeward\r\nOptions-TTL: 60\r\nAllow: 204\r\nPreview: 0\r\nTransfer-Preview: *\r\n"
    b"Encapsulated: null-body=0\r\n\r\n"
)

DIALOGUES: dict[str, tuple[bytes, tuple[Answer, ...], bytes]] = {
    "options are told with the snapshot's tag": (icap("OPTIONS"), (), OPTIONS_ANSWER),
    "options with a null body": (icap("OPTIONS", "Encapsulated: null-body=0"), (), OPTIONS_ANSWER),
    "a GET arrives as a preview of nothing, and passes": (reqmod("Preview: 0"), (), NOT_MODIFIED),
    "204 is given where it is allowed": (reqmod("Allow: 204"), (), NOT_MODIFIED),
    "204 among other things allowed": (reqmod("Allow: 206, 204"), (), NOT_MODIFIED),
    "where 204 is not allowed the request is echoed": (
        reqmod(),
        (),
        b"ICAP/1.0 200 OK\r\n" + TAG + b"Encapsulated: req-hdr=0, null-body=%d\r\n\r\n" % len(GET) + GET,
    ),
    "a refused GET gets a whole HTTP response": (reqmod("Allow: 204"), (REFUSAL,), REFUSED_200),
    "a refusal without a body ends at its head": (
        reqmod("Allow: 204"),
        (Reply(b"HTTP/1.1 403 Forbidden\r\n\r\n"),),
        b"ICAP/1.0 200 OK\r\n" + TAG + b"Encapsulated: res-hdr=0, null-body=26\r\n\r\nHTTP/1.1 403 Forbidden\r\n\r\n",
    ),
    "a preview is answered before the body comes": (
        reqmod("Preview: 5", head=POST, body=b"5\r\nhello\r\n0\r\n\r\n"),
        (),
        NOT_MODIFIED,
    ),
    "a refusal after a preview asks for no more": (
        reqmod("Preview: 0", head=POST, body=b"0\r\n\r\n"),
        (REFUSAL,),
        REFUSED_200,
    ),
    "a preview that is everything says ieof": (
        reqmod("Preview: 64", head=POST, body=b"5\r\nhello\r\n0; ieof\r\n\r\n"),
        (More(), Pass()),
        NOT_MODIFIED,
    ),
    "100 Continue fetches the rest, and 204 then needs leave": (
        reqmod("Preview: 5", "Allow: 204", head=POST, body=b"5\r\nhello\r\n0\r\n\r\n") + b"6\r\n world\r\n0\r\n\r\n",
        (More(), Pass()),
        b"ICAP/1.0 100 Continue\r\n\r\n" + NOT_MODIFIED,
    ),
    "after 100 Continue, without leave for 204, all of it is echoed": (
        reqmod("Preview: 5", head=POST, body=b"5\r\nhello\r\n0\r\n\r\n") + b"6\r\n world\r\n0\r\n\r\n",
        (More(), Pass()),
        b"ICAP/1.0 100 Continue\r\n\r\n" + ECHOED_POST + b"b\r\nhello world\r\n0\r\n\r\n",
    ),
    "a body that needs no answer is read past, and the connection goes on": (
        reqmod("Allow: 204", head=POST, body=BODY) + reqmod("Allow: 204"),
        (),
        NOT_MODIFIED * 2,
    ),
    "trailers are read past": (
        reqmod("Allow: 204", head=POST, body=b"5\r\nhello\r\n0\r\nX-Sum: 1\r\n\r\n") + icap("OPTIONS"),
        (),
        NOT_MODIFIED + OPTIONS_ANSWER,
    ),
    "pipelined requests are answered in order": (
        icap("OPTIONS") + reqmod("Preview: 0") + reqmod("Preview: 0") + reqmod("Preview: 0"),
        (Pass(), REFUSAL, Pass()),
        OPTIONS_ANSWER + NOT_MODIFIED + REFUSED_200 + NOT_MODIFIED,
    ),
    "a blank line too many between requests is forgiven": (
        b"\r\n" + reqmod("Allow: 204") + b"\r\n" + reqmod("Allow: 204"),
        (),
        NOT_MODIFIED * 2,
    ),
    "a response passes": (
        icap(
            "RESPMOD",
            "Allow: 204",
            f"Encapsulated: req-hdr=0, res-hdr={len(GET)}, res-body={len(GET + ANSWER)}",
            service="respmod",
            parts=GET + ANSWER + BODY,
        ),
        (),
        NOT_MODIFIED,
    ),
    "an echoed response leaves the request out": (
        icap(
            "RESPMOD",
            f"Encapsulated: req-hdr=0, res-hdr={len(GET)}, null-body={len(GET + ANSWER)}",
            service="respmod",
            parts=GET + ANSWER,
        ),
        (),
        b"ICAP/1.0 200 OK\r\n" + TAG + b"Encapsulated: res-hdr=0, null-body=%d\r\n\r\n" % len(ANSWER) + ANSWER,
    ),
    "a response without any head passes": (
        icap("RESPMOD", "Allow: 204", "Encapsulated: res-body=0", service="respmod", parts=BODY),
        (),
        NOT_MODIFIED,
    ),
    "a service that cannot decide says 500 and closes": (
        reqmod("Allow: 204"),
        (Fail(500, "why"),),
        refused(500, "Server Error"),
    ),
    "a service asking twice for the body is at fault": (
        reqmod("Preview: 0", head=POST, body=b"0; ieof\r\n\r\n"),
        (More(), More()),
        refused(500, "Server Error"),
    ),
}


@pytest.mark.parametrize("piece", [0, 1, 7], ids=["at once", "byte by byte", "by sevens"])
@pytest.mark.parametrize("name", DIALOGUES)
def test_a_dialogue_goes_the_same_way_however_it_is_cut(name: str, piece: int) -> None:
    data, answers, expected = DIALOGUES[name]
    assert Spoken(data, *answers, piece=piece).out == expected


def echoed(out: bytes) -> bytes:
    """The body inside an echo's chunks, however they were cut."""
    rest, body = out.partition(b"\r\n\r\n")[2].partition(b"\r\n\r\n")[2], b""
    while True:
        size, _, rest = rest.partition(b"\r\n")
        if int(size, 16) == 0:
            assert rest == b"\r\n"
            return body
        body, rest = body + rest[: int(size, 16)], rest[int(size, 16) + 2 :]


@pytest.mark.parametrize("piece", [0, *range(1, 40)])
def test_an_echo_begins_before_the_body_is_whole_and_loses_nothing(piece: int) -> None:
    data = reqmod(head=POST, body=BODY)
    assert echoed(Spoken(data, piece=piece).out) == b"hello world"
    begun = Spoken(data[: -len(BODY) + 10])
    assert begun.out.startswith(ECHOED_POST)
    assert b"hello" in begun.out


def test_every_place_to_cut_gives_the_same_answer() -> None:
    data, answers, expected = DIALOGUES["pipelined requests are answered in order"]
    for place in range(1, len(data)):
        conversation, out, waiting = Conversation(SERVICES, lambda: "leeward-7"), b"", list(answers)
        for part in (data[:place], data[place:]):
            conversation.receive(part)
            while conversation.next_question():
                conversation.answer(waiting.pop(0))
            out += conversation.to_send()
        assert out == expected


REFUSED: dict[str, tuple[bytes, int, str]] = {
    "not ICAP at all": (b"GET / HTTP/1.1\r\n\r\n", 400, "Bad Request"),
    "one word": (b"hello\r\n\r\n", 400, "Bad Request"),
    "another version": (b"OPTIONS icap://a/reqmod ICAP/2.0\r\n\r\n", 505, "ICAP Version Not Supported"),
    "an unknown method": (b"PATCH icap://a/reqmod ICAP/1.0\r\n\r\n", 501, "Method Not Implemented"),
    "an unknown service": (icap("OPTIONS", service="scan"), 404, "ICAP Service Not Found"),
    "no service": (b"OPTIONS icap://a ICAP/1.0\r\n\r\n", 404, "ICAP Service Not Found"),
    "a method of the other service": (
        icap("RESPMOD", "Encapsulated: null-body=0"),
        405,
        "Method Not Allowed For Service",
    ),
    "an address outside ASCII": ("OPTIONS icap://a/rëqmod ICAP/1.0\r\n\r\n".encode(), 400, "Bad Request"),
    "no Encapsulated": (icap("REQMOD"), 400, "Bad Request"),
    "Encapsulated twice": (icap("REQMOD", "Encapsulated: req-hdr=0", "Encapsulated: req-hdr=0"), 400, "Bad Request"),
    "offsets that fall": (icap("REQMOD", "Encapsulated: req-hdr=9, null-body=0"), 400, "Bad Request"),
    "offsets that stand": (icap("REQMOD", "Encapsulated: req-hdr=0, null-body=0"), 400, "Bad Request"),
    "an offset below nothing": (icap("REQMOD", "Encapsulated: req-hdr=0, null-body=-1"), 400, "Bad Request"),
    "an offset beyond reason": (icap("REQMOD", "Encapsulated: req-hdr=0, null-body=" + "9" * 40), 400, "Bad Request"),
    "a head larger than is taken": (
        icap("REQMOD", "Encapsulated: req-hdr=0, null-body=99999"),
        413,
        "Request Entity Too Large",
    ),
    "parts of the other method": (icap("REQMOD", "Encapsulated: res-hdr=0, res-body=9"), 400, "Bad Request"),
    "no body part": (icap("REQMOD", f"Encapsulated: req-hdr={0}"), 400, "Bad Request"),
    "REQMOD without a request": (icap("REQMOD", "Encapsulated: null-body=0"), 400, "Bad Request"),
    "a request line that is none": (reqmod(head=b"GET\r\n\r\n"), 400, "Bad Request"),
    "a head that does not end": (reqmod(head=b"GET / HTTP/1.1\r\nHost: a"), 400, "Bad Request"),
    "no host anywhere": (reqmod(head=b"GET / HTTP/1.1\r\n\r\n"), 400, "Bad Request"),
    "an HTTP response that is none": (
        icap("RESPMOD", "Encapsulated: res-hdr=0, null-body=6", service="respmod", parts=b"hi\r\n\r\n"),
        400,
        "Bad Request",
    ),
    "a folded header": (icap("OPTIONS", "X: a\r\n b"), 400, "Bad Request"),
    "a header without a colon": (icap("OPTIONS", "Allow"), 400, "Bad Request"),
    "a bare line feed in a header": (icap("OPTIONS", "X: a\nY: b"), 400, "Bad Request"),
    "a zero byte in a header": (icap("OPTIONS", "X: a\0"), 400, "Bad Request"),
    "two client addresses": (reqmod("X-Client-IP: 10.0.0.1", "X-Client-IP: 10.9.0.1"), 400, "Bad Request"),
    "two users": (reqmod("X-Client-Username: a", "X-Client-Username: b"), 400, "Bad Request"),
    "a user that is not base64": (reqmod("X-Authenticated-User: ???"), 400, "Bad Request"),
    "a preview that is no number": (reqmod("Preview: all"), 400, "Bad Request"),
    "a preview larger than offered": (reqmod("Preview: 100000"), 400, "Bad Request"),
    "a longer preview than was said": (
        reqmod("Preview: 2", head=POST, body=b"5\r\nhello\r\n0\r\n\r\n"),
        413,
        "Request Entity Too Large",
    ),
    "an endless head": (b"OPTIONS icap://a/reqmod ICAP/1.0\r\n" + b"X: y\r\n" * 900, 413, "Request Entity Too Large"),
    "a chunk without a size": (reqmod("Preview: 9", head=POST, body=b"hello\r\n"), 400, "Bad Request"),
    "a chunk size below nothing": (reqmod("Preview: 9", head=POST, body=b"-5\r\nhello\r\n"), 400, "Bad Request"),
    "a chunk size in other digits": (
        reqmod("Preview: 9", head=POST, body="٥\r\nhello\r\n".encode()),
        400,
        "Bad Request",
    ),
    "a chunk longer than it says": (reqmod("Preview: 9", head=POST, body=b"2\r\nhello\r\n"), 400, "Bad Request"),
    "an endless chunk line": (reqmod("Preview: 9", head=POST, body=b"5;" + b"x" * 99), 400, "Bad Request"),
    "an endless trailer": (
        reqmod("Preview: 9", head=POST, body=b"0\r\n" + b"X: aaaaaaaa\r\n" * 20),
        400,
        "Bad Request",
    ),
    "a body larger than is passed on": (
        reqmod("Allow: 204", head=POST, body=b"FFFFFFF\r\n"),
        413,
        "Request Entity Too Large",
    ),
    "a body larger than is kept": (
        reqmod("Allow: 204", head=POST, body=b"1FF\r\n" + b"x" * 0x1FF),
        413,
        "Request Entity Too Large",
    ),
    "OPTIONS with a body": (icap("OPTIONS", "Encapsulated: opt-body=0"), 400, "Bad Request"),
}


@pytest.mark.parametrize("piece", [0, 1])
@pytest.mark.parametrize("name", REFUSED)
def test_what_cannot_be_taken_gets_its_status_and_a_close(name: str, piece: int) -> None:
    data, status, phrase = REFUSED[name]
    answers = (More(),) if name == "a body larger than is kept" else ()
    spoken = Spoken(data, *answers, piece=piece)
    assert spoken.out == refused(status, phrase)
    assert spoken.conversation.closing
    assert spoken.conversation.refusal is not None


def test_an_echo_that_breaks_off_says_nothing_more() -> None:
    spoken = Spoken(reqmod(head=POST, body=b"5\r\nhello\r\nnonsense\r\n"))
    assert spoken.out == ECHOED_POST + b"5\r\nhello\r\n"
    assert spoken.conversation.closing


def test_the_question_names_method_address_user_and_device() -> None:
    data = reqmod("X-Client-IP: 10.0.0.1", "X-Client-Username: amélie", "Allow: 204")
    assert Spoken(data).questions == [
        Question("REQMOD", "GET", "http://site.example/a?b=c", "amélie", "10.0.0.1", b"", True)
    ]


def test_a_tunnel_is_asked_about_by_host_and_port() -> None:
    head = b"CONNECT site.example:443 HTTP/1.1\r\nHost: site.example:443\r\n\r\n"
    (question,) = Spoken(reqmod(head=head)).questions
    assert (question.method, question.url) == ("CONNECT", "site.example:443")


def test_a_relative_target_is_joined_to_its_host() -> None:
    (question,) = Spoken(reqmod(head=b"GET /a HTTP/1.1\r\nHost: site.example:81\r\n\r\n")).questions
    assert question.url == "http://site.example:81/a"


@pytest.mark.parametrize(
    ("line", "user"),
    [
        ("X-Client-Username: -", ""),
        ("X-Client-Username:", ""),
        ("X-Authenticated-User: " + base64.b64encode(b"LDAP://dc.example/ou=x/ama").decode(), "ama"),
        ("X-Authenticated-User: " + base64.b64encode("Local://zoë".encode()).decode(), "zoë"),
    ],
)
def test_the_user_is_read_from_either_header(line: str, user: str) -> None:
    assert Spoken(reqmod(line)).questions[0].user == user


def test_after_more_the_question_comes_with_its_whole_body() -> None:
    data = reqmod("Preview: 5", head=POST, body=b"5\r\nhello\r\n0\r\n\r\n") + b"6\r\n world\r\n0\r\n\r\n"
    first, second = Spoken(data, More(), Pass()).questions
    assert (first.body, first.complete) == (b"hello", False)
    assert (second.body, second.complete) == (b"hello world", True)


def test_connection_close_is_honoured_after_the_answer() -> None:
    spoken = Spoken(reqmod("Allow: 204", "Connection: close") + icap("OPTIONS"))
    assert spoken.out == NOT_MODIFIED
    assert spoken.conversation.closing


def test_one_question_at_a_time() -> None:
    conversation = Conversation(SERVICES, lambda: "leeward-7")
    conversation.receive(reqmod("Allow: 204") * 2)
    assert conversation.next_question() is not None
    assert conversation.next_question() is None
    conversation.answer(Pass())
    assert conversation.next_question() is not None


def test_an_answer_without_a_question_is_a_mistake_of_the_caller() -> None:
    with pytest.raises(RuntimeError):
        Conversation(SERVICES, lambda: "leeward-7").answer(Pass())


def test_a_peer_that_stops_half_way_is_cut_off_with_408() -> None:
    conversation = Conversation(SERVICES, lambda: "leeward-7")
    assert not conversation.waiting_for_more
    conversation.receive(b"OPTIONS icap:")
    conversation.next_question()
    assert conversation.waiting_for_more
    conversation.time_out()
    assert conversation.to_send() == refused(408, "Request Timeout")
    assert conversation.closing


def test_the_tag_follows_the_snapshot_within_one_connection() -> None:
    version = iter(("leeward-1", "leeward-2"))
    conversation = Conversation(SERVICES, lambda: next(version))
    conversation.receive(icap("OPTIONS") * 2)
    conversation.next_question()
    out = conversation.to_send()
    assert (b'ISTag: "leeward-1"' in out, b'ISTag: "leeward-2"' in out) == (True, True)


# -- garbage

_WHOLE = [data for data, _, _ in DIALOGUES.values()] + [data for data, _, _ in REFUSED.values()]
# fmt: off
_WORDS = [
    b"REQMOD ", b"OPTIONS ", b"icap://a/reqmod", b" ICAP/1.0", b"\r\n", b"\r\n\r\n", b"Encapsulated: ", b"0",
    b"req-hdr=0, null-body=64", b"Preview: 0\r\n", b"ffffffffffffffff", b"\0", b"\n", b";ieof", GET, POST,
]
# fmt: on


@st.composite
def hostile(draw: st.DrawFn) -> bytes:
    """Good dialogues with bytes changed, removed, doubled or put in, and words of the protocol in any order."""
    data = bytearray(draw(st.sampled_from(_WHOLE)) if draw(st.booleans()) else b"".join(
        draw(st.lists(st.sampled_from(_WORDS), max_size=20))))  # fmt: skip
    for _ in range(draw(st.integers(0, 6))):
        place = draw(st.integers(0, len(data)))
        match draw(st.integers(0, 3)):
            case 0:
                data[place : place + 1] = bytes([draw(st.integers(0, 255))])
            case 1:
                del data[place : place + draw(st.integers(1, 20))]
            case 2:
                data[place:place] = draw(st.sampled_from(_WORDS))
            case _:
                data[place:place] = data[: draw(st.integers(0, 40))]
    return bytes(data)


@settings(max_examples=600, deadline=None)
@given(
    data=st.one_of(hostile(), st.binary(max_size=400)),
    piece=st.integers(1, 64),
    answers=st.lists(st.sampled_from([Pass(), More(), REFUSAL, Fail(500, "x")]), max_size=4),
)
def test_whatever_comes_there_is_a_stated_answer_or_a_close(data: bytes, piece: int, answers: list[Answer]) -> None:
    spoken = Spoken(data, *answers, piece=piece)
    assert not spoken.out or spoken.out.startswith(b"ICAP/1.0 ")
    if spoken.conversation.refusal is not None:
        assert spoken.conversation.closing
        assert spoken.conversation.next_question() is None
    assert len(spoken.out) <= 4 * len(data) + 4096 * (data.count(b"ICAP") + 1)


@settings(max_examples=200, deadline=None)
@given(data=hostile(), piece=st.integers(1, 64))
def test_how_garbage_is_cut_changes_no_verdict(data: bytes, piece: int) -> None:
    whole, cut = Spoken(data), Spoken(data, piece=piece)
    assert whole.questions == cut.questions
    assert whole.conversation.closing == cut.conversation.closing
