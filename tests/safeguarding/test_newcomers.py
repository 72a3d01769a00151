"""Somebody named in a case who comes later, is renamed or gets a post: kept out before the first look."""

from datetime import timedelta

import pytest

from leeward.foundation.outbox.jobs import work_off
from leeward.people.models import Person
from leeward.people.rules import Post
from leeward.safeguarding import actions, queries
from leeward.safeguarding.models import Bar, Case, CaseName
from leeward.safeguarding.rules.name_pairs import MOST, pairs_in, pairs_of
from tests.people.made import TODAY, give, somebody
from tests.safeguarding.made import NOW, TELLING, House, about, raised


@pytest.mark.parametrize(
    ("text", "givens", "family", "found"),
    [
        ("It was Ada Testerby.", ("Ada", ""), "Testerby", True),
        ("testerby, ada", ("Ada", ""), "Testerby", True),
        ("Ada Louise Testerby", ("Ada",), "Testerby", True),
        ("Addie Testerby", ("Ada", "Addie"), "Testerby", True),
        ("Ada van der Testerby", ("Ada",), "van der Testerby", True),
        ("ÁDA TESTERBY’s brother", ("Ada",), "Testerby", True),
        ("Ada and many other people and Testerby", ("Ada",), "Testerby", False),
        ("Testerby", ("Ada",), "Testerby", False),
        ("", ("Ada",), "Testerby", False),
        ("Ada", ("Ada",), "", False),
    ],
)
def test_a_name_is_found_by_its_pairs(text, givens, family, found):
    assert bool(pairs_in(text) & pairs_of(givens, family)) is found


def test_a_long_text_has_a_bounded_number_of_pairs():
    assert len(pairs_in(" ".join(f"word{number}" for number in range(9_000)))) == MOST


def newcomer(name: str, post=Post.DSL, deputy=True):
    person = somebody(name, email="new@example.org", since=TODAY)
    give(person, post, deputy=deputy, since=TODAY)
    return person


def actor_of(house: House, person, name):
    house.person["new"] = person
    from tests.safeguarding import made

    made.NAMES["new"], made.HELD["new"] = name, (Post.DSL, True)
    try:
        return house.actor("new")
    finally:
        del made.NAMES["new"], made.HELD["new"]


def test_a_new_deputy_named_in_a_case_cannot_see_it_even_before_any_job_ran(house):
    receipt = raised(about("Bertram Quillfeather"))
    assert queries.find_case(house.actor("lead"), receipt.ref, NOW) is not None
    actor = actor_of(house, newcomer("Bertram Quillfeather"), "Bertram Quillfeather")
    assert queries.find_case(actor, receipt.ref, NOW) is None
    assert not queries.case_lines(actor, NOW)
    case = Case.objects.get(ref=receipt.ref)
    assert "Bertram Quillfeather" not in [one.holder.name for one in queries.admitted(case, NOW)]


def test_afterwards_their_circle_is_barred_and_the_next_post_reads_it(house):
    receipt = raised(about("Bertram Quillfeather"))
    newcomer("Bertram Quillfeather")
    work_off(NOW + timedelta(minutes=1))
    case = Case.objects.get(ref=receipt.ref)
    assert case.compartment == "about-safeguarding-team"
    assert queries.find_case(house.actor("lead"), receipt.ref, NOW) is None
    assert [one.holder.name for one in queries.admitted(case, NOW)] == ["Helen Okonjo"]
    assert actions.newcomers(NOW) == 0, "done again it changes nothing"


def test_the_reader_can_say_that_it_is_somebody_else_of_that_name(house):
    receipt = raised(about("Bertram Quillfeather"))
    person = newcomer("Bertram Quillfeather")
    actions.newcomers(NOW)
    director = house.actor("director")
    bar = Bar.objects.get(case__ref=receipt.ref, why="subject", lifted_at=None)
    assert not bar.certain
    actions.clear_conflict(actor=director, ref=receipt.ref, bar_id=bar.pk, reason="Another Bertram", now=NOW)
    actor = actor_of(house, person, "Bertram Quillfeather")
    assert queries.find_case(actor, receipt.ref, NOW) is not None
    assert actions.newcomers(NOW) == 0


def test_somebody_renamed_to_a_name_in_the_case_is_kept_out(house):
    receipt = raised(about("Tamsin Quillfeather"))
    lead = house.actor("lead")
    assert queries.find_case(lead, receipt.ref, NOW) is not None
    Person.objects.filter(pk=house.person["lead"]).update(given_name="Tamsin", family_name="Quillfeather")
    assert queries.find_case(lead, receipt.ref, NOW) is None


def test_a_tutor_named_in_a_case_who_becomes_deputy_takes_the_team_out_of_it(house):
    receipt = raised(about("Colm Shaughnessy"))
    assert queries.find_case(house.actor("lead"), receipt.ref, NOW) is not None
    give(house.person["tutor"], Post.DSL, deputy=True, since=TODAY)
    work_off(NOW + timedelta(minutes=1))
    assert queries.find_case(house.actor("lead"), receipt.ref, NOW) is None
    assert queries.find_case(house.actor("director"), receipt.ref, NOW) is not None


def test_a_reader_the_reporter_cleared_is_not_kept_out_by_their_name(house):
    from dataclasses import replace

    told = replace(TELLING, happened="I told Deborah Oseitutu about it last week.")
    receipt = raised(told, cleared=[house.person["lead"]])
    assert queries.find_case(house.actor("lead"), receipt.ref, NOW) is not None


def test_marks_of_names_point_at_nobody_and_old_cases_get_theirs(house):
    receipt = raised(about("Bertram Quillfeather"))
    assert all(set(mark) <= set("0123456789abcdef") for mark in CaseName.objects.values_list("mark", flat=True))
    CaseName.objects.all().delete()
    assert actions.look_at_names(NOW) == 1
    assert actions.look_at_names(NOW) == 0
    actor = actor_of(house, newcomer("Bertram Quillfeather"), "Bertram Quillfeather")
    assert queries.find_case(actor, receipt.ref, NOW) is None
