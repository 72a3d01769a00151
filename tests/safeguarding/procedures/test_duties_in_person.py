"""Duties the law puts on one person: who has them, which clock counts, and that nobody can set them aside."""

from datetime import UTC, datetime, timedelta

import pytest

from leeward.foundation.settings_history.actions import set_to
from leeward.foundation.settings_history.queries import limit
from leeward.safeguarding import actions, queries
from leeward.safeguarding.choices import DUTY_TO_REPORT
from leeward.safeguarding.queries.clocks import due
from leeward.safeguarding.rules.procedures.abuse_duty import ABUSE_DUTY
from leeward.safeguarding.rules.procedures.fgm import FGM
from leeward.safeguarding.rules.procedures.shape import NO, UNSURE, YES, finished
from tests.safeguarding.made import NOW
from tests.safeguarding.procedures.test_chains import LATER, duty_named, end, walked
from tests.safeguarding.procedures.walked import duties, through

GIRL = {"under_18": YES}
IN_PERSON, CHILD, ADULT, POLICE = "fgm-police", "social-care-told", "adult-care-told", "police-told"


@pytest.mark.parametrize(
    ("given", "asked"),
    [
        ({**GIRL, "known": "she-said", "class": "teacher"}, {IN_PERSON, CHILD}),
        ({**GIRL, "known": "seen", "class": "health"}, {IN_PERSON, CHILD}),
        ({**GIRL, "known": "unsure", "class": "unsure"}, {IN_PERSON, CHILD}),
        ({"under_18": UNSURE, "known": "she-said", "class": "teacher"}, {IN_PERSON, CHILD, ADULT}),
        ({**GIRL, "known": "she-said", "class": "other"}, {POLICE, CHILD}),
        ({**GIRL, "known": "suspected"}, {CHILD}),
        ({**GIRL, "known": "at-risk"}, {CHILD}),
        ({**GIRL, "known": "at-risk", "danger": YES}, {POLICE, CHILD}),
        ({**GIRL, "known": "at-risk", "danger": UNSURE}, {POLICE, CHILD}),
        ({"under_18": NO, "known": "she-said"}, {ADULT}),
        ({"under_18": NO, "known": "she-said", "others": YES}, {ADULT, CHILD}),
    ],
)
def test_who_tells_whom_of_mutilation(given, asked):
    result, _answers = through(FGM, **given)
    assert duties(result) == asked
    assert result.why


@pytest.mark.parametrize(
    "start",
    [
        pytest.param(datetime(2026, 11, 25, 10, tzinfo=UTC), id="a Wednesday: by close of the next working day"),
        pytest.param(datetime(2026, 11, 27, 16, tzinfo=UTC), id="a Friday: 48 hours end on Sunday"),
    ],
)
def test_of_two_clocks_the_one_that_ends_first_counts(house, start):
    lead, ref, _run = walked(house, "fgm", now=start, **GIRL, known="she-said", **{"class": "teacher"})
    found = duty_named(lead, ref, "in person", start).due
    ends = [due(limit(key, at=start), start) for key in ("safeguarding.fgm", "safeguarding.fgm-hours")]
    assert found == min(ends)
    assert ends[0] != ends[1]


def test_nobody_can_set_the_duty_aside_while_the_answers_ask_for_it(house):
    lead, ref, run = walked(house, "fgm", **GIRL, known="she-said", **{"class": "teacher"})
    with pytest.raises(actions.MayNotBeSetAside):
        end(lead, ref, "in person", applies=False, result="The manager says to wait")
    assert duty_named(lead, ref, "in person").ended_at is None
    changed = {"under_18": YES, "known": "suspected", "danger": NO, "others": NO}
    actions.answer_procedure(actor=lead, ref=ref, run=run, screen="what", answers=changed, now=LATER)
    end(lead, ref, "in person", applies=False, result="She spoke of a book, not of herself")
    assert duty_named(lead, ref, "in person").applies is False


def test_what_the_police_do_follows_from_telling_them(house):
    lead, ref, _run = walked(house, "fgm", **GIRL, known="she-said", **{"class": "teacher"})
    end(lead, ref, "in person", result="Reference 12 of today", done_at=NOW)
    assert duty_named(lead, ref, "Hear from the police").started_at == NOW


@pytest.mark.parametrize(
    ("given", "asked", "limit_key"),
    [
        ({"under_18": YES, "known": "child"}, {"duty-to-report", CHILD}, "safeguarding.duty-to-report-soon"),
        ({"under_18": UNSURE, "known": "unsure"}, {"duty-to-report", CHILD}, "safeguarding.duty-to-report-soon"),
        (
            {"under_18": YES, "known": "who-did", "waiting_safer": UNSURE},
            {"duty-to-report", CHILD},
            "safeguarding.duty-to-report-soon",
        ),
        (
            {"under_18": YES, "known": "seen", "waiting_safer": YES},
            {"duty-to-report", CHILD},
            "safeguarding.duty-to-report",
        ),
        ({"under_18": YES, "known": "suspected"}, {CHILD}, "safeguarding.social-care-told"),
        ({"under_18": NO, "known": "child"}, set(), ""),
    ],
)
def test_the_duty_to_report_abuse_is_for_what_was_told_or_seen(given, asked, limit_key):
    result, _answers = through(ABUSE_DUTY, **given)
    assert duties(result) == asked
    assert [duty.limit for duty in result.duties][:1] == ([limit_key] if limit_key else [])


def test_waiting_has_to_be_explained():
    _result, answers = through(ABUSE_DUTY, under_18=YES, known="child", waiting_safer=YES)
    del answers["waiting_why"]
    assert finished(ABUSE_DUTY, answers) is None


def test_the_duty_to_report_is_not_offered_before_somebody_has_switched_it_on(house):
    assert "duty-to-report" not in queries.offered(NOW)
    with pytest.raises(actions.NoSuchProcedure):
        walked(house, "duty-to-report", under_18=YES, known="child")


def test_once_switched_on_nobody_can_block_a_report(house):
    switch_on(house)
    lead, ref, _run = walked(house, "duty-to-report", under_18=YES, known="child")
    with pytest.raises(actions.MayNotBeSetAside):
        end(lead, ref, "Whoever learned of it reports it", applies=False, result="Not now")
    end(lead, ref, "Whoever learned of it reports it", result="Reference 7")
    assert duty_named(lead, ref, "Whoever learned of it reports it").ended_at


def switch_on(house):
    before = NOW - timedelta(days=1)
    set_to(DUTY_TO_REPORT, True, actor=house.actor("director"), why="A named person found it in force", now=before)
