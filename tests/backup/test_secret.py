"""What a backup gives away: nothing sealed, no key, not even once it is opened with the keys."""

import base64
import json

import pytest

from tests.backup.conftest import Original

pytestmark = pytest.mark.slow

TEXTS = """
import json
from leeward.foundation.backup.registry import sealed_values
from leeward.foundation.vault.store import Shredded, open_text
from leeward.people.models import Person
texts = []
def every(value):
    if isinstance(value, str):
        texts.append(value)
    elif isinstance(value, dict):
        for one in value.values(): every(one)
    elif isinstance(value, list):
        for one in value: every(one)
for room, values in sealed_values().items():
    for record, field, sealed in values():
        try:
            text = open_text(record, field, sealed)
        except Shredded:
            continue
        try:
            every(json.loads(text))
        except ValueError:
            every(text)
print(json.dumps(texts))
"""
UNPACK = """
from pathlib import Path
from leeward.foundation.backup import archive
from leeward.foundation.vault.keyring import keyring
archive.extract(Path({file!r}), keyring(), Path({into!r}), lambda done, total: None)
"""
LONG_ENOUGH = 25
"""Characters from which a text is somebody's words and not a state, a name of the directory or a date."""


def test_no_sealed_text_and_no_key_is_in_it_outside_or_inside(original: Original, tmp_path):
    texts = [text for text in json.loads(original.here.python(TEXTS)) if len(text) >= LONG_ENOUGH and " " in text]
    assert len(texts) > 15
    original.here.python(UNPACK.format(file=str(original.backup), into=str(tmp_path / "inside")))
    held = [original.backup.read_bytes()]
    held += [path.read_bytes() for path in (tmp_path / "inside").rglob("*") if path.is_file()]
    assert len(held) > 5
    # Some people of the demonstration write what is also in its own policy; what is public may be in clear.
    keys = [path.read_text().strip() for path in original.here.keys.glob("*.key")]
    secrets = [text.encode() for text in texts] + [key.encode() for key in keys] + [base64.b64decode(k) for k in keys]
    assert [secret for secret in secrets if any(secret in raw for raw in held)] == []


def test_the_names_of_people_cannot_be_read_without_the_keys(original: Original):
    raw = original.backup.read_bytes()
    names = json.loads(
        original.here.python(
            "import json\nfrom leeward.people.models import Person\n"
            "print(json.dumps(list(Person.objects.values_list('family_name', flat=True))))"
        )
    )
    assert len(names) > 10
    assert [name for name in names if len(name) > 4 and name.encode() in raw] == []
