"""What is too much for a form is refused with our own page, which says how much is taken and what to do."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

pytestmark = pytest.mark.django_db
MUCH = "word " * 600_000


@pytest.mark.parametrize("path", ["/sign-in", "/report/follow-up"])
def test_a_form_with_too_much_text_gets_a_page_that_says_how_much_is_taken(client, path):
    client.raise_request_exception = False
    answer = client.post(path, {"text": MUCH})
    page = answer.content.decode()
    assert answer.status_code == 413
    assert "at most 2.5 megabytes of text" in page
    assert "at most 20,000 characters" in page
    assert "Back button" in page
    assert "word word" not in page
    assert "no-store" in answer["Cache-Control"]


def test_as_much_text_as_a_form_takes_is_taken(client):
    client.raise_request_exception = False
    assert client.post("/sign-in", {"login": "a" * 2_000_000}).status_code == 200


@pytest.mark.parametrize(
    "given",
    [
        {f"field{number}": "x" for number in range(1_200)},
        {f"file{number}": SimpleUploadedFile("a.txt", b"x") for number in range(120)},
    ],
)
def test_more_fields_or_files_than_any_form_has_are_refused_with_our_page(client, given):
    client.raise_request_exception = False
    answer = client.post("/sign-in", given)
    assert answer.status_code == 400
    assert "We could not read that request" in answer.content.decode()
