"""What a form sends is kept in memory: nothing of it lies readable in a folder for temporary files."""

import os
import resource
import tempfile
from pathlib import Path

import pytest
from django.test import RequestFactory

from leeward.foundation.files import places, receiving
from leeward.foundation.files.receiving import InMemory, too_large


def sent(raw: bytes):
    from django.core.files.uploadedfile import SimpleUploadedFile

    request = RequestFactory().post("/", {"before": "a", "file": SimpleUploadedFile("a.jpg", raw), "after": "b"})
    request.upload_handlers = [InMemory(request)]
    return request


def test_a_file_arrives_whole_and_touches_no_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    raw = os.urandom(6_000_000)
    request = sent(raw)
    file = request.FILES["file"]
    assert file.read() == raw
    assert file.size == len(raw)
    assert str(Path(f"/proc/self/fd/{file.fileno()}").readlink()).startswith("/memfd:upload")
    assert list(tmp_path.iterdir()) == []
    request.close()  # as Django does when the answer is out
    assert file.closed


def test_a_file_that_is_too_large_is_thrown_away_and_the_rest_of_the_form_arrives(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(receiving, "MOST", 100_000)
    request = sent(b"x" * 400_000)
    assert request.FILES == {}
    assert (request.POST["before"], request.POST["after"]) == ("a", "b")
    assert too_large(request) == {"file"}


def test_a_disk_that_takes_no_more_leaves_no_half_file(settings, tmp_path: Path):
    """The limit of the system itself, not a pretended error: writing past it fails as on a full disk."""
    from uuid import uuid4

    settings.LEEWARD_HOME = tmp_path
    child = os.fork()
    if child == 0:
        import signal

        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (300_000, 300_000))
        try:
            places.write(uuid4(), b"k" * 32, [b"x" * 200_000, b"y" * 2_000_000])
        except OSError:
            os._exit(7)
        os._exit(1)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 7
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []
