"""Every route × every post × stranger, against the written table in access/."""

from uuid import UUID

from django.urls import reverse

from leeward.foundation.access import MACHINE
from tests.house.admitted import TABLE, WHO, admitted
from tests.house.demo import POSTS, Demo
from tests.house.routes import Route, routes

NOBODY = {"uuid": UUID(int=1), "int": 987654321}


def test_every_route_says_who_may_enter() -> None:
    assert [route.name for route in routes() if route.entry is None] == [], "wear @allow from leeward.foundation.access"


def test_every_route_is_in_the_table_and_the_table_names_no_other() -> None:
    names = {route.name for route in routes()}
    assert sorted(names - TABLE.keys()) == [], "add these to tests/house/access/"
    assert sorted(TABLE.keys() - names) == [], "these rows name no route"


def test_the_table_names_real_posts_only() -> None:
    words = {word for row in TABLE.values() for word in row}
    assert words - {"everyone", "machine", "signed-in", *POSTS} == set()


def test_no_two_routes_share_a_name() -> None:
    names = [route.name for route in routes()]
    assert sorted({name for name in names if names.count(name) > 1}) == []


def test_only_other_systems_use_the_doors_of_machines() -> None:
    wrong = [route.name for route in routes() if (route.entry == MACHINE) != (TABLE.get(route.name) == ["machine"])]
    assert wrong == []


def _address(route: Route) -> str:
    """The route with arguments that lead to nothing: a door that is shut must answer before it looks."""
    values: dict[str, object] = {}
    for name in route.arguments:
        kind = "uuid" if f"<uuid:{name}>" in route.pattern else "int" if f"<int:{name}>" in route.pattern else ""
        values[name] = NOBODY.get(kind, "nothing-here")
    return reverse(route.name, kwargs=values)


def test_every_post_enters_what_the_table_says_and_nothing_else(demo: Demo) -> None:
    wrong = []
    for post in WHO:
        actor = demo.actor(post)
        for route in routes():
            if route.entry is not None and route.entry.admits(actor) != (post in admitted(route.name)):
                wrong.append(f"{post} {'enters' if route.entry.admits(actor) else 'is kept out of'} {route.name}")
    assert wrong == []


def test_a_shut_door_looks_like_a_missing_page_or_asks_a_stranger_to_sign_in(demo: Demo) -> None:
    wrong = []
    for post in WHO:
        client = demo.client(post)
        missing = client.get("/there-is-nothing-here")
        for route in routes():
            if post in admitted(route.name):
                continue
            answer = client.get(_address(route))
            if post == "stranger":
                if answer.status_code != 302 or not answer["Location"].startswith("/sign-in?"):
                    wrong.append(f"a stranger got {answer.status_code} at {route.name}")
            elif (answer.status_code, answer.content) != (404, missing.content):
                wrong.append(f"{post} can tell {route.name} from a missing page")
    assert wrong == []


def test_hidden_and_missing_pages_carry_the_same_headers(demo: Demo) -> None:
    shut = [route for route in routes() if "marketing" not in admitted(route.name)]
    client = demo.client("marketing")
    missing = dict(client.get("/there-is-nothing-here").items())
    for route in shut:
        assert dict(client.get(_address(route)).items()) == missing, route.name
