"""A case put into the one shape in which it is printed, packed, redacted and disclosed."""

from collections.abc import Callable, Iterable
from dataclasses import asdict
from datetime import datetime

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from leeward.safeguarding.actions.closed import ClosureLine
from leeward.safeguarding.actions.files import files_for_export, sealed_count
from leeward.safeguarding.actions.opening import CaseFile, ConcernFile, EntryLine, file_of
from leeward.safeguarding.actions.runs import answers_of, procedure_of
from leeward.safeguarding.labels import label, post_label
from leeward.safeguarding.models import Case
from leeward.safeguarding.rules.closing import Need
from leeward.safeguarding.rules.lifecycle import Outcome
from leeward.safeguarding.rules.precision import Precision
from leeward.safeguarding.rules.procedures.shape import NO, UNSURE, YES, Question, all_screens
from leeward.safeguarding.rules.record import Item, Part, Passage, Record, Section
from leeward.safeguarding.rules.telling import About, Close, Contact
from leeward.safeguarding.rules.transfer import PackedFile

PARTS: tuple[Part, ...] = tuple(Part)


def part_title(part: Part) -> str:
    """The heading of a part."""
    return {
        Part.CONCERNS: _("As it was told"),
        Part.TRIAGE: _("First look"),
        Part.PERSONS: _("Who is in it"),
        Part.NEEDS: _("Needs"),
        Part.CHRONOLOGY: _("Chronology"),
        Part.DECISIONS: _("Decisions"),
        Part.ACTIONS: _("Actions"),
        Part.DUTIES: _("What the rules asked for"),
        Part.PROCEDURES: _("Guided procedures"),
        Part.MESSAGES: _("Messages with whoever told us"),
        Part.CLOSING: _("How it was closed"),
        Part.FILES: _("Files"),
        Part.READERS: _("Who can see this case, and who has looked"),
    }[part]


def moment(at: datetime | None) -> str:
    """Day and time in the organisation's zone, as people write them."""
    return date_format(timezone.localtime(at), "j F Y, H:i") if at else ""


def record_of(case: Case, now: datetime) -> Record:
    """The whole case as a record. Runs inside the act of whoever opened it."""
    file = file_of(case, now)
    makers: dict[Part, Callable[[], Iterable[Item]]] = {
        Part.CONCERNS: lambda: (_concern(n, one) for n, one in enumerate(file.concerns)),
        Part.TRIAGE: lambda: _triage(file),
        Part.PERSONS: lambda: _persons(file),
        Part.NEEDS: lambda: _needs(file),
        Part.CHRONOLOGY: lambda: (_entry(n, one, file) for n, one in enumerate(file.entries)),
        Part.DECISIONS: lambda: _decisions(file),
        Part.ACTIONS: lambda: _tasks(file),
        Part.DUTIES: lambda: _duties(file),
        Part.PROCEDURES: lambda: _procedures(case, file),
        Part.MESSAGES: lambda: _messages(file),
        Part.CLOSING: lambda: _closings(file),
        Part.FILES: lambda: _files(case, now),
        Part.READERS: lambda: _readers(file),
    }
    sections = [Section(part, part_title(part), tuple(makers[part]())) for part in Part if part in makers]
    return Record(
        case.ref,
        str(case.state),
        case.raised_at.isoformat(),
        tuple(section for section in sections if section.items),
    )


def _item(title: str, meta: str, passages: Iterable[tuple[str, str, str]], **more: str) -> Item:
    """An item of passages (key, label, text), those without a text left out."""
    return Item(title, meta, tuple(Passage(key, name, text) for key, name, text in passages if text.strip()), **more)


def _concern(number: int, file: ConcernFile) -> Item:
    told = file.telling
    about = label(About(told.about)) if told.about in set(About) else told.about
    close = label(Close(told.close)) if told.close in set(Close) else told.close
    safe = label(Contact(told.contact_safe)) if told.contact_safe in set(Contact) else told.contact_safe
    answers: tuple[tuple[str, str, str], ...] = (
        ("happened", _("What happened"), told.happened),
        ("exact_words", _("Said word for word"), told.exact_words),
        ("opinion", _("Opinion of the reporter"), told.opinion),
        ("about", _("Worried about"), about),
        ("about_names", _("Involved"), told.about_names),
        ("close", _("Close to somebody here"), close),
        ("close_names", _("Close to"), told.close_names),
        ("when", _("When"), told.when),
        ("where", _("Where"), told.where),
        ("told", _("Who knows"), told.told),
        ("done", _("Done so far"), told.done),
        ("on_behalf_of", _("On behalf of"), told.on_behalf_of),
        ("contact_safe", _("Safe contact"), safe),
        ("contact", _("Contact"), told.contact),
        ("reporter_name", _("Told by"), told.reporter_name or _("Somebody who gave no name")),
    )
    asked = {key for key, _label, _text in answers} | {"reporter_person"}
    # Whatever else a form asks is part of the record, also before somebody has found better words for it here.
    more = [(key, key.replace("_", " ").capitalize(), str(text)) for key, text in asdict(told).items()]
    answers += tuple(one for one in more if one[0] not in asked)
    meta = _("%(at)s, through %(source)s. Kept as it was written.") % {
        "at": moment(file.raised_at),
        "source": label(file.source),
    }
    return _item(
        _("Concern %(number)d") % {"number": number + 1},
        meta,
        ((f"concern-{number}-{key}", name, text) for key, name, text in answers),
        at=file.raised_at.isoformat(),
    )


def _triage(file: CaseFile) -> Iterable[Item]:
    """The first look, with every answer."""
    if file.triage is None:
        return
    text = file.triage.text
    sure = {YES: _("Yes"), NO: _("No"), UNSURE: _("Not sure")}
    yield _item(
        moment(file.triage.at),
        "",
        [
            ("triage-safe", _("Made safe"), text.safe_now),
            ("triage-grade", _("How grave"), str(file.triage.grade)),
            ("triage-kinds", _("Kind"), "; ".join(sorted(label(kind) for kind in text.kinds))),
            ("triage-under-18", _("Under 18"), sure.get(text.under_18, text.under_18)),
            ("triage-apprentice", _("Apprentice or placement"), sure.get(text.apprentice, text.apprentice)),
            ("triage-staff", _("About somebody who works here"), sure.get(text.staff, text.staff)),
            ("triage-unlawful", _("Against the law"), sure.get(text.unlawful, text.unlawful)),
            ("triage-places", _("Places"), text.places),
            ("triage-handles", _("Names used online"), text.handles),
            ("triage-employers", _("Employers or placements"), text.employers),
            ("triage-why", _("Why"), text.why),
            ("triage-owner", _("Who leads"), file.owner),
        ],
        at=file.triage.at.isoformat(),
    )


def _needs(file: CaseFile) -> Iterable[Item]:
    titles = {
        Need.HARMED: _("Whoever was harmed"),
        Need.BYSTANDERS: _("Bystanders"),
        Need.ORGANISATION: _("The organisation"),
    }
    found = [(f"need-{need}", titles[need], file.needs.get(need, "")) for need in Need]
    if any(text.strip() for _key, _title, text in found):
        yield _item(_("Needs"), "", found)


def _persons(file: CaseFile) -> Iterable[Item]:
    for n, one in enumerate(file.persons):
        meta = label(one.role) if one.known else f"{label(one.role)} ({_('not found in the directory')})"
        yield _item(meta, "", [(f"person-{n}", _("Name"), one.name)], at=one.added_at.isoformat(), kind=str(one.role))


def happened(event_at: datetime | None, precision: Precision) -> str:
    """When something happened, never more exactly than is known."""
    if event_at is None or precision is Precision.UNKNOWN:
        return _("It is not known when")
    shape = {Precision.MINUTE: "j F Y, H:i", Precision.DAY: "j F Y", Precision.MONTH: "F Y"}[precision]
    return date_format(timezone.localtime(event_at), shape)


def _entry(number: int, line: EntryLine, file: CaseFile) -> Item:
    written = _("Written down %(at)s by %(author)s") % {"at": moment(line.recorded_at), "author": line.author}
    before = next((one for one in file.entries if one.id == line.corrects), None)
    if before is not None:
        written += ". " + _("Corrects the line written down %(at)s") % {"at": moment(before.recorded_at)}
    return _item(
        happened(line.event_at, line.precision),
        written,
        [(f"entry-{number}", _("What happened"), line.text)],
        at=line.event_at.isoformat() if line.event_at else "",
        precision=str(line.precision),
        recorded_at=line.recorded_at.isoformat(),
    )


def _decisions(file: CaseFile) -> Iterable[Item]:
    for n, one in enumerate(file.decisions):
        yield _item(
            moment(one.at),
            one.by,
            [
                (f"decision-{n}-question", _("Question"), _said(one.question)),
                (f"decision-{n}-options", _("Options"), one.options),
                (f"decision-{n}-chosen", _("Decided"), _said(one.chosen)),
                (f"decision-{n}-reason", _("Why"), one.reason),
                (f"decision-{n}-reference", _("Reference or outcome"), one.reference),
                (f"decision-{n}-guidance", _("The rule it rests on, as it stood that day"), one.guidance),
            ],
            at=one.at.isoformat(),
        )


def _said(text: str) -> str:
    """The few decisions the product writes itself, in words."""
    words = {
        "reopen": _("Opened again"),
        "conflict": _("Was it the person of that name?"),
        "not-the-same-person": _("It is somebody else"),
    }
    return words.get(text, text)


def _tasks(file: CaseFile) -> Iterable[Item]:
    for n, one in enumerate(file.tasks):
        meta = _("%(owner)s, by %(due)s") % {"owner": one.owner, "due": moment(one.due)}
        if one.done_at:
            meta += ". " + _("Done %(at)s by %(by)s") % {"at": moment(one.done_at), "by": one.done_by}
        else:
            meta += ". " + _("Not done yet")
        yield _item(
            _("Action %(number)d") % {"number": n + 1},
            meta,
            [
                (f"action-{n}-what", _("What is to be done"), one.what),
                (f"action-{n}-result", _("What came of it"), one.result),
            ],
            at=one.due.isoformat(),
        )


def _duties(file: CaseFile) -> Iterable[Item]:
    for n, one in enumerate(file.duties):
        meta = _("By %(due)s") % {"due": moment(one.due)}
        if one.ended_at:
            how = _("Done") if one.applies else _("Does not apply")
            meta += f". {how}: {moment(one.done_at)}, {one.ended_by}"
        else:
            meta += ". " + _("Not done yet")
        yield _item(
            _(one.title),
            meta,
            [(f"duty-{n}-what", _("Asked for"), _(one.title)), (f"duty-{n}-result", _("What came of it"), one.result)],
            at=one.due.isoformat(),
        )


def _procedures(case: Case, file: CaseFile) -> Iterable[Item]:
    lines = {line.id: line for line in file.runs}
    for n, row in enumerate(case.runs.order_by("begun_at", "id")):
        procedure, answers = procedure_of(row), answers_of(row)
        asked = [question for screen in all_screens(procedure, answers) for question in screen.questions]
        line = lines[row.pk]
        passages = [
            (f"procedure-{n}-{question.key}", _(question.text), in_words(question, answers[question.key]))
            for question in asked
            if answers.get(question.key)
        ]
        if line.result:
            passages.append((f"procedure-{n}-result", _("Result"), _(line.result.title)))
        meta = _("Begun %(at)s by %(by)s") % {"at": moment(line.begun_at), "by": line.begun_by}
        yield _item(_(line.title), meta, passages, at=line.begun_at.isoformat())


def in_words(question: Question, given: str) -> str:
    """An answer of a procedure as it was given: the words of its choices, or the text."""
    words = dict(question.choices)
    values = given.split() if question.several else [given]
    return "; ".join(_(words[value]) if value in words else value for value in values)


def _messages(file: CaseFile) -> Iterable[Item]:
    number = 0
    for concern in file.concerns:
        for one in concern.messages or ():
            who = _("From whoever told us") if one.from_reporter else _("From us")
            yield _item(who, moment(one.at), [(f"message-{number}", _("Message"), one.text)], at=one.at.isoformat())
            number += 1


def _closings(file: CaseFile) -> Iterable[Item]:
    for n, one in enumerate(file.closures):
        outcome = one.closing.outcome
        yield _item(
            _("Closed %(at)s by %(by)s") % {"at": moment(one.at), "by": one.by},
            "",
            [
                (f"closing-{n}-summary", _("Summary"), one.closing.summary),
                (f"closing-{n}-followed", _("Followed up"), one.closing.followed_up),
                (f"closing-{n}-outcome", _("Outcome"), label(Outcome(outcome)) if outcome in set(Outcome) else outcome),
                (f"closing-{n}-reason", _("Why"), one.closing.reason),
                (f"closing-{n}-lessons", _("Learnt from it"), one.closing.lessons),
                (f"closing-{n}-second", _("Second reader"), _second(one)),
            ],
            at=one.at.isoformat(),
        )


def _second(line: ClosureLine) -> str:
    """What the second reader said, where one was asked and has."""
    if line.second is None:
        return ""
    if not line.second.by:
        return _("Nobody else could read it: closed by itself %(at)s.") % {"at": moment(line.second.at)}
    agreed = _("agreed") if line.second.agreed else _("did not agree")
    return f"{line.second.by}, {agreed}, {moment(line.second.at)}. {line.second.reason}".strip()


def _readers(file: CaseFile) -> Iterable[Item]:
    may = [f"{one.holder.name}, {post_label(one.holder.post, deputy=one.holder.deputy)}" for one in file.readers]
    looked = [
        ngettext("%(name)s, once, %(at)s", "%(name)s, %(times)d times, last %(at)s", one.times)
        % {"name": one.name, "times": one.times, "at": moment(one.at)}
        for one in file.looks
    ]
    yield _item(
        _("Access"),
        "",
        [
            ("readers-may", _("Who can see it"), "\n".join(may)),
            ("readers-looked", _("Who has looked"), "\n".join(looked)),
        ],
    )


def _files(case: Case, now: datetime) -> Iterable[Item]:
    """The files that may leave the house by name; sealed ones are only counted."""
    for n, one in enumerate(files_for_export(case, now)):
        facts = f"{one.kind}, {one.size} B, SHA-256 {one.sha256}"
        yield _item(moment(one.added_at), facts, [(f"file-{n}", _("File"), one.name)], at=one.added_at.isoformat())
    sealed = sealed_count(case)
    if sealed:
        yield _item(_("Sealed items"), "", [("file-sealed", _("These never leave here"), str(sealed))])


def files_of(case: Case, now: datetime) -> tuple[tuple[PackedFile, ...], tuple[str, ...]]:
    """The files of a case as they may leave the house, and in words what stays: sealed items never go.

    Runs inside the act of whoever takes them out.
    """
    going, staying = [], []
    for one in files_for_export(case, now):
        if one.left_out:
            staying.append(_("Not in it: a file that was not found to be safe"))
        else:
            going.append(PackedFile(one.name, one.original(), one.kind))
    if sealed_count(case):
        staying.append(_("Not in it: sealed items, which never leave the sender. Ask by telephone."))
    return tuple(going), tuple(staying)
