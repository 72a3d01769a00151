"""Metrics: in the format, closed to strangers, and silent about everything that only some may know."""

import re
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import transaction
from django.test import Client
from django.utils import timezone

from leeward.foundation.outbox.jobs import put
from leeward.foundation.outbox.models import Job
from leeward.foundation.schedule import Recurs
from leeward.frontdoor import traffic
from leeward.frontdoor.traffic import Counts, counted_routes
from tests.frontdoor.calling import token_for
from tests.house.routes import routes

LINE = re.compile(r'[a-z_]+(\{[a-z]+="(?:[^"\\\n]|\\.)*"(,[a-z]+="(?:[^"\\\n]|\\.)*")*\})? [-+0-9.e]+')
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def own_folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Path]:
    monkeypatch.setattr(traffic, "folder", lambda: tmp_path)
    monkeypatch.setattr(traffic, "_counts", {})
    monkeypatch.setattr("leeward.frontdoor.api.folder", lambda: tmp_path)
    return tmp_path


def scrape() -> str:
    answer = Client().get("/metrics", headers={"Authorization": f"Bearer {token_for('metrics:read')}"})
    assert answer.status_code == 200
    return str(answer.content.decode())


def value_of(text: str, name: str) -> float:
    return float(next(line for line in text.splitlines() if line.startswith(f"{name} ")).rpartition(" ")[2])


def test_every_line_is_of_the_format_and_every_metric_says_what_it_is():
    Client().get("/healthz")
    text = scrape()
    assert text.endswith("\n")
    samples = [line for line in text.splitlines() if not line.startswith("#")]
    assert [line for line in samples if not LINE.fullmatch(line)] == []
    declared = set(re.findall(r"^# TYPE (\S+) ", text, flags=re.M))
    named = {re.sub(r"_(bucket|sum|count)$", "", re.split(r"[{ ]", line)[0]) for line in samples}
    assert named == declared


def test_a_stranger_finds_nothing_and_another_token_is_told_why():
    missing = Client().get("/there-is-nothing-here")
    answer = Client().get("/metrics")
    assert (answer.status_code, answer.content) == (404, missing.content)
    refused = Client().get("/metrics", headers={"Authorization": f"Bearer {token_for('people:read')}"})
    assert refused.status_code == 403
    assert Client().get("/metrics", headers={"Authorization": "Bearer lwt_wrong"}).status_code == 401


@pytest.mark.parametrize(
    ("networks", "headers", "status"),
    [
        (["127.0.0.0/8"], {}, 200),
        (["10.0.0.0/8", "127.0.0.1/32"], {}, 200),
        (["10.0.0.0/8"], {}, 404),
        (["::1/128"], {}, 404),
        (["127.0.0.0/8"], {"X-Forwarded-For": "127.0.0.1"}, 404),
        (["127.0.0.0/8"], {"Forwarded": "for=127.0.0.1"}, 404),
    ],
)
def test_only_who_comes_straight_from_a_configured_network_needs_no_token(networks, headers, status, settings):
    settings.LEEWARD_METRICS_FROM = networks
    assert Client().get("/metrics", headers=headers).status_code == status


def test_work_that_is_due_is_counted_and_work_that_lies_ahead_is_not():
    now = timezone.now()
    with transaction.atomic():
        put(Recurs("late", now.date()), key="late", now=now - timedelta(hours=1))
        put(Recurs("ahead", now.date()), key="ahead", now=now, due=now + timedelta(hours=1))
        put(Recurs("dead", now.date()), key="dead", now=now)
    Job.objects.filter(key="dead").update(state=Job.State.DEAD)
    text = scrape()
    assert value_of(text, "leeward_outbox_due") == 1
    assert value_of(text, "leeward_outbox_dead") == 1
    assert 3600 <= value_of(text, "leeward_outbox_oldest_due_seconds") < 3700


def test_requests_of_all_processes_are_added_up_by_route(own_folder: Path):
    names = counted_routes()
    for process in ("1", "2"):
        counts = Counts(names, own_folder)
        counts.add("home", 200, 0.02)
        counts.add("home", 500, 30.0)
        counts.add("not-counted", 200, 1.0)
        counts.path.rename(own_folder / f"{process}.counts")
    (found,) = traffic.traffic(own_folder, names)
    assert (found.route, found.by_class, found.seconds) == ("home", (2, 0, 0, 2), 60.04)
    assert (found.buckets[0], found.buckets[-1], sum(found.buckets)) == (2, 2, 4)


def test_a_request_is_counted_under_its_route_and_never_under_its_address():
    Client().get("/policies/some-policy-or-other")
    text = scrape()
    assert 'leeward_http_requests_total{route="policy:policy",status="4xx"} 1' in text
    assert "some-policy-or-other" not in text


def test_no_route_that_would_tell_of_a_concern_a_finding_or_a_cry_for_help_is_counted():
    counted = set(counted_routes())
    secret = [
        route for route in routes() if route.name.startswith(("safeguarding:", "monitoring:")) or "help" in route.name
    ]
    assert len(secret) > 10
    assert [route.name for route in secret if route.name in counted] == []


def test_nothing_of_safeguarding_or_monitoring_is_in_the_text():
    client = Client()
    for path in ("/report", "/report/follow-up", "/safeguarding", "/monitoring", "/help"):
        client.get(path)
    assert not re.search(
        r"safeguard|monitor|report|case|finding|concern|route=\"[^\"]*help", re.sub(r"^#.*$", "", scrape(), flags=re.M)
    )


def test_a_full_disk_keeps_nobody_from_a_page(monkeypatch: pytest.MonkeyPatch):
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(traffic, "_own_counts", full)
    assert Client().get("/healthz").status_code == 200
