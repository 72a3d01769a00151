"""PDF files: tagged, readable in order, with nothing fetched and nothing in them that acts."""

import io
import socketserver
import subprocess
import threading
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pdfplumber
import pikepdf
import pytest

from leeward.foundation import pdf
from leeward.foundation.pdf import making
from leeward.frontdoor import health

NOW = datetime(2026, 11, 25, 10, tzinfo=UTC)
PAGE = """<!DOCTYPE html><html lang="en-GB"><head><meta charset="utf-8"><title>A record</title>
<style>@page {{ @bottom-right {{ content: counter(page) "/" counter(pages) }} }}
h2 {{ break-before: page }}</style></head>
<body><h1>First heading</h1><p>First paragraph.</p>{extra}<h2>Second heading</h2><p>Last paragraph.</p>
<table><thead><tr><th>Head</th></tr></thead><tbody><tr><td>Cell</td></tr></tbody></table></body></html>"""


def text_of(body: bytes) -> list[str]:
    with pdfplumber.open(io.BytesIO(body)) as opened:
        return [page.extract_text() for page in opened.pages]


def tags(body: bytes) -> list[str]:
    """Every tag of the structure, in reading order."""
    found: list[str] = []

    def walk(node: pikepdf.Object) -> None:
        if isinstance(node, pikepdf.Array):
            for child in node:
                walk(child)
        elif isinstance(node, pikepdf.Dictionary):
            if "/S" in node:
                found.append(str(node["/S"]))
            if "/K" in node:
                walk(node["/K"])

    with pikepdf.open(io.BytesIO(body)) as opened:
        walk(opened.Root.StructTreeRoot)
    return found


def test_a_document_is_marked_tagged_titled_and_says_its_language():
    with pikepdf.open(io.BytesIO(pdf.pdf_of(PAGE.format(extra="")))) as opened:
        root = opened.Root
        assert root.MarkInfo.Marked
        assert str(root.Lang) == "en-GB"
        assert root.ViewerPreferences.DisplayDocTitle
        with opened.open_metadata() as metadata:
            assert metadata["pdfuaid:part"] == "1"
            assert metadata["dc:title"] == "A record"


def test_headings_paragraphs_and_tables_are_tagged_in_reading_order():
    found = [
        tag for tag in tags(pdf.pdf_of(PAGE.format(extra=""))) if tag in {"/H1", "/P", "/H2", "/Table", "/TH", "/TD"}
    ]
    assert found == ["/H1", "/P", "/H2", "/P", "/Table", "/TH", "/TD"]


def test_pages_are_numbered_and_read_from_first_to_last():
    first, second = text_of(pdf.pdf_of(PAGE.format(extra="")))
    assert first.index("First heading") < first.index("First paragraph")
    assert "1/2" in first
    assert second.index("Second heading") < second.index("Last paragraph")
    assert "2/2" in second


class Listener(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True

    def __init__(self) -> None:
        self.asked = 0
        super().__init__(("127.0.0.1", 0), socketserver.BaseRequestHandler)

    def verify_request(self, request: object, client_address: object) -> bool:
        self.asked += 1
        return False


@pytest.fixture
def listener() -> Iterator[Listener]:
    server = Listener()
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield server
    server.shutdown()
    server.server_close()


WAYS = (
    '<img src="{url}" alt="">',
    '<link rel="stylesheet" href="{url}">',
    '<style>@import url("{url}"); p {{ background: url("{url}") }}</style>',
    '<style>@font-face {{ font-family: x; src: url("{url}") }} p {{ font-family: x }}</style>',
    '<object data="{url}"></object>',
    '<embed src="{url}">',
    '<iframe src="{url}"></iframe>',
    '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><image href="{url}" width="9" height="9"/></svg>',
    '<a rel="attachment" href="{url}">x</a>',
    '<link rel="attachment" href="{url}">',
    '<img alt="" src="data:image/svg+xml,'
    "%3Csvg xmlns='http://www.w3.org/2000/svg'%3E%3Cimage href='{url}'/%3E%3C/svg%3E\">",
    '<base href="{url}"><img src="x.png" alt="">',
    '<ul style="list-style-image: url({url})"><li>x</li></ul>',
)


def test_no_address_written_into_a_document_is_ever_asked(listener: Listener):
    port = listener.server_address[1]
    addresses = [
        f"http://127.0.0.1:{port}/",
        f"HTTP://localhost:{port}/",
        f"http://0x7f.1:{port}/",
        f"http://2130706433:{port}/",
        f"http://[::ffff:127.0.0.1]:{port}/",
        f"//127.0.0.1:{port}/",
        f"ftp://127.0.0.1:{port}/x",
        f"https://127.0.0.1:{port}/",
        f"http:\\\\127.0.0.1:{port}\\",
    ]
    extra = "".join(way.format(url=url) for way in WAYS for url in addresses)
    assert "Last paragraph." in "".join(text_of(pdf.pdf_of(PAGE.format(extra=extra))))
    assert listener.asked == 0


def test_no_file_of_the_machine_gets_into_a_document(tmp_path: Path):
    secret = tmp_path / "secret.txt"
    secret.write_text("CANARY-OF-A-FILE")
    extra = "".join(way.format(url=url) for way in WAYS for url in (f"file://{secret}", str(secret)))
    body = pdf.pdf_of(PAGE.format(extra=extra))
    with pikepdf.open(io.BytesIO(body)) as opened:
        streams = [
            bytes(one.read_bytes())
            for one in opened.objects
            if isinstance(one, pikepdf.Stream) and "/Subtype" not in one
        ]
        assert "/EmbeddedFiles" not in opened.Root.get("/Names", {})
        assert not list(opened.attachments)
    assert not any(b"CANARY-OF-A-FILE" in one for one in [body, *streams])


def test_nothing_in_a_document_acts():
    hostile = (
        '<script>app.alert(1)</script><form action="http://192.0.2.1/"><input name="x"></form><p onclick="x()">Z</p>'
    )
    with pikepdf.open(io.BytesIO(pdf.pdf_of(PAGE.format(extra=hostile)))) as opened:
        for name in ("/OpenAction", "/AA", "/AcroForm"):
            assert name not in opened.Root
        assert not any(
            isinstance(one, pikepdf.Dictionary) and one.get("/S") in ("/JavaScript", "/Launch", "/SubmitForm")
            for one in opened.objects
        )


def test_too_long_a_document_is_refused_before_it_is_laid_out(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(making, "MOST_HTML", 100)
    with pytest.raises(pdf.PdfFailed, match="too long"):
        pdf.pdf_of("x" * 101)


def answering(status: int, out: bytes = b""):
    return lambda *args, **more: subprocess.CompletedProcess(args, status, out, b"CANARY")


def test_a_missing_library_is_named_with_the_line_that_installs_it(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(making.subprocess, "run", answering(making.UNAVAILABLE))
    with pytest.raises(pdf.PdfUnavailable, match="apt-get install libpango"):
        pdf.pdf_of("x")


@pytest.mark.parametrize("status", [1, making.TOO_MUCH, -9, -24])
def test_what_went_wrong_never_quotes_the_document(monkeypatch: pytest.MonkeyPatch, status: int):
    monkeypatch.setattr(making.subprocess, "run", answering(status))
    with pytest.raises(pdf.PdfFailed) as failed:
        pdf.pdf_of("CANARY")
    assert "CANARY" not in str(failed.value)


def test_a_process_that_says_it_is_well_but_makes_no_pdf_is_not_believed(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(making.subprocess, "run", answering(0, b"no pdf"))
    with pytest.raises(pdf.PdfFailed):
        pdf.pdf_of("x")


def test_the_doctor_knows_whether_records_can_be_made(monkeypatch: pytest.MonkeyPatch):
    assert [sign.level for sign in health.records(NOW)] == [health.Level.GOOD]
    monkeypatch.setattr(making, "PANGO", "libnothing-of-that-name.so.0")
    (sign,) = health.records(NOW)
    assert sign.level is health.Level.WARN
    assert "apt-get install libpango" in sign.mend
