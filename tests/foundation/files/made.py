"""Files of every kind for the tests, honest ones and others."""

import io
import zipfile
from collections.abc import Mapping

import pikepdf
from PIL import Image

EICAR = b"X5O!P%@AP[4\\PZX54(P^)7CC)7$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"
CANARY = b"CANARY-PLACE"
WORD_TYPES = (
    "<Types><Override PartName='/word/document.xml' ContentType='application/vnd.openxmlformats-officedocument."
    "wordprocessingml.document.main+xml'/></Types>"
)
SHEET_TYPES = (
    "<Types><Override ContentType='application/vnd.openxmlformats-officedocument."
    "spreadsheetml.sheet.main+xml'/></Types>"
)


def picture(form: str = "JPEG", mode: str = "RGB", size: tuple[int, int] = (60, 40), *, place: bool = False) -> bytes:
    """A picture; with `place`, one that says where it was taken."""
    into = io.BytesIO()
    told = Image.Exif()
    if place:
        told[0x010E] = CANARY.decode()
        told[0x8825] = {1: "N", 2: (51.0, 30.0, 26.0), 3: "W", 4: (0.0, 7.0, 39.0), 29: CANARY.decode()}
    Image.new(mode, size, 1).save(into, form, **({"exif": told} if place else {}))
    return into.getvalue()


def packed(members: Mapping[str, bytes | str]) -> bytes:
    into = io.BytesIO()
    with zipfile.ZipFile(into, "w", zipfile.ZIP_DEFLATED) as file:
        for name, content in members.items():
            file.writestr(name, content)
    return into.getvalue()


def word(xml: bytes | str = "<d xmlns:w='w'><w:p>Hello</w:p></d>", **more: bytes | str) -> bytes:
    """A Word document. `more`: members with `__` for a slash."""
    others = {name.replace("__", "/").replace("_", "."): content for name, content in more.items()}
    return packed({"[Content_Types].xml": WORD_TYPES, "word/document.xml": xml, **others})


def sheet() -> bytes:
    return packed(
        {
            "[Content_Types].xml": SHEET_TYPES,
            "xl/sharedStrings.xml": "<sst><si><t>Monday</t></si></sst>",
            "xl/worksheets/sheet1.xml": "<w><row><c t='s'><v>0</v></c><c><f>1+1</f><v>2</v></c></row></w>",
        }
    )


def writer() -> bytes:
    return packed({"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": "<o><p>Hello</p></o>"})


def pdf(*, locked: bool = False, pages: int = 1) -> bytes:
    """A PDF with a photograph that says where it was taken, programs, a file inside and an author."""
    file = pikepdf.new()
    for _ in range(pages):
        file.add_blank_page()
    photograph = pikepdf.Stream(file, picture(place=True))
    for name, value in {
        "/Type": pikepdf.Name.XObject,
        "/Subtype": pikepdf.Name.Image,
        "/Width": 60,
        "/Height": 40,
        "/ColorSpace": pikepdf.Name.DeviceRGB,
        "/BitsPerComponent": 8,
        "/Filter": pikepdf.Name.DCTDecode,
    }.items():
        photograph[name] = value
    page = file.pages[0].obj
    page["/Resources"] = pikepdf.Dictionary(XObject=pikepdf.Dictionary(Im0=file.make_indirect(photograph)))
    page["/Contents"] = file.make_stream(b"q 60 0 0 40 0 0 cm /Im0 Do Q")
    program = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="app.alert('CANARY-PROGRAM')")
    launch = pikepdf.Dictionary(S=pikepdf.Name.Launch, F="CANARY-LAUNCH")
    page["/AA"] = pikepdf.Dictionary(O=program)
    page["/Annots"] = pikepdf.Array(
        [
            pikepdf.Dictionary(Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Link, Rect=[0, 0, 9, 9], A=launch),
            pikepdf.Dictionary(Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.FileAttachment, Rect=[0, 0, 9, 9]),
        ]
    )
    file.Root["/OpenAction"] = program
    file.docinfo["/Author"] = CANARY.decode()
    file.attachments["CANARY-FILE.txt"] = b"CANARY-INSIDE"
    with file.open_metadata() as told:
        told["dc:creator"] = [CANARY.decode()]
    into = io.BytesIO()
    file.save(into, **({"encryption": pikepdf.Encryption(owner="one", user="other")} if locked else {}))
    return into.getvalue()


MESSAGE = (
    b"From: Someone <someone@example.org>\r\nTo: other@example.org\r\nSubject: Tonight\r\n"
    b"Date: Wed, 25 Nov 2026 10:00:00 +0000\r\nMIME-Version: 1.0\r\n"
    b'Content-Type: multipart/mixed; boundary="B"\r\n\r\n--B\r\nContent-Type: text/html; charset=utf-8\r\n\r\n'
    b"<p>See you <b>there</b></p><script>CANARY-PROGRAM</script>\r\n--B\r\nContent-Type: image/png\r\n"
    b'Content-Disposition: attachment; filename="us.png"\r\n\r\nCANARY-INSIDE\r\n--B--\r\n'
)
