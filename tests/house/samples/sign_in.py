"""Examples of pages that need an argument. Signing in."""

from uuid import UUID

from tests.house.samples.kind import Sample

SAMPLES: dict[str, Sample] = {
    "account_was_this_you": lambda demo: ("stranger", {"token": "old"}),
    "account_session_end": lambda demo: ("dsl", {"session": UUID(int=1)}),
    "account_reset_password_from_key": lambda demo: ("stranger", {"uidb36": "1", "key": "old-link"}),
    "mfa_remove_webauthn": lambda demo: ("dsl", {"pk": 1}),
    "mfa_edit_webauthn": lambda demo: ("dsl", {"pk": 1}),
}
