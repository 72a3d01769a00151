"""What is decided about an address."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leeward.engine.web import NEVER_RECORDED, UNREADABLE, Decision, Reason, Verdict, WebRequest, decide
from tests.engine.web.made import NOON, snapshot

BUILT = snapshot()


def decided(url: str, group: str = "learners", at: datetime = NOON, method: str = "GET", **layer: Any) -> Decision:
    return decide(WebRequest(url, at, group, method), snapshot(**layer) if layer else BUILT)


@pytest.mark.parametrize(
    ("url", "verdict", "category"),
    [
        ("http://casino.example/", "block", "gambling"),
        ("https://www.casino.example/slots?x=1", "block", "gambling"),
        ("http://a.b.c.casino.example", "block", "gambling"),
        ("http://badcasino.example/", "allow", ""),
        ("http://casino.example.org/", "allow", ""),
        ("http://shared.example/", "allow", ""),
        ("http://shared.example/bets", "block", "gambling"),
        ("http://shared.example/bets/today", "block", "gambling"),
        ("http://shared.example/BETS?day=1", "block", "gambling"),
        ("http://www.shared.example/bets/", "block", "gambling"),
        ("http://shared.example/betsy", "allow", ""),
        ("http://shared.example//b%65ts", "block", "gambling"),
        ("http://shared.example/x/../bets", "block", "gambling"),
        ("http://other.shared.example/bets", "allow", ""),
        ("http://friends.example/", "warn", "social"),
        ("http://news.example/", "allow", "press"),
        ("http://both.example/", "block", "sexual"),
        ("http://198.51.100.7:8080/", "block", "bypass"),
        ("http://[2001:db8:0:0::7]/", "block", "bypass"),
        ("http://[::ffff:198.51.100.7]/", "block", "bypass"),
        ("http://[64:ff9b::198.51.100.7]/", "block", "bypass"),
    ],
)
def test_an_address_is_judged_by_what_covers_it(url: str, verdict: str, category: str) -> None:
    decision = decided(url)
    assert (decision.verdict, decision.category) == (verdict, category)


@pytest.mark.parametrize(
    "url",
    [
        "casino.example",
        "casino.example:443",
        "casino.example/slots",
        "CASINO.EXAMPLE.",
        "casino.example.:443",
        "http://user:secret@casino.example/",
        "http://good.example@casino.example/",
        "http://good.example%40x:y@casino.example/",
        "http:\\\\casino.example\\x",
        "http:casino.example",
        "http:////casino.example",
        "http://c%61sino.example/",
        "http://ｃａｓｉｎｏ.example/",
        "http://casino。example/",
        "http://cas\u00adino.example/",
        "  http://casino.example/\n",
        "ht\ttp://cas\nino.example/",
        "ws://casino.example/",
        "ftp://casino.example/",
        "//casino.example/",
        "http://good.example\\@casino.example/",
    ],
)
def test_no_spelling_of_a_blocked_address_gets_round_it(url: str) -> None:
    assert decided(url).category == "gambling"


@pytest.mark.parametrize(
    "url",
    [
        "http://0xc6.0x33.0x64.0x7/",
        "http://0306.063.0144.07/",
        "http://3325256711/",
        "http://198.51.25607/",
        "198.51.100.7:443",
        "http://198.51.100.7./",
        "http://%31%39%38.51.100.7/",
        "http://１９８.51.100.7/",
        "[2001:db8::7]:443",
        "2001:db8::7",
    ],
)
def test_a_listed_number_is_found_in_every_base(url: str) -> None:
    assert decided(url).category == "bypass"


@pytest.mark.parametrize(
    "url",
    ["", " ", "http://", "http:///", "http://a b/", "gopher://casino.example/", "file:///etc/passwd", "about:blank",
     "data:text/html,x", "http://[::1", "http://256.1.1.1/", "http://a..b/", "http://./", "http://\ud800.example/",
     "http://x:99999/", "http://xn--/", "\0", "http://" + "a" * 70_000],
)  # fmt: skip
def test_an_address_that_cannot_be_read_is_blocked_by_a_stated_rule(url: str) -> None:
    assert decided(url) == Decision(Verdict.BLOCK, reason=Reason.SECURITY, rule=UNREADABLE)


def test_a_decision_names_what_caused_it() -> None:
    assert decided("http://www.casino.example/") == Decision(
        Verdict.BLOCK,
        "gambling",
        Reason.SAFEGUARDING,
        "category gambling, group learners",
        "ours",
        "casino.example",
    )


def test_of_several_reasons_the_strongest_is_given() -> None:
    blocked = decided("http://both.example/")
    assert (blocked.category, blocked.reason) == ("sexual", Reason.SAFEGUARDING)


def test_each_group_has_its_own_policy_and_an_unknown_group_the_default_one() -> None:
    assert decided("http://casino.example/", "staff").verdict is Verdict.ALLOW
    assert decided("http://casino.example/", "no such group").verdict is Verdict.BLOCK
    assert decided("http://casino.example/", "").verdict is Verdict.BLOCK


@pytest.mark.parametrize(
    "url",
    [
        "http://helpline.example/",
        "https://chat.helpline.example/now",
        "https://trust.example/report",
        "https://trust.example/report/follow-up",
        "https://leeward.trust.example/report",
        "leeward.trust.example:443",
    ],
)
def test_helplines_and_the_concern_form_open_whatever_is_listed_and_leave_no_trace(url: str) -> None:
    listed = {"illegal": ["helpline.example", "trust.example"], "sexual": ["leeward.trust.example"]}
    decision = decide(WebRequest(url, NOON, "learners"), snapshot(listed))
    assert decision == Decision(Verdict.ALLOW, rule=NEVER_RECORDED)


def test_the_rest_of_a_site_with_a_concern_form_is_judged_as_usual() -> None:
    listed = {"sexual": ["trust.example"]}
    for url in ("https://trust.example/reporters", "https://trust.example/", "trust.example:443"):
        assert decide(WebRequest(url, NOON, "learners"), snapshot(listed)).verdict is Verdict.BLOCK


def exception(host: str, **changes: Any) -> dict[str, Any]:
    return {
        "host": host,
        "groups": ["learners"],
        "from": NOON.isoformat(),
        "until": (NOON + timedelta(hours=1)).isoformat(),
        "verdict": "allow",
        "rule": f"exception {host}",
    } | changes


@pytest.mark.parametrize(
    ("at", "verdict"),
    [
        (NOON - timedelta(microseconds=1), "block"),
        (NOON, "allow"),
        (NOON + timedelta(minutes=59, seconds=59), "allow"),
        (NOON + timedelta(hours=1), "block"),
        (NOON + timedelta(days=400), "block"),
    ],
)
def test_an_exception_opens_at_its_start_and_closes_at_its_end(at: datetime, verdict: str) -> None:
    assert decided("http://casino.example/", at=at, exceptions=[exception("casino.example")]).verdict == verdict


def test_an_exception_opens_for_its_own_groups_only() -> None:
    layer = {"exceptions": [exception("adult.example", groups=["staff"])]}
    assert decided("http://adult.example/", "staff", **layer).verdict is Verdict.ALLOW
    assert decided("http://adult.example/", "learners", **layer).verdict is Verdict.BLOCK


def test_an_exception_names_its_rule_and_still_says_what_the_page_is() -> None:
    decision = decided("http://www.casino.example/", exceptions=[exception("casino.example")])
    assert decision == Decision(Verdict.ALLOW, "gambling", None, "exception casino.example", "ours", "casino.example")


def test_the_most_specific_exception_wins_and_of_equals_the_closing_one() -> None:
    layer = {
        "exceptions": [
            exception("casino.example"),
            exception("bad.casino.example", verdict="block", reason="safeguarding"),
            exception("news.example"),
            exception("news.example", verdict="block", rule="closed"),
        ]
    }
    assert decided("http://www.casino.example/", **layer).verdict is Verdict.ALLOW
    assert decided("http://x.bad.casino.example/", **layer).reason is Reason.SAFEGUARDING
    assert decided("http://news.example/", **layer).rule == "closed"


def test_an_exception_for_a_path_opens_nothing_beside_it() -> None:
    layer = {"exceptions": [exception("casino.example", path="/about")]}
    assert decided("http://casino.example/about/us", **layer).verdict is Verdict.ALLOW
    assert decided("http://casino.example/slots", **layer).verdict is Verdict.BLOCK
    assert decided("casino.example:443", method="CONNECT", **layer).verdict is Verdict.BLOCK


def test_no_exception_and_no_group_opens_what_is_locked() -> None:
    layer = {"exceptions": [exception("illegal.example", groups=[])]}
    for group in ("learners", "staff"):
        assert decided("http://illegal.example/", group, **layer).category == "illegal"


def test_times_compare_across_zones_and_the_hour_the_clocks_go_back() -> None:
    """01:30 happens twice on 25 October 2026 in the United Kingdom; the exception ends at the first of them."""
    layer = {
        "exceptions": [
            exception("casino.example", **{"from": "2026-10-25T00:00:00+01:00", "until": "2026-10-25T01:30:00+01:00"})
        ]
    }
    first, second = datetime(2026, 10, 25, 0, 29, tzinfo=UTC), datetime(2026, 10, 25, 1, 29, tzinfo=UTC)
    assert decided("http://casino.example/", at=first, **layer).verdict is Verdict.ALLOW
    assert decided("http://casino.example/", at=second, **layer).verdict is Verdict.BLOCK


@pytest.mark.parametrize(
    ("user", "address", "group"),
    [
        ("sam.reed", "", "learners"),
        ("KIM.HALE", "10.1.0.5", "staff"),
        ("", "10.1.0.5", "learners"),
        ("", "10.1.9.5", "staff"),
        ("nobody", "10.1.9.5", "staff"),
        ("", "::ffff:10.1.9.5", "staff"),
        ("", "192.0.2.1", "learners"),
        ("", "not an address", "learners"),
        ("", "", "learners"),
    ],
)
def test_a_request_belongs_to_a_group_by_name_then_by_narrowest_range(user: str, address: str, group: str) -> None:
    assert BUILT.group_for(user, address) == group


@given(st.text(), st.sampled_from(["GET", "CONNECT"]))
def test_no_text_makes_a_decision_fail(url: str, method: str) -> None:
    assert decided(url, method=method).verdict in Verdict


@given(st.text(alphabet="htp:/\\@.?#[]%0123456789abcdefx\t\0é．-_ ", max_size=40))
def test_no_text_that_looks_like_an_address_makes_a_decision_fail(url: str) -> None:
    assert decided("http://" + url).verdict in Verdict


label = st.from_regex(r"[a-z0-9]([a-z0-9_-]{0,10}[a-z0-9])?", fullmatch=True).filter(lambda s: not s.startswith("xn--"))


@given(st.lists(label, min_size=1, max_size=6), st.text(max_size=30))
def test_a_listed_parent_covers_every_child_and_every_path(labels: list[str], path: str) -> None:
    decision = decided(f"http://{'.'.join(labels)}.casino.example/{path}")
    assert decision.category == "gambling"


@given(label)
def test_a_name_that_only_ends_alike_is_not_covered(prefix: str) -> None:
    assert decided(f"http://{prefix}casino.example/").verdict is Verdict.ALLOW


@given(st.data())
def test_all_spellings_of_one_host_are_one_address(data: st.DataObject) -> None:
    spelt = "".join(
        data.draw(st.sampled_from([c, c.upper(), f"%{ord(c):02x}", chr(ord(c) + 0xFEE0)])) if c.isalnum() else c
        for c in "casino.example"
    )
    tail = data.draw(st.sampled_from(["", ".", ":80", ".:8080", "/", "/x", "?q", "#f"]))
    user = data.draw(st.sampled_from(["", "u@", "u:p@", "good.example@", "a@b@"]))
    assert decided(f"http://{user}{spelt}{tail}").category == "gambling"


@given(st.integers(0, 2**32 - 1), st.data())
def test_all_spellings_of_one_number_are_one_address(number: int, data: st.DataObject) -> None:
    parts = [number >> 24 & 255, number >> 16 & 255, number >> 8 & 255, number & 255]
    dotted = ".".join(map(str, parts))
    built = snapshot({"bypass": [dotted]})
    form = data.draw(st.sampled_from(["{:d}", "0x{:x}", "0{:o}"]))
    for spelt in (form.format(number), ".".join(form.format(part) for part in parts), f"[::ffff:{dotted}]"):
        assert decide(WebRequest(f"http://{spelt}/", NOON, "learners"), built).category == "bypass"
