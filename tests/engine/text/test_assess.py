"""What an assessment says: words in their places, disguises undone, contexts that lower, and no text that breaks it."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from leeward.engine.load_rules import standard_library
from leeward.engine.text.assess import MOST_MARKED, assess
from leeward.engine.text.values import Assessment, Category, Direction, Message, Source

LIBRARY = standard_library()
MOVE_AND_SECRET = "Message me on Snapchat instead, and don't tell anyone about it."


def assessed(text: str, direction: Direction = Direction.UNKNOWN, source: Source = Source.CHAT) -> Assessment:
    return assess(Message(text, source, direction), LIBRARY)


def words_of(text: str, found: Assessment, rule: str) -> list[str]:
    finding = next(finding for finding in found.findings if finding.rule == rule)
    return [text[word.start : word.end] for word in finding.words]


def test_staff_asking_a_learner_to_a_private_app_in_secret_is_seen_the_same_day() -> None:
    found = assessed(MOVE_AND_SECRET, Direction.STAFF_TO_LEARNER)
    assert found.severity == 4
    assert found.findings[0].category is Category.GROOMING
    assert found.findings[0].rule == "grooming.two-signals"
    assert {"Snapchat", "don't", "tell", "anyone"} <= set(words_of(MOVE_AND_SECRET, found, "grooming.two-signals"))


def test_the_same_words_between_friends_reach_nobody() -> None:
    assert assessed(MOVE_AND_SECRET, Direction.LEARNER_TO_LEARNER).severity < 3


def test_where_nobody_knows_who_speaks_the_rules_for_adults_count_for_one_step_less_and_say_so() -> None:
    found = assessed(MOVE_AND_SECRET, Direction.UNKNOWN)
    assert found.findings[0].rule == "grooming.two-signals"
    assert found.findings[0].severity == 3
    assert found.findings[0].lowered_by == "direction-unknown"


def test_safeguarding_training_that_quotes_the_same_words_is_lowered_and_says_by_what() -> None:
    text = "Safeguarding training, scenario 1: a tutor writes “message me on Snapchat and don't tell anyone”."
    found = assessed(text, Direction.STAFF_TO_STAFF)
    assert found.severity < 3
    text = "Online safety lesson. Signs of grooming: message me on Snapchat, don't tell anyone."
    found = assessed(text, Direction.STAFF_TO_LEARNER)
    assert found.severity < 3
    assert {finding.lowered_by for finding in found.findings} == {"safeguarding-training"}


@pytest.mark.parametrize(
    "disguised",
    [
        "i want to k1ll mys3lf",
        "i want to k!ll my$elf",
        "i want to kіll myѕelf",
        "i want to ki\u200bll myself",
        "i want to ｋｉｌｌ ｍｙｓｅｌｆ",
        "i want to 𝐤𝐢𝐥𝐥 𝐦𝐲𝐬𝐞𝐥𝐟",
        "i want to k i l l m y s e l f",
        "i want to k.i.l.l myself",
        "i want to kíll mysélf",
        "i want to kill my🌧self",
        "i want to kiiiill myselfff",
        "i want to k*ll myself",
        "I WANT TO KILL MYSELF",
        "i wan\u00adt to kill myself",
        "i wanna kill myself",
    ],
)
def test_a_disguised_word_is_read_and_marked_where_it_stands(disguised: str) -> None:
    found = assessed(disguised)
    finding = next(finding for finding in found.findings if finding.rule == "self-harm.intent")
    assert finding.severity == 5
    marked = "".join(disguised[word.start : word.end] for word in finding.words)
    assert marked[0].lower() in "iwｋ𝐤k"
    assert all(0 <= word.start < word.end <= len(disguised) for word in finding.words)
    assert finding.words[-1].end == len(disguised)


def test_a_disguise_is_a_signal_of_its_own() -> None:
    plain = assessed("whats your snapchat", Direction.STAFF_TO_LEARNER)
    hidden = assessed("whats your sn\u200bapchat", Direction.STAFF_TO_LEARNER)
    assert (plain.severity, hidden.severity) == (3, 4)


@pytest.mark.parametrize(
    "harmless",
    [
        "",
        "The learner must hand in the portfolio by Friday and tell the assessor about their placement.",
        "Ramadan Mubarak! Prayer room is open all day, inshallah see you at iftar.",
        "Our Pride group meets on Monday: lesbian, gay, bi and trans learners and friends are welcome.",
        "In Nazi Germany propaganda posters said Jews were vermin: discuss in your history essay.",
        "Chemistry homework: write the equation for making soap and say why acid burns skin.",
        "The nude lipstick palette is for the bridal assessment, bring your own brushes.",
        "Call Samaritans on 116 123 or speak to our wellbeing team.",
        "My nan died last week and I am finding it hard to concentrate, can I have an extension?",
        "That exam killed me lol, I am dead tired",
        "Knife skills: bring your chef's knife roll to the kitchen tomorrow.",
        "Please don't tell anyone the end of the film!",
        "I am selling my old car, message me if you want it.",
        "J. R. R. Tolkien wrote it; see U.S.A. and U.K. editions.",
        "Meet me outside the library at 2 for group work, bring your pictures of the site.",
    ],
)
def test_everyday_text_reaches_nobody(harmless: str) -> None:
    for direction in Direction:
        assert assessed(harmless, direction).severity < 3


def test_the_answer_has_the_promised_shape() -> None:
    answer = json.loads(json.dumps(assessed(MOVE_AND_SECRET, Direction.STAFF_TO_LEARNER).as_json()))
    assert list(answer) == ["concern", "severity", "findings", "categories"]
    assert set(answer["categories"]) == {category.value for category in Category}
    finding = answer["findings"][0]
    assert list(finding) == ["category", "severity", "score", "words", "rule", "lowered_by"]
    assert all(len(word) == 3 for word in finding["words"])


def test_nothing_found_is_nought_everywhere() -> None:
    found = assessed("See you at nine.")
    assert (found.concern, found.severity, found.findings) == (0.0, 0, ())
    assert set(found.categories.values()) == {0.0}


PIECES = [
    "kill", "myself", "k!ll", "k i l l", "dont tell anyone", "snap", "\u200b", "\u0301", "\ud800", "🌧", "\x00", "ﷺ",
    "f*ck", "****", "''''", "а", "ſ", "İ", "ß", "Ǆ", "…", "\n\n", ". ", "| | |", "1 2 3 4", "@@@", "naked pics", "لا",
]  # fmt: skip


@settings(max_examples=300)
@given(
    st.one_of(
        st.text(max_size=400),
        st.lists(st.sampled_from(PIECES), max_size=60).map("".join),
        st.lists(st.sampled_from(PIECES), max_size=60).map(" ".join),
    ),
    st.sampled_from(Source),
    st.sampled_from(Direction),
)
def test_any_text_is_assessed_with_offsets_inside_it(text: str, source: Source, direction: Direction) -> None:
    found = assessed(text, direction, source)
    assert found == assessed(text, direction, source)
    assert 0 <= found.concern <= 1
    assert found.severity == max([finding.severity for finding in found.findings], default=0)
    assert all(0 <= score <= 1 for score in found.categories.values())
    for finding in found.findings:
        assert 0 <= finding.severity <= 5
        assert 0 <= finding.score <= 1
        assert 1 <= len(finding.words) <= MOST_MARKED
        starts = [word.start for word in finding.words]
        assert starts == sorted(starts)
        assert all(0 <= word.start < word.end <= len(text) and 0 < word.weight <= 1 for word in finding.words)


@pytest.mark.parametrize("unit", ["a", "a b c ", "a\u200b", "aaa🌧", "'", "|", "\ud83d", "f*ck ", "hello you "])
def test_a_megabyte_of_anything_gives_a_small_answer(unit: str) -> None:
    found = assessed(unit * (1_000_000 // len(unit)))
    assert len(json.dumps(found.as_json())) < 200_000


@pytest.mark.parametrize("unit", ["k.i.l.l.", "dont tell ", "i want to kill ", "ѕеnd nudes ", "message me on "])
def test_a_phrase_repeated_thousands_of_times_gives_a_small_answer(unit: str) -> None:
    found = assessed(unit * (100_000 // len(unit)))
    assert len(json.dumps(found.as_json())) < 200_000
