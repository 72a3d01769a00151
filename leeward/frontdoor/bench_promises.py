"""How well the reader finds promises: policies in a folder of the user's own against markings made by a person.

Beside each policy stands its marking, `NAME.csv`, made by reading before anything was tuned: one line a sentence with
the columns mark (y a duty, n none, ? doubtful, s a stem whose bullets are the duties), actor, frequency, limit,
condition, rows (the ids of requirements it answers, by spaces) and sentence. No policy and no marking is shipped.
"""

import csv
import re
from collections import Counter
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from leeward.policy.reading import read_policy_file
from leeward.policy.rules.plain_text import normal
from leeward.policy.rules.values import OfferedPromise

FIELDS = ("actor", "frequency", "limit", "condition")
_ENDINGS = (".txt", ".docx", ".pdf")


@dataclass(slots=True)
class Tally:
    """What was counted for one policy. `right` counts, for each field, the duties whose field was read as marked."""

    duties: int = 0
    found: int = 0
    offers: int = 0
    wrong: int = 0
    rows: set[str] = field(default_factory=set)
    rows_met: set[str] = field(default_factory=set)
    right: Counter[str] = field(default_factory=Counter)

    def figures(self) -> dict[str, float]:
        """The counts, and shares in per cent."""

        def share(part: int, whole: int) -> float:
            return 100 * part / whole if whole else 0.0

        told = {
            "duties": float(self.duties),
            "found_percent": share(self.found, self.duties),
            "requirements": float(len(self.rows)),
            "requirements_met_percent": share(len(self.rows_met), len(self.rows)),
            "offers": float(self.offers),
            "wrong_percent": share(self.wrong, self.offers),
        }
        return told | {f"{name}_right_percent": share(self.right[name], self.found) for name in FIELDS}


def bench_promises(folder: Path, *, on: date) -> dict[str, dict[str, float]]:
    """The figures of every marked policy in a folder, and of all together. Raises CannotRead for a bad file."""
    whole, figures = Tally(), {}
    for path in sorted(folder.iterdir()):
        marking = path.with_suffix(".csv")
        if path.suffix.lower() in _ENDINGS and marking.exists():
            with marking.open(newline="", encoding="utf-8") as file:
                marked = list(csv.DictReader(file))
            one = compare(marked, read_policy_file(path, on=on).promises, whole, path.stem)
            figures[f"promises, {path.stem}"] = one.figures()
    if figures:
        figures["promises, all together"] = whole.figures()
    return figures


def compare(marked: list[dict[str, str]], offers: tuple[OfferedPromise, ...], whole: Tally, name: str = "") -> Tally:
    """One policy's tally, added to that of the whole. A requirement is met when a sentence of its is offered."""
    left, stems, one = list(offers), {_plain(offered.stem) for offered in offers if offered.stem}, Tally()
    one.offers = len(offers)
    for line in marked:
        words = _plain(line["sentence"])
        offered = next((candidate for candidate in left if _plain(candidate.text) == words), None)
        if offered is not None:
            left.remove(offered)
        met = offered is not None or (line["mark"] == "s" and words in stems)
        rows = {f"{name} {row}".strip() for row in line["rows"].split()}
        one.rows |= rows
        if met:
            one.rows_met |= rows
        if line["mark"] == "y":
            one.duties += 1
            if offered is not None:
                one.found += 1
                one.right.update(part for part in FIELDS if _same(line[part], str(getattr(offered, part))))
        elif line["mark"] == "n" and offered is not None:
            one.wrong += 1
    one.wrong += len(left)  # what no sentence of the marking answers to
    _add(whole, one)
    return one


def _add(whole: Tally, one: Tally) -> None:
    whole.duties += one.duties
    whole.found += one.found
    whole.offers += one.offers
    whole.wrong += one.wrong
    whole.rows |= one.rows
    whole.rows_met |= one.rows_met
    whole.right.update(one.right)


def _plain(text: str) -> str:
    return re.sub(r"^\W+", "", normal(text)).lower()


def _same(marked: str, read: str) -> bool:
    """Both empty, or one in the other; "a; b" is met when both parts are there in any order."""
    wanted, found = _plain(marked), _plain(read)
    if not wanted or not found:
        return wanted == found
    return found in wanted or all(part.strip() in found for part in wanted.split(";"))
