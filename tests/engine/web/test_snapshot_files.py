"""Snapshots on disk: signed, whole, never older than the one in force."""

import base64
import json
import os
from pathlib import Path

import pytest

from leeward.engine.load import (
    SnapshotRefused,
    current_version,
    has_index,
    open_snapshot,
    prune_snapshots,
    write_snapshot,
)
from leeward.engine.web import Verdict, WebRequest, decide
from tests.engine.web.made import NOON, PUBLIC, index_bytes, layer, signed

INDEX = index_bytes()


def put(folder: Path, version: int, index: bytes = INDEX) -> None:
    manifest, signature = signed(version, index, layer())
    write_snapshot(folder, manifest, signature, index, signing_key=PUBLIC)


def test_what_is_written_is_opened_and_decides(tmp_path: Path) -> None:
    put(tmp_path, 3)
    snapshot = open_snapshot(tmp_path, PUBLIC)
    assert (snapshot.version, snapshot.made, snapshot.index.keys) == (3, NOON, 11)
    assert decide(WebRequest("http://casino.example/", NOON, "learners"), snapshot).verdict is Verdict.BLOCK


def test_a_new_layer_needs_no_second_index(tmp_path: Path) -> None:
    put(tmp_path, 1)
    manifest, signature = signed(2, INDEX, layer(default_group="staff"))
    write_snapshot(tmp_path, manifest, signature, signing_key=PUBLIC)
    assert open_snapshot(tmp_path, PUBLIC).layer.default_group == "staff"


def test_an_index_may_be_given_as_a_file(tmp_path: Path) -> None:
    (tmp_path / "made").write_bytes(INDEX)
    manifest, signature = signed(1, INDEX, layer())
    write_snapshot(tmp_path / "s", manifest, signature, tmp_path / "made")
    assert open_snapshot(tmp_path / "s", PUBLIC).version == 1


def test_an_older_version_is_refused_and_the_present_one_stays(tmp_path: Path) -> None:
    put(tmp_path, 5)
    with pytest.raises(SnapshotRefused, match="older"):
        put(tmp_path, 4)
    assert open_snapshot(tmp_path, PUBLIC).version == 5


def test_a_manifest_signed_by_another_key_is_refused_before_anything_is_written(tmp_path: Path) -> None:
    manifest, signature = signed(1, INDEX, layer())
    with pytest.raises(SnapshotRefused, match="signature"):
        write_snapshot(tmp_path / "s", manifest, signature[::-1], INDEX, signing_key=PUBLIC)
    assert not (tmp_path / "s").exists()


def test_a_changed_manifest_is_refused(tmp_path: Path) -> None:
    manifest, signature = signed(1, INDEX, layer())
    changed = manifest.replace(b'"blocked":["sexual"]', b'"blocked":["press!"]')
    assert changed != manifest
    write_snapshot(tmp_path, changed, signature, INDEX)
    with pytest.raises(SnapshotRefused, match="signature"):
        open_snapshot(tmp_path, PUBLIC)


def test_an_index_that_is_not_the_one_named_is_refused(tmp_path: Path) -> None:
    manifest, signature = signed(1, INDEX, layer())
    with pytest.raises(SnapshotRefused, match="not the one"):
        write_snapshot(tmp_path, manifest, signature, INDEX[:-1] + b"x")
    assert not list(tmp_path.iterdir())


def test_a_manifest_without_its_index_is_refused(tmp_path: Path) -> None:
    manifest, signature = signed(1, INDEX, layer())
    with pytest.raises(SnapshotRefused, match="not here"):
        write_snapshot(tmp_path, manifest, signature)
    assert current_version(tmp_path) is None


def test_an_empty_folder_has_no_snapshot(tmp_path: Path) -> None:
    assert current_version(tmp_path) is None
    with pytest.raises(SnapshotRefused, match="no snapshot"):
        open_snapshot(tmp_path, PUBLIC)


@pytest.mark.parametrize("damage", ["flip", "cut", "empty", "gone"])
def test_a_damaged_index_is_refused_and_may_be_fetched_again(tmp_path: Path, damage: str) -> None:
    put(tmp_path, 1)
    (index,) = tmp_path.glob("*.index")
    match damage:
        case "flip":
            index.write_bytes(INDEX[:200] + bytes([INDEX[200] ^ 1]) + INDEX[201:])
        case "cut":
            index.write_bytes(INDEX[:-2])
        case "empty":
            index.write_bytes(b"")
        case "gone":
            index.unlink()
    with pytest.raises(SnapshotRefused):
        open_snapshot(tmp_path, PUBLIC)
    assert not has_index(tmp_path, index.stem)
    put(tmp_path, 1)
    assert open_snapshot(tmp_path, PUBLIC).version == 1


@pytest.mark.parametrize(
    "garbage", [b"", b"{", b"[]", b"null", b'{"manifest": 1}', b'{"manifest": "*", "signature": ""}']
)
def test_garbage_for_a_manifest_file_is_refused(tmp_path: Path, garbage: bytes) -> None:
    put(tmp_path, 1)
    (tmp_path / "1.snapshot").write_bytes(garbage)
    with pytest.raises(SnapshotRefused):
        open_snapshot(tmp_path, PUBLIC)


@pytest.mark.parametrize("garbage", [b"", b"x", b"\xff", b"1 2"])
def test_garbage_for_the_pointer_is_refused(tmp_path: Path, garbage: bytes) -> None:
    put(tmp_path, 1)
    (tmp_path / "current").write_bytes(garbage)
    with pytest.raises(SnapshotRefused):
        open_snapshot(tmp_path, PUBLIC)


def test_an_old_manifest_put_in_the_place_of_a_new_one_is_refused(tmp_path: Path) -> None:
    put(tmp_path, 1)
    put(tmp_path, 2)
    (tmp_path / "2.snapshot").write_bytes((tmp_path / "1.snapshot").read_bytes())
    with pytest.raises(SnapshotRefused, match="not of the version"):
        open_snapshot(tmp_path, PUBLIC)


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"format": 2}, "format"),
        ({"default_group": "none"}, "default_group"),
        ({"default_group": 3}, "default_group"),
        ({"groups": {}}, "groups"),
        ({"groups": [{"name": "x", "addresses": ["10.0.0.0/99"]}]}, "group x"),
        ({"groups": [{"blocked": []}]}, "name"),
        ({"categories": {"a": {"title": "A", "reason": "because"}}}, "because"),
        ({"categories": []}, "categories"),
        ({"exceptions": [{"host": "a.example"}]}, "rule"),
        ({"exceptions": [{"host": "a b", "rule": "x"}]}, "not a web address"),
        ({"exceptions": [{"host": "a.example", "rule": "x", "until": "2026-01-01T00:00"}]}, "time zone"),
        ({"exceptions": [{"host": "a.example", "rule": "x", "until": "soon"}]}, "ISO"),
        ({"exceptions": [{"host": "a.example", "rule": "x", "verdict": "warn"}]}, "allow or block"),
        ({"never_blocked": ["http://"]}, "never_blocked"),
        ({"own_hosts": [3]}, "own_hosts"),
    ],
)
def test_a_layer_that_cannot_be_read_is_never_signed(change: dict[str, object], says: str) -> None:
    with pytest.raises(ValueError, match=says):
        signed(1, INDEX, layer(**change))


def test_pruning_keeps_the_newest_and_what_they_use(tmp_path: Path) -> None:
    other = index_bytes({"games": ["old.example"]})
    put(tmp_path, 1, other)
    (old,) = tmp_path.glob("*.index")
    for version in (2, 3, 10):
        put(tmp_path, version)
    prune_snapshots(tmp_path, keep=2)
    assert old.exists()  # it might be for a snapshot that is just being made
    os.utime(old, (0, 0))
    prune_snapshots(tmp_path, keep=2)
    assert sorted(path.name for path in tmp_path.glob("*.snapshot")) == ["10.snapshot", "3.snapshot"]
    assert len(list(tmp_path.glob("*.index"))) == 1
    assert open_snapshot(tmp_path, PUBLIC).version == 10


def test_the_envelope_holds_what_the_server_sent(tmp_path: Path) -> None:
    put(tmp_path, 1)
    envelope = json.loads((tmp_path / "1.snapshot").read_bytes())
    assert json.loads(base64.b64decode(envelope["manifest"]))["version"] == 1
