"""Style sheets and scripts as they are sent: under an address that changes with the file, and compressed beforehand."""

from django.core.management import call_command
from whitenoise.storage import CompressedManifestStaticFilesStorage


class Files(CompressedManifestStaticFilesStorage):  # type: ignore[misc]  # whitenoise has no types
    """Each file twice in LEEWARD_HOME/static, as it is and gzipped, with a fingerprint of its contents in its name.

    Browsers may keep such a file for a year. Before anything was collected (in tests, or where the folder could not be
    written) files go out under their plain names, for a minute each, so that no page ever loses its style.
    """

    # leeward.js imports govuk.js, which has a fingerprint too.
    support_js_module_import_aggregation = True

    def stored_name(self, name: str) -> str:
        """The name with its fingerprint, or the plain one while there is no list of them."""
        return str(super().stored_name(name)) if self.hashed_files else name


def collect() -> None:
    """Puts every style sheet and script in its place, beside those an older version left for pages still open.

    Raises OSError where LEEWARD_HOME cannot be written.
    """
    call_command("collectstatic", interactive=False, verbosity=0)
