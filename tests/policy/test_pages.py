"""The pages: what everyone sees, who may enter which, and the demonstration's whole journey without a browser."""

import re

import html5lib
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from leeward.foundation.account.models import Account
from leeward.people import demo as people_demo
from leeward.people.models import Person
from leeward.policy import demo as policy_demo
from leeward.policy.models import Acknowledgement, PolicyVersion, Promise, Publication
from tests.policy.samples import STEMS

pytestmark = pytest.mark.django_db


@pytest.fixture
def people():
    now = timezone.now()
    made = people_demo.build(now)
    policy_demo.build(made, now=now)
    return made


@pytest.fixture
def enter(client, people):
    def sign_in(key):
        client.force_login(Account.objects.get(pk=Person.objects.get(pk=people.everybody[key]).account_id))
        return client

    return sign_in


def _text(response):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


def _whole(response, status=200):
    assert response.status_code == status
    html5lib.HTMLParser(strict=True).parse(response.content.decode())
    return response


def _version():
    return Publication.objects.get(ended_at__isnull=True).version


def test_anybody_reads_what_is_in_force_with_contents_versions_and_dates_from_one_source(client, people):
    assert "ONLINE SAFETY POLICY" in _text(_whole(client.get("/policies")))
    page = _whole(client.get("/policies/online-safety-policy"))
    text = _text(page)
    assert text.count("next review by") == 2
    assert "4 September 2023" in text
    assert "Staff must not:" in text
    assert page.content.decode().count('href="#part-') == 9


def test_the_public_page_shows_the_text_and_nothing_about_proof_or_people(client, people):
    text = _text(client.get("/policies/online-safety-policy"))
    for hidden in (
        "unproven",
        "acknowledgements",
        "people.dsl-and-deputy",
        "Deborah",
        "Helen",
        ("registers are with me"),
    ):
        assert hidden not in text


@pytest.mark.parametrize("slug", ["nothing", "manage2", "online-safety-policy-2"])
def test_an_address_without_a_policy_is_a_missing_page(client, people, slug):
    assert client.get(f"/policies/{slug}").status_code == 404


def test_a_stranger_is_asked_to_sign_in_and_a_tutor_finds_nothing(client, enter):
    version, promise = _version(), Promise.objects.first()
    doors = [
        "/policies/manage",
        "/policies/manage/import",
        f"/policies/manage/{version.pk}/promises",
        "/promises",
        f"/promises/{promise.pk}",
    ]
    for door in (*doors, f"/policies/manage/{version.pk}", "/policies/online-safety-policy/acknowledge"):
        assert client.get(door).status_code == 302
    tutor = enter("tutor")
    for door in (*doors, f"/policies/manage/{version.pk}"):
        assert tutor.get(door).status_code == 404
    for act in ("submit", "sign", "refuse", "publish", "withdraw"):
        assert tutor.post(f"/policies/manage/{version.pk}/{act}").status_code == 404


def test_a_tutor_acknowledges_once_and_is_asked_no_more(enter):
    tutor = enter("tutor")
    assert "For you to read" in _text(_whole(tutor.get("/policies")))
    page = _whole(tutor.get("/policies/online-safety-policy/acknowledge"))
    assert "I will keep to it" in _text(page)
    before = Acknowledgement.objects.count()
    refused = _whole(tutor.post("/policies/online-safety-policy/acknowledge", {"version": _version().pk}))
    assert "Tick the box if you agree" in _text(refused)
    data = {"version": _version().pk, "agree": "on"}
    for _again in range(2):
        assert tutor.post("/policies/online-safety-policy/acknowledge", data).status_code == 302
    assert Acknowledgement.objects.count() == before + 1
    assert "For you to read" not in _text(tutor.get("/policies"))


def test_the_ledger_shows_live_proof_statements_and_the_unproven_apart(enter):
    text = _text(_whole(enter("managing-director").get("/promises")))
    for words in ("Proven live", "Stated by a named person", "Slipping", "Unproven", "Said by Bethan Trevithick"):
        assert words in text
    lead = enter("quality-lead")
    assert "Every policy in force is the text that was signed." in _text(lead.get("/promises?state=true"))
    assert "Every policy in force is the text that was signed." not in _text(lead.get("/promises?state=slipped"))


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        ("2099-01-01", "Choose today or a day past"),
        ("soon", "year-month-day"),
        ("2026-02-31", "year-month-day"),
    ],
)
def test_a_day_that_cannot_be_shown_says_what_to_enter(enter, asked, words):
    response = _whole(enter("quality-lead").get("/promises", {"on": asked}), 400)
    assert words in _text(response)
    assert f'value="{asked}"' in response.content.decode()


def test_a_past_day_says_that_nothing_was_observed(enter):
    day = (timezone.localdate() - policy_demo.timedelta(days=3)).isoformat()
    text = _text(_whole(enter("quality-lead").get("/promises", {"on": day})))
    assert "Nothing was observed on this day." in text


def test_the_keeper_imports_sends_and_publishes_and_the_director_approves(enter):
    lead = enter("quality-lead")
    _whole(lead.get("/policies/manage/import"))
    data = {"file": SimpleUploadedFile("p.txt", STEMS.encode()), "reason": "New policy", "policy": ""}
    made = lead.post("/policies/manage/import", data)
    page = _whole(lead.get(made.url))
    assert "Bridgewater Placement Service" in _text(page)
    version = PolicyVersion.objects.order_by("-made_at").first()
    _whole(lead.get(f"/policies/manage/{version.pk}/promises"))
    assert _whole(lead.post(f"{made.url}/submit", {"submit-why": ""}), 400)
    assert lead.post(f"{made.url}/submit", {"submit-why": "Please read"}).status_code == 302
    assert "It waits for approval" in _text(lead.get(made.url))
    assert lead.post(f"{made.url}/publish").status_code == 400
    director = enter("managing-director")
    assert "waits for your approval" in _text(director.get("/"))
    assert _whole(director.post(f"{made.url}/sign", {"sign-reason": "Good", "sign-read": "on"}), 400)
    signed = {"sign-reason": "Good", "sign-read": "on", "sign-right": "on"}
    assert director.post(f"{made.url}/sign", signed).status_code == 302
    assert director.get(made.url).status_code == 404
    lead = enter("quality-lead")
    assert lead.post(f"{made.url}/publish").status_code == 302
    assert "In force" in _text(_whole(lead.get("/policies/manage")))
    assert _whole(lead.get("/policies/e-safety-and-acceptable-use-policy"))
    assert lead.post(f"{made.url}/withdraw", {"withdraw-reason": "Taken from another"}).status_code == 302
    assert lead.get("/policies/e-safety-and-acceptable-use-policy").status_code == 404


@pytest.mark.parametrize("data", [b"", b"\x00\x01\x02" * 200, b"PK\x03\x04 broken", b"%PDF-1.4 broken"])
def test_a_file_that_cannot_be_read_says_why_beside_the_question_and_keeps_the_reason(enter, data):
    sent = {"file": SimpleUploadedFile("p.txt", data), "reason": "Annual review", "policy": ""}
    response = enter("quality-lead").post("/policies/manage/import", sent)
    _whole(response, 400)
    assert "Annual review" in response.content.decode()
    assert "There is a problem" in _text(response)


def test_a_promise_is_confirmed_bound_stated_and_set_aside_on_its_page(enter):
    lead = enter("quality-lead")
    promise = next(row for row in Promise.objects.all() if row.sentence.startswith("Filtering must not"))
    address = f"/promises/{promise.pk}"
    _whole(lead.get(address))
    assert _whole(lead.post(address, {"step": "confirm", "confirm-holder": "post:king"}), 400)
    assert lead.post(address, {"step": "confirm", "confirm-holder": "post:it-manager"}).status_code == 302
    assert (
        lead.post(
            address, {"step": "bind", "bind-checks": ["filtering.answering"], "bind-another": "policy.reviews-current"}
        ).status_code
        == 302
    )
    assert _whole(lead.post(address, {"step": "state", "state-words": "So"}), 400)
    until = timezone.localdate() + policy_demo.timedelta(days=100)
    said = {"step": "state", "state-words": "So it is"}
    said |= {"state-valid_until_0": until.day, "state-valid_until_1": until.month, "state-valid_until_2": until.year}
    assert lead.post(address, said).status_code == 302
    text = _text(_whole(lead.get(address)))
    for words in ("Confirmed; held by IT manager", "Bound to: Every web filter answers", "Stated to be so"):
        assert words in text
    assert lead.post(address, {"step": "unbind", "unbind-reason": "Not the one"}).status_code == 302
    onward = lead.post(address, {"step": "aside", "aside-reason": "No promise", "next": "1"})
    assert onward.url != address
    assert _whole(lead.post(address, {"step": "nonsense"}))


def test_somebody_who_may_only_state_is_offered_nothing_else(enter):
    promise = Promise.objects.first()
    page = _text(_whole(enter("hr").get(f"/promises/{promise.pk}")))
    assert "Your word" in page
    assert "Bind to these checks" not in page
    bound = enter("hr").post(
        f"/promises/{promise.pk}",
        {"step": "bind", "bind-checks": ["filtering.answering"], "bind-another": "policy.reviews-current"},
    )
    assert bound.status_code == 404


def test_the_demonstration_has_something_true_in_every_state_worth_showing(people):
    from leeward.foundation.evidence.findings import State
    from leeward.policy.queries.ledger import ledger

    found = ledger(people.actor("quality-lead", timezone.now()), now=timezone.now())
    states = {row.state for row in found.rows}
    assert {State.TRUE, State.SLIPPING, State.SLIPPED, State.UNPROVEN} <= states
    assert sum(1 for row in found.rows if row.proof == "live") == 14
    asked = sum(1 for row in found.rows if row.source == "Everyone asked to acknowledge a policy has done so.")
    assert asked == 1
    given = Acknowledgement.objects.count()
    (row,) = [row for row in found.rows if row.source.startswith("Everyone asked to acknowledge")]
    assert row.good == given
    assert 0.3 < row.good / row.total < 0.8


def test_a_longer_policy_costs_the_ledger_no_more_statements(people, django_assert_max_num_queries):
    from leeward.policy.actions import import_policy, publish, sign, submit_for_approval
    from leeward.policy.queries.ledger import ledger

    now = timezone.now()
    lead, director = people.actor("quality-lead", now), people.actor("managing-director", now)
    with CaptureQueriesContext(connection) as before:
        ledger(lead, now=now)
    text = "Long policy\n\nRules\n\n" + "\n\n".join(f"Staff must keep rule number {n}." for n in range(80))
    made = import_policy(actor=lead, data=text.encode(), name="long.txt", reason="New", now=now)
    submit_for_approval(actor=lead, version=made.version, why="Please", now=now)
    sign(actor=director, version=made.version, reason="Good", confirmed=["read", "right"], now=now)
    publish(actor=lead, version=made.version, now=now)
    # One more policy in force costs a fixed number, whatever it promises.
    with django_assert_max_num_queries(len(before) + 25):
        assert len(ledger(lead, now=now).rows) > 100


def test_whoever_is_signed_in_asks_the_matrix_and_sees_the_deciding_line(client, enter):
    assert client.get("/policies/matrix").status_code == 302
    learner = enter("tutor")
    page = _whole(learner.get("/policies/matrix"))
    assert "agreed by" in _text(page)
    asked = {"technology": "Chat", "group": "learner", "day": "1", "at": "20:00"}
    text = _text(_whole(learner.get("/policies/matrix", asked)))
    assert "Not allowed Only during: Lessons." in text
    assert "Line 5 decides" in text
    half = _text(_whole(learner.get("/policies/matrix", {**asked, "at": ""}), 400))
    assert "Give both the day and the time" in half
    assert learner.get("/policies/matrix/draft").status_code == 404


def test_the_quality_lead_writes_a_line_and_hours_and_sends_the_matrix(enter):
    lead = enter("quality-lead")
    empty = _whole(lead.post("/policies/matrix/draft/line", {"technology": ""}), 400)
    assert "Name the technology." in _text(empty)
    line = {"technology": "Drones", "groups": ["staff"], "allowed": "no", "how": "Ask first"}
    assert lead.post("/policies/matrix/draft/line", line).status_code == 302
    assert "Drones" in _text(_whole(lead.get("/policies/matrix/draft")))
    hours = {"name": "Breaks", "days": ["0", "1"], "start": "10:30", "end": "10:45"}
    assert lead.post("/policies/matrix/draft/hours", hours).status_code == 302
    assert "Monday, Tuesday, 10:30 to 10:45" in _text(_whole(lead.get("/policies/matrix/draft/hours")))
    assert lead.post("/policies/matrix/draft/hours", {"drop": "Lessons"}).status_code == 302
    assert "still uses these hours" in _text(lead.get("/policies/matrix/draft/hours"))
    assert lead.post("/policies/matrix/draft/line/0/out").status_code == 302
    assert lead.post("/policies/matrix/draft", {"reason": "Drones"}).status_code == 302
    assert "Version 2 waits to be agreed" in _text(_whole(lead.get("/policies/matrix/draft")))
    waiting = _text(_whole(enter("it-manager").get("/policies/matrix/2")))
    assert "not agreed: it is not in force" in waiting
    assert "Drones" in waiting
    assert "Drones" not in _text(enter("tutor").get("/policies/matrix"))
