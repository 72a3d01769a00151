"""Which routes ask “confirm it is you”, against the table written by hand; and that asking tells nothing."""

import re
import time
import tomllib
from pathlib import Path

from leeward.people.sign_in.confirming import CONFIRMED
from tests.house.admitted import TABLE as ACCESS
from tests.house.admitted import admitted
from tests.house.demo import POSTS, Demo
from tests.house.routes import Route, routes
from tests.house.test_access import _address

TABLE = tomllib.loads((Path(__file__).parent / "confirmed.toml").read_text())
MUST = re.compile(r"export|token|permission")
"""In the name of a route: what only somebody just confirmed may do."""


def _confirmed(route: Route) -> bool:
    return bool(getattr(route.view, "confirmed", False))


def test_what_asks_once_more_is_what_the_table_says() -> None:
    asks = {route.name for route in routes() if _confirmed(route)}
    assert sorted(asks - TABLE.keys()) == [], "add these to tests/house/confirmed.toml"
    assert sorted(TABLE.keys() - asks) == [], "give these @allow(…, confirmed=True)"


def test_exports_tokens_and_permissions_ask_once_more() -> None:
    doors = [route for route in routes() if ACCESS.get(route.name) not in (["machine"], ["everyone"])]
    wrong = [route.name for route in doors if MUST.search(route.name) and not _confirmed(route)]
    assert wrong == [], "give these @allow(…, confirmed=True)"


def test_reporting_a_concern_never_asks() -> None:
    assert [route.name for route in routes() if route.pattern.startswith("/report") and _confirmed(route)] == []


def test_asking_looks_the_same_whether_there_is_something_or_not(demo: Demo) -> None:
    asking = [route for route in routes() if _confirmed(route)]
    assert len(asking) > 20
    wrong = []
    for post in POSTS:
        client = demo.client(post)
        session = client.session
        session[CONFIRMED] = int(time.time()) - 24 * 3600
        session.save()
        missing = client.get("/there-is-nothing-here")
        for route in asking:
            answer = client.get(_address(route))
            if post not in admitted(route.name):
                if answer.content != missing.content:
                    wrong.append(f"{post} can tell {route.name} from a missing page")
            elif answer.status_code != 405 and not answer.headers.get("Location", "").startswith("/account/confirm/"):
                wrong.append(f"{post} enters {route.name} without confirming")
    assert wrong == []
