"""Calling the machine interface in tests: a token, and requests that carry it."""

import json
from datetime import datetime
from typing import Any

from django.test import Client
from django.utils import timezone

from leeward.foundation.access import SYSTEM
from leeward.foundation.api.operations import scopes
from leeward.foundation.api.tokens import make_token


def token_for(*wanted: str, now: datetime | None = None, days: int = 1) -> str:
    """A token that works, for these scopes (none named: all of them)."""
    now = now or timezone.now()
    return make_token(actor=SYSTEM, name="A test", scopes_wanted=wanted or tuple(scopes()), days=days, now=now).secret


def call(method: str, path: str, token: str = "", body: Any = None, **headers: str) -> Any:
    """An answer of the interface. `headers` are named as HTTP names them, with _ for -."""
    sent: dict[str, Any] = {name.replace("_", "-"): value for name, value in headers.items()}
    if token:
        sent["Authorization"] = f"Bearer {token}"
    data = body if isinstance(body, str | bytes) else json.dumps(body) if body is not None else ""
    kind = sent.pop("Content-Type", "application/json" if body is not None else "application/octet-stream")
    return Client(SERVER_NAME="localhost").generic(method, f"/api/v1/{path}", data, content_type=kind, headers=sent)
