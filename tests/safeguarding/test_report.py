"""Reporting without an account, screen by screen, as a browser without script does it."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from leeward.people.models import PostHolding
from leeward.safeguarding import actions, queries
from leeward.safeguarding.models import Concern, Draft, Thread
from tests.crash import every_crash_point

ABOUT = {"about": "learner", "about_names": "Somebody in my group"}
WHAT = {"happened": "He keeps asking her for pictures. CANARY-TEXT", "when": "Monday"}
REACH = {"contact_safe": "only-here"}
NO = {"worried": "no"}


@pytest.fixture
def browser(house) -> Client:
    return Client()


def go(browser, path, answers):
    return browser.post(path, answers, follow=True)


def answered(browser, about=ABOUT, what=WHAT, reach=REACH):
    go(browser, "/report", {})
    go(browser, "/report/about", about)
    go(browser, "/report/what", what)
    return go(browser, "/report/reach", reach)


def text(answer):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode()))


def words_in(answer):
    listed = re.search(r'<ol class="lw-words".*?</ol>', answer.content.decode(), re.S)
    return " ".join(re.findall(r"<li>([^<]+)</li>", listed.group())) if listed else ""


def test_a_report_from_the_first_screen_to_the_six_words(browser, house):
    first = text(browser.get("/report"))
    assert first.index("999") < first.index("Reports are read from 9am to 5pm")
    readers = answered(browser)
    assert readers.redirect_chain[-1][0] == "/report/readers"
    assert "Deborah Oseitutu, designated safeguarding lead" in text(readers)
    check = go(browser, "/report/readers", NO)
    assert check.redirect_chain[-1][0] == "/report/check"
    assert "CANARY-TEXT" in text(check)
    sent = go(browser, "/report/check", {})
    assert sent.redirect_chain[-1][0] == "/report/sent"
    words = words_in(sent)
    assert len(words.split()) == 6
    visit = actions.come_back(words, timezone.now())
    assert visit.ref in text(sent)
    assert queries.find_case(house.actor("lead"), visit.ref, timezone.now()) is not None


def test_reloading_the_last_page_never_shows_the_words_again_and_new_ones_can_be_had(browser):
    answered(browser)
    go(browser, "/report/readers", NO)
    first = words_in(go(browser, "/report/check", {}))
    again = browser.get("/report/sent")
    assert words_in(again) == ""
    for word in first.split():
        assert f">{word}<" not in again.content.decode()
    second = words_in(go(browser, "/report/sent/new-words", {}))
    assert len(second.split()) == 6
    with pytest.raises(actions.WrongWordsGiven):
        actions.come_back(first, timezone.now())
    assert actions.come_back(second, timezone.now()).ref in text(again)


def test_one_word_is_asked_back_and_never_stands_in_the_way(browser):
    answered(browser)
    go(browser, "/report/readers", NO)
    words = words_in(go(browser, "/report/check", {})).split()
    asked = text(browser.get("/report/sent/word"))
    number = int(re.search(r"Type word number (\d)", asked).group(1))
    assert "That is not word number" in text(browser.post("/report/sent/word", {"word": "xylophone"}))
    assert "That is right" in text(browser.post("/report/sent/word", {"word": words[number - 1].upper() + " "}))


def test_sending_twice_makes_one_concern(browser):
    answered(browser)
    go(browser, "/report/readers", NO)
    go(browser, "/report/check", {})
    again = go(browser, "/report/check", {})
    assert again.redirect_chain[-1][0] == "/report/sent"
    assert Concern.objects.count() == Thread.objects.count() == 1


def test_saying_that_it_is_about_a_reader_leads_to_another_one(browser, house):
    answered(browser)
    lead = str(house.person["lead"])
    after = go(browser, "/report/readers", {"worried": "yes", "who": [lead]})
    assert after.redirect_chain[-1][0] == "/report/readers"
    assert "Helen Okonjo, managing director" in text(after)
    assert "Oseitutu" not in text(after)
    after = go(browser, "/report/readers", {"worried": "not-sure"})
    assert "Margaret Thornbury, chair of the board" in text(after)
    after = go(browser, "/report/readers", {"worried": "not-sure"})
    assert "Everybody here who could read it is somebody you named" in text(after)
    assert "0800 028 0285" in text(after)
    go(browser, "/report/readers", {})
    assert "safe with us" in text(go(browser, "/report/check", {}))
    for key in house.person:
        assert not queries.cases_for(house.actor(key), timezone.now()).exists()


def test_a_slip_about_readers_can_be_taken_back(browser):
    answered(browser)
    go(browser, "/report/readers", {"worried": "not-sure"})
    after = go(browser, "/report/readers", {"again": "yes"})
    assert "Deborah Oseitutu" in text(after)


def test_a_reader_mentioned_in_the_account_is_asked_about_and_stays_out_unless_cleared(browser, house):
    page = answered(browser, what={"happened": "Colm shouted and Deborah Oseitutu was there"})
    assert "Helen Okonjo, managing director" in text(page)
    assert "Your answers may mention Deborah Oseitutu" in text(page)
    after = go(browser, "/report/readers", {"worried": "no", f"clear_{house.person['lead']}": "clear"})
    assert after.redirect_chain[-1][0] == "/report/readers"
    assert "Deborah Oseitutu, designated safeguarding lead" in text(after)
    check = go(browser, "/report/readers", {"worried": "no", f"clear_{house.person['lead']}": "clear"})
    assert check.redirect_chain[-1][0] == "/report/check"


def test_an_answer_changed_later_to_name_a_reader_asks_who_may_read_it_again(browser):
    answered(browser)
    go(browser, "/report/readers", NO)
    after = go(browser, "/report/about", {"about": "staff", "about_names": "Deborah Oseitutu"})
    assert after.redirect_chain[-1][0] == "/report/readers"
    assert "Helen Okonjo" in text(after)
    assert go(browser, "/report/check", {}).redirect_chain[-1][0] == "/report/readers"
    assert not Concern.objects.exists()


def test_when_the_readers_change_before_sending_the_reporter_is_asked_again(browser, house):
    answered(browser)
    go(browser, "/report/readers", NO)
    PostHolding.objects.filter(person=house.person["deputy"]).update(until=timezone.localdate() - timedelta(days=1))
    assert go(browser, "/report/check", {}).redirect_chain[-1][0] == "/report/readers"
    assert not Concern.objects.exists()


@pytest.mark.parametrize(
    ("path", "bad", "kept"),
    [
        ("/report/about", {"about": "", "about_names": "KEPT"}, "KEPT"),
        ("/report/about", {"about": "no-such", "about_names": "KEPT"}, "KEPT"),
        ("/report/about", {"about": "learner", "about_names": "KEPT" + "x" * 3000}, "KEPT"),
        ("/report/what", {"happened": "", "when": "KEPT"}, "KEPT"),
        ("/report/what", {"happened": "KEPT" + "x" * 20_000}, "KEPT"),
        ("/report/what", {"happened": "a\x00b", "when": "KEPT"}, "KEPT"),
        ("/report/what", {"happened": "  ", "when": "KEPT"}, "KEPT"),
        ("/report/reach", {"contact_safe": "phone", "contact": "", "reporter_name": "KEPT"}, "KEPT"),
        ("/report/reach", {"contact": "KEPT"}, "KEPT"),
    ],
)
def test_a_wrong_answer_is_explained_and_what_was_written_is_kept(browser, path, bad, kept):
    go(browser, "/report", {})
    answer = browser.post(path, bad)
    assert answer.status_code == 200
    page = answer.content.decode()
    assert "There is a problem" in page
    assert kept in page


@pytest.mark.parametrize("body", [b"happened=%ff%fe%00", b"happened=%F0%9F", b"happened=" + b"%", b"\xff\xfe"])
def test_badly_encoded_input_is_answered_politely(browser, body):
    go(browser, "/report", {})
    answer = browser.post("/report/what", body, content_type="application/x-www-form-urlencoded")
    assert answer.status_code in (200, 302)


def test_answers_written_after_the_half_hour_start_a_new_draft_and_are_not_lost(browser):
    go(browser, "/report", {})
    go(browser, "/report/about", ABOUT)
    Draft.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    after = go(browser, "/report/what", WHAT)
    assert after.redirect_chain[-1][0] == "/report/reach"
    go(browser, "/report/reach", REACH)
    check = go(browser, "/report/readers", NO)
    assert "CANARY-TEXT" in text(check)
    assert "earlier answers were forgotten" in text(check)


def test_a_draft_is_unreadable_without_the_cookie_and_gone_after_leaving(browser):
    answered(browser)
    row = Draft.objects.get()
    assert b"CANARY" not in bytes(row.content)
    token = browser.cookies["leeward_draft"].value
    assert token not in row.found_by
    browser.get("/exit")
    assert not Draft.objects.exists()


def test_the_page_sets_no_cookie_but_the_draft_and_the_form_token(browser):
    answered(browser)
    assert set(browser.cookies) <= {"leeward_draft", "csrftoken"}
    cookie = browser.cookies["leeward_draft"]
    assert cookie["httponly"]
    assert cookie["samesite"] == "Strict"
    assert cookie["max-age"] == cookie["expires"] == ""


def test_a_signed_in_persons_report_is_not_tied_to_them(house, client):
    from leeward.foundation.account.models import Account
    from leeward.foundation.audit.models import AuditEntry

    client.force_login(Account.objects.create(email="tutor@example.org"))
    answered(client)
    go(client, "/report/readers", NO)
    go(client, "/report/check", {})
    assert AuditEntry.objects.get(action="safeguarding.raise-concern").actor == "stranger"


@pytest.mark.parametrize("path", ["/report/about", "/report/what", "/report/reach", "/report/readers", "/report/check"])
def test_a_screen_without_a_draft_leads_to_the_beginning(browser, path):
    assert browser.get(path)["Location"] == "/report"


@pytest.mark.parametrize("path", ["/report", "/report/about", "/report/follow-up", "/report/sent"])
def test_pages_are_never_kept_and_every_screen_has_the_way_out(browser, path):
    go(browser, "/report", {})
    answer = browser.get(path, follow=True)
    assert answer["Cache-Control"] == "no-store"
    assert 'href="/exit"' in answer.content.decode()


def test_a_crash_while_sending_keeps_the_draft_and_sending_again_keeps_the_concern(browser):
    answered(browser)
    go(browser, "/report/readers", NO)

    def check(statement, finished):
        if finished:
            assert Concern.objects.count() == 1
            assert "safe with us" in text(browser.get("/report/sent"))
        else:
            # Nothing was kept, nothing was said to be safe, and nothing written was lost.
            assert not Concern.objects.exists()
            assert "CANARY-TEXT" in text(browser.get("/report/check"))

    assert every_crash_point(lambda: browser.post("/report/check", {}), check) > 30


def test_the_way_back_shows_how_far_it_is_and_messages_both_ways(browser, house):
    answered(browser)
    go(browser, "/report/readers", NO)
    words = words_in(go(browser, "/report/check", {}))
    later = Client()
    page = go(later, "/report/follow-up", {"words": words.upper()})
    assert page.redirect_chain[-1][0] == "/report/follow-up/messages"
    assert "Received" in text(page)
    lead, ref = house.actor("lead"), actions.come_back(words, timezone.now()).ref
    actions.open_case(lead, ref, timezone.now())
    actions.reply(actor=lead, ref=ref, text="Are you safe?", now=timezone.now())
    page = text(later.get("/report/follow-up/messages"))
    assert "Read by the person it went to" in page
    assert "Are you safe?" in page
    assert "Oseitutu" not in page
    refused = text(later.post("/report/follow-up/messages", {"text": f"my words: {words}"}))
    assert "Take them out" in refused
    assert "I am" in text(go(later, "/report/follow-up/messages", {"text": "I am"}))
    later.post("/report/follow-up/done")
    assert later.get("/report/follow-up/messages")["Location"] == "/report/follow-up"


@pytest.mark.parametrize("words", ["one two three four five six", "", "é" * 50, "x" * 500, "\x00"])
def test_wrong_words_lead_nowhere(browser, words):
    answer = browser.post("/report/follow-up", {"words": words})
    assert answer.status_code == 200
    assert "There is a problem" in text(answer)


def test_many_wrong_words_are_slowed_for_everybody_and_the_right_ones_still_open(browser):
    answered(browser)
    go(browser, "/report/readers", NO)
    words = words_in(go(browser, "/report/check", {}))
    from leeward.safeguarding.models import WrongWords

    WrongWords.objects.create(minute=timezone.now() - timedelta(minutes=1), tried=500)
    refused = Client().post("/report/follow-up", {"words": "a b c d e f"}, REMOTE_ADDR="192.0.2.7")
    assert refused.status_code == 429
    assert go(Client(), "/report/follow-up", {"words": words}).redirect_chain[-1][0] == "/report/follow-up/messages"
