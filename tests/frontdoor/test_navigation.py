"""The menu: which entry is marked on which page."""

import pytest

from tests.house.demo import build_everything


@pytest.mark.django_db
def test_only_the_nearest_entry_of_the_menu_is_marked():
    demo = build_everything()
    page = demo.client("it-manager")
    for address, marked in (
        ("/people", 'href="/people" aria-current="page"'),
        ("/people/posts", 'href="/people/posts" aria-current="page"'),
    ):
        text = page.get(address).content.decode()
        assert text.count("aria-current") == 1
        assert marked in text
    inside = page.get("/people/connections").content.decode()
    assert 'href="/people" aria-current="true"' in inside
    assert page.get("/running").content.decode().count("a demonstration needs none") == 1
