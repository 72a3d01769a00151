"""Versions, approval bound to one exact text, publication, acknowledgement: may and may not."""

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from leeward.foundation.approvals.models import ApprovalRequest
from leeward.foundation.audit.models import AuditEntry
from leeward.foundation.outbox.models import Job
from leeward.people.rules import Post
from leeward.policy.actions import (
    acknowledge,
    import_policy,
    publish,
    refuse_to_sign,
    sign,
    submit_for_approval,
    withdraw,
)
from leeward.policy.models import Acknowledgement, Policy, PolicyVersion, Publication, Section, Signature
from leeward.policy.queries.pages import policy_page, published, to_acknowledge, to_sign, version_page
from leeward.policy.queries.texts import is_approved, sections_of
from leeward.policy.refusals import NoSuchPolicy, NotAllowed, Refused
from leeward.policy.rules.plain_text import normal
from tests.crash import every_crash_point
from tests.people.made import give
from tests.policy.made import CHANGED, NOW, SHORT, Office, actor, days
from tests.policy.samples import CAPITALS, STEMS, TITLE_LINES

pytestmark = pytest.mark.django_db


def _unguarded(sql, *values):
    """Changes a row behind the back of the product, as somebody with the database's own tools might."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("DROP TRIGGER policy_section_no_update")
        else:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute("ALTER TABLE policy_section DISABLE TRIGGER policy_section_kept")
        cursor.execute(sql, values)


def test_an_imported_policy_keeps_every_word():
    office = Office()
    for text in (CAPITALS, STEMS, TITLE_LINES):
        made = office.import_(text)
        version = PolicyVersion.objects.get(pk=made.version)
        kept = normal("\n".join(f"{section.heading}\n{section.text}" for section in sections_of(version)))
        assert [line for line in text.splitlines() if normal(line) and normal(line) not in kept] == []


def test_a_new_version_leaves_the_old_one_as_it_was():
    office = Office()
    first = office.import_()
    before = PolicyVersion.objects.get(pk=first.version)
    second = office.import_(CHANGED, reason="Doors, not screens", policy=before.policy_id)
    assert (second.number, second.slug) == (2, first.slug)
    after = PolicyVersion.objects.get(pk=first.version)
    assert (after.text_hash, after.reason) == (before.text_hash, "New policy")
    assert PolicyVersion.objects.get(pk=second.version).text_hash != before.text_hash


def test_the_same_text_again_adds_nothing():
    office = Office()
    first = office.import_()
    again = office.import_(policy=Policy.objects.get().pk)
    assert (again.version, again.is_new) == (first.version, False)
    assert PolicyVersion.objects.count() == 1


def test_a_second_policy_under_the_same_address_is_refused_with_what_to_do():
    office = Office()
    office.import_()
    with pytest.raises(Refused, match="next version") as refusal:
        office.import_(CHANGED)
    assert refusal.value.field == "slug"


@pytest.mark.parametrize(
    ("data", "field"), [(b"", "file"), (b"no title here at all, only a long line of words.", "file")]
)
def test_what_cannot_be_read_is_refused_and_leaves_nothing(data, field):
    office = Office()
    with pytest.raises(Refused) as refusal:
        import_policy(actor=office.quality, data=data, name="x.txt", reason="New", now=NOW)
    assert refusal.value.field == field
    assert Policy.objects.count() == 0


def test_only_the_keeper_of_policies_may_import_submit_publish_and_withdraw():
    office = Office()
    made = office.import_()
    stranger = actor()
    for attempt in (
        lambda: import_policy(actor=stranger, data=b"x", name="x", reason="x", now=NOW),
        lambda: submit_for_approval(actor=stranger, version=made.version, why="x", now=NOW),
        lambda: publish(actor=stranger, version=made.version, now=NOW),
        lambda: withdraw(actor=stranger, version=made.version, reason="x", now=NOW),
    ):
        with pytest.raises(NotAllowed):
            attempt()


def test_the_signatory_signs_the_exact_text_and_the_signature_says_so():
    office = Office()
    made = office.import_()
    submit_for_approval(actor=office.quality, version=made.version, why="Please", now=NOW)
    assert [line.id for line in to_sign(office.director, now=NOW)] == [made.version]
    assert to_sign(office.tutor, now=NOW) == []
    sign(actor=office.director, version=made.version, reason="Right", confirmed=["read", "right"], now=NOW)
    signature = Signature.objects.get()
    version = PolicyVersion.objects.get(pk=made.version)
    assert (signature.text_hash, signature.person, signature.post) == (
        version.text_hash,
        office.director_id,
        "managing-director",
    )
    assert is_approved(version)


def test_a_text_that_was_changed_after_approval_is_not_approved_and_cannot_be_published():
    office = Office()
    made = office.import_()
    office.approve(made.version)
    section = Section.objects.filter(version=made.version).last()
    _unguarded("UPDATE policy_section SET heading = %s WHERE id = %s", "Other words", _key(section))
    assert not is_approved(PolicyVersion.objects.get(pk=made.version))
    with pytest.raises(Refused, match="not approved"):
        publish(actor=office.quality, version=made.version, now=NOW)


def test_a_text_that_was_changed_while_it_waited_cannot_be_signed():
    office = Office()
    made = office.import_()
    submit_for_approval(actor=office.quality, version=made.version, why="Please", now=NOW)
    section = Section.objects.filter(version=made.version).last()
    _unguarded("UPDATE policy_section SET heading = %s WHERE id = %s", "Other words", _key(section))
    with pytest.raises(Refused, match="not what was imported"):
        sign(actor=office.director, version=made.version, reason="Right", confirmed=["read", "right"], now=NOW)
    assert Signature.objects.count() == 0


def _key(row):
    return row.pk.hex if connection.vendor == "sqlite" else row.pk


def test_the_next_version_is_not_approved_until_it_is_signed_itself():
    office = Office()
    first = office.in_force()
    second = office.import_(CHANGED, policy=Policy.objects.get().pk)
    assert not is_approved(PolicyVersion.objects.get(pk=second.version))
    with pytest.raises(Refused, match="not approved"):
        publish(actor=office.quality, version=second.version, now=NOW)
    assert policy_page(office.tutor, first.slug, now=NOW).version == first.version


def test_whoever_asked_does_not_sign_and_the_deputy_decides_instead():
    office = Office()
    give(office.tutors[0], Post.MANAGING_DIRECTOR, deputy=True)
    author = actor(office.director_id, "policy.manage", "policy.sign")
    made = import_policy(actor=author, data=SHORT.encode(), name="p.txt", reason="New", now=NOW)
    submit_for_approval(actor=author, version=made.version, why="Mine", now=NOW)
    with pytest.raises(Refused, match="somebody else"):
        sign(actor=author, version=made.version, reason="Right", confirmed=["read", "right"], now=NOW)
    sign(actor=office.tutor, version=made.version, reason="Right", confirmed=["read", "right"], now=NOW)
    assert Signature.objects.get().person == office.tutors[0]


def test_signing_needs_every_point_confirmed_and_somebody_who_may():
    office = Office()
    made = office.import_()
    submit_for_approval(actor=office.quality, version=made.version, why="Please", now=NOW)
    with pytest.raises(Refused, match="Confirm every point"):
        sign(actor=office.director, version=made.version, reason="Right", confirmed=["read"], now=NOW)
    with pytest.raises(NoSuchPolicy):
        sign(actor=office.tutor, version=made.version, reason="Right", confirmed=["read", "right"], now=NOW)
    assert Signature.objects.count() == 0


def test_a_refused_version_is_not_approved_and_may_be_sent_again():
    office = Office()
    made = office.import_()
    submit_for_approval(actor=office.quality, version=made.version, why="Please", now=NOW)
    refuse_to_sign(actor=office.director, version=made.version, reason="Say it more plainly", now=NOW)
    assert Signature.objects.count() == 0
    submit_for_approval(actor=office.quality, version=made.version, why="Mended", now=NOW + days(1))
    assert ApprovalRequest.objects.filter(state="waiting").count() == 1


def test_publishing_replaces_the_version_in_force_and_writes_to_everyone_asked():
    office = Office()
    first = office.in_force()
    second = office.in_force(CHANGED, now=NOW + days(1), policy=Policy.objects.get().pk)
    live = Publication.objects.get(ended_at__isnull=True)
    assert live.version_id == second.version
    assert Publication.objects.get(version=first.version).ended_at == NOW + days(1)
    assert publish(actor=office.quality, version=second.version, now=NOW + days(2)) == live.pk
    assert [line.label for line in published(now=NOW + days(2))] == ["2"]


def test_letters_to_readers_name_neither_policy_nor_person():
    office = Office()
    from leeward.people.models import Person

    Person.objects.filter(pk=office.tutors[0]).update(email="colm@example.org")
    office.in_force()
    letters = Job.objects.filter(payload__letter="policy.to-read")
    assert [job.payload["person"] for job in letters] == [str(office.tutors[0])]


def test_a_withdrawn_policy_is_gone_for_readers_and_kept_for_the_record():
    office = Office()
    made = office.in_force()
    with pytest.raises(Refused):
        withdraw(actor=office.quality, version=made.version, reason="  ", now=NOW)
    withdraw(actor=office.quality, version=made.version, reason="Merged with another", now=NOW + days(1))
    with pytest.raises(NoSuchPolicy):
        policy_page(office.tutor, made.slug, now=NOW + days(1))
    assert published(now=NOW + days(1)) == []
    assert policy_page(office.tutor, made.slug, now=NOW).version == made.version
    assert Signature.objects.count() == 1


def test_acknowledging_keeps_the_words_the_text_and_the_time_once():
    office = Office()
    made = office.in_force()
    assert [line.slug for line in to_acknowledge(office.tutor, now=NOW)] == [made.slug]
    assert acknowledge(actor=office.tutor, version=made.version, now=NOW + days(1)) is True
    assert acknowledge(actor=office.tutor, version=made.version, now=NOW + days(2)) is False
    given = Acknowledgement.objects.get()
    assert (given.person, given.given_at) == (office.tutors[0], NOW + days(1))
    assert given.words == "I have read “Online safety policy”, version 1, I understand it, and I will keep to it."
    assert given.text_hash == PolicyVersion.objects.get(pk=made.version).text_hash
    assert to_acknowledge(office.tutor, now=NOW) == []
    assert policy_page(office.tutor, made.slug, now=NOW).acknowledged_on == (NOW + days(1)).date()


def test_nobody_acknowledges_a_version_that_is_not_in_force():
    office = Office()
    first = office.in_force()
    draft = office.import_(CHANGED, policy=Policy.objects.get().pk)
    with pytest.raises(Refused, match="no longer in force"):
        acknowledge(actor=office.tutor, version=draft.version, now=NOW)
    office.approve(draft.version)
    publish(actor=office.quality, version=draft.version, now=NOW)
    with pytest.raises(Refused, match="no longer in force"):
        acknowledge(actor=office.tutor, version=first.version, now=NOW)
    with pytest.raises(NotAllowed):
        acknowledge(actor=actor().__class__(), version=draft.version, now=NOW)


def test_a_new_version_is_to_be_acknowledged_anew_and_old_acknowledgements_stay():
    office = Office()
    first = office.in_force()
    acknowledge(actor=office.tutor, version=first.version, now=NOW)
    office.in_force(CHANGED, now=NOW + days(1), policy=Policy.objects.get().pk)
    assert len(to_acknowledge(office.tutor, now=NOW + days(1))) == 1
    assert Acknowledgement.objects.count() == 1


def test_a_draft_is_seen_by_its_keeper_and_whoever_may_sign_it_and_nobody_else():
    office = Office()
    made = office.import_()
    assert version_page(office.quality, made.version, now=NOW).version.state == "draft"
    for nobody in (office.director, office.tutor):
        with pytest.raises(NoSuchPolicy):
            version_page(nobody, made.version, now=NOW)
    submit_for_approval(actor=office.quality, version=made.version, why="Please", now=NOW)
    assert version_page(office.director, made.version, now=NOW).waits_for_me


@pytest.mark.parametrize(
    "table",
    ["policyversion", "section", "promise", "promisestep", "promisestatement", "signature", "acknowledgement"],
)
def test_the_database_itself_refuses_to_change_what_was_said(table):
    office = Office()
    made = office.in_force()
    acknowledge(actor=office.tutor, version=made.version, now=NOW)
    from leeward.policy.actions import state_promise
    from leeward.policy.models import Promise

    promise = Promise.objects.filter(version=made.version).first()
    state_promise(actor=office.quality, promise=promise.pk, words="So it is", valid_until=NOW + days(30), now=NOW)
    for sql in (f"UPDATE policy_{table} SET id = id", f"DELETE FROM policy_{table}"):
        with pytest.raises((DatabaseError, IntegrityError)), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(sql)


def test_dates_on_a_page_come_from_signature_and_publication_alone():
    office = Office()
    made = office.import_()
    office.approve(made.version, now=NOW)
    publish(actor=office.quality, version=made.version, now=NOW + days(3))
    dates = policy_page(office.tutor, made.slug, now=NOW + days(3)).dates
    assert (dates.approved_on.isoformat(), dates.published_on.isoformat(), dates.review_due.isoformat()) == (
        "2026-11-25",
        "2026-11-28",
        "2027-11-25",
    )


def test_each_act_leaves_one_trace_without_names_or_text():
    office = Office()
    made = office.in_force()
    acknowledge(actor=office.tutor, version=made.version, now=NOW)
    entries = AuditEntry.objects.filter(action__startswith="policy.")
    assert [entry.action for entry in entries.order_by("sequence")] == [
        "policy.import",
        "policy.submit",
        "policy.sign",
        "policy.publish",
        "policy.acknowledge",
    ]
    assert "lock their screens" not in "".join(str(entry.details) for entry in entries)


def test_a_crash_at_any_statement_of_signing_leaves_all_of_it_or_nothing():
    office = Office()
    made = office.import_()
    submit_for_approval(actor=office.quality, version=made.version, why="Please", now=NOW)

    def check(statement, finished):
        signed = Signature.objects.exists()
        decided = ApprovalRequest.objects.filter(state="approved").exists()
        traced = AuditEntry.objects.filter(action="policy.sign").exists()
        assert {signed, decided, traced} == {finished}, statement

    tried = every_crash_point(
        lambda: sign(actor=office.director, version=made.version, reason="Right", confirmed=["read", "right"], now=NOW),
        check,
    )
    assert tried > 10
