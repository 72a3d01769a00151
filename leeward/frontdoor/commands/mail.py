"""`leeward mail`: takes journaled mail over SMTP."""

import asyncio
import os
import signal

import click

DEFAULT_ADDRESS = "127.0.0.1:2525"
DEFAULT_LIMIT = 40 * 1024 * 1024


def host_and_port(address: str) -> tuple[str, int]:
    """`127.0.0.1:2525` or `[::1]:2525` as host and port. Raises click.UsageError with what to write instead."""
    host, _, port = address.rpartition(":")
    if not host or not port.isdigit() or not 0 <= int(port) <= 65535:
        raise click.UsageError(f"LEEWARD_MAIL is {address!r}; write host and port, such as {DEFAULT_ADDRESS}.")
    return host.strip("[]"), int(port)


def size_limit(text: str) -> int:
    """The largest message in bytes. Raises click.UsageError for anything but a number of 10,000 or more."""
    if not text.isdigit() or int(text) < 10_000:
        raise click.UsageError(f"LEEWARD_MAIL_LIMIT is {text!r}; write a number of bytes, such as {DEFAULT_LIMIT}.")
    return int(text)


@click.command()
@click.option("--listen", default=None, help=f"Host and port. Default: LEEWARD_MAIL, else {DEFAULT_ADDRESS}.")
def mail(listen: str | None) -> None:
    """Take journaled mail over SMTP.

    A message is accepted only for an address whose monitoring has a recorded purpose, notice and lawful basis, and
    only once it is safely kept. Everything else is refused with a code that says why. Meant for your own mail server
    on the same machine or network; it relays nothing.
    """
    from leeward.frontdoor.cli import django

    host, port = host_and_port(listen or os.environ.get("LEEWARD_MAIL", DEFAULT_ADDRESS))
    limit = size_limit(os.environ.get("LEEWARD_MAIL_LIMIT", str(DEFAULT_LIMIT)))
    django()
    asyncio.run(_serve(host, port, limit))


async def _serve(host: str, port: int, limit: int) -> None:
    from leeward.monitoring.mail_server import MailServer

    stop = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    server = MailServer(host, port, limit)
    try:
        used = await server.start()
    except OSError as error:
        raise click.ClickException(
            f"Cannot listen on {host}:{port} ({error.strerror}): stop what uses it, or set LEEWARD_MAIL."
        ) from error
    click.echo(f"Journal mail is taken on {host}:{used}")
    await stop.wait()
    await server.stop()
