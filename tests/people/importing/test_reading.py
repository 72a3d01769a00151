"""Files of people as they come: encodings, delimiters, dates, other words, and garbage."""

from contextlib import suppress
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leeward.people.importing.entries import classes_in, date_in, read_people
from leeward.people.importing.table import MOST_BYTES, CannotRead, read, shown
from leeward.people.rules import PersonClass

TODAY = date(2026, 11, 25)
TEXT = "First name,Surname,Class,DOB\r\nZoë,Wrześniak,learner,27/3/2009\r\nSiân,O’Brien,staff,\r\n"


def people(content, today=TODAY):
    reading = read_people(read(content), today)
    assert reading.problems == ()
    return reading.people


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32"])
def test_any_usual_encoding_is_read(encoding):
    found = people(TEXT.encode(encoding))
    assert [(one.given_name, one.family_name) for one in found] == [("Zoë", "Wrześniak"), ("Siân", "O’Brien")]


def test_what_windows_writes_is_read():
    found = people("First name,Surname,Class\nSiân,O’Brien,staff\n".encode("cp1252"))
    assert (found[0].given_name, found[0].family_name) == ("Siân", "O’Brien")


@pytest.mark.parametrize("mark", [",", ";", "\t", "|"])
def test_any_usual_delimiter_is_found(mark):
    text = f"First name{mark}Surname{mark}Class\nAnn{mark}Testerby{mark}staff\n"
    assert people(text.encode())[0].family_name == "Testerby"


def test_the_delimiter_excel_states_counts():
    assert people(b"sep=;\nFirst name;Surname;Class\nAnn;Test,er;staff\n")[0].family_name == "Test,er"


@pytest.mark.parametrize(
    "heading",
    [
        "First name,Surname",
        "FORENAME,FAMILY_NAME",
        "given-name,Last Name",
        "Legal Forename, legal surname ",
        "E-mail,Forename,Surname",
    ],
)
def test_headings_in_other_words_are_understood(heading):
    cells = ",".join("Ann" if "mail" not in part.lower() else "ann@example.org" for part in heading.split(","))
    assert people(f"{heading}\n{cells}\n".encode())[0].given_name == "Ann"


@pytest.mark.parametrize(
    ("cell", "day"),
    [
        ("27/3/2009", date(2009, 3, 27)),
        ("27/03/09", date(2009, 3, 27)),
        ("27.03.2009", date(2009, 3, 27)),
        ("27-3-2009", date(2009, 3, 27)),
        ("27 March 2009", date(2009, 3, 27)),
        ("27th mar 2009", date(2009, 3, 27)),
        ("27-Mar-09", date(2009, 3, 27)),
        ("2009-03-27", date(2009, 3, 27)),
        ("2009-03-27T00:00:00", date(2009, 3, 27)),
        ("27/03/2009 00:00:00", date(2009, 3, 27)),
        ("3/4/2009", date(2009, 4, 3)),
        ("29/2/2008", date(2008, 2, 29)),
        ("1/1/62", date(1962, 1, 1)),
        ("1/1/26", date(2026, 1, 1)),
    ],
)
def test_dates_are_read_as_the_british_write_them(cell, day):
    assert date_in(cell, TODAY, past=True) == day


def test_a_start_of_two_figures_is_of_this_century():
    assert date_in("1/9/30", TODAY) == date(2030, 9, 1)


@pytest.mark.parametrize(
    ("cell", "says"),
    [
        ("12/31/2009", "wrong way round"),
        ("29/2/2009", "no such day"),
        ("0/0/0000", "no such day"),
        ("31/4/2009", "no such day"),
        ("39899", "spreadsheet"),
        ("soon", "no date"),
        ("27 Marsh 2009", "no month"),
        ("27/3", "no date"),
        ("٢٧/٣/٢٠٠٩x", "no date"),
    ],
)
def test_what_is_no_date_is_said_with_the_fix(cell, says):
    with pytest.raises(ValueError, match=says):
        date_in(cell, TODAY)


@pytest.mark.parametrize(
    ("cell", "kinds"),
    [
        ("Staff", {PersonClass.STAFF}),
        ("learners", {PersonClass.LEARNER}),
        ("Apprentice; Parent", {PersonClass.LEARNER, PersonClass.PARENT}),
        ("Board Member / Volunteer", {PersonClass.BOARD_MEMBER, PersonClass.VOLUNTEER}),
        ("former-learner", {PersonClass.FORMER_LEARNER}),
        ("governor", {PersonClass.BOARD_MEMBER}),
    ],
)
def test_classes_in_other_words_are_understood(cell, kinds):
    assert classes_in(cell) == kinds


def test_a_class_nobody_knows_lists_those_there_are():
    with pytest.raises(ValueError, match="former-learner"):
        classes_in("wizard")


@pytest.mark.parametrize(
    ("row", "column", "says"),
    [
        ("Ann,,staff,,", "Surname", "missing"),
        (",Testerby,staff,,", "First name", "missing"),
        ("Ann,Testerby,wizard,,", "Class", "Not known here"),
        ("Ann,Testerby,staff,31/2/2000,", "DOB", "no such day"),
        ("Ann,Testerby,staff,1/1/2030,", "DOB", "in the past"),
        ("Ann,Testerby,staff,1/1/1850,", "DOB", "in the past"),
        ("Ann,Testerby,staff,,not-an-address", "Email", "no e-mail address"),
        ("=cmd|' /C calc'!A0,Testerby,staff,,", "First name", "no plain text"),
        ("@SUM(1),Testerby,staff,,", "First name", "no plain text"),
        ("+447700900123,Testerby,staff,,", "First name", "no plain text"),
        ("An\u202en,Testerby,staff,,", "First name", "no plain text"),
        (f"{'A' * 81},Testerby,staff,,", "First name", "80 characters"),
        ("Ann,Testerby,staff,,,stray", "", "more cells"),
    ],
)
def test_a_wrong_row_is_named_with_its_column_and_the_fix(row, column, says):
    content = f"First name,Surname,Class,DOB,Email\nBen,Goodrow,staff,,\n{row}\n".encode()
    reading = read_people(read(content), TODAY)
    assert [(problem.row, problem.column) for problem in reading.problems] == [(3, column)]
    assert says in reading.problems[0].text


def test_two_rows_of_one_address_or_reference_are_named():
    content = b"First name,Surname,Email,Ref\nA,B,x@example.org,1\nC,D,X@example.org,2\nE,F,,1\n"
    reading = read_people(read(content), TODAY)
    assert [(problem.row, "Row 2" in problem.text) for problem in reading.problems] == [(3, True), (4, True)]


def test_columns_that_are_not_used_are_named():
    assert "Shoe size" in read_people(read(b"First name,Surname,Shoe size\nA,B,7\n"), TODAY).notes[0]


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "empty"),
        (b"\n\n  \n,,,\n", "empty"),
        (b"First name,Surname\n", "no rows"),
        (b"Name\nAnn Testerby\n", "no column"),
        (b"First name,Forename,Surname\nA,B,C\n", "mean the same"),
        (b"PK\x03\x04rest", "xlsx"),
        (b"%PDF-1.7", "pdf"),
        (b"\xd0\xcf\x11\xe0\xa1", "xls"),
        (b"First name,Surname\n\x00\x01\x02\x00,x\n", "not text"),
        (b"\xff\xfeodd", "not text"),
        (b"x" * (MOST_BYTES + 1), "larger than 25 MB"),
        (b",".join(b"c%d" % n for n in range(101)) + b"\nx\n", "more than 100 columns"),
        (b'First name,Surname\n"' + b"x" * 200_000, "quotation mark"),
    ],
)
def test_what_is_no_list_of_people_is_refused_with_the_fix(content, says):
    with pytest.raises(CannotRead, match=says):
        read_people(read(content), TODAY)


def test_too_many_rows_are_refused():
    with pytest.raises(CannotRead, match="60,000"):
        read(b"First name,Surname\n" + b"a,b\n" * 60_001)


def test_line_breaks_and_delimiters_inside_quotes_stay_in_the_cell():
    content = b'First name,Surname,Employer\r\n"Ann",Testerby,"Kelp, Sons\r\n& Daughters"\r\n'
    assert people(content)[0].employer == "Kelp, Sons & Daughters"


@pytest.mark.parametrize("cell", ["=1+1", "+1", "-1", "@x", "\t=1"])
def test_what_is_quoted_back_is_nothing_a_spreadsheet_would_run(cell):
    assert shown(cell).lstrip()[0] not in "=+-@" or shown(cell).startswith(" ")


@given(st.binary(max_size=600))
def test_any_bytes_are_read_or_refused_in_words(content):
    with suppress(CannotRead):
        assert read_people(read(content), TODAY).encoding


@given(st.text(max_size=300))
def test_any_text_under_a_good_heading_is_read_or_refused_in_words(text):
    try:
        reading = read_people(read(("First name,Surname,Class,DOB,Email\n" + text).encode("utf-8", "replace")), TODAY)
    except CannotRead:
        return
    for problem in reading.problems:
        assert problem.text.isprintable()


@given(st.text(max_size=40))
def test_any_cell_is_a_date_or_refused(cell):
    with suppress(ValueError):
        assert isinstance(date_in(cell, TODAY), date)
