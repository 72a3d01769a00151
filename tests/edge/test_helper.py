"""The helper's two conversations: Squid's lines in, ICAP out; ICAP in, lines out."""

import socket
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from leeward.edge import helper
from leeward.edge.helper import Dialogue, Lost
from leeward.edge.icap import Conversation, Pass, Question, Reply
from tests.edge.world import Site, free_port, put_snapshot

ALLOWED = b"ICAP/1.0 204 No Modifications Needed\r\n\r\n"
_HEAD = b"HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n"
DENIED = b"ICAP/1.0 200 OK\r\nEncapsulated: res-hdr=0, null-body=%d\r\n\r\n" % len(_HEAD) + _HEAD


def asked(dialogue: Dialogue, refused: tuple[str, ...] = ()) -> list[Question]:
    """What the service would be asked, with its answers fed back: refused for these hosts."""
    conversation, questions = Conversation({"/reqmod": "REQMOD"}, lambda: "1"), []
    conversation.receive(dialogue.to_service())
    while question := conversation.next_question():
        questions.append(question)
        conversation.answer(Reply(_HEAD) if question.url.partition(":")[0] in refused else Pass())
    assert conversation.refusal is None
    dialogue.from_service(conversation.to_send())
    return questions


def test_each_channel_gets_its_own_verdict() -> None:
    dialogue = Dialogue(fail_open=False)
    dialogue.from_squid(b"0 - 10.0.0.5 fine.example 443 -\n7 ama 10.0.0.6 casino.example 443 -\n")
    questions = asked(dialogue, refused=("casino.example",))
    assert [(q.method, q.url, q.user, q.address) for q in questions] == [
        ("CONNECT", "fine.example:443", "", "10.0.0.5"),
        ("CONNECT", "casino.example:443", "ama", "10.0.0.6"),
    ]
    assert dialogue.to_squid() == b"0 OK\n7 ERR\n"
    assert dialogue.waiting == 0


@pytest.mark.parametrize(
    ("line", "user", "url"),
    [
        (b"1 am%C3%A9lie 10.0.0.5 fine.example 443", "amélie", "fine.example:443"),
        (b"1 a%20b 10.0.0.5 fine.example 443 -", "a b", "fine.example:443"),
        (b"1 - ::1 [2001:db8::1] 443 -", "", "[2001:db8::1]:443"),
        (b"1 - ::1 2001:db8::1 443 -", "", "[2001:db8::1]:443"),
        (b"1 - - fine.example 443 -", "", "fine.example:443"),
    ],
)
def test_a_line_is_read_as_squid_writes_it(line: bytes, user: str, url: str) -> None:
    dialogue = Dialogue(fail_open=False)
    dialogue.from_squid(line + b"\n")
    (question,) = asked(dialogue)
    assert (question.user, question.url) == (user, url)


@pytest.mark.parametrize(
    "line",
    [
        b"3",
        b"3 - 10.0.0.5 fine.example",
        b"3 - 10.0.0.5 fine.example https -",
        b"3 - 10.0.0.5 fine.example%0d%0aX-Client-Username:%20head 443 -",
        b"3 head%0d%0aX-Client-IP:%2010.9.0.1 10.0.0.5 fine.example 443 -",
        b"3 - 10.0.0.5%0a fine.example 443 -",
        b"3 - 10.0.0.5 good.example%2fbad 443 -",
        b"3 - 10.0.0.5 " + b"x" * 300 + b" 443 -",
        b"3 - 10.0.0.5 %FF%00 443 -",
    ],
)
@pytest.mark.parametrize("fail_open", [True, False])
def test_a_line_that_names_no_place_is_refused_in_either_mode(line: bytes, fail_open: bool) -> None:
    dialogue = Dialogue(fail_open)
    dialogue.from_squid(line + b"\n")
    assert dialogue.to_squid() == b"3 ERR\n"
    assert dialogue.to_service() == b""


def test_answers_may_come_in_any_pieces() -> None:
    for piece in range(1, 30):
        dialogue = Dialogue(fail_open=False)
        dialogue.from_squid(b"0 - - a.example 443\n1 - - b.example 443\n2 - - c.example 443\n")
        data = ALLOWED + DENIED + ALLOWED
        for start in range(0, len(data), piece):
            dialogue.from_service(data[start : start + piece])
        assert dialogue.to_squid() == b"0 OK\n1 ERR\n2 OK\n"


@pytest.mark.parametrize(("fail_open", "verdict"), [(True, b"4 OK\n"), (False, b"4 ERR\n")])
def test_a_broken_connection_is_tried_once_more_then_the_setting_decides(fail_open: bool, verdict: bytes) -> None:
    dialogue = Dialogue(fail_open)
    dialogue.from_squid(b"4 - - fine.example 443\n")
    first = dialogue.to_service()
    dialogue.lost()
    assert dialogue.to_service() == first
    assert dialogue.to_squid() == b""
    dialogue.lost()
    assert (dialogue.to_service(), dialogue.to_squid(), dialogue.waiting) == (b"", verdict, 0)


@pytest.mark.parametrize(
    "answer",
    [
        b"HTTP/1.1 200 OK\r\n\r\n",
        b"ICAP/1.0 500 Server Error\r\n\r\n",
        b"ICAP/1.0 200 OK\r\nEncapsulated: req-hdr=0, null-body=5\r\n\r\n",
        b"ICAP/1.0 200 OK\r\n\r\n",
        ALLOWED * 2,
        b"x" * 70_000,
    ],
)
def test_an_answer_that_is_none_loses_the_connection_and_opens_nothing(answer: bytes) -> None:
    dialogue = Dialogue(fail_open=False)
    dialogue.from_squid(b"4 - - casino.example 443\n")
    dialogue.to_service()
    with pytest.raises(Lost):
        dialogue.from_service(answer)


@settings(max_examples=300, deadline=None)
@given(st.lists(st.binary(max_size=60), max_size=6), st.lists(st.binary(max_size=60), max_size=6))
def test_garbage_from_either_side_never_says_ok(lines: list[bytes], answers: list[bytes]) -> None:
    dialogue = Dialogue(fail_open=False)
    dialogue.from_squid(b"0 - - casino.example 443\n" + b"\n".join(lines) + b"\n")
    for answer in answers:
        try:
            dialogue.from_service(answer)
        except Lost:
            dialogue.lost()
    assert b"OK" not in dialogue.to_squid()


def talk(port: int, mode: str, lines: bytes) -> bytes:
    """Run the helper as Squid does: isolated, from a file of its own, with lines on standard input."""
    command = [sys.executable, "-I", str(Path(helper.__file__)), "127.0.0.1", str(port), mode]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        process.stdin.write(lines)
        process.stdin.flush()
        said = b"".join(process.stdout.readline() for _ in range(lines.count(b"\n")))
        process.stdin.close()
        assert process.wait(20) == 0
    return said


@pytest.mark.parametrize(("mode", "verdict"), [("open", b"OK"), ("closed", b"ERR")])
def test_the_helper_alone_decides_by_its_mode(mode: str, verdict: bytes) -> None:
    assert talk(free_port(), mode, b"0 - - fine.example 443 -\n5 - - b.example 443 -\n") == (
        b"0 " + verdict + b"\n5 " + verdict + b"\n"
    )


def test_a_service_that_hangs_up_in_the_middle_opens_nothing() -> None:
    with socket.create_server(("127.0.0.1", 0)) as rude:
        command = [sys.executable, "-I", str(Path(helper.__file__)), "127.0.0.1", str(rude.getsockname()[1]), "closed"]
        with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
            assert process.stdin is not None
            assert process.stdout is not None
            process.stdin.write(b"0 - - casino.example 443 -\n")
            process.stdin.flush()
            for _ in range(2):
                link, _ = rude.accept()
                link.recv(100)
                link.close()
            assert process.stdout.readline() == b"0 ERR\n"


def test_the_helper_asks_the_running_service() -> None:
    with Site() as site:
        put_snapshot(site.settings, 1)
        site.start("--no-squid")
        lines = b"0 - 10.0.0.5 casino.example 443 -\n1 - 10.9.0.5 casino.example 443 -\n2 ama - casino.example 443\n"
        assert sorted(talk(site.settings.icap.port, "closed", lines).splitlines()) == [b"0 ERR", b"1 OK", b"2 OK"]
