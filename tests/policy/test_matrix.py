"""The permission matrix: written, agreed by another person to the letter, in force, asked, and reviewed in time."""

from datetime import time
from uuid import UUID

import pytest
from django.db import DatabaseError, transaction

from leeward.foundation.approvals.actions import CannotDecide, approve, refuse
from leeward.foundation.audit.models import AuditEntry
from leeward.foundation.evidence.findings import State
from leeward.foundation.evidence.queries import live
from leeward.policy.actions.importing import import_policy
from leeward.policy.actions.matrix import drop_cell, drop_hours, put_cell, put_hours, send_matrix
from leeward.policy.models import MatrixAgreement, MatrixVersion
from leeward.policy.queries.matrix import answer, current, draft, version_of, waiting_version
from leeward.policy.queries.matrix_words import answer_words
from leeward.policy.refusals import NoSuchPolicy, NotAllowed, Refused
from leeward.policy.rules.matrix import Cell, Hours, Question, Verdict
from tests.people.made import give, somebody
from tests.policy.made import LONG_AGO, NOW, Office, actor, days

pytestmark = pytest.mark.django_db
CHAT = Cell("Chat", ("learner",), True, hours="Lessons", how="In the group of the course")
EVENING = Question("Chat", "learner", (1, time(20)))


class Desk:
    """A quality lead who writes and an IT manager who agrees."""

    def __init__(self):
        self.office = Office()
        self.quality = self.office.quality
        manager = somebody("Priya Systems", since=LONG_AGO)
        give(manager, "it-manager", since=LONG_AGO)
        self.manager = actor(manager)

    def put(self, *cells, now=NOW):
        for cell in cells:
            put_cell(actor=self.quality, cell=cell, now=now)

    def send(self, now=NOW, talked_with=""):
        return send_matrix(actor=self.quality, reason="The first", talked_with=talked_with, now=now)

    def agree(self, request, now=NOW, who=None):
        approve(actor=who or self.manager, request_id=request, reason="Fits", confirmed=["read", "can"], now=now)

    def state(self, now=NOW):
        return live(self.quality, "policy.matrix-agreed", now=now).state


@pytest.fixture
def desk():
    return Desk()


def test_nothing_answers_before_another_person_has_agreed_and_then_the_deciding_line_is_named(desk):
    desk.put(CHAT)
    request = desk.send(talked_with="Learner council, item 3")
    assert current(NOW) is None
    assert waiting_version() == 1
    desk.agree(request, NOW + days(1))
    page = current(NOW + days(1))
    assert (page.number, page.agreed_by, page.talked_with) == (1, "Priya Systems", "Learner council, item 3")
    said = answer_words(answer(page.matrix, EVENING), page.matrix)
    assert said.verdict is Verdict.NOT_ALLOWED
    assert (said.line.number, said.on) == (1, ("Only during: Lessons.",))
    assert "Monday to Friday, 09:00 to 16:30" in said.line.when
    assert waiting_version() is None


def test_whoever_wrote_it_cannot_agree_to_it_and_a_tutor_cannot_either(desk):
    desk.put(CHAT)
    request = desk.send()
    give(desk.office.quality_id, "it-manager", since=LONG_AGO, deputy=True)
    for who in (desk.quality, desk.office.tutor):
        with pytest.raises((CannotDecide, LookupError)):
            desk.agree(request, who=who)
    assert not MatrixAgreement.objects.exists()


def test_a_refused_version_stays_on_record_and_never_comes_into_force(desk):
    desk.put(CHAT)
    refuse(actor=desk.manager, request_id=desk.send(), reason="We cannot hold chat to lessons.", now=NOW)
    assert current(NOW) is None
    assert version_of(1, NOW).in_force is False
    assert waiting_version() is None
    desk.agree(desk.send(NOW + days(1)), NOW + days(1))
    assert current(NOW + days(1)).number == 2


def test_the_draft_goes_on_from_what_is_in_force_and_changes_nothing_until_agreed(desk):
    desk.put(CHAT)
    desk.agree(desk.send())
    put_cell(actor=desk.quality, cell=Cell("Chat", ("learner",), False), place=0, now=NOW)
    assert answer(draft(NOW), EVENING).verdict is Verdict.NOT_ALLOWED
    in_lessons = Question("Chat", "learner", (1, time(10)))
    assert answer(current(NOW).matrix, in_lessons).verdict is Verdict.ALLOWED
    drop_cell(actor=desk.quality, place=0, now=NOW)
    drop_cell(actor=desk.quality, place=0, now=NOW)
    assert draft(NOW).cells == ()


def test_only_one_version_waits_at_a_time(desk):
    desk.put(CHAT)
    desk.send()
    with pytest.raises(Refused, match="waits to be agreed"):
        desk.send()
    assert MatrixVersion.objects.count() == 1


@pytest.mark.parametrize(
    ("cells", "words"),
    [
        ([], "no line yet"),
        ([CHAT, Cell("Chat", ("learner",), False, hours="Lessons")], "Lines 1 and 2 say the opposite"),
        ([CHAT, CHAT], "Lines 1 and 2 say the same"),
    ],
)
def test_a_matrix_that_says_nothing_or_contradicts_itself_is_not_sent(desk, cells, words):
    desk.put(*cells)
    with pytest.raises(Refused, match=words):
        desk.send()
    assert not MatrixVersion.objects.exists()


def test_what_cannot_be_kept_is_refused_with_its_reason_and_the_draft_stays(desk):
    desk.put(CHAT)
    for cell, field in (
        (Cell("  ", (), True), "technology"),
        (Cell("x" * 81, (), True), "technology"),
        (Cell("Chat", (), True, how="x" * 301), "how"),
        (Cell("Chat", (), True, hours="Breaks"), "hours"),
    ):
        with pytest.raises(Refused) as refused:
            desk.put(cell)
        assert refused.value.field == field
    with pytest.raises(Refused, match="no longer there"):
        put_cell(actor=desk.quality, cell=CHAT, place=7, now=NOW)
    assert draft(NOW).cells == (CHAT,)


def test_hours_are_added_replaced_and_not_taken_from_under_a_line(desk):
    desk.put(CHAT)
    week = frozenset({0, 2})
    put_hours(actor=desk.quality, hours=Hours("lessons", week, time(10), time(12)), now=NOW)
    assert {one.name for one in draft(NOW).hours} == {"lessons", "Working hours"}


def test_hours_in_use_stay(desk):
    desk.put(CHAT)
    with pytest.raises(Refused, match="still uses"):
        drop_hours(actor=desk.quality, name="Lessons", now=NOW)
    drop_hours(actor=desk.quality, name="Working hours", now=NOW)
    assert [one.name for one in draft(NOW).hours] == ["Lessons"]
    for hours, field in (
        (Hours("", frozenset({1}), time(9), time(10)), "name"),
        (Hours("Breaks", frozenset(), time(9), time(10)), "days"),
        (Hours("Breaks", frozenset({1}), time(9), time(9)), "end"),
    ):
        with pytest.raises(Refused) as refused:
            put_hours(actor=desk.quality, hours=hours, now=NOW)
        assert refused.value.field == field


def test_nobody_writes_it_who_may_not_keep_policies(desk):
    for change in (
        lambda who: put_cell(actor=who, cell=CHAT, now=NOW),
        lambda who: drop_cell(actor=who, place=0, now=NOW),
        lambda who: send_matrix(actor=who, reason="Mine", talked_with="", now=NOW),
    ):
        with pytest.raises(NotAllowed):
            change(desk.office.tutor)
    with pytest.raises(NoSuchPolicy):
        version_of(1, NOW)


def test_versions_and_agreements_are_never_changed_nor_deleted(desk):
    desk.put(CHAT)
    desk.agree(desk.send())
    for rows in (MatrixVersion.objects.all(), MatrixAgreement.objects.all()):
        with pytest.raises(DatabaseError), transaction.atomic():
            rows.update(text_hash="0" * 64)
    with pytest.raises(DatabaseError), transaction.atomic():
        MatrixAgreement.objects.all().delete()


def test_it_is_proven_while_it_is_agreed_and_its_review_is_not_past(desk):
    assert desk.state() is State.UNPROVEN
    desk.put(CHAT)
    desk.agree(desk.send())
    assert desk.state(NOW + days(1)) is State.TRUE
    assert desk.state(NOW + days(350)) is State.SLIPPING
    assert desk.state(NOW + days(366)) is State.SLIPPED
    desk.agree(desk.send(NOW + days(367)), NOW + days(367))
    assert desk.state(NOW + days(368)) is State.TRUE
    assert current(NOW + days(368)).number == 2


def test_a_matrix_changed_behind_the_product_is_noticed(desk, monkeypatch):
    desk.put(CHAT)
    desk.agree(desk.send())
    monkeypatch.setattr("leeward.policy.queries.matrix.matrix_fingerprint", lambda cells, hours: "0" * 64)
    assert desk.state() is State.SLIPPED
    assert current(NOW).whole is False


def test_the_trail_counts_lines_and_holds_no_words(desk):
    desk.put(CHAT)
    entry = AuditEntry.objects.filter(action="policy.matrix-cell").latest("sequence")
    assert entry.details == {"lines": 1}
    assert entry.subject == "matrix:draft"


def test_no_policy_takes_the_address_of_the_matrix(desk):
    with pytest.raises(Refused, match="another address"):
        import_policy(
            actor=desk.quality,
            data=b"Matrix\n\nConduct\n\nAll staff must lock their screens.\n",
            name="matrix.txt",
            reason="New",
            now=NOW,
        )


def test_an_approval_of_one_version_holds_for_no_other(desk):
    desk.put(CHAT)
    desk.agree(desk.send())
    first = MatrixVersion.objects.get()
    assert UUID(str(first.agreement.request))
    desk.put(Cell("E-mail", (), True))
    desk.send(NOW + days(1))
    assert current(NOW + days(2)).number == 1
