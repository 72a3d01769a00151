"""A board member's page of promises is the same, byte by byte, whether there is a hidden case or not, good or bad."""

import re

from django.urls import reverse

from leeward.foundation.evidence.actions import observe_all
from leeward.foundation.evidence.models import Observation
from leeward.safeguarding.evidence.cases import BASE
from leeward.safeguarding.models import Case
from tests.house.demo import Demo, build_everything
from tests.safeguarding.made import raised

PASSING = re.compile(rb'name="csrfmiddlewaretoken" value="\w+"')


def page(demo: Demo, post: str) -> bytes:
    answer = demo.client(post).get(reverse("policy:promises"))
    assert answer.status_code == 200
    return PASSING.sub(b"", answer.content)


def test_a_board_members_ledger_does_not_show_a_hidden_case(db, monkeypatch) -> None:
    demo = build_everything()
    monkeypatch.setattr("django.utils.timezone.now", lambda: demo.now)
    outsiders = ("board-member", "quality-lead", "it-manager")
    without = {post: page(demo, post) for post in outsiders}
    assert b"goes to somebody else" in without["quality-lead"]
    raised(now=demo.now)
    observe_all(now=demo.now)
    assert {post: page(demo, post) for post in outsiders} == without
    late = Case.objects.latest("raised_at")
    Case.objects.filter(pk=late.pk).update(acknowledge_due=demo.now.replace(year=2020))
    assert {post: page(demo, post) for post in outsiders} == without
    assert Observation.objects.filter(unit=f"{BASE}/{late.pk}").exists()
