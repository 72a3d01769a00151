"""Files of a case: the question first, quarantine, a copy that says less, and sealing for good."""

from uuid import UUID, uuid4

import pytest
from django.db import DatabaseError

from leeward.foundation.access import STRANGER
from leeward.foundation.audit.models import AuditEntry
from leeward.foundation.files import keeping, places
from leeward.foundation.files.keeping import NotOpen, State
from leeward.foundation.files.kinds import NotTaken
from leeward.foundation.files.models import StoredFile
from leeward.foundation.outbox.models import Job
from leeward.foundation.settings_history.actions import set_to
from leeward.safeguarding import actions
from leeward.safeguarding.actions import files
from leeward.safeguarding.actions.files import NoOriginals, NoSuchFile, NoUpload
from leeward.safeguarding.choices import ORIGINALS
from leeward.safeguarding.models import Case, CaseAttachment
from leeward.safeguarding.queries import find_case
from leeward.safeguarding.rules.attaching import takes_files
from leeward.safeguarding.rules.lifecycle import State as CaseState
from tests.foundation.files.made import CANARY, picture
from tests.safeguarding.made import NOW, House, about, raised

PHOTOGRAPH = picture(place=True)


@pytest.fixture(autouse=True)
def home(settings, tmp_path):
    settings.LEEWARD_HOME = tmp_path
    settings.LEEWARD_SHREDDED = tmp_path / "shredded.list"
    return tmp_path


def acknowledged(house: House) -> str:
    ref = raised().ref
    lead = house.actor("lead")
    actions.open_case(lead, ref, NOW)
    actions.acknowledge(actor=lead, ref=ref, now=NOW)
    return ref


def added(house: House, ref: str, who: str = "lead", raw: bytes = PHOTOGRAPH) -> UUID:
    return files.add_file(actor=house.actor(who), ref=ref, name="CANARY-NAME.jpg", raw=raw, now=NOW)


def let_out(file: UUID) -> None:
    StoredFile.objects.filter(pk=file).update(state=State.CLEAN, scanned_at=NOW)


def test_a_reader_opens_a_copy_without_the_place_and_every_opening_is_on_record(house):
    ref = acknowledged(house)
    file = added(house, ref)
    let_out(file)
    copy = files.open_copy(actor=house.actor("deputy"), ref=ref, file=file, now=NOW)
    assert CANARY not in copy.raw
    page = files.look_at_file(actor=house.actor("lead"), ref=ref, file=file, now=NOW)
    assert [line.what for line in page.custody] == ["added", "opened"]
    assert page.custody[1].by == "Tomasz Wren"
    case = Case.objects.get(ref=ref)
    assert AuditEntry.objects.filter(subject=f"case:{case.pk}", action="safeguarding.opened-file").count() == 1


def test_nobody_opens_a_file_before_it_was_scanned(house):
    ref = acknowledged(house)
    file = added(house, ref)
    with pytest.raises(NotOpen):
        files.open_copy(actor=house.actor("lead"), ref=ref, file=file, now=NOW)


def test_the_original_is_handed_out_only_where_that_is_allowed_and_with_a_reason(house):
    ref, lead = acknowledged(house), house.actor("lead")
    file = added(house, ref)
    let_out(file)
    with pytest.raises(NoOriginals):
        files.open_original(actor=lead, ref=ref, file=file, reason="For the police", now=NOW)
    set_to(ORIGINALS, True, actor=keeping_settings(), why="Agreed", now=NOW)
    with pytest.raises(ValueError, match="why"):
        files.open_original(actor=lead, ref=ref, file=file, reason=" ", now=NOW)
    assert files.open_original(actor=lead, ref=ref, file=file, reason="For the police", now=NOW).raw == PHOTOGRAPH
    page = files.look_at_file(actor=lead, ref=ref, file=file, now=NOW)
    assert page.custody[-1].words == (("why", "For the police"),)


def keeping_settings():
    from leeward.foundation.access import SYSTEM

    return SYSTEM


def test_whoever_may_not_know_of_the_case_cannot_learn_that_a_file_exists(house):
    ref = raised(about("Deborah Oseitutu")).ref
    director = house.actor("director")
    actions.open_case(director, ref, NOW)
    actions.acknowledge(actor=director, ref=ref, now=NOW)
    file = added(house, ref, "director")
    let_out(file)
    for who in ("lead", "deputy", "it", "hr", "tutor"):
        actor = house.actor(who)
        assert find_case(actor, ref, NOW) is None
        for attempt in (
            lambda actor=actor: files.look_at_file(actor=actor, ref=ref, file=file, now=NOW),
            lambda actor=actor: files.open_copy(actor=actor, ref=ref, file=file, now=NOW),
            lambda actor=actor: files.seal_file(actor=actor, ref=ref, file=file, why="x", witness="x", now=NOW),
            lambda actor=actor: files.add_file(actor=actor, ref=ref, name="a", raw=b"a", now=NOW),
            lambda actor=actor: files.files_of_case(actor, ref, NOW),
        ):
            with pytest.raises(actions.NoSuchCase):
                attempt()
    with pytest.raises(actions.NoSuchCase):
        files.look_at_file(actor=STRANGER, ref=ref, file=file, now=NOW)


def test_a_file_is_reached_through_its_own_case_only(house):
    ref, other = acknowledged(house), acknowledged(house)
    file = added(house, ref)
    let_out(file)
    with pytest.raises(NoSuchFile):
        files.open_copy(actor=house.actor("lead"), ref=other, file=file, now=NOW)


def test_sealing_shuts_the_file_to_everybody_at_once_and_takes_its_name_away(house, django_capture_on_commit_callbacks):
    ref, lead = acknowledged(house), house.actor("lead")
    file = added(house, ref)
    let_out(file)
    Job.objects.all().delete()
    with django_capture_on_commit_callbacks(execute=True):
        files.seal_file(actor=lead, ref=ref, file=file, why="I stopped at once", witness="nobody", now=NOW)
    for who in ("lead", "deputy"):
        with pytest.raises(NotOpen):
            files.open_copy(actor=house.actor(who), ref=ref, file=file, now=NOW)
    (line,) = files.files_of_case(lead, ref, NOW).lines
    assert (line.name, line.kind, line.size, line.state) == ("", "", 0, State.SEALED)
    page = files.look_at_file(actor=lead, ref=ref, file=file, now=NOW)
    assert page.sha256 == ""
    assert page.custody[-1].words == (("why", "I stopped at once"), ("witness", "nobody"))
    assert page.custody[-1].by == "Deborah Oseitutu"
    assert Job.objects.filter(kind="foundation.letter").count() == 1  # the other reader is told that something waits
    case = Case.objects.get(ref=ref)
    assert files.files_for_export(case, NOW) == ()
    assert files.sealed_count(case) == 1
    assert not places.place_of(file).exists()
    assert places.put_away_place(file).exists()


def test_an_export_says_which_files_stay_behind_and_why(house):
    ref = acknowledged(house)
    clean, waiting = added(house, ref), added(house, ref, raw=b"Words that wait.")
    let_out(clean)
    found = {one.id: one for one in files.files_for_export(Case.objects.get(ref=ref), NOW)}
    assert (found[clean].left_out, found[waiting].left_out) == ("", "quarantined")
    assert CANARY not in found[clean].safe_copy().raw
    assert found[clean].original() == PHOTOGRAPH
    with pytest.raises(NotOpen):
        found[waiting].original()


def test_the_upload_is_gone_while_the_procedure_for_nudes_is_in_the_case(house):
    ref, lead = acknowledged(house), house.actor("lead")
    assert files.files_of_case(lead, ref, NOW).takes_more
    actions.begin_procedure(actor=lead, ref=ref, procedure="nudes", now=NOW)
    assert not files.files_of_case(lead, ref, NOW).takes_more
    with pytest.raises(NoUpload):
        added(house, ref)
    assert not StoredFile.objects.exists()


@pytest.mark.parametrize(
    ("state", "procedures", "may"),
    [
        (CaseState.RECEIVED, (), True),
        (CaseState.OPEN, ("parents",), True),
        (CaseState.OPEN, ("parents", "nudes"), False),
        (CaseState.CLOSED, (), False),
    ],
)
def test_when_a_case_takes_files(state, procedures, may):
    assert takes_files(state, procedures) is may


def test_what_is_not_taken_leaves_nothing_behind(house, home):
    ref = acknowledged(house)
    with pytest.raises(NotTaken):
        added(house, ref, raw=b"MZ program")
    assert not StoredFile.objects.exists()
    assert not (home / places.FOLDER).exists()


def test_a_case_that_cannot_be_written_leaves_no_content(house, home, monkeypatch):
    def refuse(*_args: object, **_more: object) -> None:
        raise DatabaseError

    ref = acknowledged(house)
    monkeypatch.setattr(CaseAttachment.objects, "create", refuse)
    with pytest.raises(DatabaseError):
        added(house, ref)
    assert [path for path in home.rglob("*") if path.is_file() and path.parent.parent.name == places.FOLDER] == []


def test_readers_are_told_of_a_late_or_refused_scan_and_not_of_a_clean_one(house):
    ref = acknowledged(house)
    file = added(house, ref)
    Job.objects.all().delete()
    files.tell_of_scan(keeping.FileScanned(file, "clean", ""), NOW)
    assert not Job.objects.exists()
    files.tell_of_scan(keeping.FileScanned(file, "quarantined", "not-answering"), NOW)
    assert Job.objects.filter(kind="foundation.letter").count() == 2
    files.tell_of_scan(keeping.FileScanned(uuid4(), "refused", ""), NOW)  # of another room
    assert Job.objects.count() == 2
