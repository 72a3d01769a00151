"""Nothing of a case is lost on its way out: every text somebody wrote stands in the record."""

from collections.abc import Iterator
from dataclasses import asdict

import pytest

from leeward.safeguarding.actions.opening import CaseFile, file_of
from leeward.safeguarding.actions.recording import record_of
from leeward.safeguarding.models import Case
from leeward.safeguarding.rules.record import from_json, to_json
from tests.house.demo import build_everything

CHOSEN = {"about", "close", "contact_safe", "reporter_person", "outcome"}
"""Answers that are kept as codes and said in words."""


def written(file: CaseFile) -> Iterator[str]:
    """Every text of a case as somebody wrote it."""
    for concern in file.concerns:
        yield from (str(text) for name, text in asdict(concern.telling).items() if name not in CHOSEN)
        yield from (one.text for one in concern.messages or ())
    for closure in file.closures:
        yield from (str(text) for name, text in asdict(closure.closing).items() if name not in CHOSEN)
        yield closure.second.reason if closure.second else ""
    for decision in file.decisions:
        yield from (decision.options, decision.reason, decision.guidance, decision.reference)
    for task in file.tasks:
        yield from (task.what, task.result, task.owner)
    yield from (duty.result for duty in file.duties)
    yield from (entry.text for entry in file.entries)
    yield from (person.name for person in file.persons)
    yield from file.needs.values()
    yield from (look.name for look in file.looks)
    yield from (one.holder.name for one in file.readers)
    if file.triage is not None:
        text = file.triage.text
        yield from (text.safe_now, text.why, text.places, text.handles, text.employers)


@pytest.mark.django_db
def test_every_text_of_every_case_of_the_demonstration_is_in_its_record() -> None:
    demo = build_everything()
    seen = 0
    for case in Case.objects.all():
        record = record_of(case, demo.now)
        whole = "\n".join(part for one in record.passages for part in (one.label, one.text))
        whole += "\n".join(
            text for section in record.sections for item in section.items for text in (item.title, item.meta)
        )
        texts = [text for text in written(file_of(case, demo.now)) if text.strip()]
        seen += len(texts)
        assert [text for text in texts if text not in whole] == []
        assert from_json(to_json(record)) == record
        assert len({one.key for one in record.passages}) == len(record.passages)
    assert seen > 80
