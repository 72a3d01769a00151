"""The file of a backup: every byte of it counts, and its inside is believed only as far as its manifest."""

import hashlib
import io
import tempfile
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from leeward.foundation.backup import archive, manifest, sealed_file
from leeward.foundation.backup.manifest import Manifest, Part
from leeward.foundation.backup.refusal import BackupRefused
from leeward.foundation.vault.keyring_files import Keyring

KEYS = Keyring(b"r" * 32, {1: b"k" * 32})
CONTENT = {"tables/one.copy": b"alpha " * 40, "home/lists/two": b"\x00\x01beta", "home/empty": b""}


def nothing(done: int, total: int) -> None:
    """Progress that nobody watches."""


def parts(content: dict[str, bytes]) -> tuple[Part, ...]:
    return tuple(Part(name, len(raw), hashlib.sha256(raw).hexdigest()) for name, raw in content.items())


MANIFEST = Manifest(
    id="0b8a6b0e-3f3c-4d3c-8a7e-5b7f5d1c9a11",
    made_at="2026-11-25T10:00:00+00:00",
    version="0.1.0",
    organisation="Some College",
    kind="real",
    vendor="sqlite",
    migrations=(("foundation", "0001_initial"),),
    tables={"one": 3},
    heads={"general": (2, "ab")},
    keks=(1,),
    shredded=0,
    left_out=("odd",),
    parts=parts(CONTENT),
)


def made(folder: Path, said: Manifest = MANIFEST, content: dict[str, bytes] = CONTENT) -> Path:
    files = {}
    for number, (name, raw) in enumerate(content.items()):
        files[name] = folder / f"source-{number}"
        files[name].write_bytes(raw)
    target = folder / "b.leeward"
    archive.write(target, KEYS, said, files, nothing)
    return target


def test_what_was_put_in_comes_out(tmp_path):
    target = made(tmp_path)
    assert archive.read_manifest(target, KEYS) == MANIFEST
    assert archive.extract(target, KEYS, tmp_path / "out", nothing) == MANIFEST
    assert {name: (tmp_path / "out" / name).read_bytes() for name in CONTENT} == CONTENT


def test_a_change_of_any_byte_is_refused(tmp_path):
    raw = made(tmp_path).read_bytes()
    damaged = tmp_path / "damaged"
    for place in range(len(raw)):
        damaged.write_bytes(raw[:place] + bytes([raw[place] ^ 1]) + raw[place + 1 :])
        with pytest.raises(BackupRefused):
            archive.extract(damaged, KEYS, tmp_path / f"out-{place}", nothing)


def test_a_cut_anywhere_and_anything_added_are_refused(tmp_path):
    raw = made(tmp_path).read_bytes()
    damaged = tmp_path / "damaged"
    for end in range(len(raw)):
        damaged.write_bytes(raw[:end])
        with pytest.raises(BackupRefused):
            archive.extract(damaged, KEYS, tmp_path / f"out-{end}", nothing)
    damaged.write_bytes(raw + b"x")
    with pytest.raises(BackupRefused):
        archive.extract(damaged, KEYS, tmp_path / "out-added", nothing)


def test_chunks_cannot_be_left_out_or_change_places(tmp_path, monkeypatch):
    monkeypatch.setattr(sealed_file, "CHUNK", 64)
    raw = made(tmp_path).read_bytes()
    head, body = raw[: sealed_file.HEAD_BYTES], raw[sealed_file.HEAD_BYTES :]
    size = 64 + sealed_file.TAG_BYTES
    chunks = [body[start : start + size] for start in range(0, len(body), size)]
    assert len(chunks) > 4
    for wrong in ([*chunks[:1], *chunks[2:]], [chunks[1], chunks[0], *chunks[2:]], chunks[:-1], [*chunks, chunks[-1]]):
        damaged = tmp_path / "damaged"
        damaged.write_bytes(head + b"".join(wrong))
        with pytest.raises(BackupRefused, match="megabyte"):
            archive.extract(damaged, KEYS, Path(tempfile.mkdtemp(dir=tmp_path)), nothing)


def test_other_keys_open_nothing_and_the_fix_is_named(tmp_path):
    with pytest.raises(BackupRefused, match="leeward keys restore"):
        archive.read_manifest(made(tmp_path), Keyring(b"x" * 32, {1: b"k" * 32}))


@pytest.mark.parametrize(
    ("said", "words"),
    [
        (parts({**CONTENT, "home/empty": b"x"})[:], "home/empty"),
        ((*parts(CONTENT)[:1], replace(parts(CONTENT)[1], sha256="0" * 64), *parts(CONTENT)[2:]), "home/lists/two"),
    ],
)
def test_a_part_that_is_not_what_the_manifest_says_is_named(tmp_path, said, words):
    content = dict(CONTENT)
    lying = replace(MANIFEST, parts=tuple(replace(p, size=len(content[p.name])) for p in said))
    with pytest.raises(BackupRefused, match=words):
        archive.extract(made(tmp_path, lying), KEYS, tmp_path / "out", nothing)


def test_a_part_that_would_land_elsewhere_is_refused(tmp_path):
    content = {"../outside": b"x"}
    with pytest.raises(BackupRefused, match="outside its folder"):
        archive.extract(
            made(tmp_path, replace(MANIFEST, parts=parts(content)), content), KEYS, tmp_path / "out", nothing
        )
    assert not (tmp_path / "outside").exists()


@given(st.binary(max_size=200))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_garbage_is_no_backup(tmp_path, garbage):
    file = tmp_path / "garbage"
    file.write_bytes(garbage)
    with pytest.raises(BackupRefused):
        archive.read_manifest(file, KEYS)


@given(st.binary(max_size=200) | st.sampled_from([b"[]", b"{}", b'{"form": 1}', b'{"form": 2}', b"null"]))
def test_a_manifest_of_garbage_is_refused(garbage):
    with pytest.raises(BackupRefused):
        manifest.read(garbage)


@given(st.lists(st.binary(max_size=3000), max_size=6))
def test_whatever_is_sealed_comes_out_again_in_any_portions(pieces):
    file = io.BytesIO()
    writer = sealed_file.SealedWriter(file, KEYS)
    for piece in pieces:
        writer.write(piece)
    writer.finish()
    raw = file.getvalue()
    assert io.BufferedReader(sealed_file.SealedReader(io.BytesIO(raw), len(raw), KEYS)).read() == b"".join(pieces)
