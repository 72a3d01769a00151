"""What holds for every test: properties are judged by what they find, never by how long a busy machine took."""

import os

from hypothesis import HealthCheck, settings

settings.register_profile("leeward", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("soak", deadline=None, suppress_health_check=[HealthCheck.too_slow], max_examples=5_000)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "leeward"))
