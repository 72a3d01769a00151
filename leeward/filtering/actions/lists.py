"""Bringing in lists of addresses: imported beside the former ones, in force once the index of all is built."""

import secrets
import shutil
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.utils.text import slugify

from leeward.engine.load.builtin import NAME as BUILTIN
from leeward.engine.load.lists import Imported, ListFormat, ListRefused, Progress, guess_format, import_list
from leeward.engine.web.values import Reason
from leeward.filtering.actions.policy import CHANGE, begin_policy, must, note
from leeward.filtering.actions.snapshots import build_snapshot
from leeward.filtering.folders import list_folder
from leeward.filtering.models import Category, ListSource
from leeward.foundation.access import Actor
from leeward.foundation.act import act


@dataclass(frozen=True, slots=True)
class Brought:
    """What came of bringing in a list: the counts, categories met for the first time, and the snapshot with it."""

    imported: Imported
    new_categories: tuple[str, ...]
    version: int


def bring_list(
    *,
    actor: Actor,
    name: str,
    source: Path,
    now: datetime,
    form: ListFormat | None = None,
    category: str = "",
    licence: str = "",
    described: str = "",
    progress: Progress = lambda done, total: None,
) -> Brought:
    """Imports a list, in the place of a former one of that name, builds the index and puts it in force.

    Categories the policy does not know are added, allowed for every group and with the reason productivity, until
    someone decides about them. Raises NotPermitted, ListRefused (nothing has changed then), OSError.
    """
    must(actor, CHANGE)
    name = slugify(name)[:40]
    if not name or name == BUILTIN:
        raise ListRefused("give the list a name of letters and figures; the name leeward is taken by the built-in list")
    begin_policy(actor=actor, now=now)
    form = form or guess_format(source)
    folder = f"{now:%Y%m%dT%H%M%S}-{secrets.token_hex(4)}"
    place = list_folder() / name
    imported = import_list(source, place / folder, form, category, progress)
    try:
        new = _take(actor, name, folder, imported, form, category, licence, described or str(source), now)
    except BaseException:
        shutil.rmtree(place / folder, ignore_errors=True)
        raise
    version = build_snapshot(actor=actor, now=now)
    _tidy(place, folder)
    return Brought(imported, new, version)


def remove_list(*, actor: Actor, name: str, now: datetime) -> int:
    """Takes a list out of force. Returns the snapshot without it. Raises NotPermitted, LookupError."""
    must(actor, CHANGE)
    row = ListSource.objects.filter(name=name).first()
    if row is None:
        raise LookupError(name)
    with act(actor, "filtering.remove-list", now=now, subject=f"list:{name}"):
        row.delete()
        note(actor, "list", name, "", "", "", now)
    version = build_snapshot(actor=actor, now=now)
    shutil.rmtree(list_folder() / name, ignore_errors=True)
    return version


def _take(
    actor: Actor,
    name: str,
    folder: str,
    imported: Imported,
    form: ListFormat,
    category: str,
    licence: str,
    described: str,
    now: datetime,
) -> tuple[str, ...]:
    with act(actor, "filtering.import-list", now=now, subject=f"list:{name}") as entry:
        former = ListSource.objects.filter(name=name).first()
        ListSource.objects.update_or_create(
            name=name,
            defaults={
                "format": form.value,
                "category": category,
                "source": described[:500],
                "licence": licence or (former.licence if former else ""),
                "folder": folder,
                "imported_at": now,
                "counts": imported.entries,
                "lines": imported.lines,
                "bad": imported.bad,
                "bad_lines": [[place, bad.number, bad.text, bad.why] for place, bad in imported.bad_lines],
            },
        )
        new = tuple(_new_categories(imported))
        before = f"{sum(former.counts.values()):,}" if former else ""
        note(actor, "list", name, before, f"{imported.total:,}", "", now)
        entry.details.update({"entries": imported.total, "bad": imported.bad, "new-categories": len(new)})
    return new


def _new_categories(imported: Imported) -> list[str]:
    known = set(Category.objects.values_list("name", flat=True))
    new = sorted(set(imported.entries) - known)
    Category.objects.bulk_create(
        [
            Category(name=name, title=name.replace("-", " ").capitalize(), reason=Reason.PRODUCTIVITY.value)
            for name in new
        ]
    )
    return new


def _tidy(place: Path, keep: str) -> None:
    """Removes former imports of a list, now that no index is built from them any more."""
    for former in place.iterdir():
        if former.name != keep:
            shutil.rmtree(former, ignore_errors=True)
