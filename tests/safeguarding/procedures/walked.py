"""Going through a procedure with answers of one's own, the other questions answered with the first choice or a word."""

from collections.abc import Mapping

from leeward.safeguarding.rules.procedures.shape import REASON, Procedure, Result, all_screens


def through(procedure: Procedure, **given: str) -> tuple[Result, dict[str, str]]:
    """What the answers come to at the end, and every answer given on the way.

    What is not given is answered "no" where that is a choice, else with the first choice (none where none is needed),
    and with a word where words are asked for. Keys may have _ for -.
    """
    known = {key.replace("_", "-"): value for key, value in given.items()} | given
    answers: dict[str, str] = {}
    while question := next(
        (q for screen in all_screens(procedure, answers) for q in screen.questions if q.key not in answers), None
    ):
        values = [value for value, _text in question.choices]
        usual = "no" if "no" in values else (values or ["words"])[0]
        if values and not question.needed:
            usual = ""
        answers[question.key] = known.get(question.key, usual)
    unasked = set(given) - set(answers) - {key.replace("-", "_") for key in answers}
    assert not unasked, f"never asked: {unasked}"
    result = procedure.result(answers)
    assert result is not None
    return result, answers


def duties(result: Result) -> set[str]:
    return {duty.key for duty in result.duties}


def asks_for_a_reason(result: Result, answers: Mapping[str, str]) -> bool:
    """The reason is asked for on a screen of its own, as the last one."""
    assert bool(result.reason_needed) == (REASON in answers)
    return bool(result.reason_needed)
