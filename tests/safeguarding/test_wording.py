"""Promises of secrecy are found, and honest words pass."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leeward.safeguarding.rules.wording import promises_confidentiality

PROMISED = [
    "I will keep this secret.",
    "Don't worry, I'll keep it confidential",
    "This will stay between us",
    "this is strictly confidential",
    "It is just between you and me.",
    "Everything you tell me is confidential.",
    "I won't tell anyone.",
    "I won’t tell anyone",  # curly apostrophe
    "I wont tell any one",
    "We will not say a word to your parents",
    "Nobody else will know.",
    "No one will find out",
    "Your secret is safe with me",
    "It can be our little secret",
    "We guarantee your anonymity.",
    "I promise you confidentiality",
    "I can't promise much, but I will keep this private.",
    "Don't worry, this is confidential",
    "What you say will be kept confidential",
    "I  WILL\nKEEP   THIS SECRET",
    "I will ke\u200bep this se\u200bcret",
    "We keep everything strictly confidential",
    "I will keep what you told me to myself",
    "My lips are sealed.",
    "We can act without telling anyone",
    "we treat this in the strictest confidence - in strict confidence",
    "I will never share this with your tutor",
    "I am not going to tell your mum",
]
HONEST = [
    "I cannot promise to keep this secret.",
    "We can't keep this confidential, because others have to help.",
    "I can’t promise that I won't tell anyone; I will tell only those who need to know.",
    "We will never promise confidentiality.",
    "I am not able to keep it a secret. We are unable to keep this private.",
    "This is not confidential.",
    "It cannot be kept secret",
    "It may not stay between us",
    "Did he ask you to keep it secret?",
    "She told you not to tell anyone. That was wrong of her.",
    "He said it was your special time",
    "Thank you for telling us. Only Sam Okoro, who leads on safeguarding, has read it.",
    "We will tell only the people who need to know in order to help.",
    "Are you safe right now?",
    "The secretary will ring you.",
    "",
]


@pytest.mark.parametrize("text", PROMISED)
def test_a_promise_of_secrecy_is_found(text):
    assert promises_confidentiality(text)


@pytest.mark.parametrize("text", HONEST)
def test_an_honest_reply_passes(text):
    assert promises_confidentiality(text) == []


def test_the_words_that_promise_are_given_back():
    assert [promise.words for promise in promises_confidentiality("Thanks. I will keep this secret. Bye")] == [
        "keep this secret"
    ]


@pytest.mark.parametrize(
    "text",
    [
        "Never mind, I keep this secret",
        "Do not worry I will keep this secret",
        "I will not lie: this is strictly confidential",
    ],
)
def test_a_no_that_belongs_to_something_else_does_not_excuse_a_promise(text):
    assert promises_confidentiality(text)


@given(st.text(max_size=300))
def test_any_text_is_read_without_failing(text):
    for promise in promises_confidentiality(text):
        assert promise.words
