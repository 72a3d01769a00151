"""Squid's configuration: what it must say, that Squid accepts it, and that each line says why it is there."""

import os
import stat
from pathlib import Path

import pytest

from leeward.edge import squid
from leeward.edge.settings import read_settings
from leeward.edge.squid import SquidUnfit, configuration
from tests.edge.world import Site, put_snapshot

VARIANTS: dict[str, dict[str, str]] = {
    "as it comes": {},
    "failing open": {"LEEWARD_EDGE_FAIL": "open"},
    "a demo": {"LEEWARD_EDGE_LOOPBACK": "allow", "LEEWARD_EDGE_ORIGIN": "127.0.0.1:8099"},
    "IPv6": {"LEEWARD_ICAP": "[::1]:1344", "LEEWARD_PROXY": "[::1]:3128"},
    "its own networks and ports": {
        "LEEWARD_EDGE_CLIENTS": "10.1.0.0/16 fd00::/8",
        "LEEWARD_EDGE_CONNECT_PORTS": "443 8443",
    },
}


def text_of(**environment: str) -> str:
    return configuration(read_settings(environment), Path("/srv/squid"), "/usr/bin/python3")


def directives(text: str) -> list[str]:
    return [line for line in text.splitlines() if line and not line.startswith("#")]


@pytest.mark.parametrize("name", VARIANTS)
def test_nothing_is_kept_and_no_other_door_is_open(name: str) -> None:
    lines = directives(text_of(**VARIANTS[name]))
    for line in (
        "access_log none", "cache deny all", "icp_port 0", "htcp_port 0", "snmp_port 0", "via off",
        "forwarded_for delete", "adaptation_send_client_ip on", "adaptation_send_username on",
        "pid_filename /srv/squid/squid.pid", "coredump_dir /srv/squid", "http_access deny manager",
    ):  # fmt: skip
        assert line in lines
    assert len([line for line in lines if line.startswith("http_port")]) == 1
    assert lines[-1].startswith("icap_")
    assert [line for line in lines if line.startswith("http_access")][-1] == "http_access deny all"


def test_closed_means_no_bypass_and_open_says_so() -> None:
    assert "bypass=off" in text_of()
    assert "helper.py 127.0.0.1 1344 closed" in text_of()
    assert "bypass=on" in text_of(LEEWARD_EDGE_FAIL="open")
    assert "helper.py 127.0.0.1 1344 open" in text_of(LEEWARD_EDGE_FAIL="open")


def test_this_machine_is_out_of_reach_unless_it_is_a_demo() -> None:
    assert "http_access deny to_localhost" in directives(text_of())
    assert "http_access deny to_localhost" not in directives(text_of(LEEWARD_EDGE_LOOPBACK="allow"))
    assert "http_access deny one_link" in directives(text_of(LEEWARD_EDGE_LOOPBACK="allow"))


def test_demo_sites_exist_in_a_demo_only() -> None:
    assert "cache_peer" not in text_of()
    assert "cache_peer 127.0.0.1 parent 8099" in text_of(LEEWARD_EDGE_ORIGIN="127.0.0.1:8099")


def test_every_tunnel_is_asked_about_before_anything_is_allowed() -> None:
    for environment in VARIANTS.values():
        rules = [line for line in directives(text_of(**environment)) if line.startswith("http_access")]
        first_allow = next(place for place, line in enumerate(rules) if " allow " in line)
        assert "http_access deny tunnels !may_be_tunnelled" in rules[:first_allow]
        assert "http_access deny !our_devices" in rules[:first_allow]


def test_where_browsers_sign_in_nobody_is_asked_about_before() -> None:
    rules = directives(text_of(LEEWARD_EDGE_USERS="/srv/users"))
    assert rules.index("http_access deny !signed_in") < rules.index("http_access deny tunnels !may_be_tunnelled")


@pytest.mark.parametrize("name", VARIANTS)
def test_each_group_of_lines_begins_with_its_reason(name: str) -> None:
    for block in text_of(**VARIANTS[name]).split("\n\n"):
        for paragraph in filter(None, block.strip().split("\n#")):
            assert paragraph.startswith("#") or not paragraph.startswith(("http_", "icap_", "acl "))


def test_without_squid_the_one_line_to_install_it_is_said(tmp_path: Path) -> None:
    settings = read_settings({"LEEWARD_HOME": str(tmp_path), "LEEWARD_SQUID": "/nowhere/squid"})
    object.__setattr__(settings, "squid_program", "")
    with pytest.raises(SquidUnfit, match="apt-get install squid-openssl"):
        squid.prepare(settings)


def test_a_missing_file_of_users_is_named(tmp_path: Path) -> None:
    environment = {
        "LEEWARD_HOME": str(tmp_path),
        "LEEWARD_EDGE_USERS": str(tmp_path / "users"),
        "LEEWARD_SQUID": "/bin/true",
    }
    with pytest.raises(SquidUnfit, match="LEEWARD_EDGE_USERS"):
        squid.prepare(read_settings(environment))


@pytest.mark.squid
@pytest.mark.parametrize("name", VARIANTS)
def test_squid_itself_accepts_it(name: str) -> None:
    with Site(**VARIANTS[name]) as site:
        squid.check(site.settings, squid.prepare(site.settings))


@pytest.mark.squid
def test_what_squid_does_not_accept_is_said_in_its_words() -> None:
    with Site() as site:
        conf = squid.prepare(site.settings)
        conf.write_text(conf.read_text().replace("icp_port 0", "icp_port none of them"))
        with pytest.raises(SquidUnfit, match="does not accept"):
            squid.check(site.settings, conf)


@pytest.mark.squid
def test_squid_gets_a_folder_its_own_user_can_reach() -> None:
    with Site() as site:
        site.folder.chmod(0o700)  # as /root is
        folder = squid.fit_folder(site.settings)
        if os.geteuid() == 0:
            assert folder.parent in (Path("/run"), Path("/tmp"))
            assert folder.stat().st_mode & stat.S_IXOTH
            folder.rmdir()
        else:
            assert folder == site.settings.home / "squid"


@pytest.mark.squid
def test_a_folder_lent_under_run_is_given_back() -> None:
    with Site() as site:
        put_snapshot(site.settings, 1)
        site.folder.chmod(0o700)
        site.start()
        lent = squid.fit_folder(site.settings)
        assert site.connect("casino.example:443") == b"HTTP/1.1 403 Forbidden"
        assert site.process is not None
        site.process.terminate()
        site.process.wait(20)
        site.process = None
        assert not (lent / "squid.conf").exists() or lent == site.settings.home / "squid"
