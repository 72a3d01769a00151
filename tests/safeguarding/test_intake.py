"""Passing on what somebody else said, a post online, or what those who run the systems came across."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from leeward.foundation.outbox.jobs import work_off
from leeward.safeguarding.evidence.passing_on import PASSED_ON
from leeward.safeguarding.models import Case, CaseAction, Concern, SecurityHalf, Thread
from leeward.safeguarding.queries.delays import delay_of, delays_for
from leeward.safeguarding.rules.delay import Delay, delay, together
from leeward.safeguarding.rules.facts import Facts
from leeward.safeguarding.rules.security_half import Half, Happened, Need, System
from leeward.safeguarding.rules.wording import promises_confidentiality
from tests.safeguarding.made import NOW, about, raised
from tests.signed_in import sign_in

LONDON = ZoneInfo("Europe/London")


@pytest.fixture
def tutor(house, monkeypatch):
    return sign_in(monkeypatch, house.actor("tutor"))


@pytest.fixture
def lead(house, monkeypatch):
    return sign_in(monkeypatch, house.actor("lead"))


@pytest.fixture
def it(house, monkeypatch):
    return sign_in(monkeypatch, house.actor("it"))


def parts(name, moment):
    local = timezone.localtime(moment)
    return {f"{name}_0": local.day, f"{name}_1": local.month, f"{name}_2": local.year}


def sent(browser, path, **given):
    answer = browser.post(path, {"submission": str(uuid4()), "about": "learner", "happened": "CANARY-TEXT", **given})
    assert answer.status_code == 302, answer.content.decode()
    return Concern.objects.latest("raised_at")


def on_behalf(browser, **given):
    days_ago = timezone.now() - timedelta(days=2)
    return sent(
        browser,
        "/report/staff/for-somebody",
        **{"came_by": "letter", "on_behalf_of": "Her grandmother", **parts("learned_on", days_ago), **given},
        coach="keep",
    )


def test_a_letter_of_monday_logged_on_wednesday_keeps_both_days_and_the_lead_is_told(tutor, lead):
    concern = on_behalf(tutor, came_when="20 November", may_contact="no", knows="no", knows_why="No telephone")
    assert timezone.localdate(concern.raised_at) - timezone.localdate(concern.learned_at) == timedelta(days=2)
    page = lead.get(f"/safeguarding/{concern.case.ref}").content.decode()
    for shown in ("A letter", "Her grandmother", "20 November", "No telephone", "2 days", "over the limit"):
        assert shown in page
    assert concern.source == "on-behalf"
    assert "Concerns to read" in lead.get("/").content.decode()


@pytest.mark.parametrize("missing", ["came_by", "on_behalf_of", "learned_on_0", "happened", "about"])
def test_what_is_missing_is_said_and_the_rest_is_kept(tutor, missing):
    given = {
        "submission": str(uuid4()),
        "about": "learner",
        "happened": "KEPT",
        "came_by": "letter",
        "on_behalf_of": "KEPT",
        **parts("learned_on", timezone.now()),
    }
    answer = tutor.post("/report/staff/for-somebody", {**given, missing: ""})
    assert answer.status_code == 200
    assert "There is a problem" in answer.content.decode()
    assert "KEPT" in answer.content.decode()
    assert not Concern.objects.exists()


def test_a_time_without_a_day_and_a_day_ahead_are_refused(tutor):
    ahead = parts("learned_on", timezone.now() + timedelta(days=2))
    for wrong in ({"learned_at": "09:00"}, ahead):
        answer = tutor.post("/report/staff", {"submission": str(uuid4()), "about": "learner", "happened": "x", **wrong})
        assert "There is a problem" in answer.content.decode()


def test_awareness_at_nine_and_report_at_five_is_eight_hours_and_over_the_limit(house):
    learned = datetime(2026, 11, 25, 9, tzinfo=UTC)
    line = delay_of(learned, learned + timedelta(hours=8))
    assert (line.delay, line.over) == (Delay(480, exact=True), True)
    assert not delay_of(learned, learned + timedelta(hours=3)).over


@pytest.mark.parametrize(
    ("learned", "reported", "found"),
    [
        (datetime(2026, 11, 25, 9, tzinfo=LONDON), datetime(2026, 11, 25, 17, tzinfo=LONDON), Delay(480, True)),
        (datetime(2026, 11, 25, tzinfo=LONDON), datetime(2026, 11, 25, 17, tzinfo=LONDON), Delay(0, False)),
        (datetime(2026, 11, 23, tzinfo=LONDON), datetime(2026, 11, 25, 1, tzinfo=LONDON), Delay(2880, False)),
        (datetime(2026, 11, 25, 9, tzinfo=LONDON), datetime(2026, 11, 25, 8, tzinfo=LONDON), Delay(0, True)),
        # The night the clocks go back is an hour longer.
        (datetime(2026, 10, 24, 22, tzinfo=LONDON), datetime(2026, 10, 25, 8, tzinfo=LONDON), Delay(660, True)),
    ],
)
def test_how_long_it_took(learned, reported, found):
    # In universal time, as it is stored: subtracting two local times would lose the hour of the change.
    assert delay(learned.astimezone(UTC), reported.astimezone(UTC), LONDON) == found


def test_where_only_the_day_is_known_nobody_is_late_by_a_guess(house):
    learned = datetime(2026, 11, 25, tzinfo=LONDON)
    assert not delay_of(learned, datetime(2026, 11, 25, 23, tzinfo=LONDON)).over
    assert not delay_of(learned, datetime(2026, 11, 26, 3, tzinfo=LONDON)).over
    assert delay_of(learned, datetime(2026, 11, 26, 9, tzinfo=LONDON)).over


def test_the_middle_and_those_over_the_limit_are_of_ones_own_cases_only(house):
    raised(learned_at=NOW - timedelta(hours=1))
    raised(learned_at=NOW - timedelta(hours=2))
    raised(about("Deborah Oseitutu"), learned_at=NOW - timedelta(hours=30))
    raised()
    since = NOW - timedelta(days=28)
    assert delays_for(house.actor("lead"), NOW, since=since) == together([60, 120], 0)
    assert delays_for(house.actor("director"), NOW, since=since) == together([1800], 1)
    assert delays_for(house.actor("it"), NOW, since=since) == together([], 0)
    states = [PASSED_ON.look(unit, NOW).state for unit in PASSED_ON.units(NOW)]
    assert sorted(states) == ["not-applicable", "slipped", "true", "true"]


def test_a_worrying_post_becomes_something_to_look_into(tutor, house, lead):
    concern = sent(
        tutor,
        "/report/staff/post",
        post_where="A video app",
        post_link="https://video.example/7",
        post_by="@nobody",
        post_worry="extreme",
    )
    task = CaseAction.objects.get(case=concern.case)
    assert (task.owner, task.due) == (house.person["lead"], concern.case.acknowledge_due)
    page = lead.get(f"/safeguarding/{concern.case.ref}").content.decode()
    for shown in ("Look into the post online", "https://video.example/7", "@nobody", "extreme views", "extremism"):
        assert shown in page
    assert 'href="https://video.example' not in page, "nobody is led there by a click"


def test_a_post_by_a_recipient_passes_them_by(tutor):
    concern = sent(tutor, "/report/staff/post", post_where="x", post_by="Deborah Oseitutu", post_worry="other")
    assert concern.case.compartment == "about-safeguarding-team"


def half(**more):
    return {"happened_to_systems": "identity-taken", "system": "email", "needs": ["reset", "keep-logs"], **more}


def test_it_hands_over_and_has_no_way_back(it):
    concern = sent(it, "/report/staff/systems", where="The mail server", **half())
    assert not Thread.objects.exists()
    page = it.get("/report/sent").content.decode()
    assert "no way back" in page
    assert "six words" not in page
    assert "CANARY" not in page
    it.post("/report/sent/new-words")
    assert not Thread.objects.exists(), "and none can be made"
    assert it.get(f"/safeguarding/{concern.case.ref}").status_code == 404


def test_the_security_half_reaches_its_keepers_without_a_word_of_the_case(house, it):
    concern = sent(it, "/report/staff/systems", where="CANARY-PLACE", about_names="CANARY-NAME", **half())
    work_off(timezone.now())
    row = SecurityHalf.objects.get()
    assert (row.happened, row.system, row.needs) == ("identity-taken", "email", ["keep-logs", "reset"])
    page = it.get("/safeguarding/systems").content.decode()
    assert "taken over" in page
    for hidden in ("CANARY", concern.case.ref, str(concern.case.pk), str(concern.pk)):
        assert hidden not in page
    it.post(f"/safeguarding/systems/{row.pk}", {"what": "New password, all sessions ended."})
    row.refresh_from_db()
    assert row.done_by == house.person["it"]


def test_the_security_half_is_handed_over_from_a_case_too_but_never_past_a_bar(house, lead):
    ref = raised().ref
    answer = lead.post(f"/safeguarding/{ref}/systems", half())
    assert answer["Location"] == f"/safeguarding/{ref}"
    work_off(timezone.now())
    assert SecurityHalf.objects.count() == 1
    other = raised(about("Priyanka Chaudhari")).ref
    answer = lead.post(f"/safeguarding/{other}/systems", half())
    assert "is kept out of this case" in answer.content.decode()
    work_off(timezone.now())
    assert SecurityHalf.objects.count() == 1


def test_at_intake_nothing_goes_to_keepers_one_of_whom_is_named(house):
    told = Half(Happened.HACKING, System.NETWORK, (Need.ADVICE,), NOW)
    raised(about("Priyanka Chaudhari"), security_half=told)
    work_off(NOW + timedelta(minutes=1))
    assert not SecurityHalf.objects.exists()


@pytest.mark.parametrize("wrong", [{"system": ""}, {"needs": []}, {"happened_to_systems": "CANARY"}])
def test_half_a_security_half_is_refused(it, wrong):
    given = {"submission": str(uuid4()), "about": "learner", "happened": "x", **half(**wrong)}
    assert "There is a problem" in it.post("/report/staff/systems", given).content.decode()


@pytest.mark.parametrize(("severity", "hours"), [("immediate", 1), ("serious", 4)])
def test_how_serious_it_seems_decides_how_soon_it_must_be_read(house, severity, hours):
    case = Case.objects.get(ref=raised(facts=Facts(severity=severity)).ref)
    assert case.acknowledge_due == NOW + timedelta(hours=hours)


REPORTING = ["/report", "/report/staff", "/report/staff/for-somebody", "/report/staff/post", "/report/staff/systems"]


@pytest.mark.parametrize("path", REPORTING)
def test_first_it_says_when_reports_are_read_and_what_happens_at_other_times(tutor, path):
    page = tutor.get(path).content.decode()
    start, asked = page.index("Reports are read from"), page.find("<form", page.index("<main"))
    assert page.index("999") < asked
    assert start < asked
    assert "At other times nobody reads this" in page[:asked]
    for word in ("24 hours", "24/7", "round the clock", "around the clock", "at any time"):
        assert word not in page.lower()


@pytest.mark.parametrize("path", REPORTING)
def test_no_reporting_page_promises_to_keep_a_secret(tutor, path):
    assert promises_confidentiality(tutor.get(path).content.decode()) == []
