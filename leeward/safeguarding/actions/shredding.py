"""What shredding does to each table of a case: nothing that can be read, or that points at a person, is left."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID, uuid4

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from leeward.foundation.approvals.actions import shred_words
from leeward.foundation.files import keeping as files
from leeward.foundation.vault import store
from leeward.people import queries as people
from leeward.safeguarding.actions import pack_files
from leeward.safeguarding.actions.disclosing import KIND
from leeward.safeguarding.actions.files import RELEASE
from leeward.safeguarding.actions.routes import bar, live_bars
from leeward.safeguarding.models import Case, CaseLink, CaseMark, CaseName, CasePerson, Disclosure, Thread, Transfer
from leeward.safeguarding.queries.names import named_but_unbarred
from leeward.safeguarding.rules.routing import Conflict, Why


class Fate(StrEnum):
    """What becomes of the rows of a table.

    DARK: they stay, and their sealed columns open with no key any more; nothing else in them is a word about anybody.
    GONE: they are deleted, for they would tell by a mark that somebody was in the case. KEPT: they stay as they are.
    """

    DARK = "dark"
    GONE = "gone"
    KEPT = "kept"


FATES = {
    "arrival": Fate.DARK,
    "bar": Fate.KEPT,  # whoever was barred must not learn of it from the certificate either
    "caseaction": Fate.DARK,
    "caseattachment": Fate.DARK,  # the content of the files goes as well
    "caseduty": Fate.DARK,
    "caselink": Fate.DARK,  # by a key of its own: it goes with whichever case of the two goes first
    "casemark": Fate.GONE,
    "casename": Fate.GONE,
    "caseperson": Fate.GONE,
    "caseroute": Fate.DARK,
    "certificate": Fate.DARK,
    "checkin": Fate.DARK,
    "closure": Fate.DARK,
    "concern": Fate.DARK,
    "concernmove": Fate.DARK,
    "decision": Fate.DARK,
    "disclosure": Fate.DARK,
    "entry": Fate.DARK,
    "fileevent": Fate.DARK,
    "grant": Fate.KEPT,  # who may see the certificate
    "legalhold": Fate.DARK,
    "needsnote": Fate.DARK,
    "planreview": Fate.DARK,
    "procedureanswers": Fate.DARK,
    "procedurerun": Fate.DARK,
    "retentionplan": Fate.DARK,
    "secondreading": Fate.DARK,
    "shredcertificate": Fate.KEPT,
    "shredproposal": Fate.DARK,
    "storedfile": Fate.DARK,
    "supportplan": Fate.DARK,
    "thread": Fate.DARK,  # the reporter's own wrap of its key is taken away as well
    "threadmessage": Fate.DARK,
    "transfer": Fate.DARK,  # the file of the pack goes as well
    "triage": Fate.DARK,
}
"""Every table that hangs on a case, by any way. One that is missing here fails a test: decide what becomes of it."""


def shred_case(case: Case, *, now: datetime) -> int:
    """Destroys every key of the case and what could point at persons; returns how many keys. Inside the caller's act.

    Files go once that is committed: undone, nothing is lost; killed before, the sweep of the night takes them.
    """
    _keep_out_whom_a_name_kept_out(case, now)
    links = CaseLink.objects.filter(Q(one=case) | Q(other=case)).values_list("pk", flat=True)
    records = [case.record, *case.concerns.values_list("record", flat=True), *links]
    for record in records:
        store.shred(record, now=now)
    subjects = [f"disclosure:{pk}" for pk in case.disclosures.values_list("pk", flat=True)]
    words = shred_words(KIND, subjects, now=now)
    released = [f"file:{file}" for file in case.attachments.values_list("file_id", flat=True)]
    words += shred_words(RELEASE, released, now=now)
    _clear([case])
    Case.objects.filter(pk=case.pk).update(owner=None)
    return len(records) + words


def _keep_out_whom_a_name_kept_out(case: Case, now: datetime) -> None:
    """The marks of names go: whom one of them keeps out today is barred, so that no certificate tells them now.

    Whoever comes later finds a number and dates, which name nobody.
    """
    known = {holding.person for held in people.all_holdings(timezone.localdate(now)).values() for holding in held}
    known |= set(case.grants.filter(ended_at=None).values_list("person", flat=True))
    for person in sorted(known - live_bars(case).keys()):
        if named_but_unbarred(case, person):
            bar(case, Conflict(person, Why.SUBJECT, certain=False), now)


def after_restore(shredded: frozenset[UUID], now: datetime) -> None:
    """A backup made before a shredding brought back rows that point at persons: they go again."""
    _clear(list(Case.objects.filter(record__in=shredded)))


def _clear(cases: list[Case]) -> None:
    """What keys do not guard: marks of persons, the reporter's wrap, the files of packs and attachments."""
    keys = [case.pk for case in cases]
    # The reporter's words open their own wrap of the thread's key: it goes too, and they no longer find anything.
    for thread in Thread.objects.filter(concern__case__in=keys):
        Thread.objects.filter(pk=thread.pk).update(for_reporter=b"", for_case=b"", found_by=f"shredded {uuid4().hex}")
    CasePerson.objects.filter(case__in=keys).delete()
    CaseMark.objects.filter(case__in=keys).delete()
    CaseName.objects.filter(case__in=keys).delete()
    packs = list(Transfer.objects.filter(case__in=keys).values_list("pk", flat=True))
    packs += Disclosure.objects.filter(case__in=keys).values_list("pk", flat=True)
    contents = [one.file for case in cases for one in case.attachments.select_related("file")]

    def remove() -> None:
        for pack in packs:
            pack_files.remove(pack)
        for file in contents:
            files.forget(file)

    transaction.on_commit(remove)
