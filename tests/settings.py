"""Settings for the tests: keys of their own, a database in memory or the one LEEWARD_DATABASE_URL names."""

import os
import tempfile
from pathlib import Path

from leeward.foundation.vault import keyring_files

_home = Path(tempfile.mkdtemp(prefix="leeward-tests-"))
keyring_files.make(_home / "keys")
(_home / "static").mkdir()
os.environ["LEEWARD_HOME"] = str(_home)
os.environ["LEEWARD_KEYS"] = str(_home / "keys")
os.environ.setdefault("LEEWARD_DATABASE_URL", f"sqlite:///{_home / 'tests.sqlite3'}")

from leeward.frontdoor.settings import *  # noqa: E402, F403

EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
ALLOWED_HOSTS = ["testserver", "127.0.0.1", "localhost"]
LEEWARD_SECOND_STEP: list[str] = []  # tests of the second step demand it themselves
