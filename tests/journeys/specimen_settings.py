"""The real settings with one more page: tests.frontdoor.specimen."""

from leeward.frontdoor.settings import *  # noqa: F403

ROOT_URLCONF = "tests.frontdoor.specimen"
