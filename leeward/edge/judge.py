"""From a question to an answer and a record: the decision of the engine, and what is said where none can be made.

Pure: the time and the snapshot are passed in. What happens when something is missing:
  no snapshot yet        closed: a page saying so (503; CONNECT 403) · open: let through, nothing recorded
  unreadable address     blocked by the engine
  anything unforeseen    closed: ICAP 500, which Squid shows as an error · open: let through
"""

import logging
from dataclasses import dataclass
from datetime import UTC, datetime

from leeward.edge import page
from leeward.edge.icap import Answer, Fail, Pass, Question, Reply
from leeward.edge.settings import FailMode
from leeward.edge.spool import Record, pseudonym
from leeward.engine.web import NEVER_RECORDED, Decision, Snapshot, Verdict, WebRequest, decide
from leeward.engine.web.address import UnreadableAddress, read

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Ruling:
    """What to answer, and what to record of it, if anything."""

    answer: Answer
    record: Record | None = None


def rule(question: Question, snapshot: Snapshot | None, now: datetime, fail: FailMode, person_key: bytes) -> Ruling:
    """The ruling on one question at `now` (aware). Never raises."""
    if question.kind != "REQMOD":
        return Ruling(Pass())  # responses are not looked at here; requests were
    try:
        if snapshot is None:
            return Ruling(_unready(question, fail))
        return _decided(question, snapshot, now, person_key)
    except Exception as error:  # noqa: BLE001 - whatever goes wrong has a stated verdict, never a broken connection
        # The type alone: a message could hold the address someone asked for.
        log.error("a request could not be decided: %s", type(error).__name__)
        return Ruling(Pass() if fail is FailMode.OPEN else Fail(500, "the request could not be decided"))


def _decided(question: Question, snapshot: Snapshot, now: datetime, person_key: bytes) -> Ruling:
    answer: Answer
    group = snapshot.group_for(question.user, question.address)
    decision = decide(WebRequest(question.url, now, group, question.method), snapshot)
    host, path = _place(question)
    if decision.verdict is Verdict.ALLOW:
        # Which page of an allowed site was read is nobody's business; of a refused one it says what was refused.
        answer, path = Pass(), ""
    else:
        answer = _refusal(question, host, decision, snapshot, group)
    if decision.rule == NEVER_RECORDED:
        return Ruling(answer)
    return Ruling(answer, _record(host, path, decision, group, now, pseudonym(person_key, question.user)))


def _refusal(question: Question, host: str, decision: Decision, snapshot: Snapshot, group: str) -> Reply:
    if question.method == "CONNECT":
        return _reply(page.refused_by_name())
    answer = page.blocked(host, decision, snapshot, group)
    return _reply(page.without_body(answer) if question.method == "HEAD" else answer)


def _unready(question: Question, fail: FailMode) -> Answer:
    if fail is FailMode.OPEN:
        return Pass()
    if question.method == "CONNECT":
        return _reply(page.refused_by_name())
    answer = page.not_ready()
    return _reply(page.without_body(answer) if question.method == "HEAD" else answer)


def _reply(answer: page.Page) -> Reply:
    return Reply(answer.head, answer.body)


def _place(question: Question) -> tuple[str, str]:
    """(host, path without its query) as they are recorded; a tunnel has no path that anyone could know."""
    try:
        address = read(question.url)
    except UnreadableAddress:
        return "", ""
    return address.host, "" if question.method == "CONNECT" else address.path.partition("?")[0][:300]


def _record(host: str, path: str, decision: Decision, group: str, now: datetime, person: str) -> Record:
    return Record(
        at=now.astimezone(UTC).isoformat(timespec="milliseconds"),
        url_host=host,
        path=path,
        verdict=decision.verdict,
        category=decision.category,
        reason=decision.reason or "",
        rule=decision.rule,
        list=decision.list,
        group=group,
        person=person,
    )
