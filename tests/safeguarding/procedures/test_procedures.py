"""Procedures in a case: clocks begin, answers stay, duties end with words, and closing waits for them."""

from datetime import timedelta
from random import Random

import pytest
from django.db import IntegrityError, connection, transaction

from leeward.foundation.audit.models import AuditEntry
from leeward.foundation.outbox.models import Job
from leeward.foundation.settings_history.declared import limit_with
from leeward.safeguarding import actions, queries
from leeward.safeguarding.models import CaseDuty, ProcedureAnswers, ProcedureRun
from leeward.safeguarding.packs import every_pack
from leeward.safeguarding.rules.lifecycle import Closing, Missing, Refused
from leeward.safeguarding.rules.procedures import PROCEDURES
from leeward.safeguarding.rules.procedures.shape import Screen, all_screens
from leeward.safeguarding.rules.wording import promises_confidentiality
from tests.safeguarding.made import NOW, about, needs_noted, raised, triaged

WHO = {"under_18": "yes", "adult": "no", "seen": ""}
TRIGGERS = {"coerced": "yes", "unusual": "no", "under-13": "no", "at_risk": "no", "spread": "no"}
FAMILY = {"wishes": "CANARY-WISH", "parents": "told", "parents_why": "She agreed"}


def begun(house, key="lead", now=NOW):
    """A case taken up by the lead, with the procedure begun: its reference and run."""
    lead, ref = house.actor(key), raised().ref
    actions.open_case(lead, ref, now)
    actions.acknowledge(actor=lead, ref=ref, now=now)
    return lead, ref, actions.begin_procedure(actor=lead, ref=ref, procedure="nudes", now=now)


def answer(lead, ref, run, now=NOW, **screens):
    for screen, answers in screens.items():
        actions.answer_procedure(actor=lead, ref=ref, run=run, screen=screen, answers=answers, now=now)


def finished(house, **more):
    lead, ref, run = begun(house)
    answer(lead, ref, run, who=WHO, triggers={**TRIGGERS, **more}, family=FAMILY)
    return lead, ref, run


def test_every_duty_of_every_procedure_has_a_limit_and_a_rule_of_the_pack():
    (pack,) = every_pack()
    known = set()
    for procedure in PROCEDURES.values():
        results = [result for answers in reachable(procedure) if (result := procedure.result(answers))]
        asked = {duty.key: duty for result in results for duty in result.duties}
        later = {duty.key: duty for duties in procedure.afterwards.values() for duty in duties}
        assert asked, procedure.key
        known |= {*asked, *later}
        for duty in {**asked, **later}.values():
            assert all(limit_with(key, 1).key == key for key in (duty.limit, duty.sooner) if key)
            assert pack.rule(duty.rule)
            assert duty.draft % {"ref": "1", "told": "2", "due": "3"} or not duty.draft
    assert {key for procedure in PROCEDURES.values() for key in procedure.afterwards} <= known


def reachable(procedure, walks=400):
    """Answers a person can come to, one question after another; words answered with a word. The same every time."""
    chance = Random(procedure.key)
    for _walk in range(walks):
        answers = {}
        while True:
            yield answers
            asked = [q for screen in all_screens(procedure, answers) for q in screen.questions if q.key not in answers]
            if not asked:
                break
            values = [value for value, _text in asked[0].choices] or ["words"]
            answers = {**answers, asked[0].key: chance.choice(values)}


def test_every_answer_of_every_procedure_is_tried():
    for procedure in PROCEDURES.values():
        tried = {(key, value) for answers in reachable(procedure) for key, value in answers.items()}
        there = {
            (question.key, value)
            for answers in reachable(procedure, 60)
            for screen in all_screens(procedure, answers)
            for question in screen.questions
            for value, _text in question.choices
        }
        assert there <= tried


def test_no_text_of_a_procedure_promises_secrecy():
    for procedure in PROCEDURES.values():
        for answers in reachable(procedure, 60):
            result = procedure.result(answers)
            texts = [procedure.lead, *procedure.first, *(result.advice if result else ())]
            assert not [text for text in texts if promises_confidentiality(text)], procedure.key


def test_every_way_through_every_procedure_ends_and_says_something():
    for procedure in PROCEDURES.values():
        for answers in reachable(procedure):
            screens = all_screens(procedure, answers)
            assert all(isinstance(screen, Screen) and screen.questions for screen in screens)
            keys = [question.key for screen in screens for question in screen.questions]
            assert len(keys) == len(set(keys)), procedure.key
            if all(key in answers for key in keys):
                result = procedure.result(answers)
                assert result is not None, (procedure.key, answers)
                assert result.title
                assert result.duties or result.advice or result.reason_needed, (procedure.key, answers)


def test_the_answers_start_the_clocks_and_the_result_is_written_into_the_chronology(house):
    lead, ref, _run = finished(house)
    file = actions.open_case(lead, ref, NOW)
    assert next(duty.title for duty in file.duties).startswith("Tell the police")
    assert file.duties[0].due == queries_due("safeguarding.nudes-refer")
    assert file.entries[-1].text.startswith("Nudes and semi-nudes: Tell the police")
    assert [one.result.title for one in file.runs if one.result] == [
        "Tell the police or children’s social care at once."
    ]
    assert Job.objects.filter(handler="safeguarding.duty-due").count() == 2


def queries_due(key):
    from leeward.foundation.settings_history.queries import limit
    from leeward.safeguarding.queries.clocks import due

    return due(limit(key, at=NOW), NOW)


def test_beginning_twice_goes_on_with_the_same(house):
    lead, ref, run = begun(house)
    assert actions.begin_procedure(actor=lead, ref=ref, procedure="nudes", now=NOW) == run
    assert ProcedureRun.objects.count() == 1


def test_answering_twice_makes_no_duty_twice_and_keeps_both_answers(house):
    lead, ref, run = finished(house)
    answer(lead, ref, run, family={**FAMILY, "wishes": "To be left alone"})
    assert CaseDuty.objects.count() == 2
    assert ProcedureAnswers.objects.count() == 4
    assert actions.open_run(lead, ref, run, NOW).answers["wishes"] == "To be left alone"


def test_a_duty_asked_for_once_stays_until_somebody_says_why_it_does_not_apply(house):
    lead, ref, run = finished(house)
    answer(lead, ref, run, triggers={**TRIGGERS, "coerced": "no"})
    file = actions.open_case(lead, ref, NOW)
    assert not any(duty.ended_at for duty in file.duties)
    duty = file.duties[0]
    with pytest.raises(ValueError, match="why it does not apply"):
        actions.end_duty(actor=lead, ref=ref, duty=duty.id, applies=False, result=" ", now=NOW)
    actions.end_duty(actor=lead, ref=ref, duty=duty.id, applies=False, result="It was a mistake", now=NOW)
    ended = next(one for one in actions.open_case(lead, ref, NOW).duties if one.id == duty.id)
    assert (ended.applies, ended.result, ended.ended_by) == (False, "It was a mistake", "Deborah Oseitutu")


def test_a_case_does_not_close_over_a_duty(house):
    lead, ref, _run = finished(house)
    decision = actions.DecisionText("Refer?", "", "Yes", "Coercion")
    from leeward.safeguarding.rules.lifecycle import Step

    triaged(lead, ref)
    actions.decide(actor=lead, ref=ref, decision=decision, step=Step.TAKE_ON, now=NOW)
    needs_noted(lead, ref)
    closing = Closing("All", "Told", "referred", "Done", "None")
    with pytest.raises(Refused) as refused:
        actions.close(actor=lead, ref=ref, closing=closing, now=NOW)
    assert refused.value.missing == (Missing.OPEN_ACTION,)
    for duty in actions.open_case(lead, ref, NOW).duties:
        actions.end_duty(actor=lead, ref=ref, duty=duty.id, applies=True, result="Reference 1", now=NOW)
    actions.close(actor=lead, ref=ref, closing=closing, now=NOW)


def test_neither_which_procedure_nor_what_is_due_can_be_read_in_the_database(house):
    finished(house)
    with connection.cursor() as cursor:
        for table in ("safeguarding_procedurerun", "safeguarding_procedureanswers", "safeguarding_caseduty"):
            cursor.execute(f"SELECT * FROM {table}")
            kept = repr([[bytes(v) if isinstance(v, memoryview) else v for v in row] for row in cursor.fetchall()])
            assert not [word for word in ("nudes", "CANARY", "police", "coerced") if word in kept]


def test_answers_once_given_stay(house):
    finished(house)
    for statement in ("UPDATE safeguarding_procedureanswers SET at = at", "DELETE FROM safeguarding_procedureanswers"):
        with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)


def test_a_duty_nobody_ends_is_told_of_again_and_then_upstairs(house):
    finished(house)
    duty = CaseDuty.objects.earliest("due")
    later = duty.due + timedelta(minutes=1)
    letters = lambda: set(  # noqa: E731  # asked three times
        Job.objects.filter(handler="foundation.deliver-letter", due__gte=later).values_list(
            "payload__person", flat=True
        )
    )
    actions.duty_due(actions.DutyWaits(duty.pk, 1), later)
    first = letters()
    assert first == {str(house.person["lead"]), str(house.person["deputy"])}
    actions.duty_due(actions.DutyWaits(duty.pk, 2), later + timedelta(days=1))
    assert letters() - first == {str(house.person["director"])}


def test_a_duty_that_has_ended_wakes_nobody(house):
    lead, ref, _run = finished(house)
    for duty in actions.open_case(lead, ref, NOW).duties:
        actions.end_duty(actor=lead, ref=ref, duty=duty.id, applies=True, result="Done", now=NOW)
    before = Job.objects.count()
    for pk in CaseDuty.objects.values_list("pk", flat=True):
        actions.duty_due(actions.DutyWaits(pk, 1), NOW + timedelta(days=9))
    assert Job.objects.count() == before


def test_right_now_shows_the_next_three_over_all_cases_and_nothing_of_what_is_unread(house):
    lead, ref, _run = finished(house)
    unread = raised(about("A neighbour", close="no")).ref
    cards = actions.open_right_now(lead, NOW)
    assert len(cards) == 3
    assert [card.due for card in cards] == sorted(card.due for card in cards)
    assert {card.title for card in cards if card.ref == unread} == {""}
    assert {card.rule for card in cards if card.ref == ref} == {"nudes-refer-at-once"}


def test_right_now_opens_nothing_for_somebody_who_did_not_confirm_lately(house):
    lead, ref, _run = finished(house)
    before = AuditEntry.objects.count()
    cards = actions.open_right_now(lead, NOW, sealed=True)
    assert [(card.ref, card.title, card.rule, card.unread) for card in cards] == [(ref, "", "", False)] * 2
    assert AuditEntry.objects.count() == before


def test_right_now_of_somebody_barred_is_that_of_a_world_without_the_case(house):
    before = actions.open_right_now(house.actor("lead"), NOW)
    about_lead = raised(about("Deborah Oseitutu")).ref
    assert actions.open_right_now(house.actor("lead"), NOW) == before == []
    director = house.actor("director")
    assert [card.ref for card in actions.open_right_now(director, NOW)] == [about_lead]
    for call in (
        lambda: actions.begin_procedure(actor=house.actor("lead"), ref=about_lead, procedure="nudes", now=NOW),
        lambda: actions.open_run(house.actor("lead"), about_lead, house.person["lead"], NOW),
        lambda: actions.open_duty(house.actor("lead"), about_lead, house.person["lead"], NOW),
    ):
        with pytest.raises(actions.NoSuchCase):
            call()


def test_a_procedure_begins_only_in_a_case_that_is_taken_up(house):
    ref = raised().ref
    with pytest.raises(Refused):
        actions.begin_procedure(actor=house.actor("lead"), ref=ref, procedure="nudes", now=NOW)
    with pytest.raises(actions.NoSuchProcedure):
        actions.begin_procedure(actor=house.actor("lead"), ref=ref, procedure="gossip", now=NOW)
    assert queries.next_due(house.actor("lead"), NOW)[0].duty is None


def test_a_verified_backup_opens_every_sealed_word_of_a_procedure(house):
    from leeward.foundation.vault.store import open_text
    from leeward.safeguarding.actions.restored import sealed_words

    lead, ref, _run = finished(house)
    duty = actions.open_case(lead, ref, NOW).duties[0]
    actions.end_duty(actor=lead, ref=ref, duty=duty.id, applies=True, result="CANARY-REFERENCE", now=NOW)
    fields = [field for _record, field, _sealed in sealed_words()]
    kinds = {field.split()[0] for field in fields if field.split()[0] in {"procedure", "answers", "duty"}}
    assert kinds == {"procedure", "answers", "duty"}
    assert [field.split()[-1] for field in fields if field.startswith("duty")].count("result") == 1
    opened = "".join(open_text(*one) for one in sealed_words())
    assert all(word in opened for word in ("nudes", "CANARY-WISH", "CANARY-REFERENCE"))
