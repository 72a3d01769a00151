"""Whole policies: title, versions, owners, review, sections, promises, problems; and nothing of the text lost."""

import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leeward.policy.rules.as_json import as_json
from leeward.policy.rules.plain_text import normal
from leeward.policy.rules.values import PolicyReading
from tests.policy.readings import read
from tests.policy.samples import CAPITALS, STEMS, TITLE_LINES

SAMPLES = {"capitals": CAPITALS, "title lines": TITLE_LINES, "stems": STEMS}


def whole(reading: PolicyReading) -> str:
    return normal("\n".join(f"{section.heading}\n{section.text}" for section in reading.sections))


def problems(text: str, kind: str) -> list[str]:
    return [problem.message for problem in read(text).problems if problem.kind == kind]


@pytest.mark.parametrize("text", SAMPLES.values(), ids=SAMPLES.keys())
def test_every_line_of_a_policy_is_kept(text: str) -> None:
    kept = whole(read(text))
    assert [line for line in text.splitlines() if normal(line) and normal(line) not in kept] == []


@given(
    st.lists(
        st.one_of(
            st.sampled_from(
                [
                    "SECURITY",
                    "1.2 Scope",
                    "- a bullet",
                    "Staff must:",
                    "• Learners must stop",
                    "Version\tDate\tBy",
                    "1\tMay 2024\tPym",
                    "| a | b |",
                    "Sentence that goes on and on until it is long enough to wrap",
                    "and carries on.",
                    "",
                    "",
                    "",
                    "----",
                    "Title Line Here",
                    "a) first",
                    "(see section below)",
                    "\x0c",
                    "Revision 1 May 2018",
                    "# Heading",
                    "e-",
                    "safety",
                ]
            ),
            st.text(max_size=60),
        ),
        max_size=25,
    ),
    st.sampled_from(["\n", "\r\n", "\r", "\n\n"]),
)
def test_nothing_of_any_text_is_lost(lines: list[str], ending: str) -> None:
    text = ending.join(lines)
    kept = "".join(whole(read(text)).split())
    lost = [
        line
        for line in "\n".join(text.splitlines()).split("\n")
        if "".join(normal(line).replace("|", "").split()) not in kept.replace("|", "")
    ]
    assert lost == []


def test_the_title_the_organisation_and_the_sections_are_found() -> None:
    reading = read(TITLE_LINES)
    assert reading.title == "e-Safety Policy for Staff and Apprentices"
    assert reading.organisation == "Harbourside ITEC Limited"
    assert [(section.heading, section.level) for section in reading.sections[1:]] == [
        ("Scope", 1),
        ("Key Principles", 1),
        ("ICT Security", 2),
        ("Use of Chat", 2),
        ("Responsibilities", 1),
    ]
    assert reading.sections[3].path == ("Key Principles", "ICT Security")


def test_a_version_table_gives_versions_with_dates_reasons_and_people() -> None:
    versions = as_json(read(CAPITALS))["versions"]
    assert isinstance(versions, list)
    assert versions[0] == {
        "version": "3",
        "date": "2024-11-14",
        "reason": "Annual Review",
        "by": "Rosalind Pym",
        "next_review": "2026-01",
        "written": "14.11.2024",
    }
    assert [version["date"] for version in as_json(read(STEMS))["versions"]] == ["2021-05", "2022-05", "2024-05"]  # type: ignore[attr-defined]  # JSON values


def test_owners_are_found_by_post_in_a_sentence_and_by_person_in_a_signature() -> None:
    assert [(owner.post, owner.person) for owner in read(TITLE_LINES).owners] == [("General Manager", "")]
    assert [(owner.post, owner.person) for owner in read(STEMS).owners] == [("CEO", "Ruben Achterberg")]
    labelled = read("Policy\n\nPolicy owner: Ada Quill, Quality Lead\nApproved by: the Board\n")
    assert [(owner.post, owner.person) for owner in labelled.owners] == [
        ("Quality Lead", "Ada Quill"),
        ("the Board", ""),
    ]


def test_the_review_cycle_the_next_date_and_the_triggers_are_found() -> None:
    review = read(CAPITALS).review
    assert (review.cycle_months, str(review.last), str(review.next)) == (12, "2024-11-14", "2026-01")
    assert any(
        "incident has been recorded" in trigger
        for trigger in read(
            "Policy\n\nReview\n\nThis policy will be reviewed annually and where an incident has been recorded."
        ).review.triggers
    )
    assert read("Policy\n\nReview\n\nThis policy is reviewed every 18 months.").review.cycle_months == 18


def test_a_sentence_cut_by_a_page_break_is_one_promise() -> None:
    texts = [promise.text for promise in read(CAPITALS).promises]
    assert (
        "All personal records must be kept safe, and those of apprentices who are under eighteen must be locked by the "
        "Managing Director." in texts
    )


def test_the_stem_goes_with_each_of_its_bullets() -> None:
    offered = [promise for promise in read(CAPITALS).promises if promise.stem.startswith("We will seek")]
    assert [(promise.text, promise.actor) for promise in offered] == [
        ("Appointing an Online Safety Coordinator.", "the organisation"),
        ("Reviewing the rights people hold every term.", "the organisation"),
        ('The use of "device agreements" signed by staff.', "the organisation"),
    ]


def test_scope_bullets_say_whom_it_covers_and_version_rows_are_no_promises() -> None:
    found = read(STEMS).promises
    texts = " ".join(promise.text for promise in found)
    assert [str(promise.modality) for promise in found if "with an account" in promise.text] == ["applies to"]
    assert "Standard review" not in texts


def test_dates_that_clash_are_told_with_both_places() -> None:
    messages = problems(STEMS, "dates-clash")
    assert any("May 2023" in message and "May 2024" in message and "Updated" in message for message in messages)
    assert any("next review" in message and "May 2025" in message for message in messages)


def test_a_review_planned_or_done_later_than_promised_is_told() -> None:
    gaps = problems(CAPITALS, "review-gap")
    assert any(message.startswith("Version 3") and "14 months" in message for message in gaps)
    assert any("16 months lie between version 1" in message for message in gaps)
    assert any("3 months after" in message for message in problems(CAPITALS, "review-late"))


def test_another_organisations_name_is_told_and_public_bodies_are_not() -> None:
    assert any("Bridgewater Placement Service" in message for message in problems(STEMS, "other-organisation"))
    text = (
        "Policy\n\nThe Local Authority will be told. The Disclosure and Barring Service will be told. Children's "
        "Social Care must know."
    )
    assert problems(text, "other-organisation") == []


def test_guidance_that_moved_on_is_told_with_what_to_cite() -> None:
    assert any("2022" in message and "2026 edition" in message for message in problems(CAPITALS, "superseded"))
    assert any("Investigatory Powers Act 2016" in message for message in problems(TITLE_LINES, "superseded"))
    assert problems("Policy\n\nRead KCSIE 2026 and the Data Protection Act 2018.", "superseded") == []


def test_an_unfinished_sentence_a_slip_and_a_stray_footer_are_told() -> None:
    unfinished = problems(CAPITALS, "unfinished-sentence")
    assert any("never/be" in message for message in unfinished)
    assert any("seems unfinished" in message for message in unfinished)
    assert any("Revision 4 June 2019" in message for message in problems(TITLE_LINES, "page-furniture"))


def test_a_missing_owner_version_or_review_is_told() -> None:
    bare = "Policy\n\nStaff must lock doors."
    assert problems(bare, "no-owner")
    assert problems(bare, "no-version")
    assert problems(bare, "no-review")
    assert any("without a post" in message for message in problems(CAPITALS, "no-owner"))


def test_a_promised_section_that_is_not_there_is_told() -> None:
    text = (
        "Policy\n\nIncidents\n\nProcedures are in place for sexting; see section below. See appendix C.\n\nOther "
        "Things\n\nStaff must wait."
    )
    messages = problems(text, "section-reference")
    assert any("sexting" in message for message in messages)
    assert any("appendix C" in message for message in messages)


def test_what_is_said_twice_is_told() -> None:
    line = "- following the reporting procedure where they are worried or concerned\n"
    assert problems(f"Policy\n\nStaff must be:\n\n{line}{line}", "repeated")


def _shared() -> list[Path]:
    return (
        sorted(Path(os.environ["LEEWARD_SHARED"], "data", "policies").glob("*.txt"))
        if os.environ.get("LEEWARD_SHARED")
        else []
    )


def test_nothing_of_the_policies_at_hand_is_lost() -> None:
    """Reads real policies where LEEWARD_SHARED names a folder of them; their text is never part of the project."""
    for path in _shared():
        text = path.read_text(encoding="utf-8")
        kept = whole(read(text))
        assert [line for line in text.splitlines() if normal(line) and normal(line) not in kept] == []
