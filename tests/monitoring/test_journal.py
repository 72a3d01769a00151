"""Journaled mail is read as far as it can be, whoever wrote it and however badly."""

import base64
from datetime import UTC, datetime
from email.message import EmailMessage

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from leeward.monitoring.journal import DEEPEST, LONGEST_TEXT, Form, Mail, Problem, addresses_in, read_mail


def written(body: str = "See you at nine", **headers: str) -> EmailMessage:
    message = EmailMessage()
    message["From"] = headers.pop("sender", "Toby Marsh <toby.marsh@harbour.example>")
    message["To"] = headers.pop("to", "Ava Reed <ava.reed@learner.harbour.example>")
    message["Date"] = "Tue, 24 Nov 2026 22:41:00 +0000"
    for name, value in headers.items():
        message[name] = value
    message.set_content(body)
    return message


def report(inner: bytes, statement: str, encoding: str = "") -> bytes:
    head = f"Content-Transfer-Encoding: {encoding}\r\n" if encoding else ""
    return (
        b"From: journal@harbour.example\r\nTo: archive@leeward.example\r\nX-MS-Journal-Report:\r\n"
        b'MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary="b1"\r\n\r\n'
        b"--b1\r\nContent-Type: text/plain; charset=us-ascii\r\n\r\n" + statement.encode() + b"\r\n"
        b"--b1\r\nContent-Type: message/rfc822\r\n" + head.encode() + b"\r\n" + inner + b"\r\n--b1--\r\n"
    )


STATEMENT = (
    "Sender: toby.marsh@harbour.example\r\nSubject: hello\r\nMessage-Id: <1@harbour.example>\r\n"
    "Recipient: ava.reed@learner.harbour.example\r\nBcc: secret@elsewhere.example\r\n"
    "To: class@harbour.example, Expanded: all@harbour.example\r\nOn-Behalf-Of: office@harbour.example\r\n"
)


def test_a_plain_copy_gives_sender_recipients_subject_date_and_text() -> None:
    mail = read_mail(bytes(written(subject="Re: placement", cc="Someone <OTHER@Harbour.example>")))
    assert mail == Mail(
        sender="toby.marsh@harbour.example",
        recipients=("ava.reed@learner.harbour.example", "other@harbour.example"),
        subject="Re: placement",
        texts=("See you at nine\n",),
        written=datetime(2026, 11, 24, 22, 41, tzinfo=UTC),
        attachments=0,
        reported=False,
        problems=(),
    )


def test_a_journal_report_is_believed_about_who_really_received_it() -> None:
    mail = read_mail(report(bytes(written(sender="Somebody Else <else@harbour.example>")), STATEMENT), Form.REPORTS)
    assert mail.reported
    assert mail.sender == "toby.marsh@harbour.example"
    assert mail.recipients == (
        "ava.reed@learner.harbour.example",
        "secret@elsewhere.example",
        "class@harbour.example",
    )
    assert mail.texts == ("See you at nine\n",)
    assert mail.problems == ()


@pytest.mark.parametrize("encoding", ["base64", "quoted-printable"])
def test_a_report_whose_message_is_wrongly_encoded_is_still_read(encoding: str) -> None:
    inner = bytes(written())
    if encoding == "base64":
        inner = base64.encodebytes(inner)
    mail = read_mail(report(inner, STATEMENT, encoding), Form.REPORTS)
    assert mail.texts == ("See you at nine\n",)


def test_a_message_that_only_looks_like_a_report_is_not_believed_where_copies_are_expected() -> None:
    mail = read_mail(report(bytes(written()), STATEMENT.replace("toby.marsh", "innocent")), Form.COPIES)
    assert not mail.reported
    assert mail.sender == "journal@harbour.example"
    assert "See you at nine\n" in mail.texts


def test_an_ordinary_message_where_reports_are_expected_is_read_and_marked() -> None:
    mail = read_mail(bytes(written()), Form.REPORTS)
    assert (mail.sender, mail.problems) == ("toby.marsh@harbour.example", (Problem.NOT_A_REPORT,))


def test_html_alone_is_stripped_and_html_that_differs_from_the_plain_text_is_read_too() -> None:
    message = written("Nothing to see")
    message.add_alternative("<p>Keep <b>this</b> secret</p><style>p {}</style><script>no()</script>", subtype="html")
    assert read_mail(bytes(message)).texts == ("Nothing to see\n", "Keep this secret")
    same = written("Nothing to see")
    same.add_alternative("<div>Nothing&nbsp;to <i>see</i></div>", subtype="html")
    assert read_mail(bytes(same)).texts == ("Nothing to see\n",)


def test_attachments_are_counted_and_neither_their_names_nor_their_text_are_kept() -> None:
    message = written()
    message.add_attachment(b"\x89PNG", maintype="image", subtype="png", filename="party.png")
    message.add_attachment("private diary", filename="diary.txt")
    mail = read_mail(bytes(message))
    assert mail.attachments == 2
    assert "diary" not in repr(mail)
    assert "party" not in repr(mail)


def raw(content_type: str, body: bytes, encoding: str = "8bit") -> bytes:
    return (
        f"From: a@b.example\r\nTo: c@d.example\r\nContent-Type: {content_type}\r\n"
        f"Content-Transfer-Encoding: {encoding}\r\n\r\n"
    ).encode() + body


@pytest.mark.parametrize(
    ("message", "text"),
    [
        (raw("text/plain; charset=utf-8", "café".encode()), "café"),
        (raw("text/plain", "café".encode()), "café"),
        (raw("text/plain; charset=utf-8", "café".encode("latin-1")), "café"),
        (raw("text/plain; charset=us-ascii", "café".encode()), "café"),
        (raw("text/plain; charset=iso-8859-1", "“café”".encode("cp1252")), "“café”"),
        (raw("text/plain; charset=klingon", "café".encode()), "café"),
        (raw("text/plain; charset=rot13", b"cafe"), "cafe"),
        (raw("text/plain; charset=zlib", b"cafe"), "cafe"),
        (raw("text/plain; charset=utf-7", b"a+2AA-b+2D3cAA-"), "a\ufffdb\U0001f400"),
        (raw("text/plain; charset=idna", "café".encode()), "café"),
        (raw("text/plain; charset*=utf-8''utf-8", "café".encode()), "café"),
        (raw("text/plain; charset=utf-16", "café".encode("utf-16")), "café"),
        (raw("text/plain; charset=utf-8", base64.b64encode("café".encode()), "base64"), "café"),
        (raw("text/plain; charset=utf-8", b"Y2Fmw6k", "base64"), "café"),
        (raw("text/plain; charset=utf-8", b"caf=C3=A9 =\r\nau lait =ZZ", "quoted-printable"), "café au lait =ZZ"),
        (raw("text/plain; charset=utf-8", "café".encode(), "x-unheard-of"), "café"),
        (raw("text/plain; charset=utf-8; charset=x", b"cafe"), "cafe"),
        (raw("nonsense", b"cafe"), "cafe"),
        (raw("text/html", b"<p>caf&eacute;<br>au lait"), "café\nau lait"),
        (raw("text/html", b"<![if<p>cafe"), "<![if<p>cafe"),
        (raw("multipart/mixed; boundary=x", b"--x\r\n\r\ncafe"), "cafe"),
    ],
)
def test_text_is_read_whatever_its_label_says(message: bytes, text: str) -> None:
    assert "".join(read_mail(message).texts).strip() == text


@pytest.mark.parametrize(
    ("header", "subject"),
    [
        ("=?utf-8?q?caf=C3=A9?=", "café"),
        ("=?utf-8?b?Y2Fmw6k=?= =?utf-8?q?_au?=", "café au"),
        ("=?klingon?q?caf=C3=A9?=", "café"),
        ("=?utf-8?b?Y2Fmw6k?=", "café"),
        ("=?utf-8?z?x?=", "=?utf-8?z?x?="),
        ("café", "café"),
        ("two\r\n lines", "two lines"),
        ("x" * 5000, "x" * 1000),
    ],
)
def test_a_subject_is_read_whatever_its_encoding(header: str, subject: str) -> None:
    assert read_mail(f"Subject: {header}\r\n\r\nbody".encode()).subject == subject


def test_a_message_nested_deeper_than_anyone_writes_ends() -> None:
    message = b"Content-Type: text/plain\r\n\r\nend"
    for level in range(DEEPEST * 2):
        boundary = f"level{level}".encode()
        head = b"Content-Type: multipart/mixed; boundary=" + boundary + b"\r\n\r\n--" + boundary + b"\r\n"
        message = head + message + b"\r\n--" + boundary + b"--\r\n"
    assert isinstance(read_mail(b"From: a@b.example\r\n" + message), Mail)


def test_a_message_with_a_thousand_boundaries_is_read_as_text_and_marked() -> None:
    message = b"From: a@b.example\r\nTo: c@d.example\r\nSubject: s\r\n\r\nkeep it secret " + b"boundary " * 1000
    mail = read_mail(message)
    assert Problem.TOO_TANGLED in mail.problems
    assert (mail.sender, mail.recipients, mail.subject) == ("a@b.example", ("c@d.example",), "s")
    assert mail.texts[0].startswith("keep it secret")


def test_text_beyond_the_limit_is_cut_and_said_to_be() -> None:
    mail = read_mail(b"From: a@b.example\r\n\r\n" + b"word " * 300_000)
    assert sum(len(text) for text in mail.texts) == LONGEST_TEXT
    assert Problem.TOO_LONG in mail.problems


def test_what_is_missing_is_said() -> None:
    assert set(read_mail(b"").problems) == {
        Problem.NO_SENDER,
        Problem.NO_RECIPIENTS,
        Problem.NO_DATE,
        Problem.NO_TEXT,
    }


@pytest.mark.parametrize("date", ["yesterday", "Tue, 99 Nov 2026 99:99:99 +9999", "", "1 Jan 99999 00:00:00 +0000"])
def test_a_date_nobody_can_read_is_none(date: str) -> None:
    assert read_mail(f"Date: {date}\r\n\r\nx".encode()).written is None


def test_addresses_are_found_in_any_header_text() -> None:
    line = "\"Reed, Ava\" <Ava.Reed@harbour.example>, 'x@y.example', (c) broken@, @nobody, a@b.example;a@b.example"
    assert addresses_in(line) == ["ava.reed@harbour.example", "x@y.example", "a@b.example"]


GOOD = bytes(written("See you", subject="=?utf-8?q?caf=C3=A9?="))
PARTS = [
    b"--b1\r\n",
    b"--b1--\r\n",
    b"Content-Type: multipart/mixed; boundary=b1\r\n\r\n",
    b"\r\n\r\n",
    b"\x00",
    b"\xff",
    b"Content-Type: message/rfc822\r\n\r\n",
    b"Content-Transfer-Encoding: base64\r\n",
    b"=?utf-8?b?",
    b"?=",
    b"=\r\n",
    b"From: <<>>@\r\n",
    b"To: ,,,;:\r\n",
    b"Date: 0\r\n",
    b"<html><!",
    b"<![CDATA[",
    b"&#x110000;",
    b"&#",
    b'charset="',
    b"Content-Type: text/html; charset=utf-7\r\n\r\n",
    b"+ADw-",
    b"Sender: a@b.example\r\n",
]


def _torn(at: int, instead: bytes) -> bytes:
    return GOOD[:at] + instead + GOOD[at + 1 :]


@settings(max_examples=400)
@given(
    st.one_of(
        st.binary(max_size=600),
        st.lists(st.sampled_from(PARTS), max_size=40).map(b"".join),
        st.builds(_torn, st.integers(0, len(GOOD)), st.binary(max_size=8)),
        st.integers(0, 600).map(lambda length: report(GOOD, STATEMENT)[:length]),
    ),
    st.sampled_from(Form),
)
def test_any_bytes_are_read_without_a_fault(message: bytes, form: Form) -> None:
    mail = read_mail(message, form)
    assert all(isinstance(text, str) and text for text in mail.texts)
    assert all("@" in address and address == address.lower() for address in mail.recipients)
    assert mail == read_mail(message, form)
    "".join((mail.sender, mail.subject, *mail.recipients, *mail.texts)).encode("utf-8")
    assert "\x00" not in "".join((mail.sender, *mail.recipients))
