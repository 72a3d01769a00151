"""Files of every kind: encodings, Word, PDF; and the clear refusal of what is damaged, hostile or too long."""

import io
import json
import zipfile
from pathlib import Path

import docx
import pytest
from click.testing import CliRunner
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from leeward.frontdoor.cli import cli
from leeward.policy import reading
from leeward.policy.pdf import blocks_of_pdf
from leeward.policy.reading import CannotRead, open_policy, read_policy
from leeward.policy.refusal import Refused
from leeward.policy.rules.plain_text import normal
from leeward.policy.word import blocks_of_word
from tests.policy.documents import TinyPdf, word_policy
from tests.policy.readings import TODAY
from tests.policy.samples import CAPITALS, STEMS


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252"])
def test_a_text_reads_the_same_in_every_encoding(encoding: str) -> None:
    text = "ONLINE SAFETY\n\nWe’ll act – at once. Staff must keep learners’ data “safe”.\n" * 5
    read = read_policy(text.encode(encoding), "policy.txt", on=TODAY)
    assert [problem for problem in read.problems if problem.kind == "encoding"] == []
    assert "learners’ data “safe”" in read.sections[0].text


def test_marks_spoilt_by_a_wrong_encoding_are_mended_and_told() -> None:
    spoilt = "Policy\n\nStaff must keep learners’ data safe.".encode().decode("cp1252")
    read = read_policy(spoilt.encode(), "policy.txt", on=TODAY)
    assert "learners’ data" in read.sections[0].text
    assert [problem.kind for problem in read.problems if problem.kind == "encoding"]


def test_soft_hyphens_and_odd_bullets_do_not_hide_a_duty() -> None:
    text = "Policy\n\nStaff must:\n\n\uf0b7 safe\u00adguard learners\n➢ lock\u00a0doors\n▪ stop"
    assert [promise.text for promise in read_policy(text.encode(), "p.txt", on=TODAY).promises] == [
        "safeguard learners",
        "lock doors",
        "stop",
    ]


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "empty"),
        (b"   \n\n", "empty"),
        (b"\x00\x01\x02\x03" * 500, "no text"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"x" * 100, "password"),
        (b"{\\rtf1 hello}", "rich text"),
        (b"<html><body>Staff must</body></html>", "web page"),
        (b"a" * (reading.LARGEST_FILE + 1), "MB"),
        (b"word " * 300_000, "characters"),
        (b"a" * 100_000, "line of more than"),
        (b"1234 5678\n\n--- ...", "No words"),
        (b"\xff\xfeP\x00o", "cut short"),
        (b"%PDF-1.4 nothing more", "PDF"),
        (b"PK\x03\x04 nothing more", "Word file"),
    ],
)
def test_a_file_that_is_no_policy_is_refused_with_what_to_do(data: bytes, words: str) -> None:
    with pytest.raises(CannotRead, match=words):
        open_policy(data, "policy.txt")


def test_a_file_that_is_not_what_its_name_says_is_refused() -> None:
    with pytest.raises(CannotRead, match=r"ends in \.pdf"):
        open_policy(b"Staff must lock doors.", "policy.pdf")


def _read_or_refused(data: bytes) -> bool:
    """Whether a file gives blocks or a refusal that is a sentence; any other failure is raised."""
    try:
        return bool(open_policy(data, "policy.txt").blocks)
    except CannotRead as refusal:
        return str(refusal).endswith(".")


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.binary(max_size=600))
def test_garbage_is_read_or_refused_and_never_breaks(data: bytes) -> None:
    if data.startswith((b"PK\x03\x04", b"%PDF-")):
        return
    assert _read_or_refused(data)


def test_a_word_policy_is_read_with_styles_lists_tables_and_footers() -> None:
    read = read_policy(word_policy(), "policy.docx", on=TODAY)
    assert read.title == "Online safety policy"
    assert [(version.version, str(version.date), version.by) for version in read.versions] == [
        ("1", "2024-09-03", "Rosalind Pym")
    ]
    assert [section.heading for section in read.sections] == [
        "Online safety policy",
        "Rules",
        "Who does what",
        "Page headers and footers",
    ]
    assert [(promise.actor, promise.text) for promise in read.promises] == [
        ("Staff", "lock devices"),
        ("Staff", "report concerns within 24 hours"),
        ("Head of Digital", "Must test the filter every term."),
        ("Tutors", "Tutors must read the inserted words."),
    ]
    assert "Inside a text box" in "".join(section.text for section in read.sections)
    assert any(problem.kind == "tracked-changes" for problem in read.problems)
    assert "taken out" not in "".join(section.text for section in read.sections)


def test_nothing_of_a_word_policy_is_lost() -> None:
    blocks, _ = blocks_of_word(word_policy())
    kept = normal("\n".join(block.line for block in blocks))
    for part in (
        "Online safety policy",
        "lock devices",
        "Head of Digital",
        "Must test the filter every term.",
        "Footer of Harbourside",
    ):
        assert part in kept


def _archive(**parts: bytes) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name.replace("__", "/").replace("_xml", ".xml").replace("_bin", ".bin"), content)
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (_archive(readme_xml=b"hello"), "no Word file"),
        (_archive(word__document_xml=b"0" * 60_000_000), "unpacks"),
        (_archive(word__document_xml=b"<x/>", word__vbaProject_bin=b"x"), "macros"),
        (_archive(word__document_xml=b"<x/>"), "damaged"),
        (word_policy()[:-400], "cut short"),
    ],
)
def test_a_hostile_or_damaged_word_file_is_refused(data: bytes, words: str) -> None:
    with pytest.raises(CannotRead, match=words):
        open_policy(data, "policy.docx")


def test_entities_in_a_word_file_are_not_expanded() -> None:
    bomb = b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]><x>&b;</x>'
    with zipfile.ZipFile(io.BytesIO(word_policy())) as archive:
        parts = {entry: archive.read(entry) for entry in archive.namelist()}
    parts["word/document.xml"] = bomb
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    with pytest.raises(CannotRead):
        open_policy(buffer.getvalue(), "policy.docx")


def _pdf() -> TinyPdf:
    pdf = TinyPdf()
    for number in (1, 2):
        page = pdf.page()
        page.line(800, "Harbourside online safety", 8)
        if number == 1:
            page.line(740, "Online safety policy", 20)
            page.line(700, "Rules", 15, bold=True)
            page.line(676, "Staff must keep the records of learners safe and they must not", 11)
            page.line(662, "share them with anybody outside.", 11)
            page.line(630, "Staff are responsible for:", 11)
            page.line(614, "- locking devices", 11)
            page.line(598, "- reporting concerns to the lead without", 11)
        else:
            page.line(740, "waiting for the end of the day", 11)
            page.line(700, "Review", 15, bold=True)
            page.line(676, "This policy will be reviewed annually.", 11)
        page.line(30, f"Page {number} of 2", 8)
    return pdf


def test_a_pdf_is_read_with_headings_bullets_and_page_breaks() -> None:
    read = read_policy(_pdf().bytes(), "policy.pdf", on=TODAY)
    assert read.title == "Online safety policy"
    assert [section.heading for section in read.sections] == [
        "Online safety policy",
        "Rules",
        "Review",
        "Page headers and footers",
    ]
    assert [(promise.actor, promise.text) for promise in read.promises] == [
        ("Staff", "Staff must keep the records of learners safe and they must not share them with anybody outside."),
        ("Staff", "locking devices"),
        ("Staff", "reporting concerns to the lead without waiting for the end of the day"),
        ("", "This policy will be reviewed annually."),
    ]


def test_page_headers_and_footers_of_a_pdf_are_kept_once_and_apart() -> None:
    blocks, _ = blocks_of_pdf(_pdf().bytes())
    furniture = [block.text for block in blocks if block.kind == "furniture"]
    assert furniture == ["Harbourside online safety", "Page 1 of 2", "Page 2 of 2"]


def test_a_pdf_without_text_says_so() -> None:
    pdf = TinyPdf()
    pdf.page()
    with pytest.raises(Refused, match="No text"):
        blocks_of_pdf(pdf.bytes())


def test_a_pdf_cut_short_is_refused_and_does_not_break() -> None:
    whole = _pdf().bytes()
    for part in (len(whole) // 3, len(whole) // 2, len(whole) - 30):
        assert _read_or_refused(whole[:part])


def _run(*arguments: str) -> tuple[int, str]:
    result = CliRunner().invoke(cli, ["import", "policy", *arguments])
    return result.exit_code, result.output


def test_the_command_prints_what_was_found_as_json(tmp_path: Path) -> None:
    file = tmp_path / "policy.txt"
    file.write_text(STEMS, encoding="utf-8")
    code, output = _run(str(file), "--dry-run", "--json")
    found = json.loads(output)
    assert code == 0
    assert set(found) >= {"title", "versions", "owners", "review", "sections", "promises", "problems"}
    assert set(found["promises"][0]) >= {
        "text",
        "actor",
        "modality",
        "action",
        "frequency",
        "limit",
        "section",
        "missing",
    }
    assert found["title"] == "E-Safety and Acceptable Use Policy"


def test_the_command_prints_a_page_for_people(tmp_path: Path) -> None:
    file = tmp_path / "policy.txt"
    file.write_text(CAPITALS, encoding="utf-8")
    code, output = _run(str(file), "--dry-run")
    assert code == 0
    assert "ONLINE SAFETY POLICY" in output
    assert "To look at:" in output


def test_the_command_fails_with_a_reason_and_no_trace(tmp_path: Path) -> None:
    code, output = _run(str(tmp_path / "none.txt"), "--dry-run")
    assert (code, "There is no file none.txt there." in output) == (1, True)
    code, output = _run(str(tmp_path), "--dry-run")
    assert (code, "is a folder" in output) == (1, True)


def test_a_text_box_is_read_once_though_word_stores_it_twice() -> None:
    document = docx.Document()
    paragraph = document.add_paragraph("Before")
    for tag in ("Choice", "Fallback"):
        outer = OxmlElement("w:r")
        holder = outer.makeelement(f"{{http://schemas.openxmlformats.org/markup-compatibility/2006}}{tag}", {})
        box = OxmlElement("w:txbxContent")
        inner = document.add_paragraph("Staff must see this once.")._p
        box.append(inner)
        holder.append(box)
        outer.append(holder)
        paragraph._p.append(outer)
    assert paragraph._p.tag == qn("w:p")
    buffer = io.BytesIO()
    document.save(buffer)
    blocks, _ = blocks_of_word(buffer.getvalue())
    assert [block.text for block in blocks] == ["Before", "Staff must see this once."]
