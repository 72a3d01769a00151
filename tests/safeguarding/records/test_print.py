"""A case on paper: complete, in order, marked, and an act with a reason."""

import io
from datetime import timedelta

import pdfplumber
import pytest

from leeward.foundation.audit.models import AuditEntry
from leeward.foundation.pdf import render_pdf
from leeward.safeguarding import actions
from leeward.safeguarding.actions.printing import NothingChosen, print_case
from leeward.safeguarding.actions.recording import PARTS
from leeward.safeguarding.models import Case
from leeward.safeguarding.rules.record import Part
from tests.house.demo import build_everything
from tests.safeguarding.made import NOW, House
from tests.safeguarding.records.made import worked

LATER = NOW + timedelta(hours=1)


def printed(house: House, ref: str, parts=PARTS, reason: str = "For the strategy meeting"):
    return print_case(actor=house.actor("lead"), ref=ref, parts=parts, reason=reason, now=LATER)


def test_everything_of_a_case_is_on_paper_in_order_and_every_page_is_marked(house: House):
    made = printed(house, worked(house))
    body = render_pdf("safeguarding/records/print.html", {"print": made})
    with pdfplumber.open(io.BytesIO(body)) as opened:
        pages = [page.extract_text() for page in opened.pages]
    whole = "\n".join(pages)
    for text in ("<b>Messages</b> at night & threats.", "Not now", "Rule as it stood.", "Ring the family",
                 "Thank you. We have read it.", "Deborah Oseitutu", "Contents", "Who has looked"):  # fmt: skip
        assert text in whole, text
    assert whole.index("EARLIER:") < whole.index("LATER:")
    assert all(made.number in page and "Deborah Oseitutu" in page for page in pages)


def test_a_part_that_was_not_chosen_is_nowhere_in_the_print_and_the_print_says_so(house: House):
    made = printed(house, worked(house), parts=[Part.CHRONOLOGY])
    body = render_pdf("safeguarding/records/print.html", {"print": made})
    with pdfplumber.open(io.BytesIO(body)) as opened:
        whole = "\n".join(page.extract_text() for page in opened.pages)
    assert "EARLIER:" in whole
    assert "Rule as it stood." not in whole
    assert "Decisions" in whole.split("Not in this print:")[1].split("Contents")[0]


def test_a_print_leaves_its_trace_with_its_number_but_no_words(house: House):
    ref = worked(house)
    made = printed(house, ref)
    entry = AuditEntry.objects.get(action="safeguarding.print-case")
    case = Case.objects.get(ref=ref)
    assert (entry.subject, entry.compartment) == (f"case:{case.pk}", case.compartment)
    assert entry.details == {"number": made.number, "parts": len(PARTS)}
    last = actions.open_case(house.actor("lead"), ref, LATER).entries[-1]
    assert made.number in last.text
    assert "For the strategy meeting" in last.text


@pytest.mark.parametrize(("parts", "reason"), [([], "x"), (PARTS, "  ")])
def test_nothing_is_printed_without_a_part_or_a_reason(house: House, parts, reason):
    with pytest.raises(NothingChosen):
        printed(house, worked(house), parts=parts, reason=reason)
    assert not AuditEntry.objects.filter(action="safeguarding.print-case").exists()


@pytest.mark.parametrize("who", ["director", "it", "hr", "tutor", "chair"])
def test_who_may_not_know_of_the_case_cannot_print_it(house: House, who: str):
    ref = worked(house)
    with pytest.raises(actions.NoSuchCase):
        print_case(actor=house.actor(who), ref=ref, parts=PARTS, reason="x", now=LATER)


def test_who_was_barred_since_cannot_print_it(house: House):
    ref = worked(house)
    actions.self_recuse(actor=house.actor("lead"), ref=ref, now=LATER)
    with pytest.raises(actions.NoSuchCase):
        printed(house, ref)


def test_the_page_gives_a_file_no_cache_keeps(db: None):
    demo = build_everything()
    ref = Case.objects.filter(state="open").earliest("raised_at").ref
    answer = demo.client("dsl").post(f"/safeguarding/{ref}/print", {"parts": ["chronology"], "reason": "Meeting"})
    assert answer.content.startswith(b"%PDF")
    assert answer["Content-Disposition"] == 'attachment; filename="record.pdf"'
    assert "no-store" in answer["Cache-Control"]
    assert ref not in str(answer.headers)
