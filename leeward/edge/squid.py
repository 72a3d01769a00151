"""Squid's side: its configuration, written out with a reason for each line, and starting it so that it ends with us.

Squid is treated as hostile ground: it runs as its own user, knows no key, has no way to the database, keeps no cache
and no log of who asked for what.
"""

import logging
import os
import pwd
import select
import shutil
import signal
import stat
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from leeward.edge import helper, page
from leeward.edge.settings import FailMode, Settings, SettingWrong, read_settings

log = logging.getLogger("leeward.edge")

USER = "proxy"
"""The user Debian gives Squid."""
_AUTHENTICATOR = "/usr/lib/squid/basic_ncsa_auth"


class SquidUnfit(RuntimeError):
    """Squid cannot be used as it is; the message says what to install or change."""


def configuration(settings: Settings, folder: Path, python: str) -> str:
    """The text of squid.conf. `folder` holds what Squid may read and write; `python` runs the helper."""
    closed = settings.fail is FailMode.CLOSED
    endpoint = f"{_host(settings.icap.host)}:{settings.icap.port}"
    sections = [
        _standing(settings, folder),
        _sign_in(settings),
        _who(settings),
        _by_name(settings, folder, python, closed),
        _where(settings),
        _by_page(endpoint, closed),
    ]
    return "# Written by `leeward edge squid-config`; change the LEEWARD_ settings and write it again.\n\n" + "\n".join(
        sections
    )


def _standing(settings: Settings, folder: Path) -> str:
    running_as_root = os.geteuid() == 0
    user = f"# Squid gives up root at once.\ncache_effective_user {USER}\n" if running_as_root else ""
    return f"""\
# Where browsers connect (LEEWARD_PROXY).
http_port {_host(settings.proxy.host)}:{settings.proxy.port}
# The name on error pages; the machine's own name is nobody's business.
visible_hostname leeward.edge
{user}# Nothing is kept: no memory or disk cache, so a changed policy holds at once.
cache deny all
cache_mem 8 MB
# No doors but the one above.
icp_port 0
htcp_port 0
snmp_port 0
# No log of who asked for what. Decisions are recorded by Leeward, without addresses or names.
access_log none
cache_store_log none
# What Squid says about itself (starts, stops, faults); never an address that was asked for.
cache_log {folder}/cache.log
debug_options ALL,0 1,1
logfile_rotate 0
pid_filename {folder}/squid.pid
coredump_dir {folder}
# Shared memory is not needed by one process.
memory_cache_shared off
pinger_enable off
netdb_filename none
# Sites do not learn that there is a proxy, nor who is behind it.
forwarded_for delete
via off
httpd_suppress_version_string on
# Stop within a second when told to.
shutdown_lifetime 1 second
# What is shown while the service is away is our own page; other errors are Squid's, in English.
error_directory {folder}/errors
error_default_language en
email_err_data off
"""


def _sign_in(settings: Settings) -> str:
    if not settings.users:
        return "# Nobody signs in to the proxy (LEEWARD_EDGE_USERS is not set): groups are told by device address.\n"
    return f"""\
# Browsers sign in, so that groups can be told by user (LEEWARD_EDGE_USERS, made by htpasswd).
auth_param basic program {_AUTHENTICATOR} {settings.users}
auth_param basic children 4 startup=1 idle=1
auth_param basic realm Web filter
auth_param basic credentialsttl 1 hour
auth_param basic casesensitive off
acl signed_in proxy_auth REQUIRED
"""


def _who(settings: Settings) -> str:
    ports = " ".join(map(str, settings.connect_ports))
    sign_in = "# Who has not signed in is asked to.\nhttp_access deny !signed_in\n" if settings.users else ""
    return f"""\
# Whose devices may use the proxy (LEEWARD_EDGE_CLIENTS).
acl our_devices src {" ".join(settings.clients)}
http_access deny !our_devices
# Squid's own management pages are for nobody.
http_access deny manager
# Ports pages are served on; tunnels only to the TLS ports named (LEEWARD_EDGE_CONNECT_PORTS).
acl page_ports port 80 443 21 1025-65535
acl tunnel_ports port {ports}
acl tunnels method CONNECT
http_access deny !page_ports
http_access deny tunnels !tunnel_ports
{sign_in}"""


def _by_name(settings: Settings, folder: Path, python: str, closed: bool) -> str:
    user = "%un"
    verdict = "refused" if closed else "let through by the helper"
    return f"""\
# A tunnel (HTTPS) is decided by name: the helper asks the same service. Kept for one second, so that an exception
# opens and closes at once. A tunnel that cannot be decided is {verdict} (LEEWARD_EDGE_FAIL).
external_acl_type by_name ttl=1 negative_ttl=1 cache=4096 children-max=2 children-startup=1 children-idle=1 \
concurrency=256 queue-size=4096 {user} %>a %>rd %>rP {python} -I {folder}/helper.py {settings.icap.host} \
{settings.icap.port} {settings.fail.value}
acl may_be_tunnelled external by_name
http_access deny tunnels !may_be_tunnelled
"""


def _where(settings: Settings) -> str:
    origin = settings.origin
    demo = ""
    if origin:
        demo = f"""\
# Demo (LEEWARD_EDGE_ORIGIN): sites under .example, which exist nowhere (RFC 2606), are fetched from one local server,
# and before any name would have to be looked up.
acl demo_sites dstdomain .example
cache_peer {origin.host} parent {origin.port} 0 originserver no-query no-digest no-netdb-exchange name=demo_origin
cache_peer_access demo_origin allow demo_sites
cache_peer_access demo_origin deny all
never_direct allow demo_sites
http_access allow our_devices demo_sites
"""
    loopback = "" if settings.loopback else "http_access deny to_localhost\n"
    says = "may be opened (LEEWARD_EDGE_LOOPBACK=allow: demo)" if settings.loopback else "are out of reach"
    return f"""\
{demo}# Pages on this machine {says}; addresses that only exist on one link, where clouds keep secrets, always are.
{loopback}acl one_link dst 169.254.0.0/16 fe80::/10
http_access deny one_link
# What was not refused so far is asked about below.
http_access allow our_devices
http_access deny all
"""


def _by_page(endpoint: str, closed: bool) -> str:
    bypass, verdict = ("off", "shows Squid's error page") if closed else ("on", "is let through")
    return f"""\
# Everything else is decided by address: each request goes to Leeward's ICAP service before it leaves.
icap_enable on
icap_service leeward reqmod_precache icap://{endpoint}/reqmod bypass={bypass}
# Tunnels were decided above.
adaptation_access leeward deny tunnels
adaptation_access leeward allow all
# Who asks, so that the group can be told. The service keeps neither.
adaptation_send_client_ip on
adaptation_send_username on
# The decision needs the address only: bodies stay here.
icap_preview_enable on
icap_preview_size 0
icap_persistent_connections on
# A request that cannot be decided {verdict} (LEEWARD_EDGE_FAIL); first it is asked again, as one worker may just
# have died and another be there. The service is never given up for long.
icap_retry allow all
icap_retry_limit 2
icap_service_failure_limit -1
icap_service_revival_delay 1
icap_connect_timeout 3 seconds
icap_io_timeout 5 seconds
"""


def _host(host: str) -> str:
    return f"[{host}]" if ":" in host else host


def prepare(settings: Settings) -> Path:
    """Write squid.conf and the helper where Squid's user can read them; the path of squid.conf.

    Raises SquidUnfit where Squid is not there, or where no fit folder or interpreter is found.
    """
    if not settings.squid_program:
        raise SquidUnfit("Squid is not installed. Run `apt-get install squid-openssl`, or set LEEWARD_SQUID to it.")
    if settings.users and not settings.users.is_file():
        raise SquidUnfit(f"LEEWARD_EDGE_USERS names {settings.users}, which is not there. Make it with htpasswd.")
    folder = fit_folder(settings)
    (folder / "helper.py").write_bytes(Path(helper.__file__).read_bytes())
    (folder / "errors").mkdir(exist_ok=True)
    (folder / "errors" / "ERR_ICAP_FAILURE").write_bytes(page.service_away())
    path = folder / "squid.conf"
    text = configuration(settings, folder, fit_python())
    unfit = [part for part in (str(folder), str(settings.users or "")) if set(part) & set(" \t\"'#\\")]
    if unfit:
        raise SquidUnfit(f"Squid cannot use a path with blanks or quotes in it: {unfit[0]}")
    path.write_text(text, "utf-8")
    (folder / "errors").chmod(0o755)
    for name in ("helper.py", "squid.conf", "errors/ERR_ICAP_FAILURE"):
        (folder / name).chmod(0o644)
    if os.geteuid() == 0:
        user = pwd.getpwnam(USER)
        os.chown(folder, user.pw_uid, user.pw_gid)
    return path


def fit_folder(settings: Settings) -> Path:
    """LEEWARD_HOME/squid, or where Squid's user cannot get there (under /root, say) a folder of its own under /run."""
    folder = settings.home / "squid"
    folder.mkdir(parents=True, exist_ok=True)
    if os.geteuid() != 0:
        return folder
    try:
        pwd.getpwnam(USER)
    except KeyError:
        raise SquidUnfit(f"There is no user {USER!r}; install Debian's squid-openssl, which makes it.") from None
    folder.chmod(0o755)
    if _all_may_pass(folder):
        return folder
    base = Path("/run") if os.access("/run", os.W_OK) else Path(tempfile.gettempdir())
    other = base / f"leeward-squid-{settings.proxy.port}"
    other.mkdir(mode=0o755, exist_ok=True)
    found = other.lstat()
    if not stat.S_ISDIR(found.st_mode) or found.st_uid not in (0, pwd.getpwnam(USER).pw_uid):
        raise SquidUnfit(f"{other} belongs to someone else; remove it.")
    other.chmod(0o755)
    return other


def fit_python() -> str:
    """An interpreter that Squid's user may run; the helper needs nothing but the standard library."""
    for candidate in (sys.executable, str(Path(sys.executable).resolve()), shutil.which("python3", path="/usr/bin")):
        if candidate and (os.geteuid() != 0 or _all_may_pass(Path(candidate).resolve())) and " " not in candidate:
            return str(Path(candidate).resolve()) if os.geteuid() == 0 else candidate
    raise SquidUnfit("No Python is found that the user proxy may run; install python3.")


def _all_may_pass(path: Path) -> bool:
    return all(part.stat().st_mode & stat.S_IXOTH for part in (path, *path.parents))


def command(settings: Settings, conf: Path) -> list[str]:
    """What runs Squid in the foreground as one process, for whoever supervises it. It gives up root by itself."""
    return [settings.squid_program, "-N", "-f", str(conf)]


def check(settings: Settings, conf: Path) -> None:
    """Let Squid read its configuration. Raises SquidUnfit with what it says."""
    found = subprocess.run(  # noqa: S603  # a command of our own
        [settings.squid_program, "-k", "parse", "-f", str(conf)], capture_output=True, text=True, check=False
    )
    complaints = [line for line in found.stderr.splitlines() if "FATAL" in line or "ERROR" in line]
    if found.returncode != 0 or complaints:
        raise SquidUnfit("Squid does not accept its configuration: " + (" ".join(complaints) or found.stderr[-500:]))


def end_former(conf: Path, patience: float = 5.0) -> None:
    """End a Squid of ours that outlived whoever ran it: it would hold the port. One of another folder is left alone."""
    try:
        former = int((conf.parent / "squid.pid").read_text("ascii"))
        handle = os.pidfd_open(former)
    except (OSError, ValueError):
        return
    try:
        # Looked at only now that the handle holds the process: its number cannot pass to another one.
        if str(conf) not in Path(f"/proc/{former}/cmdline").read_bytes().decode("utf-8", "replace").split("\0"):
            return
        log.warning("a Squid that was left running is ended")
        signal.pidfd_send_signal(handle, signal.SIGTERM)
        if not select.select([handle], [], [], patience)[0]:
            signal.pidfd_send_signal(handle, signal.SIGKILL)
            select.select([handle], [], [], patience)
    except OSError:
        return  # it ended by itself
    finally:
        os.close(handle)


def run_until(argv: Sequence[str], life: int) -> int:
    """Run Squid until it ends, or until the pipe `life` closes because whoever supervises us is gone.

    Squid changes its user, and with that the kernel forgets any wish that it die with its parent.
    """
    process = subprocess.Popen(list(argv), stdin=subprocess.DEVNULL)  # noqa: S603  # a command of our own
    handle = os.pidfd_open(process.pid)
    wake, poke = os.pipe()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: os.write(poke, b"."))
    ready, _, _ = select.select([handle, life, wake], [], [])
    if handle not in ready:
        process.terminate()
        try:
            process.wait(6)
        except subprocess.TimeoutExpired:
            process.kill()
    return process.wait()


def main(argv: list[str]) -> int:
    """`python -m leeward.edge.squid LIFE-FD`, started by the supervisor."""
    logging.basicConfig(level=logging.INFO, format="edge squid: %(message)s", stream=sys.stderr)
    try:
        settings = read_settings()
        conf = prepare(settings)
        check(settings, conf)
    except (SettingWrong, SquidUnfit) as error:
        log.error("%s", error)
        return 1
    end_former(conf)
    status = run_until(command(settings, conf), int(argv[0]))
    if conf.parent != settings.home / "squid":
        shutil.rmtree(conf.parent, ignore_errors=True)  # a folder lent under /run; what is in it is made anew
    return status


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
