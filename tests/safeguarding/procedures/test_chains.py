"""What follows from a duty that is done: its clock starts by itself, at the time an agency was told."""

from datetime import timedelta

import pytest

from leeward.foundation.settings_history.queries import limit
from leeward.safeguarding import actions
from leeward.safeguarding.queries.clocks import due
from leeward.safeguarding.rules.procedures import PROCEDURES
from leeward.safeguarding.rules.procedures.chains import AFTER_TELLING
from leeward.safeguarding.rules.procedures.shape import YES, all_screens
from tests.safeguarding.made import NOW, raised
from tests.safeguarding.procedures.walked import through

LATER = NOW + timedelta(hours=5)


def walked(house, key, now=NOW, **given):
    """A case of the lead in which a procedure was gone through to its end: lead, reference, run."""
    lead, ref = house.actor("lead"), raised(now=now).ref
    actions.open_case(lead, ref, now)
    actions.acknowledge(actor=lead, ref=ref, now=now)
    run = actions.begin_procedure(actor=lead, ref=ref, procedure=key, now=now)
    _result, answers = through(PROCEDURES[key], **given)
    for screen in all_screens(PROCEDURES[key], answers):
        mine = {question.key: answers[question.key] for question in screen.questions}
        actions.answer_procedure(actor=lead, ref=ref, run=run, screen=screen.key, answers=mine, now=now)
    return lead, ref, run


def duty_named(lead, ref, words, now=LATER):
    return next(duty for duty in actions.open_case(lead, ref, now).duties if words in duty.title)


def end(lead, ref, words, **more):
    duty = duty_named(lead, ref, words)
    given = {"applies": True, "result": "Spoke with the duty team", "now": LATER, **more}
    actions.end_duty(actor=lead, ref=ref, duty=duty.id, **given)


def titles(lead, ref):
    return {duty.title for duty in actions.open_case(lead, ref, LATER).duties if duty.ended_at is None}


def test_the_clock_of_an_answer_starts_when_social_care_was_told_not_when_it_was_written_down(house):
    lead, ref, _run = walked(house, "allegations", harmed=YES)
    told = NOW + timedelta(minutes=20)
    end(lead, ref, "Tell children’s social care", done_at=told)
    answer = duty_named(lead, ref, "Hear from children’s social care")
    assert answer.started_at == told
    assert answer.due == due(limit("safeguarding.social-care-answer", at=LATER), told)
    assert duty_named(lead, ref, "Tell children’s social care").done_at == told


def test_an_answer_is_followed_by_another_look_and_the_case_does_not_close_before(house):
    lead, ref, _run = walked(house, "allegations", harmed=YES)
    end(lead, ref, "Tell children’s social care")
    end(lead, ref, "Hear from children’s social care")
    assert duty_named(lead, ref, "Look whether it is better").ended_at is None


def test_the_letters_hold_the_reference_and_the_times_but_no_name(house):
    lead, ref, _run = walked(house, "allegations", harmed=YES)
    end(lead, ref, "Tell children’s social care")
    duty = duty_named(lead, ref, "Hear from children’s social care")
    letter = duty.draft % {"ref": ref, "told": "Monday", "due": "Tuesday"}
    assert ref in letter
    assert "[name, date of birth]" in letter
    assert {key for key, duties in AFTER_TELLING.items() if any(one.draft for one in duties)} == set(AFTER_TELLING)


def test_telling_the_designated_officer_starts_the_form_the_plan_and_the_review(house):
    lead, ref, _run = walked(house, "allegations", risk=YES)
    before = titles(lead, ref)
    end(lead, ref, "Tell the designated officer")
    assert len(titles(lead, ref) - before) == 3


def test_nothing_follows_from_what_does_not_apply_and_ending_twice_starts_nothing_twice(house):
    lead, ref, _run = walked(house, "allegations", harmed=YES)
    end(lead, ref, "Tell children’s social care", applies=False, result="They told us first")
    assert not [title for title in titles(lead, ref) if "Hear from" in title]
    end(lead, ref, "Tell the designated officer")
    after = titles(lead, ref)
    end(lead, ref, "Tell the designated officer")
    assert titles(lead, ref) == after


def test_a_time_still_to_come_is_refused(house):
    lead, ref, _run = walked(house, "allegations", harmed=YES)
    with pytest.raises(ValueError, match="still to come"):
        end(lead, ref, "Tell children’s social care", done_at=LATER + timedelta(minutes=1))


def test_what_was_done_in_time_and_written_down_late_was_in_time(house):
    from leeward.foundation.audit.models import AuditEntry

    lead, ref, _run = walked(house, "allegations", risk=YES)
    duty = duty_named(lead, ref, "Tell the designated officer")
    late = duty.due + timedelta(hours=1)
    actions.end_duty(actor=lead, ref=ref, duty=duty.id, applies=True, result="Rang", done_at=NOW, now=late)
    assert AuditEntry.objects.filter(action="safeguarding.end-duty").latest("sequence").details["in_time"] is True
