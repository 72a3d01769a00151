"""`leeward demo-mailbox`: takes the letters of the demo, so that they can be read."""

import asyncio
import os
import signal
from datetime import UTC, datetime
from pathlib import Path

import click
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session


class Mailbox:
    """Writes each letter to a file of its own."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        folder.mkdir(parents=True, exist_ok=True)

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802  # aiosmtpd's name
        stamp = datetime.now(UTC).strftime("%Y%m%d-%H%M%S-%f")
        content = envelope.content or b""
        (self.folder / f"{stamp}.eml").write_bytes(content if isinstance(content, bytes) else content.encode())
        return "250 2.0.0 kept"


@click.command(name="demo-mailbox")
def demo_mailbox() -> None:
    """Take the letters of the demo and write them to LEEWARD_HOME/demo-mailbox, one file each."""
    host, _, port = os.environ.get("LEEWARD_SMTP", "127.0.0.1:2526").rpartition(":")
    folder = Path(os.environ.get("LEEWARD_HOME", "./var")).resolve() / "demo-mailbox"
    controller = Controller(Mailbox(folder), hostname=host, port=int(port))
    controller.start()

    async def until_told() -> None:
        stop = asyncio.Event()
        for number in (signal.SIGTERM, signal.SIGINT):
            asyncio.get_running_loop().add_signal_handler(number, stop.set)
        await stop.wait()

    asyncio.run(until_told())
    controller.stop()
