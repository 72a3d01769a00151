"""The pages: what each shows, to whom, and how a decision is made on them."""

import pytest
from django.test import Client

from leeward.foundation.access import SYSTEM
from leeward.foundation.account.models import Account
from leeward.foundation.approvals.queries import waiting_for
from leeward.foundation.audit.models import AuditEntry
from leeward.monitoring.models import Finding, LawfulBasis, ReceivedMessage
from leeward.monitoring.queries import sources
from leeward.people.actions import open_sign_in
from leeward.people.models import Person
from leeward.safeguarding.models import Case
from tests.monitoring.made import JOURNAL, MOVE, NOW, found, house, lawful

pytestmark = pytest.mark.django_db


@pytest.fixture
def made():
    made = house()
    for person in made.people.values():
        open_sign_in(actor=SYSTEM, now=NOW, person=person, invite=False)
    return made


def browser(made, key) -> Client:
    client = Client()
    client.force_login(Account.objects.get(pk=Person.objects.get(pk=made.people[key]).account_id))
    return client


def page(client, address, status=200) -> str:
    answer = client.get(address)
    assert answer.status_code == status
    return answer.content.decode()


BASIS = {
    "address": JOURNAL,
    "form": "copies",
    "purpose": "To notice when a learner may be at risk.",
    "proportionate": "Nothing less would do.",
    "ground": "public-task",
    "condition": "safeguarding",
    "notice_on_0": "2",
    "notice_on_1": "11",
    "notice_on_2": "2026",
    "notice_where": "Induction",
    "dpia": "DPIA-7",
    "dpia_on_0": "1",
    "dpia_on_1": "october",
    "dpia_on_2": "2026",
    "review_on_0": "1",
    "review_on_1": "6",
    "review_on_2": "2027",
}


def test_the_security_manager_records_a_basis_and_the_director_is_asked(made):
    client = browser(made, "ism")
    assert "Nothing is monitored." in page(client, "/monitoring")
    answer = client.post("/monitoring/basis", BASIS)
    assert answer["Location"] == "/monitoring"
    assert "Off: waits for approval" in page(client, "/monitoring")
    assert [one.kind.key for one in waiting_for(made.actor("md"), now=NOW)] == ["monitoring.basis"]
    assert LawfulBasis.objects.get().notice_where == "Induction"


def test_a_form_with_something_missing_keeps_what_was_typed_and_says_what_to_do(made):
    client = browser(made, "ism")
    answer = client.post("/monitoring/basis", BASIS | {"notice_on_2": "2036", "purpose": "", "dpia": "Ref 77"})
    text = answer.content.decode()
    assert "Say what the monitoring is for." in text
    assert "Ref 77" in text
    answer = client.post("/monitoring/basis", BASIS | {"notice_on_2": "2036"})
    assert "People must have been told first" in answer.content.decode()
    assert not LawfulBasis.objects.exists()


def test_the_notice_says_what_is_monitored_to_everybody_and_nothing_while_it_is_off(made):
    assert "No messages are monitored" in page(Client(), "/monitoring/notice")
    lawful(made)
    text = page(Client(), "/monitoring/notice")
    assert "To notice when a learner may be at risk." in text
    assert "Grooming and crossing of boundaries" in text
    assert "72 hours" in text
    assert "DPIA-2026-07" not in text
    assert JOURNAL not in text


def test_a_finding_is_shown_under_short_names_until_a_reason_is_given(made):
    lawful(made)
    finding = found(MOVE)
    client = browser(made, "dsl")
    listed = page(client, "/monitoring")
    closed = page(client, f"/monitoring/findings/{finding.ref}")
    for text in (listed, closed):
        assert finding.sender_alias in text
        for hidden in ("Marshfield", "Reedling", "Snapchat", "harbour.example" if text is closed else "tutor@"):
            assert hidden not in text
    refused = client.post(f"/monitoring/findings/{finding.ref}/open", {"why": ""})
    assert "Say why, in a few words." in refused.content.decode()
    client.post(f"/monitoring/findings/{finding.ref}/open", {"why": "To decide"})
    shown = page(client, f"/monitoring/findings/{finding.ref}")
    assert "Toby Marshfield" in shown
    assert "<mark>Snapchat</mark>" in shown
    assert AuditEntry.objects.filter(action="monitoring.see-finding").count() == 1
    whole = client.post(f"/monitoring/findings/{finding.ref}/message").content.decode()
    assert "You are doing so well." in whole


def test_before_it_is_open_nothing_can_be_decided_by_address_alone(made):
    lawful(made)
    ref = found(MOVE).ref
    client = browser(made, "dsl")
    for step in ("dismiss", "raise"):
        answer = client.post(f"/monitoring/findings/{ref}/{step}", {"kind": "joke", "why": "x"})
        assert answer["Location"] == f"/monitoring/findings/{ref}"
    assert client.post(f"/monitoring/findings/{ref}/message")["Location"] == f"/monitoring/findings/{ref}"
    assert Finding.objects.get().state == "waiting"


def test_a_person_raises_a_finding_as_a_concern(made):
    lawful(made)
    ref = found(MOVE).ref
    client = browser(made, "dsl")
    client.post(f"/monitoring/findings/{ref}/open", {"why": "To decide"})
    assert "Raise the concern" in page(client, f"/monitoring/findings/{ref}/raise")
    answer = client.post(f"/monitoring/findings/{ref}/raise", {"why": "A boundary is crossed"}, follow=True)
    assert f"Raised as concern {Case.objects.get().ref}" in answer.content.decode()
    again = client.post(f"/monitoring/findings/{ref}/raise", {"why": "Twice"}, follow=True)
    assert "already" in again.content.decode()
    assert Case.objects.count() == 1


def test_a_person_dismisses_a_finding_with_a_reason(made):
    lawful(made)
    ref = found(MOVE).ref
    client = browser(made, "dsl")
    client.post(f"/monitoring/findings/{ref}/open", {"why": "To decide"})
    assert "Choose why" in client.post(f"/monitoring/findings/{ref}/dismiss", {}).content.decode()
    other = client.post(f"/monitoring/findings/{ref}/dismiss", {"kind": "other", "more": " "})
    assert "Say what it is." in other.content.decode()
    done = client.post(
        f"/monitoring/findings/{ref}/dismiss", {"kind": "joke", "more": "They are brothers"}, follow=True
    )
    assert "No concern was raised" in done.content.decode()
    assert "A joke, and nobody was hurt: They are brothers" in page(client, f"/monitoring/findings/{ref}")


def test_a_hidden_finding_looks_like_one_that_does_not_exist(made):
    lawful(made)
    ref = found(MOVE, "dsl", "learner").ref
    client = browser(made, "dsl")
    assert page(client, f"/monitoring/findings/{ref}", 404) == page(client, "/monitoring/findings/AAAA-2222", 404)
    for step in ("open", "dismiss", "raise", "message"):
        hidden = client.post(f"/monitoring/findings/{ref}/{step}", {"why": "x"})
        missing = client.post(f"/monitoring/findings/AAAA-2222/{step}", {"why": "x"})
        assert (hidden.status_code, hidden.content) == (404, missing.content)
    assert ref in page(browser(made, "md"), "/monitoring")


def test_the_page_of_somebody_kept_away_is_the_page_without_the_finding(made):
    lawful(made)
    client = browser(made, "dsl")
    before = (page(client, "/monitoring"), page(client, "/"))
    found(MOVE, "dsl", "learner")
    assert (page(client, "/monitoring"), page(client, "/")) == before


def test_what_waits_is_on_the_first_page(made):
    lawful(made)
    found(MOVE)
    assert "Findings of monitoring" in page(browser(made, "dsl"), "/")
    assert "Findings of monitoring" not in page(browser(made, "ism"), "/")


def test_a_lead_switches_monitoring_off_on_the_page(made):
    lawful(made)
    address = f"/monitoring/switch-off/{sources()[0].id}"
    client = browser(made, "dsl")
    assert "refused at once" in page(client, address)
    assert "Say why" in client.post(address, {"why": " "}).content.decode()
    client.post(address, {"why": "Wrong mailbox"})
    assert not sources()[0].on
    assert page(client, f"/monitoring/switch-off/{made.people['dsl']}", 404)


def test_a_message_shows_its_markup_as_text(made):
    lawful(made)
    ref = found("<script>alert(1)</script> add me on snapchat and don't tell anyone <b>x</b>").ref
    client = browser(made, "dsl")
    client.post(f"/monitoring/findings/{ref}/open", {"why": "<i>why</i>"})
    shown = page(client, f"/monitoring/findings/{ref}")
    assert "&lt;script&gt;" in shown
    assert "<script>alert" not in shown
    assert ReceivedMessage.objects.exists()
