"""Cases put together and apart: bars are united, roles and readers are never copied."""

from datetime import timedelta

import pytest
from django.db import Error, transaction

from leeward.people.rules import Post
from leeward.safeguarding import actions, queries
from leeward.safeguarding.models import Bar, Case, Concern, Grant
from leeward.safeguarding.rules.lifecycle import Refused, State
from leeward.safeguarding.rules.persons import Role
from tests.people.made import give
from tests.safeguarding.cases.test_closing import worked_on
from tests.safeguarding.made import NOW, House, about, raised


@pytest.fixture
def lead(house: House):
    return house.actor("lead")


def concern_of(ref: str):
    return Case.objects.get(ref=ref).concerns.get().pk


def test_linked_cases_show_each_other_only_to_who_may_see_both(house, lead):
    one, other = worked_on(lead, raised()), worked_on(lead, raised())
    actions.link_cases(actor=lead, ref=one, other=other.lower(), reason="The same group", now=NOW)
    actions.link_cases(actor=lead, ref=other, other=one, reason="Again", now=NOW)
    assert queries.linked_refs(lead, one, NOW) == [other]
    deputy = house.actor("deputy")
    actions.self_recuse(actor=deputy, ref=other, now=NOW)
    assert queries.linked_refs(deputy, one, NOW) == []


def test_a_case_cannot_be_linked_with_one_that_is_hidden_nor_with_one_that_is_not(house, lead):
    ref = worked_on(lead, raised())
    hidden = raised(about("Tomasz Wren")).ref
    for other in (hidden, "2222-2222", ref, "nonsense"):
        with pytest.raises(Refused) as refused:
            actions.link_cases(actor=lead, ref=ref, other=other, reason="x", now=NOW)
        assert [str(one) for one in refused.value.missing] == ["other-case"]


def test_no_role_of_a_person_is_copied_by_linking_moving_or_splitting(house, lead):
    one, other = worked_on(lead, raised()), worked_on(lead, raised())
    actions.add_person(actor=lead, ref=one, name="Ellie Stoddart", role=Role.HARMED, now=NOW)
    actions.link_cases(actor=lead, ref=one, other=other, reason="The same group", now=NOW)
    assert actions.open_case(lead, other, NOW).persons == ()
    actions.move_concern(actor=lead, ref=one, concern=concern_of(one), other=other, reason="The same", now=NOW)
    assert actions.open_case(lead, other, NOW).persons == ()
    made = actions.split_concern(
        actor=lead, ref=other, concern=Case.objects.get(ref=other).concerns.first().pk, reason="Apart", now=NOW
    )
    assert actions.open_case(lead, made, NOW).persons == ()


def test_a_moved_concern_keeps_its_words_and_the_way_back_and_the_empty_case_is_closed(lead):
    receipt = raised()
    one, other = worked_on(lead, receipt), worked_on(lead, raised())
    moved = actions.move_concern(
        actor=lead, ref=one, concern=concern_of(one), other=other, reason="The same evening", now=NOW
    )
    assert moved.still_mine
    file = actions.open_case(lead, other, NOW)
    assert len(file.concerns) == 2
    assert actions.come_back(receipt.words, NOW).ref == other
    before = actions.open_case(lead, one, NOW)
    assert (before.state, before.concerns, len(before.decisions)) == (State.CLOSED, (), 1)
    assert queries.linked_refs(lead, one, NOW) == [other]


def test_nobody_barred_from_either_case_sees_the_one_that_comes_of_them(house):
    director = house.actor("director")
    about_team = worked_on(director, raised(about("Tomasz Wren")))
    other = raised().ref
    give(house.person["director"], Post.DSL, deputy=True, since=NOW.date())
    lead = house.actor("lead")
    worked = worked_on_by(lead, other)
    both = house.actor("director")
    actions.move_concern(
        actor=both, ref=about_team, concern=concern_of(about_team), other=worked, reason="The same", now=NOW
    )
    for key in ("lead", "deputy"):
        with pytest.raises(actions.NoSuchCase):
            actions.open_case(house.actor(key), worked, NOW)
    assert set(Bar.objects.filter(case__ref=about_team, lifted_at=None).values_list("mark", flat=True)) <= set(
        Bar.objects.filter(case__ref=worked, lifted_at=None).values_list("mark", flat=True)
    )


def worked_on_by(actor, ref: str) -> str:
    class Receipt:
        pass

    receipt = Receipt()
    receipt.ref = ref
    return worked_on(actor, receipt)


def test_somebody_who_stepped_back_from_one_case_is_barred_from_the_joined_one(house, lead):
    one, other = worked_on(lead, raised()), worked_on(lead, raised())
    actions.self_recuse(actor=house.actor("deputy"), ref=one, now=NOW)
    actions.move_concern(actor=lead, ref=one, concern=concern_of(one), other=other, reason="The same", now=NOW)
    with pytest.raises(actions.NoSuchCase):
        actions.open_case(house.actor("deputy"), other, NOW)


def test_no_reader_of_one_case_alone_gains_the_other_by_name(house, lead):
    one, other = worked_on(lead, raised()), worked_on(lead, raised())
    case = Case.objects.get(ref=other)
    Grant.objects.create(case=case, person=house.person["chair"], post="chair", reason="second-reader", granted_at=NOW)
    actions.open_case(house.actor("chair"), other, NOW)
    actions.move_concern(actor=lead, ref=one, concern=concern_of(one), other=other, reason="The same", now=NOW)
    with pytest.raises(actions.NoSuchCase):
        actions.open_case(house.actor("chair"), other, NOW)


def test_a_case_with_work_still_open_is_not_left_without_a_concern(lead):
    one, other = worked_on(lead, raised()), worked_on(lead, raised())
    actions.add_action(actor=lead, ref=one, what="Ring", due=NOW + timedelta(days=1), now=NOW)
    with pytest.raises(Refused, match="open-action"):
        actions.move_concern(actor=lead, ref=one, concern=concern_of(one), other=other, reason="The same", now=NOW)
    assert concern_of(one)


def test_the_only_concern_of_a_case_is_not_split_off(lead):
    ref = worked_on(lead, raised())
    with pytest.raises(Refused, match="only-concern"):
        actions.split_concern(actor=lead, ref=ref, concern=concern_of(ref), reason="Apart", now=NOW)


def test_a_concern_split_off_is_read_by_the_same_readers_and_hidden_from_the_same_persons(house, lead):
    one, other = worked_on(lead, raised()), worked_on(lead, raised())
    actions.self_recuse(actor=house.actor("deputy"), ref=other, now=NOW)
    concern = concern_of(one)
    actions.move_concern(actor=lead, ref=one, concern=concern, other=other, reason="The same", now=NOW)
    made = actions.split_concern(actor=lead, ref=other, concern=concern, reason="Not the same", now=NOW)
    assert [one.id for one in actions.open_case(lead, made, NOW).concerns] == [concern]
    with pytest.raises(actions.NoSuchCase):
        actions.open_case(house.actor("deputy"), made, NOW)


def test_not_a_word_of_a_concern_can_be_changed_though_its_case_can(lead):
    raised()
    with pytest.raises(Error, match="stays as it was written"), transaction.atomic():
        Concern.objects.update(source="public-form")
    with pytest.raises(Error, match="stays as it was written"), transaction.atomic():
        Concern.objects.all()._raw_delete("default")
