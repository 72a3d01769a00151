"""The page shown in place of a blocked one: one file, no script, readable at 320 px and by a screen reader."""

import base64
import hashlib
from dataclasses import dataclass
from html import escape
from urllib.parse import urlencode

from leeward.edge.texts import _, noop
from leeward.engine.web import UNREADABLE, Decision, Reason, Snapshot, Verdict

WHY = {
    Reason.SAFEGUARDING: (noop("Safeguarding"), noop("to keep people safe from harm")),
    Reason.SECURITY: (noop("Security"), noop("to protect devices and information from attack")),
    Reason.PRODUCTIVITY: (noop("Productivity"), noop("to keep time for work and learning")),
}
"""What each reason is called and what it is for, in the words the reader sees."""

_STYLE = """
*{box-sizing:border-box}
body{margin:0;background:#fbf9f4;color:#16262c;font:1.0625rem/1.5 system-ui,-apple-system,"Segoe UI",Arial,sans-serif}
header{background:#0d4451;color:#fff;border-bottom:4px solid #e2b263}
header p{max-width:42rem;margin:0 auto;padding:.9rem 1rem;font-weight:650;font-size:1.25rem}
main{max-width:42rem;margin:0 auto;padding:1.5rem 1rem 3rem}
h1{font-size:1.9rem;line-height:1.18;letter-spacing:-.015em;margin:0 0 1rem;overflow-wrap:anywhere}
h2{font-size:1.25rem;margin:2rem 0 .5rem}
dl{margin:0 0 1.5rem;background:#fff;border:1px solid #d9cbb0;border-top:4px solid #0f6463;border-radius:6px;
padding:1rem}
dt{font-weight:650}dd{margin:0 0 .75rem;overflow-wrap:anywhere}dd:last-child{margin:0}
a{color:#0b5a68}a:focus{outline:3px solid #16262c;background:#ffdd00;color:#16262c}
.ask{display:inline-block;background:#0f6463;color:#fff;border-radius:6px;padding:.6rem 1.1rem;text-decoration:none;
font-weight:600}
@media print{header{color:#000;background:none}.ask{color:#000;background:none;padding:0}}
""".strip()

_STYLE_HASH = base64.b64encode(hashlib.sha256(_STYLE.encode()).digest()).decode()
_POLICY = f"default-src 'none'; style-src 'sha256-{_STYLE_HASH}'; base-uri 'none'; frame-ancestors *"


@dataclass(frozen=True, slots=True)
class Page:
    """An HTTP answer: head with its blank line, and body."""

    head: bytes
    body: bytes


def blocked(host: str, decision: Decision, snapshot: Snapshot, group: str = "") -> Page:
    """Why `host` is refused to `group`, and where to ask for it. The link names no person and not the full address."""
    category = snapshot.layer.categories.get(decision.category)
    title = category.title if category else decision.category
    facts = [(_("Site"), host)] if host else []
    if title:
        facts.append((_("Category"), title))
    elif decision.rule == UNREADABLE:
        facts.append((_("Category"), _("An address that cannot be read safely")))
    if decision.reason:
        name, purpose = WHY[decision.reason]
        facts.append((_("Reason"), f"{_(name)}: {_(purpose)}"))
    warned = decision.verdict is Verdict.WARN
    heading = _("This page is not usually opened here") if warned else _("This page is blocked")
    body = [_paragraph(_("Your organisation’s web filter has stopped this page.")), _facts(facts)]
    base = snapshot.layer.block_page
    if base and host:
        named = {"host": host, "category": decision.category} | ({"group": group} if group else {})
        link = f"{base}?{urlencode(named)}"
        body.append(
            f"<h2>{escape(_('Do you need this page?'))}</h2>"
            + _paragraph(_("You can ask for it to be opened. Someone will look at it and answer."))
            + f'<p><a class="ask" href="{escape(link)}">{escape(_("Ask for this page"))}</a></p>'
        )
    return _page("403 Forbidden", heading, "".join(body) + _help(base))


def not_ready() -> Page:
    """Nothing can be decided, and the edge is set to fail closed."""
    body = (
        _paragraph(_("The web filter has not received its settings yet, so no page can be opened through it."))
        + _try_again()
    )
    return _page("503 Service Unavailable", _("Web filtering is not ready"), body + _help(""), "Retry-After: 10\r\n")


def service_away() -> bytes:
    """What Squid shows while no ICAP worker answers; a template in which `%` would be Squid's."""
    body = _paragraph(_("The web filter is not answering, so no page can be opened through it.")) + _try_again()
    return _page("500 Internal Server Error", _("The web filter is not answering"), body + _help("")).body.replace(
        b"%", b"%%"
    )


def refused_by_name() -> Page:
    """For CONNECT: the browser shows its own error whatever is sent, so nothing but the status is."""
    return Page(b"HTTP/1.1 403 Forbidden\r\nCache-Control: no-store\r\nContent-Length: 0\r\n\r\n", b"")


def without_body(page: Page) -> Page:
    """The same answer to HEAD."""
    return Page(page.head, b"")


def _paragraph(text: str) -> str:
    return f"<p>{escape(text)}</p>"


def _try_again() -> str:
    text = _("Try again in a minute. If it goes on, tell your IT team: %(command)s says why.")
    return f"<p>{escape(text) % {'command': '<code>leeward edge status</code>'}}</p>"


def _facts(facts: list[tuple[str, str]]) -> str:
    return "<dl>" + "".join(f"<dt>{escape(name)}</dt><dd>{escape(value)}</dd>" for name, value in facts) + "</dl>"


def _help(base: str) -> str:
    report = ""
    if base.endswith("/blocked"):
        address = escape(base.removesuffix("/blocked") + "/report")
        words = escape(_("Tell us if you are worried about yourself or someone else"))
        report = f'<p><a href="{address}">{words}</a>.</p>'
    lines = _("Childline (under 19): 0800 1111. Samaritans: 116 123. Both are free, day and night.")
    return f"<h2>{escape(_('If you need to talk'))}</h2>{report}" + _paragraph(
        f"{lines} {_('In danger now? Call 999.')}"
    )


def _page(status: str, heading: str, body: str, more: str = "") -> Page:
    text = (
        '<!DOCTYPE html>\n<html lang="en-GB"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f'<meta name="robots" content="noindex"><title>{escape(heading)}</title><style>{_STYLE}</style></head>'
        f"<body><header><p>{escape(_('Web filter'))}</p></header>"
        f"<main><h1>{escape(heading)}</h1>{body}</main></body></html>\n"
    ).encode()
    head = (
        f"HTTP/1.1 {status}\r\nContent-Type: text/html; charset=utf-8\r\nContent-Length: {len(text)}\r\n"
        f"Cache-Control: no-store\r\nContent-Security-Policy: {_POLICY}\r\nReferrer-Policy: no-referrer\r\n"
        f"X-Content-Type-Options: nosniff\r\n{more}\r\n"
    ).encode("ascii")
    return Page(head, text)
