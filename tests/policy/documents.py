"""Word and PDF files made for tests, so that no file of anybody's has to be kept."""

import io

import docx
from docx.oxml import OxmlElement
from docx.oxml.ns import qn


def word_policy() -> bytes:
    """A policy with title, version table, list styles, a table of roles, a text box, tracked changes and a footer."""
    document = docx.Document()
    document.add_paragraph("Online safety policy", style="Title")
    table = document.add_table(rows=2, cols=4)
    for row, cells in zip(
        table.rows, (("Version", "Date", "Reason", "By"), ("1", "3 September 2024", "New", "Rosalind Pym")), strict=True
    ):
        for cell, text in zip(row.cells, cells, strict=True):
            cell.text = text
    document.add_heading("Rules", level=1)
    document.add_paragraph("Staff must:")
    document.add_paragraph("lock devices", style="List Bullet")
    document.add_paragraph("report concerns within 24 hours", style="List Bullet")
    document.add_heading("Who does what", level=1)
    roles = document.add_table(rows=1, cols=2)
    roles.rows[0].cells[0].text, roles.rows[0].cells[1].text = "Head of Digital", "Must test the filter every term."
    changed = document.add_paragraph("Tutors must read ")
    _tracked(changed, "w:ins", "w:t", "the inserted words.")
    _tracked(changed, "w:del", "w:delText", "what was taken out.")
    boxed = document.add_paragraph("")
    box = OxmlElement("w:txbxContent")
    box.append(document.add_paragraph("Inside a text box")._p)
    run = OxmlElement("w:r")
    run.append(box)
    boxed._p.append(run)
    document.sections[0].footer.paragraphs[0].text = "Footer of Harbourside, Version 1 September 2024"
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def _tracked(paragraph: "docx.text.paragraph.Paragraph", change: str, tag: str, text: str) -> None:
    outer, run, inner = OxmlElement(change), OxmlElement("w:r"), OxmlElement(tag)
    inner.text = text
    inner.set(qn("xml:space"), "preserve")
    run.append(inner)
    outer.append(run)
    paragraph._p.append(outer)


class TinyPage:
    """The lines of one page, placed from the bottom in points."""

    def __init__(self) -> None:
        self.commands: list[str] = []

    def line(self, height: int, text: str, size: int, *, bold: bool = False) -> None:
        """Set one line of text at a height."""
        escaped = text.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")
        self.commands.append(f"BT /{'B' if bold else 'F'} {size} Tf 60 {height} Td ({escaped}) Tj ET")


class TinyPdf:
    """The smallest PDF that holds text in two faces."""

    def __init__(self) -> None:
        self.pages: list[TinyPage] = []

    def page(self) -> TinyPage:
        """Begin a page."""
        self.pages.append(TinyPage())
        return self.pages[-1]

    def bytes(self) -> bytes:
        """The file."""
        kids = " ".join(f"{5 + 2 * number} 0 R" for number in range(len(self.pages)))
        objects = [
            "<< /Type /Catalog /Pages 2 0 R >>",
            f"<< /Type /Pages /Kids [{kids}] /Count {len(self.pages)} >>",
            "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
            "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica-Bold >>",
        ]
        for number, page in enumerate(self.pages):
            stream = "\n".join(page.commands)
            objects.append(
                f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents {6 + 2 * number} 0 R "
                "/Resources << /Font << /F 3 0 R /B 4 0 R >> >> >>"
            )
            objects.append(f"<< /Length {len(stream)} >>\nstream\n{stream}\nendstream")
        out = b"%PDF-1.4\n"
        places = []
        for number, body in enumerate(objects, 1):
            places.append(len(out))
            out += f"{number} 0 obj\n{body}\nendobj\n".encode("latin-1")
        start = len(out)
        out += f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n".encode()
        out += b"".join(f"{place:010d} 00000 n \n".encode() for place in places)
        return out + f"trailer << /Size {len(objects) + 1} /Root 1 0 R >>\nstartxref\n{start}\n%%EOF\n".encode()
