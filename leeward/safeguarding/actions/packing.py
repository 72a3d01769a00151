"""The bytes of a transfer pack: the record as HTML, PDF and JSON, its files, and the page that holds them sealed."""

import base64
import hashlib
import json
import secrets
from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from importlib.resources import files

from django.template.loader import render_to_string

from leeward.foundation.pdf import render_pdf
from leeward.safeguarding.rules import transfer
from leeward.safeguarding.rules.record import SCHEMA, Record, to_json
from leeward.safeguarding.rules.transfer import Manifest, PackedFile


def seal_pack(manifest: Manifest, record: Record, others: Sequence[PackedFile], words: str) -> bytes:
    """The whole pack as one page. Runs outside a transaction: it takes seconds. Raises PdfFailed, PackRefused."""
    archive = transfer.archive_of(manifest, [*pages_of(manifest, record), *others])
    sealed = transfer.seal(archive, words, salt=secrets.token_bytes(16), nonce=secrets.token_bytes(12))
    return transfer.page_of(_shell(), sealed)


def pages_of(manifest: Manifest, record: Record) -> list[PackedFile]:
    """The record in its three forms, which hold the same texts. Raises PdfFailed."""
    shown = {"record": record, "manifest": manifest}
    body = json.dumps({"schema": SCHEMA, **to_json(record)}, ensure_ascii=False, indent=1)
    html = render_to_string("safeguarding/records/packed.html", shown)
    return [
        PackedFile(transfer.HTML, html.replace("</head>", f"<style>{_style()}</style></head>").encode(), "text/html"),
        PackedFile(transfer.PDF, render_pdf("safeguarding/records/packed.html", shown), "application/pdf"),
        PackedFile(transfer.JSON, body.encode(), "application/json"),
    ]


def numbered(others: Sequence[PackedFile]) -> list[PackedFile]:
    """Files of the case under the names they have in a pack."""
    return [replace(one, name=transfer.safe_name(n, one.name)) for n, one in enumerate(others, start=1)]


def _source(name: str) -> str:
    return files("leeward.safeguarding").joinpath("transfer_page", name).read_text("utf-8")


def _hash(text: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()


def _style() -> str:
    return _source("record.css").strip()


@cache
def _shell() -> str:
    """The page without what is sealed. Its own policy lets only these very texts act, and nothing reach a network."""
    script, style = _source("page.js").strip(), _source("page.css").strip()
    page = _source("page.html").replace("@@SCRIPT_HASH@@", _hash(script))
    page = page.replace("@@STYLE_HASH@@", f"{_hash(style)}' '{_hash(_style())}")
    return page.replace("@@STYLE@@", style).replace("@@SCRIPT@@", script)
