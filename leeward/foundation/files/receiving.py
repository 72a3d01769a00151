"""Taking what a form sends: in memory, up to a size, so that nothing of it lies unsealed on a disk."""

import os
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler, SkipFile

from leeward.foundation.files.limits import LARGEST

MOST = LARGEST * 1024 * 1024 + 64 * 1024
"""Bytes of one file. What is beyond is read and thrown away, so that the rest of the form still arrives."""


class InMemory(FileUploadHandler):
    """Django's handler for large files writes them, readable, to /tmp; this one keeps them in an anonymous memory file.

    A file that is too large arrives empty, and its name is put into `too_large` of the request.
    """

    def new_file(self, *args: Any, **kwargs: Any) -> None:  # Any: what Django hands to each handler
        super().new_file(*args, **kwargs)
        self.file = os.fdopen(os.memfd_create("upload", os.MFD_CLOEXEC), "w+b")
        self.received = 0

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        self.received += len(raw_data)
        if self.received > MOST:
            self.file.close()
            if self.request is not None and self.field_name is not None:
                too_large(self.request).add(self.field_name)
            raise SkipFile
        self.file.write(raw_data)

    def file_complete(self, file_size: int) -> "UploadedFile[bytes]":
        self.file.seek(0)
        return UploadedFile(self.file, self.file_name, self.content_type, file_size, self.charset)


def too_large(request: Any) -> set[str]:  # Any: Django's request, which carries this one more thing
    """The names of the fields whose file was larger than anything that is taken."""
    found: set[str] = request.__dict__.setdefault("too_large", set())
    return found
