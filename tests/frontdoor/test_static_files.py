"""Style sheets and scripts: small on the line, kept for a year, never stale; pages are not compressed."""

import gzip
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.contrib.staticfiles.storage import staticfiles_storage
from django.test import Client, override_settings

from leeward.frontdoor.static_files import Files, collect
from leeward.frontdoor.templatetags.shell import asset


@pytest.fixture
def collected(tmp_path: Path) -> Iterator[Path]:
    with override_settings(STATIC_ROOT=tmp_path):
        staticfiles_storage._wrapped = Files()  # a lazy object keeps the storage of the settings it first saw
        collect()
        staticfiles_storage._wrapped = Files()  # as a process started after that
        yield tmp_path
    staticfiles_storage._wrapped = Files()


def test_an_address_changes_with_the_file(collected: Path) -> None:
    address = asset("leeward.css")
    assert re.fullmatch(r"/static/frontdoor/leeward\.[0-9a-f]{12}\.css", address)
    (collected / "frontdoor").joinpath("leeward.css").write_text("body { color: red }")
    storage = Files()
    assert storage.hashed_name("frontdoor/leeward.css") not in address


@pytest.mark.parametrize("name", ["govuk.css", "leeward.css", "govuk.js", "leeward.js"])
@pytest.mark.django_db
def test_a_browser_gets_it_gzipped_and_may_keep_it_for_a_year(collected: Path, name: str) -> None:
    answer = Client().get(asset(name), headers={"accept-encoding": "gzip, deflate"})
    assert answer.status_code == 200
    assert answer["Content-Encoding"] == "gzip"
    assert answer["Cache-Control"] == "max-age=315360000, public, immutable"
    assert answer["Vary"] == "Accept-Encoding"
    assert "Access-Control-Allow-Origin" not in answer
    small = b"".join(answer.streaming_content)
    plain = b"".join(Client().get(asset(name)).streaming_content)
    assert gzip.decompress(small) == plain
    assert len(small) < len(plain) / 2


def test_a_script_imports_the_other_by_its_address(collected: Path) -> None:
    name = Files().stored_name("frontdoor/leeward.js")
    imported = re.search(r'from "\./(govuk[^"]+)"', (collected / name).read_text())
    assert imported is not None
    assert (collected / "frontdoor" / imported.group(1)).exists()
    assert imported.group(1) != "govuk.js"


@pytest.mark.django_db
def test_before_anything_is_collected_files_go_out_under_their_names() -> None:
    assert asset("leeward.css") == "/static/frontdoor/leeward.css"
    answer = Client().get("/static/frontdoor/leeward.css")
    assert answer.status_code == 200
    assert answer["Cache-Control"] == "max-age=60, public"
    assert b"--lw-sea" in b"".join(answer.streaming_content)


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/", "/report", "/sign-in"])
def test_a_page_is_never_compressed(path: str) -> None:
    """It holds a token beside what the address gave back: its compressed size would tell."""
    answer = Client().get(path, headers={"accept-encoding": "gzip, deflate, br"})
    assert answer.status_code == 200
    assert "Content-Encoding" not in answer
