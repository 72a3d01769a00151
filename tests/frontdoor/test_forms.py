"""Fields are drawn once, in GOV.UK markup, and their errors say what to do."""

from collections.abc import Iterator
from datetime import date

import pytest
from django import forms
from django.core.exceptions import ValidationError
from django.test import Client, override_settings
from hypothesis import given
from hypothesis import strategies as st

from leeward.foundation.fields import DateField, LongText
from tests.house.markup import faults, text_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def client() -> Iterator[Client]:
    with override_settings(ROOT_URLCONF="tests.frontdoor.specimen"):
        yield Client()


FULL = {
    "name": "Wrześniak",
    "story": "It happened at noon.",
    "born_0": "27",
    "born_1": "mar",
    "born_2": "2009",
    "how": "mail",
    "where": ["web"],
    "site": "a",
    "agreed": "on",
    "token": "kept",
}


def test_a_form_is_sound_before_anything_was_sent(client: Client) -> None:
    page = client.get("/specimen").content.decode()
    assert faults(page) == []
    assert "govuk-error-message" not in page
    assert text_of(page, "title") == "Specimen"


def test_every_error_is_in_the_summary_with_a_link_to_its_field(client: Client) -> None:
    page = client.post("/specimen", {}).content.decode()
    assert faults(page) == []  # every link of the summary leads to an id that is there
    assert text_of(page, "title").startswith("Error: ")
    for target in ("id_name", "id_story", "id_born_0", "id_how_0", "id_where_0", "id_site", "id_agreed"):
        assert f'<a href="#{target}">' in page
    assert page.count("govuk-form-group--error") == 7


def test_what_was_typed_is_kept_when_something_else_is_wrong(client: Client) -> None:
    typed = FULL | {"name": "x" * 30, "story": "<b>héllo</b>\nsecond line", "born_1": "Mar"}
    page = client.post("/specimen", typed).content.decode()
    assert 'value="' + "x" * 30 + '"' in page
    assert "&lt;b&gt;héllo&lt;/b&gt;\nsecond line" in page
    assert 'value="Mar"' in page
    assert 'value="mail" id="id_how_1" checked' in page
    assert '<option value="a" selected>' in page


def test_the_summary_names_the_question_that_was_not_answered(client: Client) -> None:
    page = client.post("/specimen", FULL | {"story": ""}).content.decode()
    assert '<a href="#id_story">What happened: answer this question</a>' in page


def test_a_text_that_is_too_long_is_told_by_how_much(client: Client) -> None:
    page = client.post("/specimen", FULL | {"name": "x" * 23}).content.decode()
    assert "Shorten this to 20 characters or fewer. It has 23." in page


def test_a_password_is_never_sent_back(client: Client) -> None:
    assert "hunter-two" not in client.post("/specimen", FULL | {"secret": "hunter-two", "name": ""}).content.decode()


def test_optional_fields_say_so_and_needed_ones_carry_no_star(client: Client) -> None:
    page = client.get("/specimen").content.decode()
    assert page.count("(optional)") == 4
    assert "*" not in text_of(page, "form")


def test_hints_and_errors_are_read_out_with_their_field(client: Client) -> None:
    page = client.post("/specimen", {}).content.decode()
    assert 'aria-describedby="id_name_helptext id_name_error"' in page
    assert 'aria-describedby="id_born_helptext id_born_error"' in page
    assert 'aria-describedby="id_how_0_hint"' in page


def test_a_whole_form_passes(client: Client) -> None:
    page = client.post("/specimen", FULL).content.decode()
    assert "There is a problem" not in page


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        (("", "", ""), "Answer this question."),
        (("27", "", "2009"), "The date must include a month."),
        (("", "", "2009"), "The date must include a day and a month."),
        (("31", "2", "2009"), "Enter a real date"),
        (("27", "3", "09"), "Enter a year between 1900 and 2100"),
        (("27", "Marchtober", "2009"), "Enter a real date"),
        (("٢٧", "3", "2009"), "Enter a real date"),
        (("-1", "3", "2009"), "Enter a real date"),
        (("27" * 4000, "3", "2009"), "Enter a real date"),
        (("27", "3", "2009\x00"), "Enter a real date"),
    ],
)
def test_a_wrong_date_says_what_is_wrong_with_it(typed: tuple[str, str, str], told: str) -> None:
    with pytest.raises(ValidationError) as caught:
        DateField().clean(list(typed))
    assert told in str(caught.value.messages[0])


@given(st.dates(min_value=date(1900, 1, 1), max_value=date(2100, 12, 31)))
def test_every_date_is_read_back_as_typed(day: date) -> None:
    field = DateField()
    for month in (str(day.month), f"{day.month:02}", f"{day:%B}", f"{day:%b}".upper()):
        assert field.clean([f" {day.day} ", month, str(day.year)]) == day
    assert field.clean(DateField().widget.decompress(day)) == day


@given(st.lists(st.text(max_size=12), min_size=3, max_size=3))
def test_no_typed_date_breaks_the_form(parts: list[str]) -> None:
    try:
        found = DateField(required=False).clean(parts)
    except ValidationError:
        return
    assert found is None or isinstance(found, date)


def test_a_long_text_is_never_cut_by_the_browser() -> None:
    class OnlyText(forms.Form):
        text = LongText(most=10)

    assert "maxlength" not in str(OnlyText())
    wrong = OnlyText({"text": "x" * 12})
    assert wrong.errors["text"] == ["Shorten this to 10 characters or fewer. It has 12."]
