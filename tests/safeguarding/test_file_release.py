"""A sealed file goes to the police by the word of two people who are free of conflicts, and once."""

from datetime import timedelta

import pytest

from leeward.foundation.approvals.actions import CannotDecide, approve, refuse
from leeward.foundation.approvals.queries import NoSuchRequest, waiting_for
from leeward.foundation.files.keeping import NotOpen
from leeward.safeguarding import actions
from leeward.safeguarding.actions import file_release, files
from leeward.safeguarding.actions.file_release import NotReleased
from tests.safeguarding.made import NOW, House, about, raised
from tests.safeguarding.test_files import PHOTOGRAPH, acknowledged, added, home, let_out

__all__ = ["home"]
BOTH = ["police", "unseen"]


def sealed(house: House, ref: str, who: str, capture) -> object:
    file = added(house, ref, who)
    let_out(file)
    with capture(execute=True):
        files.seal_file(actor=house.actor(who), ref=ref, file=file, why="Stopped", witness="nobody", now=NOW)
    return file


def asked(house: House, ref: str, file: object, who: str = "lead") -> None:
    file_release.ask_for_release(
        actor=house.actor(who), ref=ref, file=file, force="Northshire, PC 4411", reference="42/26", now=NOW
    )


def test_two_people_agree_and_the_file_is_handed_out_once(house, django_capture_on_commit_callbacks):
    ref, lead, deputy = acknowledged(house), house.actor("lead"), house.actor("deputy")
    file = sealed(house, ref, "lead", django_capture_on_commit_callbacks)
    with pytest.raises(NotReleased):
        file_release.hand_over(actor=lead, ref=ref, file=file, now=NOW)
    asked(house, ref, file)
    (waits,) = waiting_for(deputy, now=NOW)
    with pytest.raises(CannotDecide):
        approve(actor=lead, request_id=waits.id, reason="Myself", confirmed=BOTH, now=NOW)
    approve(actor=deputy, request_id=waits.id, reason="Rang 101", confirmed=BOTH, now=NOW)
    copy = file_release.hand_over(actor=lead, ref=ref, file=file, now=NOW)
    assert copy.raw == PHOTOGRAPH
    assert copy.name.endswith(".bin")
    with pytest.raises(NotReleased):
        file_release.hand_over(actor=lead, ref=ref, file=file, now=NOW)
    page = files.look_at_file(actor=lead, ref=ref, file=file, now=NOW)
    assert [str(line.what) for line in page.custody][-3:] == ["release-asked", "released", "handed-over"]


def test_an_agreement_ends_after_three_days(house, django_capture_on_commit_callbacks):
    ref, lead, deputy = acknowledged(house), house.actor("lead"), house.actor("deputy")
    file = sealed(house, ref, "lead", django_capture_on_commit_callbacks)
    asked(house, ref, file)
    approve(actor=deputy, request_id=waiting_for(deputy, now=NOW)[0].id, reason="Yes", confirmed=BOTH, now=NOW)
    with pytest.raises(NotReleased):
        file_release.hand_over(actor=lead, ref=ref, file=file, now=NOW + timedelta(days=3, minutes=1))


def test_a_refusal_is_on_record_and_opens_nothing(house, django_capture_on_commit_callbacks):
    ref, lead, deputy = acknowledged(house), house.actor("lead"), house.actor("deputy")
    file = sealed(house, ref, "lead", django_capture_on_commit_callbacks)
    asked(house, ref, file)
    refuse(actor=deputy, request_id=waiting_for(deputy, now=NOW)[0].id, reason="Not the police", now=NOW)
    with pytest.raises(NotReleased):
        file_release.hand_over(actor=lead, ref=ref, file=file, now=NOW)


def test_nobody_barred_from_the_case_learns_of_the_request_or_decides_it(house, django_capture_on_commit_callbacks):
    ref, director = raised(about("Deborah Oseitutu")).ref, house.actor("director")
    actions.open_case(director, ref, NOW)
    actions.acknowledge(actor=director, ref=ref, now=NOW)
    file = sealed(house, ref, "director", django_capture_on_commit_callbacks)
    asked(house, ref, file, "director")
    for who in ("lead", "deputy"):
        assert waiting_for(house.actor(who), now=NOW) == []
    (waits,) = waiting_for(house.actor("chair"), now=NOW)
    with pytest.raises(NoSuchRequest):
        approve(actor=house.actor("lead"), request_id=waits.id, reason="x", confirmed=BOTH, now=NOW)
    approve(actor=house.actor("chair"), request_id=waits.id, reason="Rang 101", confirmed=BOTH, now=NOW)
    assert file_release.hand_over(actor=director, ref=ref, file=file, now=NOW).raw == PHOTOGRAPH


def test_whoever_became_part_of_the_case_meanwhile_does_not_decide(house, django_capture_on_commit_callbacks):
    ref, lead, deputy = acknowledged(house), house.actor("lead"), house.actor("deputy")
    file = sealed(house, ref, "lead", django_capture_on_commit_callbacks)
    asked(house, ref, file)
    (waits,) = waiting_for(deputy, now=NOW)
    actions.self_recuse(actor=deputy, ref=ref, now=NOW)
    with pytest.raises(file_release.Conflicted):
        approve(actor=deputy, request_id=waits.id, reason="Yes", confirmed=BOTH, now=NOW)
    with pytest.raises(NotReleased):
        file_release.hand_over(actor=lead, ref=ref, file=file, now=NOW)


def test_only_a_sealed_file_is_handed_out_this_way(house):
    ref = acknowledged(house)
    file = added(house, ref)
    with pytest.raises(NotOpen):
        asked(house, ref, file)
