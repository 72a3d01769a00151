"""Finding somebody in one's cases: never in a case one may not know of."""

import pytest

from leeward.foundation.audit.models import AuditEntry
from leeward.safeguarding.actions.finding import find_in_cases
from leeward.safeguarding.rules.telling import About, Telling
from tests.safeguarding.made import NAMES, NOW, House, raised
from tests.safeguarding.records.made import HARMED, worked


@pytest.mark.parametrize("name", [HARMED, HARMED.upper(), f"  {HARMED} "])
def test_somebody_the_directory_does_not_know_is_found_by_name(house: House, name: str):
    ref = worked(house)
    (found,) = find_in_cases(actor=house.actor("lead"), name=name, now=NOW)
    assert (found.ref, found.by_name) == (ref, True)


def test_somebody_the_directory_knows_is_found_by_mark(house: House):
    ref = raised(Telling(about=About.LEARNER, about_names=NAMES["tutor"], happened="x")).ref
    (found,) = find_in_cases(actor=house.actor("lead"), name=NAMES["tutor"], now=NOW)
    assert (found.ref, found.by_name) == (ref, False)


@pytest.mark.parametrize("who", ["lead", "deputy"])
def test_whoever_is_kept_out_finds_nothing_about_themselves(house: House, who: str):
    raised(Telling(about=About.STAFF, about_names=NAMES["lead"], happened="x"))
    assert find_in_cases(actor=house.actor(who), name=NAMES["lead"], now=NOW) == []
    assert len(find_in_cases(actor=house.actor("director"), name=NAMES["lead"], now=NOW)) == 1


def test_the_trail_says_that_it_was_searched_and_not_for_whom_nor_what_was_found(house: House):
    worked(house)
    find_in_cases(actor=house.actor("lead"), name=HARMED, now=NOW)
    entry = AuditEntry.objects.get(action="safeguarding.find-person")
    assert (entry.subject, entry.details) == ("", {})


@pytest.mark.parametrize("name", ["", "   ", "!!!", "Nobody Of-That-Name"])
def test_no_name_and_an_unknown_one_find_nothing(house: House, name: str):
    worked(house)
    assert find_in_cases(actor=house.actor("lead"), name=name, now=NOW) == []
