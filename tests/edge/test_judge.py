"""From question to answer, page and record: who is refused what, what is said, and what is never kept."""

import re
from collections.abc import Callable
from datetime import UTC, datetime

import html5lib
import pytest

from leeward.edge import judge
from leeward.edge.icap import Answer, Fail, Pass, Question, Reply
from leeward.edge.judge import Ruling, rule
from leeward.edge.page import blocked, not_ready, service_away
from leeward.edge.settings import FailMode
from leeward.edge.spool import pseudonym
from leeward.engine.web import Decision, Reason, Snapshot, Verdict
from leeward.engine.web.index import Index
from leeward.engine.web.layer import parse_layer
from tests.edge.world import LAYER, LISTS, NOON, index_of

KEY = b"k" * 32


def snapshot(**changes: object) -> Snapshot:
    return Snapshot(7, NOON, parse_layer({**LAYER, **changes}), Index(index_of(LISTS)))


def ask(url: str, method: str = "GET", user: str = "", address: str = "10.0.0.5", **changes: object) -> Ruling:
    question = Question("REQMOD", method, url, user, address, b"", True)
    return rule(question, snapshot(**changes), NOON, FailMode.CLOSED, KEY)


def test_a_listed_page_is_refused_and_recorded_with_its_cause() -> None:
    ruling = ask("http://www.casino.example/spin?token=secret")
    assert isinstance(ruling.answer, Reply)
    assert ruling.answer.head.startswith(b"HTTP/1.1 403 Forbidden\r\n")
    record = ruling.record
    assert record is not None
    assert (record.url_host, record.path, record.verdict) == ("www.casino.example", "/spin", "block")
    assert (record.category, record.reason, record.list) == ("gambling", "safeguarding", "gambling-list")
    assert (record.group, record.rule) == ("learners", "category gambling, group learners")
    assert record.at == "2026-11-25T12:00:00.000+00:00"


@pytest.mark.parametrize(
    ("user", "address", "refused"),
    [("", "10.0.0.5", True), ("", "10.9.1.1", False), ("ama", "10.0.0.5", False), ("AMA", "", False),
     ("ben", "10.0.0.5", True), ("", "not an address", True)],
)  # fmt: skip
def test_the_group_decides_by_user_or_by_device(user: str, address: str, refused: bool) -> None:
    ruling = ask("http://casino.example/", user=user, address=address)
    assert isinstance(ruling.answer, Reply) is refused


def test_a_record_holds_a_pseudonym_and_neither_name_nor_address() -> None:
    record = ask("http://fine.example/?q=ama", user="ama", address="10.9.8.7").record
    assert record is not None
    assert record.person == pseudonym(KEY, "ama")
    assert "10.9.8.7" not in record.body()
    assert "ama" not in record.body()


def test_without_a_user_there_is_no_person_not_even_a_device() -> None:
    record = ask("http://fine.example/").record
    assert record is not None
    assert record.person == ""


@pytest.mark.parametrize(
    ("url", "method"),
    [("http://helpline.example/talk", "GET"), ("https://leeward.trust.example/report", "GET"),
     ("leeward.trust.example:443", "CONNECT"), ("helpline.example:443", "CONNECT")],
)  # fmt: skip
def test_help_is_always_reached_and_never_recorded(url: str, method: str) -> None:
    assert ask(url, method, user="ama") == Ruling(Pass(), None)


def test_a_refused_tunnel_gets_a_status_and_no_page() -> None:
    ruling = ask("casino.example:443", "CONNECT")
    assert isinstance(ruling.answer, Reply)
    assert ruling.answer.body == b""
    assert ruling.record is not None
    assert (ruling.record.url_host, ruling.record.path) == ("casino.example", "")


def test_which_page_of_an_allowed_site_was_read_is_not_kept() -> None:
    record = ask("http://fine.example/clinic/appointments?name=ama").record
    assert record is not None
    assert (record.url_host, record.path) == ("fine.example", "")


def test_a_tunnel_to_an_allowed_name_is_recorded_without_a_path() -> None:
    ruling = ask("fine.example:443", "CONNECT")
    assert (ruling.answer, ruling.record and ruling.record.path) == (Pass(), "")


def test_a_response_passes_unrecorded() -> None:
    question = Question("RESPMOD", "GET", "http://casino.example/")
    assert rule(question, snapshot(), NOON, FailMode.CLOSED, KEY) == Ruling(Pass())


def test_an_address_that_cannot_be_read_is_refused() -> None:
    ruling = ask("http://[::")
    assert isinstance(ruling.answer, Reply)
    assert b"cannot be read safely" in ruling.answer.body
    assert ruling.record is not None
    assert (ruling.record.url_host, ruling.record.rule) == ("", "unreadable-address")


@pytest.mark.parametrize(
    ("fail", "method", "kind", "status"),
    [(FailMode.CLOSED, "GET", Reply, b"503"), (FailMode.CLOSED, "CONNECT", Reply, b"403"),
     (FailMode.CLOSED, "HEAD", Reply, b"503"), (FailMode.OPEN, "GET", Pass, b""),
     (FailMode.OPEN, "CONNECT", Pass, b"")],
)  # fmt: skip
def test_before_the_first_snapshot_the_setting_decides(
    fail: FailMode, method: str, kind: type[Answer], status: bytes
) -> None:
    ruling = rule(Question("REQMOD", method, "http://fine.example/"), None, NOON, fail, KEY)
    assert isinstance(ruling.answer, kind)
    assert ruling.record is None
    if isinstance(ruling.answer, Reply):
        assert status in ruling.answer.head.partition(b"\r\n")[0]


@pytest.mark.parametrize(("fail", "answer"), [(FailMode.CLOSED, Fail), (FailMode.OPEN, Pass)])
def test_what_nobody_foresaw_has_a_verdict_too_and_the_log_holds_no_address(
    fail: FailMode, answer: type[Answer], monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(*_: object) -> Decision:
        raise RuntimeError("http://private.example/ broke it")

    monkeypatch.setattr(judge, "decide", broken)
    ruling = rule(Question("REQMOD", "GET", "http://private.example/"), snapshot(), NOON, fail, KEY)
    assert isinstance(ruling.answer, answer)
    assert "RuntimeError" in caplog.text
    assert "private.example" not in caplog.text


def test_an_exception_ends_to_the_second() -> None:
    exception = {
        "host": "casino.example", "groups": ["learners"], "from": "2026-11-25T11:00:00+00:00",
        "until": "2026-11-25T12:00:01+00:00", "verdict": "allow", "rule": "exception 12",
    }  # fmt: skip
    question = Question("REQMOD", "GET", "http://casino.example/")
    held = snapshot(exceptions=[exception])
    during = rule(question, held, NOON, FailMode.CLOSED, KEY)
    assert (during.answer, during.record and during.record.rule) == (Pass(), "exception 12")
    after = rule(question, held, datetime(2026, 11, 25, 12, 0, 1, tzinfo=UTC), FailMode.CLOSED, KEY)
    assert isinstance(after.answer, Reply)


# -- the page


def page_of(host: str, decision: Decision, **changes: object) -> str:
    return blocked(host, decision, snapshot(**changes)).body.decode()


GAMBLING = Decision(Verdict.BLOCK, "gambling", Reason.SAFEGUARDING, "category gambling, group learners", "l", "m")
PAGES: dict[str, Callable[[], str]] = {
    "blocked": lambda: page_of("casino.example", GAMBLING),
    "warned": lambda: page_of("blocks.example", Decision(Verdict.WARN, "games", Reason.PRODUCTIVITY)),
    "by an exception": lambda: page_of("site.example", Decision(Verdict.BLOCK, rule="exception 3")),
    "a category the layer does not know": lambda: page_of("site.example", Decision(Verdict.BLOCK, "<b>new</b>")),
    "without a server address": lambda: page_of("casino.example", GAMBLING, block_page=""),
    "a hostile host": lambda: page_of('"><script>alert(1)</script>', GAMBLING),
    "not ready": lambda: not_ready().body.decode(),
    "service away": lambda: service_away().decode(),
}


@pytest.mark.parametrize("name", PAGES)
def test_every_page_is_whole_without_script_and_fit_for_a_screen_reader(name: str) -> None:
    text = PAGES[name]()
    document = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False).parse(text)
    assert document.get("lang") == "en-GB"
    assert document.findtext(".//title")
    assert len(document.findall(".//h1")) == 1
    assert document.find(".//main") is not None
    assert document.find(".//script") is None
    assert 'content="width=device-width, initial-scale=1"' in text
    assert "0800 1111" in text
    assert not re.search(r'(?:src|href)="(?!https://leeward\.trust\.example/)', text)


@pytest.mark.parametrize(
    ("reason", "words"),
    [(Reason.SAFEGUARDING, "Safeguarding: to keep people safe"), (Reason.SECURITY, "Security: to protect devices"),
     (Reason.PRODUCTIVITY, "Productivity: to keep time")],
)  # fmt: skip
def test_each_reason_has_its_own_words(reason: Reason, words: str) -> None:
    assert words in page_of("site.example", Decision(Verdict.BLOCK, "gambling", reason))


def test_the_link_names_the_group_so_that_the_server_explains_the_same_verdict() -> None:
    text = blocked("casino.example", GAMBLING, snapshot(), "under-18").body.decode()
    assert "/blocked?host=casino.example&amp;category=gambling&amp;group=under-18" in text


def test_the_link_names_the_host_and_the_category_only() -> None:
    text = page_of("casino.example", GAMBLING)
    assert 'href="https://leeward.trust.example/blocked?host=casino.example&amp;category=gambling"' in text
    assert 'href="https://leeward.trust.example/report"' in text


def test_the_page_is_not_stored_and_may_load_nothing() -> None:
    head = blocked("casino.example", GAMBLING, snapshot()).head.decode()
    assert "Cache-Control: no-store\r\n" in head
    assert "default-src 'none'; style-src 'sha256-" in head
    assert head.endswith("\r\n\r\n")


def contrast(first: str, second: str) -> float:
    """WCAG 2.2 contrast ratio of two colours written #rrggbb."""

    def light(colour: str) -> float:
        parts = [int(colour[n : n + 2], 16) / 255 for n in (1, 3, 5)]
        red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue

    lighter, darker = sorted((light(first), light(second)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


@pytest.mark.parametrize(
    ("ink", "paper"),
    [("#16262c", "#fbf9f4"), ("#ffffff", "#0d4451"), ("#0b5a68", "#fbf9f4"), ("#16262c", "#ffdd00")],
)
def test_every_pair_of_colours_has_real_contrast(ink: str, paper: str) -> None:
    text = page_of("casino.example", GAMBLING)
    assert ink in text or ink == "#ffffff"
    assert paper in text
    assert contrast(ink, paper) >= 7
