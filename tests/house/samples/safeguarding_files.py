"""Examples of pages that need an argument. Files of cases."""

from collections.abc import Mapping

from leeward.foundation.access import SYSTEM
from leeward.foundation.files.models import StoredFile
from leeward.foundation.settings_history.actions import set_to
from leeward.safeguarding.actions.files import add_file
from leeward.safeguarding.choices import ORIGINALS
from leeward.safeguarding.demo import submission_of
from leeward.safeguarding.models import Concern
from tests.house.demo import Demo
from tests.house.samples.kind import Sample


def _open_case(demo: Demo) -> tuple[str, Mapping[str, object]]:
    return "deputy-dsl", {"ref": Concern.objects.get(submission=submission_of(4)).case.ref}


def _file(demo: Demo) -> tuple[str, Mapping[str, object]]:
    """A file in quarantine."""
    _post, found = _open_case(demo)
    ref = str(found["ref"])
    file = add_file(
        actor=demo.actor("deputy-dsl"), ref=ref, name="what was said.txt", raw=b"See you there.", now=demo.now
    )
    return "deputy-dsl", {"ref": ref, "file": file}


def _clean_file(demo: Demo) -> tuple[str, Mapping[str, object]]:
    """A file that was scanned, where originals may be taken out."""
    _post, found = _file(demo)
    set_to(ORIGINALS, True, actor=SYSTEM, why="Agreed", now=demo.now)
    StoredFile.objects.filter(pk=str(found["file"])).update(state=StoredFile.State.CLEAN, scanned_at=demo.now)
    return "deputy-dsl", found


SAMPLES: dict[str, Sample] = {
    "safeguarding:case-file-ask": _open_case,
    "safeguarding:case-file": _file,
    "safeguarding:case-file-original": _clean_file,
    "safeguarding:case-file-seal": _file,
    "safeguarding:case-file-release": _file,
}
# Adding a file leads back to the question until that is answered; its page is visited by the journey.
NOT_PAGES = frozenset({"safeguarding:case-file-add", "safeguarding:case-file-open", "safeguarding:case-file-hand-over"})
