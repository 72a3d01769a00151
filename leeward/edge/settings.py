"""The edge's settings, all from the environment, read once at the start. A wrong one stops the start by name."""

import ipaddress
import os
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from urllib.parse import urlsplit


class SettingWrong(ValueError):
    """A setting that cannot be used; the message names it and the fix."""


class FailMode(StrEnum):
    """What happens to a request that cannot be decided: closed refuses it, open lets it through."""

    CLOSED = "closed"
    OPEN = "open"


@dataclass(frozen=True, slots=True)
class Endpoint:
    """A host and port to listen on or to reach."""

    host: str
    port: int

    def __str__(self) -> str:
        return f"[{self.host}]:{self.port}" if ":" in self.host else f"{self.host}:{self.port}"


@dataclass(frozen=True, slots=True)
class Settings:
    """What an edge needs to know before it starts."""

    home: Path
    """LEEWARD_HOME: the folder of everything the edge keeps (`edge/` and `squid/` inside it)."""
    icap: Endpoint
    """LEEWARD_ICAP: where the ICAP service listens. Loopback, unless Squid runs elsewhere behind a closed network."""
    proxy: Endpoint
    """LEEWARD_PROXY: where Squid listens for browsers."""
    server: str
    """LEEWARD_SERVER: the Leeward server to pull from and ship to; https, or http on this machine."""
    fail: FailMode = FailMode.CLOSED
    """LEEWARD_EDGE_FAIL: `closed` or `open`, for requests that cannot be decided."""
    workers: int = 2
    """LEEWARD_EDGE_WORKERS: processes that answer ICAP; at least two, so that one may die unnoticed."""
    pull_seconds: float = 2.0
    """LEEWARD_EDGE_PULL: seconds between looks for a new snapshot."""
    spool_bytes: int = 512 * 1024 * 1024
    """LEEWARD_EDGE_SPOOL_MB: how large the spool may grow while the server is away."""
    clients: tuple[str, ...] = ()
    """LEEWARD_EDGE_CLIENTS: networks whose devices may use the proxy; private ranges by default."""
    loopback: bool = False
    """LEEWARD_EDGE_LOOPBACK: `allow` lets pages on this machine be opened through the proxy (demo); else `deny`."""
    connect_ports: tuple[int, ...] = (443,)
    """LEEWARD_EDGE_CONNECT_PORTS: ports a browser may tunnel to."""
    origin: Endpoint | None = None
    """LEEWARD_EDGE_ORIGIN: demo only: where every site under `.example` is fetched from."""
    users: Path | None = None
    """LEEWARD_EDGE_USERS: a file made by htpasswd; where given, browsers must sign in to the proxy."""
    squid_program: str = ""
    """LEEWARD_SQUID: the Squid program (`squid-openssl`); found on the path by default."""

    @property
    def folder(self) -> Path:
        """Where the edge keeps key, snapshots, spool and status."""
        return self.home / "edge"

    @property
    def snapshots(self) -> Path:
        """The folder of snapshots, in the form of leeward.engine.load."""
        return self.folder / "snapshots"


PRIVATE_NETWORKS = ("127.0.0.0/8", "10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "::1/128", "fc00::/7", "fe80::/10")


def read_settings(environment: Mapping[str, str] | None = None) -> Settings:
    """The settings in `environment` (the process's own by default). Raises SettingWrong."""
    env = os.environ if environment is None else environment
    origin, users = env.get("LEEWARD_EDGE_ORIGIN", ""), env.get("LEEWARD_EDGE_USERS", "")
    clients = env.get("LEEWARD_EDGE_CLIENTS", "").replace(",", " ").split()
    return Settings(
        home=Path(env.get("LEEWARD_HOME") or "./var").absolute(),
        icap=_endpoint(env, "LEEWARD_ICAP", "127.0.0.1:1344"),
        proxy=_endpoint(env, "LEEWARD_PROXY", "127.0.0.1:3128"),
        server=_server(env.get("LEEWARD_SERVER") or "http://127.0.0.1:8000"),
        fail=FailMode(_choice(env, "LEEWARD_EDGE_FAIL", "closed", ("closed", "open"))),
        workers=_whole(env, "LEEWARD_EDGE_WORKERS", min(2, os.cpu_count() or 1), 1, 64),
        pull_seconds=_whole(env, "LEEWARD_EDGE_PULL", 2, 1, 3600),
        spool_bytes=_whole(env, "LEEWARD_EDGE_SPOOL_MB", 512, 1, 1_000_000) * 1024 * 1024,
        clients=tuple(_network(text) for text in clients) or PRIVATE_NETWORKS,
        loopback=_choice(env, "LEEWARD_EDGE_LOOPBACK", "deny", ("allow", "deny")) == "allow",
        connect_ports=_ports(env.get("LEEWARD_EDGE_CONNECT_PORTS") or "443"),
        origin=_parse_endpoint("LEEWARD_EDGE_ORIGIN", origin) if origin else None,
        users=Path(users).absolute() if users else None,
        squid_program=env.get("LEEWARD_SQUID")
        or shutil.which("squid")
        or shutil.which("squid", path="/usr/sbin")
        or "",
    )


def _endpoint(env: Mapping[str, str], name: str, default: str) -> Endpoint:
    return _parse_endpoint(name, env.get(name) or default)


def _parse_endpoint(name: str, text: str) -> Endpoint:
    host, _, port = text.rpartition(":")
    host = host.removeprefix("[").removesuffix("]")
    if not host or not port.isascii() or not port.isdigit() or not 0 < int(port) < 65536 or set(host) & set(" \t\"'/"):
        raise SettingWrong(f"{name} must be host:port, such as 127.0.0.1:1344, not {text!r}.")
    return Endpoint(host, int(port))


def _server(text: str) -> str:
    parts = urlsplit(text)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise SettingWrong(f"LEEWARD_SERVER must be an address such as https://leeward.trust.example, not {text!r}.")
    if parts.scheme == "http" and parts.hostname not in ("127.0.0.1", "::1", "localhost"):
        raise SettingWrong("LEEWARD_SERVER must begin with https:// because the edge's key travels to it.")
    return text.rstrip("/")


def _choice(env: Mapping[str, str], name: str, default: str, choices: tuple[str, ...]) -> str:
    text = (env.get(name) or default).lower()
    if text not in choices:
        raise SettingWrong(f"{name} must be {' or '.join(choices)}, not {text!r}.")
    return text


def _whole(env: Mapping[str, str], name: str, default: int, least: int, most: int) -> int:
    text = env.get(name) or str(default)
    if not text.isascii() or not text.isdigit() or not least <= int(text) <= most:
        raise SettingWrong(f"{name} must be a whole number from {least} to {most}, not {text!r}.")
    return int(text)


def _network(text: str) -> str:
    try:
        return str(ipaddress.ip_network(text, strict=False))
    except ValueError:
        raise SettingWrong(f"LEEWARD_EDGE_CLIENTS must list networks such as 10.0.0.0/8, not {text!r}.") from None


def _ports(text: str) -> tuple[int, ...]:
    parts = text.replace(",", " ").split()
    if not parts or not all(part.isascii() and part.isdigit() and 0 < int(part) < 65536 for part in parts):
        raise SettingWrong(f"LEEWARD_EDGE_CONNECT_PORTS must list port numbers such as 443, not {text!r}.")
    return tuple(int(part) for part in parts)
