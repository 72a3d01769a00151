"""Posts that open sensitive records, and what posts may do: two people, or nothing happens."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from leeward.foundation.access import SYSTEM, Actor
from leeward.foundation.approvals.actions import CannotDecide, approve, refuse, withdraw
from leeward.foundation.approvals.models import ApprovalRequest
from leeward.foundation.approvals.queries import NoSuchRequest, waiting_for
from leeward.foundation.outbox.jobs import work_off
from leeward.people import queries
from leeward.people.actions import (
    Refused,
    add_own_post,
    appoint,
    close_own_post,
    end_absence,
    end_holding,
    fill_vacancy,
    give_post,
    name_post,
    open_sign_in,
    propose_permissions,
    record_absence,
)
from leeward.people.models import PostHolding, PostPermissions, PostProposal
from leeward.people.rules import Post
from tests.people.made import NOW, TODAY, give, somebody

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
BOTH = ["known", "checked"]


@pytest.fixture
def house():
    """HR, chair, managing director, and somebody to be given posts."""
    people = {name: somebody(f"{name.title()} Personsby") for name in ("hr", "chair", "director", "new", "other")}
    give(people["hr"], Post.HR)
    give(people["chair"], Post.CHAIR)
    give(people["director"], Post.MANAGING_DIRECTOR)
    return {name: Actor(person=person) for name, person in people.items()}


def propose(house, post=Post.DSL, *, by="hr", whom="new", **more):
    more.setdefault("since", TODAY)
    return give_post(actor=house[by], now=NOW, person=house[whom].person, post=post, why="Agreed", **more)


def agree(actor, request, **more):
    approve(actor=actor, request_id=request, reason="Yes", confirmed=BOTH, now=more.pop("now", NOW), **more)


def holders(post=Post.DSL, on=TODAY):
    return [(held.person, held.deputy) for held in queries.holders_of(post, on)]


def test_one_person_alone_gives_no_post_that_opens_sensitive_records(house):
    with pytest.raises(Refused, match="second person"):
        appoint(actor=house["hr"], now=NOW, person=house["new"].person, post=Post.DSL, since=TODAY)
    given = propose(house)
    assert given.holding is None
    assert holders() == []
    agree(house["chair"], given.request)
    assert holders() == [(house["new"].person, False)]


def test_an_ordinary_post_is_given_at_once(house):
    assert propose(house, Post.MARKETING).holding is not None
    assert holders(Post.MARKETING) == [(house["new"].person, False)]


def test_neither_who_proposes_nor_who_is_proposed_decides(house):
    request = propose(house, Post.CHAIR, by="director", whom="other", deputy=True).request
    with pytest.raises(CannotDecide):
        agree(house["director"], request)
    own = propose(house, whom="chair").request
    with pytest.raises(NoSuchRequest):
        agree(house["chair"], own)
    assert [line.id for line in waiting_for(house["director"], now=NOW)] == [own]
    agree(house["director"], own)
    assert holders() == [(house["chair"].person, False)]


@pytest.mark.parametrize("end", [refuse, withdraw])
def test_a_refused_or_withdrawn_proposal_gives_nothing(house, end):
    request = propose(house).request
    if end is refuse:
        refuse(actor=house["chair"], request_id=request, reason="No", now=NOW)
    else:
        withdraw(actor=house["hr"], request_id=request, now=NOW)
    assert holders() == []
    assert PostProposal.objects.get().state in ("refused", "withdrawn")
    propose(house)


def test_nobody_is_proposed_twice_for_one_post(house):
    propose(house)
    with pytest.raises(Refused, match="already"):
        propose(house)


def test_a_reason_is_needed(house):
    with pytest.raises(Refused) as refused:
        give_post(actor=house["hr"], now=NOW, person=house["new"].person, post=Post.DSL, since=TODAY)
    assert refused.value.field == "why"


def test_nobody_proposes_themselves_and_the_database_says_so_too(house):
    with pytest.raises(Refused, match="themselves"):
        propose(house, by="new")
    with pytest.raises(IntegrityError), transaction.atomic():
        PostProposal.objects.create(
            person_id=house["new"].person, proposed_by_id=house["new"].person, post="dsl", since=TODAY, proposed_at=NOW
        )


def test_a_post_agreed_late_is_held_from_that_day_not_before(house):
    request = propose(house).request
    agree(house["chair"], request, now=NOW + 3 * DAY)
    assert queries.holders_of(Post.DSL, TODAY + 2 * DAY) == []
    assert PostHolding.objects.get(post="dsl").since == TODAY + 3 * DAY


def test_what_became_impossible_meanwhile_is_said_to_who_agrees_and_nothing_happens(house):
    request = propose(house).request
    give(house["new"].person, Post.IT_MANAGER)
    with pytest.raises(ValueError, match="systems"):
        agree(house["chair"], request)
    assert holders() == []
    assert ApprovalRequest.objects.get(pk=request).state == "waiting"


def test_with_nobody_else_in_the_house_the_post_is_given_after_a_delay_and_all_are_told(house):
    PostHolding.objects.filter(post__in=["chair", "managing-director"]).delete()
    propose(house)
    work_off(NOW + 2 * DAY)
    assert holders(on=TODAY + 2 * DAY) == []
    work_off(NOW + 3 * DAY)
    assert holders(on=TODAY + 3 * DAY) == [(house["new"].person, False)]


def test_a_held_post_is_not_made_longer_by_its_end(house):
    held = give(house["new"].person, until=TODAY + DAY)
    with pytest.raises(Refused, match="longer"):
        end_holding(actor=house["hr"], now=NOW, holding=held, until=TODAY + 300 * DAY)


class TestEmergency:
    def test_the_chair_fills_an_empty_post_at_once_and_another_says_whether_it_stays(self, house):
        request = fill_vacancy(actor=house["chair"], now=NOW, person=house["new"].person, why="Tonight")
        assert holders() == [(house["new"].person, False)]
        with pytest.raises(CannotDecide):
            agree(house["chair"], request)
        agree(house["director"], request)
        assert holders(on=TODAY + 30 * DAY) == [(house["new"].person, False)]

    def test_no_ends_it_at_once_and_not_at_midnight(self, house):
        request = fill_vacancy(actor=house["chair"], now=NOW, person=house["new"].person, why="Tonight")
        refuse(actor=house["director"], request_id=request, reason="No", now=NOW)
        assert holders() == []
        again = fill_vacancy(actor=house["chair"], now=NOW, person=house["other"].person, why="Then her")
        refuse(actor=house["director"], request_id=again, reason="No", now=NOW + DAY)
        assert holders(on=TODAY) == [(house["other"].person, False)]
        assert holders(on=TODAY + DAY) == []

    def test_what_nobody_confirms_within_a_week_ends(self, house):
        fill_vacancy(actor=house["chair"], now=NOW, person=house["new"].person, why="Tonight")
        work_off(NOW + 8 * DAY)
        assert holders(on=TODAY + 8 * DAY) == []

    def test_a_filled_post_is_not_filled_so(self, house):
        give(house["other"].person)
        with pytest.raises(Refused, match="usual way"):
            fill_vacancy(actor=house["chair"], now=NOW, person=house["new"].person, why="I would like her")

    def test_who_runs_the_systems_is_not_put_in_even_then(self, house):
        give(house["new"].person, Post.IT_MANAGER)
        with pytest.raises(Refused, match="systems"):
            fill_vacancy(actor=house["chair"], now=NOW, person=house["new"].person, why="Nobody else")
        assert not PostProposal.objects.exists()


class TestCover:
    def away(self, house, by="hr", **more):
        held = give(house["other"].person)
        more = {"since": TODAY + DAY, "until": TODAY + 3 * DAY, "why": "Leave"} | more
        return record_absence(actor=house[by], now=NOW, holding=held, **more)

    def test_a_deputy_covers_without_being_given_anything(self, house):
        give(house["new"].person, deputy=True)
        covered = self.away(house, covered_by=house["new"].person)
        assert covered.request is None
        assert PostHolding.objects.filter(absence__isnull=False).count() == 0

    def test_anybody_else_covers_a_sensitive_post_for_those_days_once_a_second_person_agrees(self, house):
        covered = self.away(house, covered_by=house["new"].person)
        days = [TODAY, TODAY + DAY, TODAY + 3 * DAY, TODAY + 4 * DAY]
        assert [len(holders(on=day)) for day in days] == [1, 1, 1, 1]
        agree(house["chair"], covered.request)
        assert [len(holders(on=day)) for day in days] == [1, 2, 2, 1]
        account = open_sign_in(actor=SYSTEM, now=NOW, person=somebody("Sign Inby", email="sign@example.org"))
        assert not queries.actor_of(account, NOW + 2 * DAY).may("safeguarding.receive")

    def test_cover_of_an_ordinary_post_begins_at_once(self, house):
        held = give(house["other"].person, Post.QUALITY_LEAD)
        record_absence(
            actor=house["hr"], now=NOW, holding=held, since=TODAY, until=TODAY, covered_by=house["new"].person
        )
        assert holders(Post.QUALITY_LEAD) == [(house["other"].person, False), (house["new"].person, True)]

    def test_who_comes_back_early_ends_the_cover_at_once(self, house):
        covered = self.away(house, since=TODAY, covered_by=house["new"].person)
        agree(house["chair"], covered.request)
        end_absence(actor=house["hr"], now=NOW + DAY, absence=covered.absence)
        assert [len(holders(on=TODAY + n * DAY)) for n in (0, 1, 2)] == [2, 1, 1]

    def test_an_absence_that_will_not_be_takes_its_proposal_along(self, house):
        covered = self.away(house, covered_by=house["new"].person)
        end_absence(actor=house["hr"], now=NOW, absence=covered.absence)
        agree(house["chair"], covered.request)
        assert [len(holders(on=TODAY + n * DAY)) for n in (0, 1, 2)] == [1, 1, 1]

    def test_nobody_puts_themselves_in_as_cover(self, house):
        with pytest.raises(Refused, match="themselves"):
            self.away(house, by="new", covered_by=house["new"].person)

    @pytest.mark.parametrize(("since", "until"), [(2, 1), (-9, -1), (0, 400)])
    def test_days_that_cannot_be_are_refused(self, house, since, until):
        with pytest.raises(Refused):
            self.away(house, since=TODAY + since * DAY, until=TODAY + until * DAY)


class TestPermissions:
    def change(self, house, post, wanted, by="hr"):
        return propose_permissions(actor=house[by], now=NOW, post=post, wanted=wanted, why="Agreed")

    def test_a_post_of_ones_own_may_do_nothing_until_a_second_person_agrees(self, house):
        post = add_own_post(actor=house["hr"], now=NOW, name="Online-safety coördinator")
        assert post == "own-online-safety-coordinator"
        account = open_sign_in(actor=SYSTEM, now=NOW, person=somebody("Own Erby", email="own@example.org"))
        person = queries.person_by_email("own@example.org", TODAY).id
        appoint(actor=SYSTEM, now=NOW, person=person, post=post, since=TODAY)
        request = self.change(house, post, {"filtering.see"})
        assert not queries.actor_of(account, NOW).may("filtering.see")
        agree(house["chair"], request)
        assert queries.actor_of(account, NOW).may("filtering.see")
        assert [held.called for held in queries.posts_of(person, TODAY)] == ["Online-safety coördinator"]

    def test_a_post_of_the_catalogue_changes_by_two_only_and_keeps_what_concerns_need(self, house):
        before = queries.permissions_by_post()["quality-lead"]
        request = self.change(house, "quality-lead", before | {"filtering.see"})
        assert queries.permissions_by_post()["quality-lead"] == before
        agree(house["chair"], request)
        assert queries.permissions_by_post()["quality-lead"] == before | {"filtering.see"}
        with pytest.raises(Refused, match="nowhere to go"):
            self.change(house, "dsl", {"people.see"})

    @pytest.mark.parametrize(
        ("post", "wanted"),
        [
            ("it-manager", {"filtering.change", "safeguarding.receive"}),
            ("own-x", {"people.reset_sign_in", "safeguarding.receive"}),
            ("own-x", {"people.reset_sign_in", "people.see_vulnerability"}),
            ("own-x", {"safeguarding.see"}),
            ("own-x", {"safeguarding.see_about_director"}),
            ("own-x", {"monitoring.review"}),
            ("own-x", {"policy.sign"}),
            ("own-x", {"everything"}),
            ("own-y", {"promises.see"}),
        ],
    )
    def test_some_sets_are_refused_whoever_agrees(self, house, post, wanted):
        add_own_post(actor=house["hr"], now=NOW, name="X")
        with pytest.raises(Refused):
            self.change(house, post, wanted)
        assert not PostPermissions.objects.exists()

    def test_who_holds_a_post_asks_nobody_to_let_it_do_more_but_may_ask_for_less(self, house):
        with pytest.raises(Refused, match="hold this post"):
            self.change(house, "hr", {"people.see", "people.change", "promises.see", "promises.state", "audit.see"})
        self.change(house, "hr", {"people.see", "people.change"})

    def test_a_post_held_by_who_runs_the_systems_is_not_opened_to_cases_round_the_corner(self, house):
        post = add_own_post(actor=house["hr"], now=NOW, name="Night watch")
        give(house["new"].person, Post.IT_MANAGER)
        appoint(actor=SYSTEM, now=NOW, person=house["new"].person, post=post, since=TODAY)
        with pytest.raises(Refused, match="never be joined"):
            self.change(house, post, {"safeguarding.receive"})

    def test_the_same_found_out_at_the_last_moment_is_refused_then(self, house):
        post = add_own_post(actor=house["hr"], now=NOW, name="Night watch")
        request = self.change(house, post, {"safeguarding.receive"})
        give(house["new"].person, Post.IT_MANAGER)
        appoint(actor=SYSTEM, now=NOW, person=house["new"].person, post=post, since=TODAY)
        with pytest.raises(ValueError, match="never be joined"):
            agree(house["chair"], request)
        assert queries.permissions_by_post()[post] == frozenset()

    def test_giving_a_post_of_ones_own_that_became_sensitive_needs_two(self, house):
        post = add_own_post(actor=house["hr"], now=NOW, name="Case helper")
        agree(house["chair"], self.change(house, post, {"safeguarding.receive"}))
        assert propose(house, post).holding is None
        assert post in queries.opens_sensitive()

    def test_a_closed_post_is_given_to_nobody(self, house):
        post = add_own_post(actor=house["hr"], now=NOW, name="Wellbeing lead")
        held = propose(house, post).holding
        with pytest.raises(Refused, match="holds"):
            close_own_post(actor=house["hr"], now=NOW, post=post)
        PostHolding.objects.filter(pk=held).delete()
        close_own_post(actor=house["hr"], now=NOW, post=post)
        with pytest.raises(Refused, match="closed"):
            propose(house, post)


class TestNames:
    def test_pages_show_the_first_alias_and_know_the_others(self, house):
        name_post(actor=house["hr"], now=NOW, post="dsl", names=["Safeguarding lead", " Online-safety  lead "])
        assert queries.post_name("dsl") == queries.post_names()["dsl"] == "Safeguarding lead"
        assert queries.aliases_of_posts()["dsl"] == ["Safeguarding lead", "Online-safety lead"]
        name_post(actor=house["hr"], now=NOW, post="dsl", names=[])
        assert queries.post_name("dsl").startswith("Designated safeguarding lead")

    @pytest.mark.parametrize("names", [["hr"], ["IT MANAGER"], ["Same", "same"], ["!"], ["x" * 81], ["a\u202eb"]])
    def test_a_name_means_one_post(self, house, names):
        with pytest.raises(Refused):
            name_post(actor=house["hr"], now=NOW, post="dsl", names=names)


class TestWhere:
    def test_a_post_of_a_company_is_found_before_that_of_the_group_and_reads_no_cases_of_the_group(self, house):
        from leeward.foundation.holders import who_holds
        from leeward.foundation.settings_history.scopes import Scope
        from leeward.people.models import Company, Site

        company = Company.objects.create(name="North Training")
        site = Site.objects.create(company=company, name="Leeds")
        north, leeds = Scope(str(company.pk)), Scope(str(company.pk), str(site.pk))
        give(house["other"].person)
        agree(house["chair"], propose(house, scope=north).request)
        assert holders() == [(house["other"].person, False)]
        assert who_holds("dsl", TODAY, leeds).holders == (house["new"].person,)
        assert who_holds("dsl", TODAY).holders == (house["other"].person,)
        assert queries.posts_of(house["new"].person, TODAY) == []
        assert [held.place for held in queries.posts_of(house["new"].person, TODAY, everywhere=True)] == [
            "North Training"
        ]

    def test_what_a_post_of_a_part_gives_does_not_reach_into_the_group(self, house):
        from leeward.foundation.settings_history.scopes import Scope
        from leeward.people.models import Company

        company = Company.objects.create(name="North Training")
        account = open_sign_in(actor=SYSTEM, now=NOW, person=somebody("Part Erby", email="part@example.org"))
        person = queries.person_by_email("part@example.org", TODAY).id
        for post in (Post.DSL, Post.HR, Post.GENERAL_MANAGER):
            appoint(actor=SYSTEM, now=NOW, person=person, post=post, since=TODAY, scope=Scope(str(company.pk)))
        actor = queries.actor_of(account, NOW)
        reach = {"people.see", "people.change", "safeguarding.see", "settings.change", "monitoring.review"}
        assert not (actor.permissions | actor.withheld) & reach
