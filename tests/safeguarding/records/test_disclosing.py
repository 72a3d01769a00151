"""Disclosure on request: nothing goes without a basis, every passage read, and a second person's word."""

import io
import json
from datetime import date, timedelta

import pdfplumber
import pikepdf
import pytest

from leeward.foundation.approvals import actions as approvals
from leeward.foundation.approvals import queries as asked_for
from leeward.foundation.audit.models import AuditEntry
from leeward.safeguarding import actions
from leeward.safeguarding.actions import disclosing
from leeward.safeguarding.actions.recording import PARTS
from leeward.safeguarding.models import Disclosure
from leeward.safeguarding.rules import transfer
from leeward.safeguarding.rules.disclosures import Asked, Asker, Stage, missing
from leeward.safeguarding.rules.redaction import Code
from tests.house.demo import build_everything
from tests.safeguarding.made import NOW, House
from tests.safeguarding.records.made import worked

ASKED = Asked(
    "DC Ama Blackwood, Example Police", "Rang back", "Public task", "What he wrote, for an inquiry", "Chronology"
)
LATER = NOW + timedelta(hours=1)
POINTS = ["who", "least"]


def begun(house: House, ref: str, *, who: str = "lead", asker: Asker = Asker.POLICE, asked: Asked = ASKED, parts=PARTS):
    return disclosing.begin_disclosure(
        actor=house.actor(who), ref=ref, asker=asker, asked=asked, asked_on=date(2026, 11, 24), parts=parts, now=LATER
    )


def planned(house: House, ref: str, made, **more):
    given = {"left_out": {}, "confirmed": True} | more
    disclosing.plan_disclosure(actor=house.actor("lead"), ref=ref, disclosure=made, now=LATER, **given)


def approved(house: House, ref: str, made, by: str = "deputy") -> None:
    request = disclosing.ask_approval(actor=house.actor("lead"), ref=ref, disclosure=made, now=LATER)
    approvals.approve(actor=house.actor(by), request_id=request, reason="Fits", confirmed=POINTS, now=LATER)


def released(house: House, ref: str, made) -> bytes:
    """The archive that goes out, unsealed."""
    lead = house.actor("lead")
    body = disclosing.release(actor=lead, ref=ref, disclosure=made, now=LATER)
    words = disclosing.words_of_release(actor=lead, ref=ref, disclosure=made, now=LATER)
    return transfer.unseal(body, words)


def test_what_is_left_out_and_every_name_are_absent_from_every_byte_that_goes_out(house: House):
    ref = worked(house)
    made = begun(house, ref)
    opened = disclosing.open_disclosure(house.actor("lead"), ref, made, LATER)
    secret = next(one.key for one in opened.record.passages if one.text == "She is safe today.")
    planned(house, ref, made, left_out={secret: Code.SERIOUS_HARM}, more_names=["Cathy Reeve"])
    approved(house, ref, made)
    archive = released(house, ref, made)
    found = transfer.read(archive)
    with pdfplumber.open(io.BytesIO(found.pdf)) as pdf:
        shown = "\n".join(page.extract_text() for page in pdf.pages)
    with pikepdf.open(io.BytesIO(found.pdf)) as pdf:
        streams = [one for one in pdf.objects if isinstance(one, pikepdf.Stream) and one.get("/Subtype") != "/Image"]
        inside = b"".join(one.read_bytes() for one in streams)
        about = repr(pdf.docinfo) + bytes(pdf.Root.Metadata.read_bytes()).decode("utf-8", "replace")
    everything = archive + inside + shown.encode() + about.encode()
    for text in ("She is safe today.", "Wendell", "Agyemang", "Bartholomew", "Quist", "Tomasz", "Wren"):
        assert text.encode() not in everything, text
    assert "met Mr Person" in shown
    assert "serious-harm" in json.dumps(list(found.manifest.left_out))
    aliases = {word for one in found.record.passages for word in one.text.split() if len(word) == 1 and word.isupper()}
    assert {"A", "B"} <= aliases


def test_the_same_person_has_the_same_letter_in_every_text(house: House):
    ref = worked(house)
    made = begun(house, ref)
    opened = disclosing.open_disclosure(house.actor("lead"), ref, made, LATER)
    alias = next(one.alias for one in opened.plan.names if "Wendell" in one.forms)
    texts = [one.text for one in opened.goes_out.passages]
    assert sum(alias in text for text in texts) >= 3


def test_a_name_may_stay_and_others_be_added_without_sharing_a_letter(house: House):
    ref = worked(house)
    made = begun(house, ref)
    before = disclosing.open_disclosure(house.actor("lead"), ref, made, LATER).plan.names
    kept = before[0]
    planned(house, ref, made, keep_names=[kept.alias], more_names=["Cathy Reeve", "Bo Lund", "Cathy Reeve"])
    after = disclosing.open_disclosure(house.actor("lead"), ref, made, LATER)
    letters = [one.alias.rsplit(" ", 1)[-1] for one in after.plan.names]
    assert len(set(letters)) == len(letters) == len(before) + 1
    assert kept.forms[0] in repr(after.goes_out)


def test_an_unapproved_release_is_refused_and_the_attempt_is_in_the_trail(house: House):
    ref = worked(house)
    made = begun(house, ref)
    planned(house, ref, made)
    with pytest.raises(disclosing.NotYet):
        disclosing.release(actor=house.actor("lead"), ref=ref, disclosure=made, now=LATER)
    entry = AuditEntry.objects.get(action="safeguarding.prepare-release")
    assert entry.details["refused"] is True
    with pytest.raises(disclosing.NotYet):
        disclosing.words_of_release(actor=house.actor("lead"), ref=ref, disclosure=made, now=LATER)


def test_nothing_can_be_asked_before_every_passage_was_read_nor_changed_after(house: House):
    ref = worked(house)
    made = begun(house, ref)
    with pytest.raises(disclosing.NotYet):
        disclosing.ask_approval(actor=house.actor("lead"), ref=ref, disclosure=made, now=LATER)
    planned(house, ref, made)
    disclosing.ask_approval(actor=house.actor("lead"), ref=ref, disclosure=made, now=LATER)
    with pytest.raises(disclosing.NotYet):
        planned(house, ref, made)


def test_whoever_asks_does_not_approve_and_a_refusal_lets_nothing_out(house: House):
    ref = worked(house)
    made = begun(house, ref)
    planned(house, ref, made)
    request = disclosing.ask_approval(actor=house.actor("lead"), ref=ref, disclosure=made, now=LATER)
    with pytest.raises(approvals.CannotDecide):
        approvals.approve(actor=house.actor("lead"), request_id=request, reason="x", confirmed=POINTS, now=LATER)
    approvals.refuse(actor=house.actor("deputy"), request_id=request, reason="Too much", now=LATER)
    assert Disclosure.objects.get().stage == Stage.REFUSED
    with pytest.raises(disclosing.NotYet):
        disclosing.release(actor=house.actor("lead"), ref=ref, disclosure=made, now=LATER)


def test_it_is_released_once_with_its_hash_in_case_and_trail(house: House):
    ref = worked(house)
    made = begun(house, ref)
    planned(house, ref, made)
    approved(house, ref, made)
    body = disclosing.release(actor=house.actor("lead"), ref=ref, disclosure=made, now=LATER)
    with pytest.raises(disclosing.NotYet):
        disclosing.release(actor=house.actor("lead"), ref=ref, disclosure=made, now=LATER)
    row = Disclosure.objects.get()
    assert AuditEntry.objects.get(action="safeguarding.release-disclosure").details["sha256"] == row.sha256
    last = actions.open_case(house.actor("lead"), ref, LATER).entries[-1].text
    assert row.sha256 in last
    assert "Public task" in last
    assert b"Wendell" not in body


def test_what_happens_in_the_case_later_does_not_get_into_what_was_read(house: House):
    ref = worked(house)
    made = begun(house, ref)
    planned(house, ref, made)
    actions.add_entry(actor=house.actor("lead"), ref=ref, text="NEW LINE", event_at=NOW - timedelta(days=30),
                      precision="day", now=LATER)  # fmt: skip
    opened = disclosing.open_disclosure(house.actor("lead"), ref, made, LATER)
    assert "NEW LINE" not in repr(opened)


@pytest.mark.parametrize("who", ["director", "chair", "it", "tutor"])
def test_who_may_not_know_of_the_case_finds_no_request(house: House, who: str):
    ref = worked(house)
    made, other = begun(house, ref), house.actor(who)
    planned(house, ref, made)
    assert disclosing.requests_for(other, LATER) == []
    for attempt in (
        lambda: begun(house, ref, who=who),
        lambda: disclosing.open_disclosure(other, ref, made, LATER),
        lambda: disclosing.ask_approval(actor=other, ref=ref, disclosure=made, now=LATER),
        lambda: disclosing.release(actor=other, ref=ref, disclosure=made, now=LATER),
        lambda: disclosing.open_for_approval(other, made, LATER),
    ):
        with pytest.raises(actions.NoSuchCase):
            attempt()


def test_in_a_case_about_the_lead_neither_lead_nor_deputy_is_asked_or_told(house: House):
    ref = worked(house, reader="director", names="Deborah Oseitutu, who works here")
    made = begun(house, ref, who="director")
    director = house.actor("director")
    disclosing.plan_disclosure(actor=director, ref=ref, disclosure=made, left_out={}, confirmed=True, now=LATER)
    disclosing.ask_approval(actor=director, ref=ref, disclosure=made, now=LATER)
    subject = f"disclosure:{made}"
    seen = {who: [one for one in asked_for.waiting_for(house.actor(who), now=LATER) if one.subject == subject]
            for who in ("lead", "deputy", "director", "chair")}  # fmt: skip
    assert {who: len(found) for who, found in seen.items()} == {"lead": 0, "deputy": 0, "director": 0, "chair": 1}


def test_whoever_decides_reads_what_goes_out_and_nothing_more(house: House):
    ref = worked(house)
    made = begun(house, ref)
    planned(house, ref, made)
    disclosing.ask_approval(actor=house.actor("lead"), ref=ref, disclosure=made, now=LATER)
    opened, _approval = disclosing.open_for_approval(house.actor("deputy"), made, LATER)
    assert "Wendell" not in repr(opened)
    assert opened.asked == ASKED


@pytest.mark.parametrize(
    ("asker", "due"), [(Asker.POLICE, "2026-12-01"), (Asker.THEMSELVES, "2026-12-24"), (Asker.PARENT, "2026-12-24")]
)
def test_the_clock_runs_from_the_day_it_was_asked(db: None, asker: Asker, due: str):
    assert disclosing.due_for(asker, date(2026, 11, 24), NOW).date().isoformat() == due


def test_a_complex_request_for_ones_own_data_has_two_months_more(db: None):
    found = disclosing.due_for(Asker.THEMSELVES, date(2026, 11, 24), NOW, longer=True)
    assert found.date().isoformat() == "2027-02-24"


@pytest.mark.parametrize("name", ["who", "identity", "basis", "asked", "least"])
def test_nothing_is_prepared_while_an_answer_is_missing(name: str):
    given = {field: getattr(ASKED, field) for field in ("who", "identity", "basis", "asked", "least")}
    assert missing(Asked(**{**given, name: " "})) == [name]


def test_the_pages_lead_from_the_request_to_the_sealed_file(db: None):
    demo = build_everything()
    from leeward.safeguarding.models import Case

    ref = Case.objects.filter(state="open").earliest("raised_at").ref
    lead = demo.client("dsl")
    given = {
        "asker": "police",
        "who": "DC Blackwood",
        "asked_on_0": "1",
        "asked_on_1": "10",
        "asked_on_2": "2026",
        "identity": "Rang back",
        "basis": "Public task",
        "asked": "All",
        "least": "Some",
        "parts": ["chronology"],
    }
    page = lead.post(f"/safeguarding/{ref}/ask", given)["Location"]
    assert b"Every passage as it goes out" in lead.get(page).content
    assert lead.post(page, {"confirmed": "on"}).status_code == 302
    lead.post(f"{page}/approval")
    deputy = demo.client("deputy-dsl")
    made = Disclosure.objects.get()
    assert deputy.get(f"/safeguarding/disclosures/{made.pk}").status_code == 200
    assert demo.client("it-manager").get(f"/safeguarding/disclosures/{made.pk}").status_code == 404
    assert lead.post(f"{page}/release").status_code == 302
    made.refresh_from_db()
    assert made.stage == Stage.ASKED
