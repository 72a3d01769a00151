"""Which pages to open as whom, so that each page is seen once by a stranger or by somebody with a full menu."""

from django.urls import reverse

from tests.house.admitted import TABLE, admitted
from tests.house.demo import POSTS, Demo
from tests.house.routes import ENDS_THE_SESSION, routes
from tests.house.samples import SAMPLES

BY_SIZE_OF_MENU = ("dsl", "managing-director", "it-manager", "chair", "hr")


def visits(demo: Demo) -> list[tuple[str, str]]:
    """(post, address) for every page: of those admitted, the stranger and the one who sees most."""
    found = []
    for route in routes():
        if TABLE.get(route.name) == ["machine"] or route.name == "exit":
            continue
        if route.arguments:
            if route.name in SAMPLES:
                post, arguments = SAMPLES[route.name](demo)
                found.append((post, reverse(route.name, kwargs=dict(arguments))))
            continue
        who = admitted(route.name)
        for post in ("stranger", next((post for post in (*BY_SIZE_OF_MENU, *POSTS) if post in who), "")):
            if post in who and (post == "stranger" or route.name not in ENDS_THE_SESSION):
                found.append((post, reverse(route.name)))
    return found
