"""Who runs the systems outside: duties nobody has are named, contracts and assurance run out."""

from datetime import date, timedelta
from hashlib import sha256
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from leeward.foundation.access import STRANGER, SYSTEM, Actor
from leeward.foundation.evidence.findings import State
from leeward.foundation.evidence.queries import live
from leeward.foundation.settings_history.actions import set_to
from leeward.people.actions.outside_it import ProviderDetails, close_provider, keep_assurance, keep_provider
from leeward.people.models import Assurance, Provider
from leeward.people.providers.choices import RUNS
from leeward.people.providers.rules import Contract, Duty, Runs, contract_on, missing_duties
from leeward.people.queries import outside_it as queries
from leeward.people.refusals import Refused
from tests.people.made import NOW, TODAY
from tests.signed_in import sign_in

DAY = timedelta(days=1)
KEEPER = Actor(account=uuid4(), person=uuid4(), permissions=frozenset({"providers.keep"}))
SEER = Actor(account=uuid4(), person=uuid4(), permissions=frozenset({"providers.see"}))
EVERY = dict.fromkeys(Duty, 24)


def details(ends=None):
    return ProviderDetails("Tidewater Systems", "TS-7", date(2026, 1, 1), ends, "Morgan Reeve", "01632 960300")


@pytest.mark.parametrize(
    ("ends", "stands"),
    [
        (None, Contract.IN_FORCE),
        (TODAY + 90 * DAY, Contract.IN_FORCE),
        (TODAY + 89 * DAY, Contract.ENDS_SOON),
        (TODAY, Contract.ENDS_SOON),
        (TODAY - DAY, Contract.ENDED),
    ],
)
def test_a_contract_is_spoken_of_three_months_before_it_ends(ends, stands):
    assert contract_on(ends, TODAY) is stands


def test_a_duty_is_missing_only_where_nobody_of_ones_own_does_it():
    assert missing_duties(Runs.OUTSIDE, {Duty.FILTER}) == [duty for duty in Duty if duty is not Duty.FILTER]
    assert missing_duties(Runs.BOTH, set()) == missing_duties(Runs.OWN, set()) == []


def outside():
    set_to(RUNS, Runs.OUTSIDE.value, actor=SYSTEM, why="Contract", now=NOW)


@pytest.mark.django_db
def test_the_promise_follows_duties_and_contract():
    state = lambda now=NOW: live(STRANGER, "people.provider-duties", now=now).state  # noqa: E731
    assert state() is State.NOT_APPLICABLE
    outside()
    assert state() is State.SLIPPED
    made = keep_provider(actor=KEEPER, now=NOW, details=details(), duties={Duty.FILTER: 4})
    assert Duty.TELL_DSL in queries.missing(NOW)
    ends = TODAY + 200 * DAY
    keep_provider(actor=KEEPER, now=NOW, details=details(ends), duties=EVERY, provider=made)
    assert (state(), state(NOW + 150 * DAY), state(NOW + 201 * DAY)) == (State.TRUE, State.SLIPPING, State.SLIPPED)
    close_provider(actor=KEEPER, now=NOW, provider=made)
    assert state() is State.SLIPPED


@pytest.mark.django_db
def test_assurance_lapses_by_itself_and_of_a_document_only_the_fingerprint_stays():
    outside()
    made = keep_provider(actor=KEEPER, now=NOW, details=details(), duties=EVERY)
    state = lambda now=NOW: live(STRANGER, "people.provider-assured", now=now).state  # noqa: E731
    assert state() is State.SLIPPED
    given = {"provider": made, "what": "Penetration test", "dated": TODAY, "expires": TODAY + 30 * DAY}
    keep_assurance(actor=KEEPER, now=NOW, document=b"report", **given)
    assert Assurance.objects.get().fingerprint == sha256(b"report").hexdigest()
    assert (state(), state(NOW + 31 * DAY)) == (State.TRUE, State.SLIPPED)
    for wrong in ({"expires": TODAY}, {"dated": TODAY + DAY}):
        with pytest.raises(Refused):
            keep_assurance(actor=KEEPER, now=NOW, **(given | wrong))


@pytest.mark.django_db
def test_who_may_only_see_changes_nothing(monkeypatch):
    with pytest.raises(Refused):
        keep_provider(actor=SEER, now=NOW, details=details(), duties={})
    made = keep_provider(actor=KEEPER, now=NOW, details=details(), duties={})
    client = sign_in(monkeypatch, SEER)
    assert b"Tidewater Systems" in client.get("/people/providers").content
    for part in ("change", "assurance", "close"):
        assert client.post(f"/people/providers/{made}/{part}", {}).status_code == 404


@pytest.mark.django_db
def test_the_pages_keep_a_provider_and_what_it_showed(monkeypatch):
    outside()
    client = sign_in(monkeypatch, KEEPER)
    assert b"Nobody has taken on" in client.get("/people/providers").content
    form = {"name": "Tidewater Systems", "contract": "TS-7", "contact": "Morgan Reeve", "duty-filter": "4"}
    form |= {"starts_0": "1", "starts_1": "1", "starts_2": "2026"}
    early = form | {"ends_0": "1", "ends_1": "1", "ends_2": "2025"}
    assert b"The last day must not be before the first day." in client.post("/people/providers/add", early).content
    client.post("/people/providers/add", form)
    page = f"/people/providers/{Provider.objects.get().pk}"
    assert b'value="4"' in client.get(f"{page}/change").content
    showed = {"what": "Filter test", "dated_0": "1", "dated_1": "1", "dated_2": "2026"}
    showed |= {"expires_0": "1", "expires_1": "1", "expires_2": "2090", "document": SimpleUploadedFile("t", b"x")}
    client.post(f"{page}/assurance", showed)
    assert sha256(b"x").hexdigest() in client.get("/people/providers").content.decode()
    client.post(f"{page}/close")
    assert b"Tidewater" not in client.get("/people/providers").content.split(b"</h1>")[1]
