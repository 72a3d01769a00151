"""Lists as they are published: what is read, what is reported, and that nothing is half imported."""

import gzip
import io
import tarfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leeward.engine.load import (
    ListFormat,
    ListRefused,
    build_index_from,
    builtin_policy,
    builtin_snapshot,
    guess_format,
    import_list,
)
from leeward.engine.load.lists import icann_suffixes
from leeward.engine.web.address import read
from leeward.engine.web.index import Index, IndexUnreadable, build_index, entry_of, key_of
from leeward.engine.web.layer import parse_layer
from leeward.engine.web.lists import BadLine, LineKind, our_category, read_lines
from tests.engine.web.made import index_bytes

SUFFIXES = icann_suffixes()


def entries(text: bytes, kind: LineKind = LineKind.DOMAINS) -> list[str]:
    return [
        f"bad {entry.number}" if isinstance(entry, BadLine) else entry_of(entry)
        for entry in read_lines(text.split(b"\n"), kind, SUFFIXES)
    ]


@pytest.mark.parametrize(
    ("line", "entry"),
    [
        (b"casino.example", ["casino.example"]),
        (b"  CASINO.Example.  \r", ["casino.example"]),
        (b".casino.example", ["casino.example"]),
        (b"*.casino.example", ["casino.example"]),
        (b"||casino.example^", ["casino.example"]),
        (b"casino.example # slots", ["casino.example"]),
        (b"http://casino.example/", ["casino.example"]),
        (b"http://www.casino.example/Forum/", ["casino.example/forum"]),
        (b"casino.example/a%20b", ["casino.example/a b"]),
        (b"casino.example/a%0ab", ["casino.example/ab"]),
        ("bücher.example".encode(), ["xn--bcher-kva.example"]),
        (b"198.51.100.7", ["198.51.100.7"]),
        (b"0xc6.51.100.7", ["198.51.100.7"]),
        (b"2001:DB8::7", ["[2001:db8::7]"]),
        (b"_dmarc.casino.example", ["_dmarc.casino.example"]),
        (b"", []),
        (b"# comment", []),
        (b"! comment", []),
        (b"; comment", []),
        (b"\xef\xbb\xbfcasino.example", ["casino.example"]),
        (b"co.uk", ["bad 1"]),
        (b"uk", ["bad 1"]),
        (b"localhost", ["bad 1"]),
        (b"two words", ["bad 1"]),
        (b"<html>", ["bad 1"]),
        (b"caf\xe9.example", ["bad 1"]),
        (b"a" * 9000 + b".example", ["bad 1"]),
        (b"http://", ["bad 1"]),
        (b"a..example", ["bad 1"]),
        (b"\0\0\0", ["bad 1"]),
    ],
)
def test_a_line_of_a_list_of_domains(line: bytes, entry: list[str]) -> None:
    assert entries(line) == entry


@pytest.mark.parametrize(
    ("line", "entry"),
    [
        (b"0.0.0.0 casino.example", ["casino.example"]),
        (b"127.0.0.1\tcasino.example  play.example # two", ["casino.example", "play.example"]),
        (b":: casino.example", ["casino.example"]),
        (b"fe80::1%lo0 localhost", []),
        (b"127.0.0.1 localhost localhost.localdomain", []),
        (b"0.0.0.0 0.0.0.0", []),
        (b"casino.example", ["bad 1"]),
        (b"0.0.0.0", ["bad 1"]),
        (b"0.0.0.0 good.example bad..example", ["bad 1"]),
    ],
)
def test_a_line_of_a_hosts_file(line: bytes, entry: list[str]) -> None:
    assert entries(line, LineKind.HOSTS) == entry


def test_bad_lines_are_named_by_their_number_and_the_good_ones_kept() -> None:
    assert entries(b"# head\r\na.example\r\n???\r\n\r\nb.example\r\nx y") == [
        "a.example",
        "bad 3",
        "b.example",
        "bad 6",
    ]


@given(st.lists(st.binary(max_size=300)), st.sampled_from(LineKind))
def test_no_bytes_make_a_list_fail(lines: list[bytes], kind: LineKind) -> None:
    for entry in read_lines(lines, kind, SUFFIXES):
        assert isinstance(entry, BadLine) or "\n" not in entry


@given(st.from_regex(r"[a-z0-9_]([a-z0-9_-]{0,20}[a-z0-9_])?(\.[a-z0-9]{1,20}){1,3}\.(com|example)", fullmatch=True))
def test_what_is_taken_quickly_is_what_the_browser_reads(host: str) -> None:
    try:
        slowly = key_of(read(host), with_path=False)
    except ValueError:  # a label that claims to be punycode and is not: no browser opens it, so the entry is idle
        return
    assert list(read_lines([host.encode()], LineKind.DOMAINS, None)) == [slowly]


def test_suffixes_come_from_the_bundled_list() -> None:
    assert {"uk", "co.uk", "com"} <= SUFFIXES
    assert not {"example.com", "blogspot.com"} & SUFFIXES


@pytest.mark.parametrize(
    ("theirs", "ours"),
    [
        ("adult", "sexual"),
        ("DROGUE", "drugs"),
        ("audio-video", "streaming"),
        ("Child Care", "child-care"),
        ("../..", ""),
    ],
)
def test_categories_of_known_lists_get_our_names(theirs: str, ours: str) -> None:
    assert our_category(theirs) == ours


def test_a_host_of_many_labels_an_empty_index_and_damaged_bytes() -> None:
    assert list(Index(build_index([])).find(read("a.example"))) == []
    whole = index_bytes({"games": ["a.example"]})
    assert [found.matched for found in Index(whole).find(read("x." * 100 + "a.example"))] == ["a.example"]
    for bad in (b"", whole[:20], whole[:-1], b"x" * 100, whole.replace(b"LWINDEX1", b"LWINDEX9")):
        with pytest.raises(IndexUnreadable):
            Index(bad)


def test_one_entry_may_stand_in_several_lists_and_categories() -> None:
    index = Index(index_bytes({"games": ["a.example", "a.example"], "social": ["a.example"], "press": ["b.example"]}))
    assert {found.category for found in index.find(read("a.example"))} == {"games", "social"}
    assert sorted(index.entries()) == [
        ("a.example", "games", "ours"),
        ("a.example", "social", "ours"),
        ("b.example", "press", "ours"),
    ]


def test_the_same_lists_give_the_same_index() -> None:
    assert index_bytes() == index_bytes()


@given(st.sets(st.from_regex(r"[a-c]{1,2}(\.[a-c]{1,2}){0,3}\.example", fullmatch=True), max_size=12), st.data())
def test_look_ups_agree_with_walking_the_parents(listed: set[str], data: st.DataObject) -> None:
    index = Index(build_index([]) if not listed else index_bytes({"games": sorted(listed)}))
    host = data.draw(st.from_regex(r"[a-c]{1,2}(\.[a-c]{1,2}){0,4}\.example", fullmatch=True))
    labels = host.split(".")
    expected = {parent for n in range(len(labels)) if (parent := ".".join(labels[n:])) in listed}
    assert {found.matched for found in index.find(read(host))} == expected


# Whole lists, from disk ------------------------------------------------------------------------------------------


def ut1(folder: Path) -> Path:
    for name, content in {
        "adult/domains": b"adult.example\nwww.more.example\n",
        "adult/urls": b"shared.example/adult\n",
        "adult/expressions": b"(sex)\n",
        "games/domains.gz": gzip.compress(b"play.example\n"),
        "README": b"read me\n",
    }.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    (folder / "porn").symlink_to("adult")
    return folder


def stored(folder: Path) -> dict[str, list[str]]:
    return {path.stem: [entry_of(key) for key in path.read_text().split("\n")[:-1]] for path in folder.glob("*.keys")}


def test_a_folder_for_each_category(tmp_path: Path) -> None:
    source = ut1(tmp_path / "ut1")
    told: list[tuple[int, int]] = []
    result = import_list(
        source, tmp_path / "out", ListFormat.FOLDER, progress=lambda done, total: told.append((done, total))
    )
    assert stored(tmp_path / "out") == {
        "sexual": ["adult.example", "www.more.example", "shared.example/adult"],
        "games": ["play.example"],
    }
    assert (result.entries, result.bad, result.total) == ({"sexual": 3, "games": 1}, 0, 4)
    assert sorted(result.unread) == ["README", "adult/expressions"]
    assert told == sorted(told)
    assert all(done <= total for done, total in told)


def test_the_same_as_an_archive(tmp_path: Path) -> None:
    source = ut1(tmp_path / "ut1")
    with tarfile.open(tmp_path / "ut1.tar.gz", "w:gz") as archive:
        archive.add(source, "blacklists")
        outside = tarfile.TarInfo("../../../escaped/domains")
        outside.size = 14
        archive.addfile(outside, io.BytesIO(b"other.example\n"))
    result = import_list(tmp_path / "ut1.tar.gz", tmp_path / "lists" / "out", ListFormat.FOLDER)
    assert result.entries == {"sexual": 3, "escaped": 1}  # a gzipped file within the archive is not looked into
    assert sorted(path.name for path in (tmp_path / "lists").iterdir()) == ["out"]


@pytest.mark.parametrize("pack", [bytes, gzip.compress])
def test_a_plain_file_gzipped_or_not(tmp_path: Path, pack: type[bytes]) -> None:
    (tmp_path / "list").write_bytes(pack(b"\xef\xbb\xbfa.example\r\n???\r\nb.example/x\r\n"))
    result = import_list(tmp_path / "list", tmp_path / "out", ListFormat.DOMAINS, "Gambling")
    assert stored(tmp_path / "out") == {"gambling": ["a.example", "b.example/x"]}
    assert [(name, line.number) for name, line in result.bad_lines] == [("list", 2)]
    assert result.lines == 3


def test_a_csv_of_domain_and_category(tmp_path: Path) -> None:
    (tmp_path / "list.csv").write_bytes(b"domain,category\na.example,adult\nb.example,games\nno comma\n?? ?,games\n")
    result = import_list(tmp_path / "list.csv", tmp_path / "out", guess_format(tmp_path / "list.csv"))
    assert stored(tmp_path / "out") == {"sexual": ["a.example"], "games": ["b.example"]}
    assert [line.number for _, line in result.bad_lines] == [4, 5]


@pytest.mark.parametrize(
    ("content", "form"),
    [
        (b"# x\n0.0.0.0 a.example\n127.0.0.1 b.example\n", ListFormat.HOSTS),
        (b"a.example\nb.example\n", ListFormat.DOMAINS),
        (b"domain,category\n", ListFormat.CSV),
        (b"", ListFormat.DOMAINS),
    ],
)
def test_the_format_is_guessed(tmp_path: Path, content: bytes, form: ListFormat) -> None:
    (tmp_path / "list").write_bytes(content)
    assert guess_format(tmp_path / "list") is form
    assert guess_format(tmp_path) is ListFormat.FOLDER


@pytest.mark.parametrize(
    ("content", "category", "says"),
    [
        (b"", "games", "no address"),
        (b"# only comments\n", "games", "no address"),
        (b"<html>\n" * 100 + b"a.example\n", "games", "another format"),
        (gzip.compress(b"a.example\n" * 9999)[:-20], "games", "cut short"),
        (b"\x1f\x8bnot gzip at all", "games", "cut short"),
        (b"a.example\n", "", "which category"),
        (b"a.example\n", "../", "which category"),
        (b"x" * 3_000_000, "games", "no address"),
    ],
)
def test_a_list_that_is_refused_leaves_nothing_behind(tmp_path: Path, content: bytes, category: str, says: str) -> None:
    (tmp_path / "list").write_bytes(content)
    with pytest.raises(ListRefused, match=says):
        import_list(tmp_path / "list", tmp_path / "lists" / "out", ListFormat.DOMAINS, category)
    assert not (tmp_path / "lists").exists() or not list((tmp_path / "lists").iterdir())


def test_a_source_that_is_not_there_is_said_to_be(tmp_path: Path) -> None:
    with pytest.raises(ListRefused, match="cannot be read"):
        guess_format(tmp_path / "none")
    for form in ListFormat:
        with pytest.raises(ListRefused):
            import_list(tmp_path / "none", tmp_path / "out", form, "games")


def test_a_cut_archive_and_an_archive_of_garbage_are_refused(tmp_path: Path) -> None:
    with tarfile.open(tmp_path / "whole.tar.gz", "w:gz") as archive:
        archive.add(ut1(tmp_path / "ut1"), "blacklists")
    whole = (tmp_path / "whole.tar.gz").read_bytes()
    for bad in (whole[: len(whole) // 2], b"garbage" * 100, b""):
        (tmp_path / "bad.tar.gz").write_bytes(bad)
        with pytest.raises(ListRefused):
            import_list(tmp_path / "bad.tar.gz", tmp_path / "lists" / "out", ListFormat.FOLDER)
        assert not list((tmp_path / "lists").iterdir())


def test_an_imported_list_joins_the_built_in_one_in_an_index(tmp_path: Path) -> None:
    import_list(ut1(tmp_path / "ut1"), tmp_path / "out", ListFormat.FOLDER)
    index = Index(build_index_from([("ut1", tmp_path / "out")]))
    assert [(f.category, f.list) for f in index.find(read("play.example"))] == [("games", "ut1")]
    assert [(f.category, f.list) for f in index.find(read("casino.example"))] == [("gambling", "leeward")]


# What comes with Leeward -----------------------------------------------------------------------------------------


def test_every_built_in_category_has_a_title_a_reason_and_is_decided_by_some_group() -> None:
    layer = parse_layer(builtin_policy())
    listed = {category for _, category, _ in builtin_snapshot().index.entries()}
    assert listed <= set(layer.categories)
    decided = set().union(*(group.blocked | group.warned for group in layer.groups.values()))
    assert set(layer.categories) - decided == set()
    assert listed | {"illegal", "spam"} == set(layer.categories)


def test_no_helpline_is_listed() -> None:
    layer, index = parse_layer(builtin_policy()), builtin_snapshot().index
    assert [host for host in layer.never_blocked if list(index.find(read(host)))] == []
