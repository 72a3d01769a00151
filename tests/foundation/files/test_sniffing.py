"""A file is what its bytes say. What can hold a program, hide another file or unfold without end is not taken."""

import contextlib
import io
import subprocess
import sys
import zipfile

import pikepdf
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from leeward.foundation.files.kinds import Bounds, Kind, NotTaken, Unwelcome
from leeward.foundation.files.process import ROOT, in_child
from leeward.foundation.files.sniffing import kind_of
from leeward.foundation.files.texts import words_of_xml
from leeward.foundation.files.wording import KINDS, WHY_NOT
from tests.foundation.files.made import CANARY, MESSAGE, packed, pdf, picture, sheet, word, writer

WITHIN = Bounds(size=5_000_000)


def taken(raw: bytes, within: Bounds = WITHIN) -> Kind:
    kind = kind_of(raw, within)
    in_child("look", kind, raw, within)
    return kind


def copied(raw: bytes) -> bytes:
    return in_child("copy", kind_of(raw, WITHIN), raw, WITHIN)


def refused(raw: bytes, within: Bounds = WITHIN) -> Unwelcome:
    with pytest.raises(NotTaken) as found:
        taken(raw, within)
    return found.value.why


HONEST = {
    Kind.JPEG: picture(),
    Kind.PNG: picture("PNG", "RGBA"),
    Kind.GIF: picture("GIF", "P"),
    Kind.WEBP: picture("WEBP"),
    Kind.PDF: pdf(),
    Kind.TEXT: "She wrote: “où es-tu?”\n".encode(),
    Kind.EMAIL: MESSAGE,
    Kind.WORD: word(),
    Kind.SHEET: sheet(),
    Kind.WRITER: writer(),
}


@pytest.mark.parametrize("kind", list(Kind))
def test_each_kind_is_known_by_its_content_and_has_a_safe_copy(kind: Kind):
    assert taken(HONEST[kind]) is kind
    assert copied(HONEST[kind])


def _endless_page() -> bytes:
    file = pikepdf.new()
    file.add_blank_page()
    into = io.BytesIO()
    file.save(into)
    return into.getvalue()


def _linked() -> bytes:
    into = io.BytesIO()
    with zipfile.ZipFile(into, "w") as file:
        file.writestr("[Content_Types].xml", "x")
        link = zipfile.ZipInfo("word/document.xml")
        link.external_attr = 0o120777 << 16
        file.writestr(link, "/etc/passwd")
    return into.getvalue()


def _nested() -> bytes:
    inner = packed({"a.txt": b"0" * 1_000_000})
    for _ in range(10):
        inner = packed({"a.zip": inner})
    return inner


@pytest.mark.parametrize(
    ("raw", "why"),
    [
        (b"", Unwelcome.EMPTY),
        (b"a" * 5_000_001, Unwelcome.TOO_LARGE),
        (packed({"photo.jpg": picture()}), Unwelcome.ARCHIVE),
        (_nested(), Unwelcome.ARCHIVE),
        (b"Rar!\x1a\x07\x00" + b"x" * 50, Unwelcome.ARCHIVE),
        (b"7z\xbc\xaf\x27\x1c" + b"x" * 50, Unwelcome.ARCHIVE),
        (b"\x1f\x8b\x08" + b"x" * 50, Unwelcome.ARCHIVE),
        (b"<svg xmlns='http://www.w3.org/2000/svg'><script/></svg>", Unwelcome.DRAWING),
        (b"<?xml version='1.0'?>\n<!-- a -->\n<svg onload='x()'/>", Unwelcome.DRAWING),
        (b"\xef\xbb\xbf  <!DOCTYPE html><script>x()</script>", Unwelcome.PAGE),
        (b"<!-- hello --><html>", Unwelcome.PAGE),
        (b"<?xml version='1.0'?><lolz>&lol9;</lolz>", Unwelcome.PAGE),
        (b"MZ\x90\x00", Unwelcome.PROGRAM),
        (b"\x7fELF", Unwelcome.PROGRAM),
        (b"#!/bin/sh\nrm -rf ~\n", Unwelcome.PROGRAM),
        (word(word__vbaProject_bin=b"x"), Unwelcome.MACROS),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600, Unwelcome.OLD_OFFICE),
        (b"{\\rtf1 {\\object}}", Unwelcome.OLD_OFFICE),
        (pdf(locked=True), Unwelcome.LOCKED),
        (b"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00", Unwelcome.HEIC),
        (b"\x00\x00\x00\x18ftypmp42\x00\x00\x00\x00", Unwelcome.FILM),
        (b"RIFF\x00\x00\x00\x00WAVEfmt ", Unwelcome.FILM),
        (pdf() + packed({"a.txt": b"x"}), Unwelcome.TWO_KINDS),
        (packed({"a.txt": b"x"})[:0] + picture() + packed({"a.txt": b"x"}), Unwelcome.TWO_KINDS),
        (picture()[:-2] + b"\xff\xfe\x00\x19<html><script>x()</script>" + b"\xff\xd9", Unwelcome.TWO_KINDS),
        (picture("GIF", "P") + b"\n%PDF-1.7\n", Unwelcome.TWO_KINDS),
        (b"GIF89a=1;/*" + b"\x00" * 30 + b"*/alert(1)", Unwelcome.DAMAGED),
        (b"%PDF-1.7\nMZ" + word(), Unwelcome.TWO_KINDS),
        (b"prefix" + word(), Unwelcome.UNKNOWN),
        (_linked(), Unwelcome.ARCHIVE),
        (packed({"[Content_Types].xml": "x", "../../etc/cron.d/x": b"x"}), Unwelcome.ARCHIVE),
        (word(word__media__x_bin=b"0" * 60_000_000), Unwelcome.TOO_DEEP),
        (packed({f"word/{number}": b"" for number in range(3000)}), Unwelcome.TOO_DEEP),
        (picture()[:200], Unwelcome.DAMAGED),
        (picture("PNG")[:60], Unwelcome.DAMAGED),
        (pdf()[:300], Unwelcome.DAMAGED),
        (word()[:150], Unwelcome.DAMAGED),
        (bytes(range(256)), Unwelcome.UNKNOWN),
    ],
)
def test_what_is_not_taken_says_why(raw: bytes, why: Unwelcome):
    assert refused(raw) is why


def test_a_picture_of_fifty_thousand_by_fifty_thousand_is_refused_before_it_is_decoded():
    into = io.BytesIO()
    Image.new("1", (50_000, 50_000)).save(into, "PNG")
    assert len(into.getvalue()) < 1_000_000
    assert refused(into.getvalue()) is Unwelcome.TOO_MANY_PIXELS


def test_a_pdf_of_a_million_objects_is_refused_before_any_reader_sees_it():
    many = b"%PDF-1.4\n" + b"1 0 obj<<>>endobj\n" * 1_000_000
    assert refused(many, Bounds(size=50_000_000)) is Unwelcome.TOO_DEEP
    said = pdf().replace(b"/Size ", b"/Size 9999999 /X ", 1)
    assert refused(said) is Unwelcome.TOO_DEEP


def test_a_pdf_of_too_many_pages_is_refused():
    assert refused(pdf(pages=6), Bounds(pages=5)) is Unwelcome.TOO_MANY_PAGES


LAUGHS = b"".join(
    [
        b"<?xml version='1.0'?><!DOCTYPE l [<!ENTITY a0 'ha'>",
        *(f"<!ENTITY a{n} '{f'&a{n - 1};' * 10}'>".encode() for n in range(1, 10)),
        b"]><w:p xmlns:w='w'>&a9;</w:p>",
    ]
)


def test_a_billion_laughs_in_a_document_are_refused_before_the_first():
    assert refused(word(LAUGHS)) is Unwelcome.TOO_DEEP
    with pytest.raises(NotTaken):
        words_of_xml(b"<!DOCTYPE a SYSTEM 'file:///etc/passwd'><a/>")


def test_a_document_that_lies_about_its_unpacked_size_is_stopped_while_it_unfolds():
    raw = bytearray(word("<p>" + "0" * 3_000_000 + "</p>"))
    with zipfile.ZipFile(io.BytesIO(raw)) as file:
        size = file.getinfo("word/document.xml").file_size
    lying = bytes(raw).replace(size.to_bytes(4, "little"), (2000).to_bytes(4, "little"))
    assert lying != bytes(raw)
    assert refused(lying, Bounds(unpacked=1_000_000)) in {Unwelcome.TOO_DEEP, Unwelcome.DAMAGED}


def test_the_copy_of_a_photograph_does_not_say_where_it_was_taken_and_the_original_does():
    for form in ("JPEG", "PNG", "WEBP"):
        raw = picture(form, place=True)
        assert CANARY in raw
        made = copied(raw)
        assert CANARY not in made
        assert b"Exif" not in made
        with Image.open(io.BytesIO(made)) as again:
            assert again.size == (60, 40)
            assert not again.getexif()


def test_a_photograph_taken_sideways_stands_upright_in_its_copy():
    into = io.BytesIO()
    told = Image.Exif()
    told[0x0112] = 6
    Image.new("RGB", (60, 40)).save(into, "JPEG", exif=told)
    with Image.open(io.BytesIO(copied(into.getvalue()))) as made:
        assert made.size == (40, 60)


def test_the_copy_of_a_pdf_has_its_page_and_picture_and_nothing_that_acts_hides_or_tells():
    raw = pdf()
    with pikepdf.open(io.BytesIO(raw)) as before:
        assert CANARY in before.pages[0].obj["/Resources"]["/XObject"]["/Im0"].read_raw_bytes()
    with pikepdf.open(io.BytesIO(copied(raw))) as made:
        assert len(made.pages) == 1
        assert len(made.attachments) == 0
        assert set(made.Root.keys()) <= {"/Type", "/Pages"}
        assert "/Info" not in made.trailer
        photograph = made.pages[0].obj["/Resources"]["/XObject"]["/Im0"]
        with Image.open(io.BytesIO(photograph.read_raw_bytes())) as picture_inside:
            assert picture_inside.size == (60, 40)
        everything = "".join(thing.unparse().decode("latin-1") for thing in made.objects if thing is not None)
        everything += "".join(
            thing.read_raw_bytes().decode("latin-1") for thing in made.objects if isinstance(thing, pikepdf.Stream)
        )
    for trace in ("CANARY", "JavaScript", "Launch", "EmbeddedFile", "FileAttachment", "OpenAction", "/AA"):
        assert trace not in everything


def test_the_copy_of_an_email_has_its_words_and_names_what_it_leaves_behind():
    made = copied(MESSAGE).decode()
    assert "Subject: Tonight" in made
    assert "See you there" in made
    assert "us.png" in made
    assert "CANARY" not in made
    assert "<" not in made.partition("\n\n")[2]


def test_the_copies_of_office_documents_are_their_words():
    assert copied(word()).decode().strip() == "Hello"
    assert copied(writer()).decode().strip() == "Hello"
    assert copied(sheet()).decode() == "Monday\t2"


def test_the_copy_of_a_text_has_no_signs_that_steer_a_screen_or_turn_the_writing():
    made = copied("pay \u202egpj.exe\u200b\x1b[31m to her".encode()).decode()
    assert made == "pay gpj.exe[31m to her"


def test_the_reading_process_opens_no_file_and_no_connection_and_starts_nothing():
    program = """
import sys; sys.path.insert(0, {root!r})
from leeward.foundation.files import child
import socket, os, resource
child.shut()
for attempt in (lambda: open("/etc/hostname"), socket.socket, os.fork, lambda: os.memfd_create("x"),
                lambda: resource.setrlimit(resource.RLIMIT_NOFILE, (9, 9))):
    try:
        attempt()
    except (OSError, ValueError):
        continue
    os.write(1, b"open")
try:
    held = bytearray(2 * 1024 ** 3)
    os.write(1, b"room")
except MemoryError:
    os.write(1, b"shut")
os._exit(0)
"""
    done = subprocess.run(
        [sys.executable, "-I", "-c", program.format(root=str(ROOT))], capture_output=True, check=False
    )
    assert (done.stdout, done.returncode) == (b"shut", 0), done.stderr


def test_the_largest_pictures_that_are_taken_stay_within_their_memory():
    program = """
import io, resource, sys; sys.path.insert(0, {root!r})
from PIL import Image
from leeward.foundation.files.kinds import Bounds, Kind
from leeward.foundation.files.process import in_child
into = io.BytesIO()
Image.new("L", (7000, 7000)).save(into, "PNG")
made = in_child("copy", Kind.PNG, into.getvalue(), Bounds())
print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)
"""
    done = subprocess.run(
        [sys.executable, "-I", "-c", program.format(root=str(ROOT))], capture_output=True, text=True, check=True
    )
    assert int(done.stdout) < 700 * 1024  # kilobytes: three copies of a picture of 49 million points


@given(st.binary(max_size=400))
def test_no_bytes_at_all_bring_the_look_down(raw: bytes):
    try:
        found = kind_of(raw, WITHIN)
    except NotTaken as refused:
        found = refused.why
    assert isinstance(found, Kind | Unwelcome)


@given(st.sampled_from(sorted(HONEST.values())), st.data())
def test_no_damage_brings_the_look_down(raw: bytes, data: st.DataObject):
    at = data.draw(st.integers(0, len(raw) - 1))
    damaged = raw[:at] + data.draw(st.binary(max_size=8)) + raw[at + data.draw(st.integers(0, 8)) :]
    with contextlib.suppress(NotTaken):
        kind_of(damaged, WITHIN)


def test_every_kind_and_every_refusal_has_its_words():
    assert set(KINDS) == set(Kind)
    assert set(WHY_NOT) == set(Unwelcome)
