"""`leeward demo-origin`"""

import os
import signal
import threading

import click


@click.command("demo-origin")
def demo_origin() -> None:
    """Serve an invented page for every site under .example (demonstration only; LEEWARD_DEMO_ORIGIN)."""
    from leeward.filtering.demo_origin import serve

    address = os.environ.get("LEEWARD_DEMO_ORIGIN", "127.0.0.1:8090")
    host, _, port = address.rpartition(":")
    try:
        server = serve(host.strip("[]"), int(port))
    except (OSError, ValueError, OverflowError) as error:
        raise click.ClickException(f"LEEWARD_DEMO_ORIGIN={address} cannot be used: {error}. Set another.") from error
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: threading.Thread(target=server.shutdown).start())
    try:
        server.serve_forever()
    finally:
        server.server_close()
