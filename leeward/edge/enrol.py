"""Enrolment: a one-time code in, this edge's own key out, kept where only its owner can read it."""

from typing import cast

import httpx

from leeward.edge.keys import EdgeKey, decode_signing_key, load_key, save_key
from leeward.edge.keys import NotEnrolled as _NotEnrolled
from leeward.edge.settings import Settings


class EnrolmentRefused(RuntimeError):
    """The edge was not enrolled; the message says what to do."""


def enrol(settings: Settings, client: httpx.Client, code: str, name: str, *, again: bool = False) -> EdgeKey:
    """Trade `code` for a key and keep it in `settings.folder`. Raises EnrolmentRefused.

    A usable key is replaced only with `again`: the records still waiting would be shipped as another edge's.
    """
    if not again:
        try:
            load_key(settings.folder)
        except _NotEnrolled:
            pass
        else:
            raise EnrolmentRefused("This edge is enrolled already. Use --again to replace its key.")
    try:
        answer = client.post("/api/v1/edges/enrol", json={"code": code.strip(), "name": name})
    except httpx.HTTPError as error:
        raise EnrolmentRefused(
            f"{settings.server} cannot be reached ({type(error).__name__}). Check LEEWARD_SERVER, and that it runs."
        ) from None
    if answer.status_code != 201:
        raise EnrolmentRefused(
            f"The server did not accept the code (it answered {answer.status_code}). A code works once and for a "
            "day: make a new one on the server with `leeward snapshot enrolment-code`."
        )
    try:
        data = cast(dict[str, object], answer.json())
        key = EdgeKey(str(data["edge"]), str(data["key"]), decode_signing_key(str(data["signing_key"])))
    except (ValueError, KeyError, TypeError):
        raise EnrolmentRefused("The server's answer cannot be read. Is LEEWARD_SERVER a Leeward server?") from None
    if not key.edge or not key.key:
        raise EnrolmentRefused("The server's answer holds no key. Is LEEWARD_SERVER a Leeward server?")
    try:
        save_key(settings.folder, key)
    except OSError as error:
        raise EnrolmentRefused(
            f"The key could not be kept in {settings.folder} ({error.strerror}). Mend that, then use a new code."
        ) from None
    return key
