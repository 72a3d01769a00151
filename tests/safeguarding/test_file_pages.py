"""What a browser is told about a file, and what a person is told when the disk is full."""

from types import SimpleNamespace

from django.core.files.uploadedfile import SimpleUploadedFile

from leeward.foundation.files.process import Copy
from leeward.foundation.files.responses import as_download
from leeward.safeguarding.actions import files
from leeward.safeguarding.forms.files import AddFileForm
from leeward.safeguarding.views import files as pages
from tests.safeguarding.made import NOW


def test_a_copy_is_saved_and_never_run_shown_or_kept_on_the_way():
    answer = as_download(Copy('a"b\r\n.html', "image/jpeg", b"x"))
    assert answer["Content-Disposition"].startswith("attachment")
    assert "\n" not in answer["Content-Disposition"]
    assert answer["Content-Security-Policy"].startswith("sandbox; default-src 'none'")
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Cache-Control"] == "no-store"
    assert answer["Cross-Origin-Resource-Policy"] == "same-origin"


def test_a_full_disk_is_said_beside_the_file_and_nothing_was_kept(monkeypatch):
    def full(**_more: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(files, "add_file", full)
    form = AddFileForm({}, {"file": SimpleUploadedFile("a.txt", b"words")}, megabytes=10)
    assert form.is_valid()
    request = SimpleNamespace(actor=None, now=NOW)
    assert pages._added(request, "AAAA-AAAA", form) is None
    assert "no room" in str(form.errors["file"])


def test_a_file_that_was_not_even_received_is_said_to_be_too_large():
    form = AddFileForm({"said": "x"}, {}, megabytes=10, too_large=True)
    assert not form.is_valid()
    assert "too large" in str(form.errors["file"])
