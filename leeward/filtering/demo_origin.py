"""A small web server that stands for every site under `.example`, so that the demonstration needs no network."""

from html import escape
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

SITES = {
    "bets.harbour-odds.example": ("Harbour Odds", "An invented bookmaker. No bets are taken here, or anywhere."),
    "lucky-gull.example": ("Lucky Gull", "An invented casino. The gull always wins."),
    "block-stackers.example": ("Block Stackers", "An invented game about stacking blocks."),
    "nightshade-pictures.example": ("Nightshade Pictures", "An invented site for adults, with nothing on it."),
    "tunnel-away.example": ("Tunnel Away", "An invented proxy that leads nowhere."),
    "chatter-quay.example": ("Chatter Quay", "An invented social network without members."),
    "quayside-gazette.example": ("Quayside Gazette", "An invented local paper. Today: calm, light winds."),
}

LARGE = 200_000
"""Bytes of the page at /large, for trying what happens to a long one."""


def page(host: str, path: str) -> bytes:
    """The page of a site. Every host gets one; no two look the same."""
    name = host.removeprefix("www.")
    title, text = SITES.get(name, (name, "An invented site for the demonstration of Leeward."))
    filling = "<p>" + "Nothing happens here. " * (LARGE // 22) + "</p>" if path.startswith("/large") else ""
    return (
        f'<!DOCTYPE html><html lang="en-GB"><head><meta charset="utf-8"><title>{escape(title)}</title></head>'
        f"<body><h1>{escape(title)}</h1><p>{escape(text)}</p><p>{escape(host)}{escape(path)}</p>{filling}</body></html>"
    ).encode()


class Site(BaseHTTPRequestHandler):
    """Answers GET and HEAD with the page of the host that was asked for."""

    protocol_version = "HTTP/1.1"
    timeout = 15

    def do_GET(self) -> None:
        """The page."""
        self._answer(with_body=True)

    def do_HEAD(self) -> None:
        """Its headers."""
        self._answer(with_body=False)

    def _answer(self, *, with_body: bool) -> None:
        body = page(self.headers.get("Host", "").partition(":")[0].lower(), self.path)
        self.send_response(HTTPStatus.OK)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Cache-Control", "no-store")
        self.end_headers()
        if with_body:
            self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002  # the name is the standard library's
        """Nothing: who opened what is nobody's business here either."""


def serve(host: str, port: int) -> ThreadingHTTPServer:
    """The server, bound; `serve_forever` runs it. Raises OSError where the address is taken."""
    return ThreadingHTTPServer((host, port), Site)
