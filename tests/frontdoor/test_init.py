"""Setting up a real organisation from the terminal, as a person would type it."""

import pytest
from click.testing import CliRunner

from leeward.foundation.installation.begin import installation
from leeward.foundation.models import Account, Job
from leeward.frontdoor.commands.init import init
from leeward.people import queries
from leeward.people.rules import Post

pytestmark = pytest.mark.django_db

PEOPLE = [
    "helen@college.example",
    "Helen",
    "Marchbanks",
    "debs@college.example",
    "Debs",
    "Tolliver",
    "sam@college.example",
    "Sam",
    "Quennell",
    "chair@college.example",
    "Margaret",
    "Ashdown",
    "helen@college.example",  # the managing director keeps the directory too
]


def answer(*lines: str, confirm: str = "y"):
    return CliRunner().invoke(init, input="\n".join(["Some College", "England", *lines, confirm, ""]))


def test_a_real_organisation_is_set_up_step_by_step(django_user_model):
    result = answer(*PEOPLE)
    assert result.exit_code == 0, result.output
    present = installation()
    assert (present.kind, present.organisation, present.nation) == ("real", "Some College", "England")
    today = queries.today(present.made_at)
    held = [(each.name, each.deputy) for each in queries.holders_of(Post.DSL, today)]
    assert held == [("Debs Tolliver", False), ("Sam Quennell", True)]
    assert Account.objects.count() == 4
    assert Job.objects.filter(kind="foundation.letter").count() == 4
    assert "leeward keys sheet" in result.output


def test_wrong_answers_are_asked_again_and_say_why():
    lines = list(PEOPLE)
    lines[0:1] = ["not an address", "helen@college.example"]
    lines[7:7] = ["debs@college.example"]
    result = answer(*lines)
    assert result.exit_code == 0, result.output
    assert "is not an e-mail address" in result.output
    assert "A deputy must be somebody else" in result.output


def test_saying_no_at_the_end_keeps_nothing():
    result = answer(*PEOPLE, confirm="n")
    assert result.exit_code == 1
    assert installation() is None
    assert Account.objects.count() == 0


def test_a_second_organisation_is_refused():
    answer(*PEOPLE)
    result = answer(*PEOPLE)
    assert result.exit_code == 1
    assert "already holds Some College" in result.output
