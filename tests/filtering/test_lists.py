"""Lists brought in: in force at once, the former one kept when anything goes wrong."""

import shutil
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest
from click.testing import CliRunner

from leeward.engine.load.lists import ListRefused
from leeward.engine.web import Verdict
from leeward.filtering.actions import snapshots
from leeward.filtering.actions.lists import bring_list, remove_list
from leeward.filtering.actions.policy import NotPermitted
from leeward.filtering.evidence import lists_in_force
from leeward.filtering.models import Category, ListSource, PolicyState, SnapshotVersion
from leeward.filtering.queries import verdicts
from leeward.filtering.queries.lists import list_lines
from leeward.foundation.evidence.findings import State
from leeward.frontdoor.commands.lists import lists
from leeward.frontdoor.commands.snapshot import snapshot
from tests.filtering.made import IT, NOW, TUTOR, decided

pytestmark = pytest.mark.django_db


def put(home: Path, content: str, name: str = "list.txt") -> Path:
    path = home / name
    path.write_text(content)
    return path


def test_a_list_is_in_force_once_it_is_brought(home: Path) -> None:
    brought = bring_list(
        actor=IT, name="Our list", source=put(home, "a.example\nbad bad\n"), category="gambling", licence="CC0", now=NOW
    )
    assert (brought.imported.total, brought.imported.bad, brought.new_categories) == (1, 1, ())
    assert (decided("x.a.example").verdict, decided("x.a.example").list) == (Verdict.BLOCK, "our-list")
    (line,) = list_lines()
    assert (line.total, line.bad, line.licence, line.in_force) == (1, 1, "CC0", True)
    assert line.bad_lines == [("list.txt", 2, "bad bad", "more than one word")]
    assert lists_in_force("general", NOW).state is State.TRUE


def test_a_list_brought_again_takes_the_place_of_the_former(home: Path) -> None:
    for content in ("a.example\n", "b.example\n"):
        bring_list(actor=IT, name="x", source=put(home, content), category="gambling", now=NOW)
    bring_list(actor=IT, name="x", source=put(home, "c.example\n"), category="gambling", now=NOW)
    assert decided("a.example").verdict is Verdict.ALLOW
    assert decided("c.example").verdict is Verdict.BLOCK
    assert len(list((home / "lists" / "x").iterdir())) == 1


def test_categories_met_for_the_first_time_are_allowed_until_somebody_decides(home: Path) -> None:
    folder = home / "ut1" / "astrology"
    folder.mkdir(parents=True)
    (folder / "domains").write_text("stars.example\n")
    brought = bring_list(actor=IT, name="ut1", source=home / "ut1", now=NOW)
    assert brought.new_categories == ("astrology",)
    assert Category.objects.get(name="astrology").reason == "productivity"
    assert (decided("stars.example").verdict, decided("stars.example").category) == (Verdict.ALLOW, "astrology")


def test_a_refused_list_leaves_the_former_one_in_force(home: Path) -> None:
    bring_list(actor=IT, name="x", source=put(home, "a.example\n"), category="gambling", now=NOW)
    versions = SnapshotVersion.objects.count()
    with pytest.raises(ListRefused):
        bring_list(actor=IT, name="x", source=put(home, "<html>\n" * 99), category="gambling", now=NOW.replace(hour=11))
    assert decided("a.example").verdict is Verdict.BLOCK
    assert SnapshotVersion.objects.count() == versions
    assert len(list((home / "lists" / "x").iterdir())) == 1


def test_a_list_imported_but_not_yet_in_force_is_said_to_be(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    bring_list(actor=IT, name="x", source=put(home, "a.example\n"), category="gambling", now=NOW)

    def killed(**anything: object) -> int:
        raise KeyboardInterrupt

    monkeypatch.setattr("leeward.filtering.actions.lists.build_snapshot", killed)
    with pytest.raises(KeyboardInterrupt):
        bring_list(actor=IT, name="x", source=put(home, "b.example\n"), category="gambling", now=NOW.replace(hour=11))
    assert (decided("a.example").verdict, decided("b.example").verdict) == (Verdict.BLOCK, Verdict.ALLOW)
    assert lists_in_force("general", NOW).state is State.SLIPPED
    snapshots.build_snapshot(actor=IT, now=NOW)
    assert (decided("a.example").verdict, decided("b.example").verdict) == (Verdict.ALLOW, Verdict.BLOCK)
    assert lists_in_force("general", NOW).state is State.TRUE


def test_an_index_built_while_a_list_changed_is_built_once_more(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    bring_list(actor=IT, name="x", source=put(home, "a.example\n"), category="gambling", now=NOW)
    build, calls = snapshots._build, []

    def meanwhile(lists: dict[str, str]) -> tuple[str, int]:
        built = build(lists)
        if not calls:
            ListSource.objects.all().delete()
        calls.append(lists)
        return built

    monkeypatch.setattr(snapshots, "_build", meanwhile)
    snapshots.build_snapshot(actor=IT, now=NOW)
    assert [len(lists) for lists in calls] == [1, 0]
    assert PolicyState.objects.get().lists == {}
    assert decided("a.example").verdict is Verdict.ALLOW


def test_an_index_is_never_built_without_a_list_whose_files_are_gone(home: Path) -> None:
    bring_list(actor=IT, name="x", source=put(home, "a.example\n"), category="gambling", now=NOW)
    shutil.rmtree(home / "lists" / "x")
    with pytest.raises(ListRefused, match="leeward lists update"):
        snapshots.build_snapshot(actor=IT, now=NOW)
    assert decided("a.example").verdict is Verdict.BLOCK
    built = CliRunner().invoke(snapshot, ["build"])
    assert (built.exit_code, "leeward lists update" in built.output) == (1, True)
    remove_list(actor=IT, name="x", now=NOW)
    assert CliRunner().invoke(snapshot, ["build"]).exit_code == 0


def test_an_index_gone_from_the_disk_is_said_to_be_and_pages_still_answer(home: Path) -> None:
    bring_list(actor=IT, name="x", source=put(home, "gone-from-disk.example\n"), category="gambling", now=NOW)
    for file in (home / "snapshots").glob("*.index"):
        file.unlink()
    verdicts._index.cache_clear()  # another process than the one that had it mapped
    assert lists_in_force("general", NOW).state is State.SLIPPED
    assert decided("casino.example").verdict is Verdict.BLOCK
    snapshots.build_snapshot(actor=IT, now=NOW)
    assert lists_in_force("general", NOW).state is State.TRUE
    assert decided("gone-from-disk.example").verdict is Verdict.BLOCK


def test_a_removed_list_is_out_of_force(home: Path) -> None:
    bring_list(actor=IT, name="x", source=put(home, "a.example\n"), category="gambling", now=NOW)
    remove_list(actor=IT, name="x", now=NOW)
    assert decided("a.example").verdict is Verdict.ALLOW
    assert not (home / "lists" / "x").exists()
    with pytest.raises(LookupError):
        remove_list(actor=IT, name="x", now=NOW)


@pytest.mark.parametrize("name", ["leeward", "", "///"])
def test_a_list_needs_a_name_of_its_own(home: Path, name: str) -> None:
    with pytest.raises(ListRefused, match="name"):
        bring_list(actor=IT, name=name, source=put(home, "a.example\n"), category="gambling", now=NOW)


def test_who_may_not_change_the_policy_brings_no_list(home: Path) -> None:
    with pytest.raises(NotPermitted):
        bring_list(actor=TUTOR, name="x", source=put(home, "a.example\n"), category="gambling", now=NOW)


def test_the_command_adds_shows_updates_and_removes(home: Path) -> None:
    source = put(home, "0.0.0.0 a.example\n0.0.0.0\n")
    run = CliRunner().invoke
    added = run(lists, ["add", "mine", str(source), "--category", "gambling", "--licence", "CC0"])
    assert added.exit_code == 0, added.output
    assert "1 addresses from 2 lines; 1 bad lines" in added.output
    assert "line 2: no host after the number" in added.output
    source.write_text("0.0.0.0 a.example\n0.0.0.0 b.example\n")
    assert run(lists, ["update"]).exit_code == 0
    assert "mine: 2 addresses" in run(lists, ["show"]).output
    assert decided("b.example").verdict is Verdict.BLOCK
    source.unlink()
    failed = run(lists, ["update", "mine"])
    assert (failed.exit_code, "in force as before: mine" in failed.output) == (1, True)
    assert run(lists, ["update", "other"]).exit_code == 1
    assert run(lists, ["remove", "mine"]).exit_code == 0
    assert run(lists, ["remove", "mine"]).exit_code == 1


def test_a_list_is_fetched_from_an_address(home: Path) -> None:
    class Site(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            found = self.path == "/list.txt"
            self.send_response(200 if found else 404)
            self.end_headers()
            self.wfile.write(b"a.example\n" if found else b"")

        def log_message(self, *anything: object) -> None:
            """Nothing to say."""

    server = HTTPServer(("127.0.0.1", 0), Site)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    base = f"http://127.0.0.1:{server.server_port}"
    try:
        run = CliRunner().invoke
        added = run(lists, ["add", "mine", f"{base}/list.txt", "--category", "gambling"])
        assert added.exit_code == 0, added.output
        assert list_lines()[0].source == f"{base}/list.txt"
        missing = run(lists, ["add", "mine", f"{base}/gone.txt", "--category", "gambling"])
        assert (missing.exit_code, "answered 404" in missing.output) == (1, True)
    finally:
        server.shutdown()
        server.server_close()
    away = run(lists, ["add", "mine", f"{base}/list.txt", "--category", "gambling"])
    assert (away.exit_code, "could not be fetched" in away.output) == (1, True)
    assert decided("a.example").verdict is Verdict.BLOCK
    assert [path.name for path in (home / "lists").iterdir()] == ["mine"]


def test_a_snapshot_is_built_from_nothing_by_the_command(home: Path) -> None:
    built = CliRunner().invoke(snapshot, ["build"])
    assert built.exit_code == 0, built.output
    assert (home / "snapshots" / "current").read_text() == str(SnapshotVersion.objects.latest("version").version)
    code = CliRunner().invoke(snapshot, ["enrolment-code"])
    assert len(code.output.strip()) == 19
