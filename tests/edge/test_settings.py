"""The edge's settings: sound by default, and wrong ones are named with the fix."""

from pathlib import Path

import pytest

from leeward.edge.settings import Endpoint, FailMode, SettingWrong, read_settings


def test_the_defaults_are_loopback_and_closed() -> None:
    settings = read_settings({})
    assert (str(settings.icap), str(settings.proxy)) == ("127.0.0.1:1344", "127.0.0.1:3128")
    assert settings.server == "http://127.0.0.1:8000"
    assert settings.fail is FailMode.CLOSED
    assert not settings.loopback
    assert settings.home == Path.cwd() / "var"
    assert settings.connect_ports == (443,)
    assert settings.workers >= 1


def test_each_setting_is_read() -> None:
    settings = read_settings(
        {
            "LEEWARD_HOME": "/srv/leeward", "LEEWARD_ICAP": "[::1]:1400", "LEEWARD_PROXY": "0.0.0.0:8080",
            "LEEWARD_SERVER": "https://leeward.trust.example/", "LEEWARD_EDGE_FAIL": "Open",
            "LEEWARD_EDGE_WORKERS": "3", "LEEWARD_EDGE_PULL": "5", "LEEWARD_EDGE_SPOOL_MB": "64",
            "LEEWARD_EDGE_CLIENTS": "10.1.0.0/16, 10.2.0.1", "LEEWARD_EDGE_LOOPBACK": "allow",
            "LEEWARD_EDGE_CONNECT_PORTS": "443,8443", "LEEWARD_EDGE_ORIGIN": "127.0.0.1:8081",
            "LEEWARD_EDGE_USERS": "/etc/leeward/users", "LEEWARD_SQUID": "/opt/squid",
        }
    )  # fmt: skip
    assert settings.icap == Endpoint("::1", 1400)
    assert str(settings.icap) == "[::1]:1400"
    assert settings.server == "https://leeward.trust.example"
    assert (settings.fail, settings.workers, settings.pull_seconds) == (FailMode.OPEN, 3, 5)
    assert settings.spool_bytes == 64 * 1024 * 1024
    assert settings.clients == ("10.1.0.0/16", "10.2.0.1/32")
    assert settings.connect_ports == (443, 8443)
    assert (settings.origin, settings.users) == (Endpoint("127.0.0.1", 8081), Path("/etc/leeward/users"))
    assert (settings.loopback, settings.squid_program) == (True, "/opt/squid")
    assert settings.snapshots == Path("/srv/leeward/edge/snapshots")


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("LEEWARD_ICAP", "1344"), ("LEEWARD_ICAP", "127.0.0.1:"), ("LEEWARD_ICAP", "127.0.0.1:0"),
        ("LEEWARD_ICAP", "127.0.0.1:70000"), ("LEEWARD_ICAP", "127.0.0.1:١٢"), ("LEEWARD_PROXY", "a b:80"),
        ("LEEWARD_PROXY", "127.0.0.1\nhttp_access allow all:80"), ("LEEWARD_SERVER", "leeward.trust.example"),
        ("LEEWARD_SERVER", "ftp://leeward.trust.example"), ("LEEWARD_SERVER", "http://leeward.trust.example"),
        ("LEEWARD_EDGE_FAIL", "ajar"), ("LEEWARD_EDGE_WORKERS", "0"), ("LEEWARD_EDGE_WORKERS", "many"),
        ("LEEWARD_EDGE_PULL", "-1"), ("LEEWARD_EDGE_SPOOL_MB", "0"), ("LEEWARD_EDGE_CLIENTS", "everyone"),
        ("LEEWARD_EDGE_LOOPBACK", "yes"), ("LEEWARD_EDGE_CONNECT_PORTS", "https"), ("LEEWARD_EDGE_ORIGIN", "here"),
    ],
)  # fmt: skip
def test_a_wrong_setting_is_named_with_what_it_must_be(name: str, value: str) -> None:
    with pytest.raises(SettingWrong, match=f"^{name} must") as caught:
        read_settings({name: value})
    assert str(caught.value).endswith(".")


def test_every_setting_is_in_the_docs() -> None:
    root = Path(__file__).parents[2]
    named = set()
    for path in (root / "leeward" / "edge").glob("*.py"):
        for word in path.read_text("utf-8").replace("=", " ").replace('"', " ").replace("`", " ").split():
            name = word.strip("().,:;'*")
            if name.startswith("LEEWARD_") and name.isupper() and len(name) > 8:
                named.add(name)
    docs = (root / "docs" / "run" / "settings" / "edge.md").read_text("utf-8")
    assert len(named) >= 14
    assert [name for name in sorted(named) if f"`{name}`" not in docs] == []
