"""Making snapshots: the policy layer signed and put in force in the transaction that changed the policy.

The index of lists is built beforehand, outside any transaction (millions of entries take seconds), and only named here.
Files for this machine (`leeward decide`) follow through the outbox; edges fetch from the database.
"""

import base64
from dataclasses import dataclass
from datetime import datetime

from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from django.db import connection

from leeward.engine.load import (
    ListRefused,
    SnapshotRefused,
    build_index_from,
    current_version,
    has_index,
    place_index,
    prune_snapshots,
    write_snapshot,
)
from leeward.engine.web.manifest import sign, write_manifest
from leeward.filtering.folders import list_folder, snapshot_folder
from leeward.filtering.models import ListSource, PolicyState, SnapshotVersion
from leeward.filtering.queries.layer import policy_layer
from leeward.filtering.rules import next_version
from leeward.foundation.access import Actor
from leeward.foundation.act import act
from leeward.foundation.outbox.jobs import put
from leeward.foundation.outbox.messages import message
from leeward.foundation.vault.keyring import keyring

KEPT = 200
"""Snapshots whose manifests stay in the database, so that what held on a day can be shown."""


@message("filtering.snapshot-made")
@dataclass(frozen=True, slots=True)
class SnapshotMade:
    """A snapshot is in force. This machine's own files are to follow."""

    version: int


def signing_key_public() -> bytes:
    """The public key every edge verifies snapshots with: raw Ed25519, 32 bytes."""
    return keyring().signing_key("snapshot").public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)


def publish(why: str, *, now: datetime) -> int:
    """Makes a snapshot of the policy as the transaction has it; to be called at the end of an action, inside it.

    `why`: a few words for the list of versions, no names. Returns the version. Raises RuntimeError outside one.
    """
    if not connection.in_atomic_block:
        raise RuntimeError("A snapshot belongs in the transaction of the change it shows.")
    state = _locked_state()
    if not state.digest:
        _adopt(state, *_build(_lists_now()))
    version = next_version(state.version, now)
    manifest = write_manifest(version, now, state.digest, state.size, policy_layer(now))
    signature = sign(manifest, keyring().signing_key("snapshot").private_bytes_raw())
    SnapshotVersion.objects.create(
        version=version, made_at=now, digest=state.digest, why=why, manifest=manifest, signature=signature
    )
    state.version = version
    state.save()
    put(SnapshotMade(version), key=f"snapshot {version}", now=now)
    return version


def build_snapshot(*, actor: Actor, now: datetime) -> int:
    """Builds the index of all lists anew and puts it in force with the present policy. Returns the version.

    The building happens outside any transaction; should a list change meanwhile, it is built once more. Raises
    ListRefused where the files of a list are gone, OSError from the disk.
    """
    while True:
        lists = _lists_now()
        digest, size = _build(lists)
        try:
            return _put_in_force(actor, lists, digest, size, now)
        except _ListsChanged:
            continue


def write_files(told: SnapshotMade, now: datetime) -> None:
    """Puts the snapshot in force on this machine's disk, for `leeward decide`; a newer one already there stays."""
    row = SnapshotVersion.objects.filter(pk=told.version).first()
    folder = snapshot_folder()
    try:
        present = current_version(folder) or 0
    except SnapshotRefused:
        present = 0
    if row is None or present > told.version:
        return
    public = base64.b64encode(signing_key_public()).decode() + "\n"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "signing-key.pub").write_text(public)
    write_snapshot(folder, bytes(row.manifest), bytes(row.signature), signing_key=signing_key_public())
    # An edge may be fetching the former index: some are kept for it.
    prune_snapshots(folder, keep=5)
    old = SnapshotVersion.objects.order_by("-version").values_list("version", flat=True)[KEPT : KEPT + 1]
    for version in old:
        SnapshotVersion.objects.filter(version__lte=version).delete()


class _ListsChanged(Exception):
    """A list was imported or removed while the index was built."""


def _put_in_force(actor: Actor, lists: dict[str, str], digest: str, size: int, now: datetime) -> int:
    with act(actor, "filtering.build-snapshot", now=now) as entry:
        state = _locked_state()
        if _lists_now() != lists:
            raise _ListsChanged
        _adopt(state, digest, size, lists)
        version = publish("lists", now=now)
        entry.subject = f"snapshot:{version}"
        entry.details.update({"lists": len(lists), "index": digest})
    return version


def _locked_state() -> PolicyState:
    PolicyState.objects.bulk_create([PolicyState(id=1)], ignore_conflicts=True)
    return PolicyState.objects.select_for_update().get(pk=1)


def _lists_now() -> dict[str, str]:
    return dict(ListSource.objects.order_by("name").values_list("name", "folder"))


def _build(lists: dict[str, str]) -> tuple[str, int]:
    folders = [(name, list_folder() / name / folder) for name, folder in lists.items()]
    gone = [name for name, folder in folders if not folder.is_dir()]
    if gone:  # an index without them would open what they block
        raise ListRefused(
            f"the files of the lists {', '.join(gone)} are gone from LEEWARD_HOME/lists; bring them in again with "
            "`leeward lists update`, or take them out with `leeward lists remove`. The former index stays in force."
        )
    return place_index(snapshot_folder(), build_index_from(folders))


def _adopt(state: PolicyState, digest: str, size: int, lists: dict[str, str] | None = None) -> None:
    if not has_index(snapshot_folder(), digest):
        raise RuntimeError(
            "The index that was built is gone from LEEWARD_HOME/snapshots; run `leeward snapshot build`."
        )
    state.digest, state.size, state.lists = digest, size, _lists_now() if lists is None else lists
    state.save()
