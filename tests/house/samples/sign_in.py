"""Examples of pages that need an argument. Signing in."""

from uuid import UUID

from tests.house.samples.kind import Sample

SAMPLES: dict[str, Sample] = {
    "sign_in_provider": lambda demo: ("stranger", {"provider": UUID(int=1)}),
    "sign_in_provider_back": lambda demo: ("stranger", {"provider": UUID(int=1)}),
    "sign_in_provider_invited": lambda demo: ("stranger", {"provider": UUID(int=1)}),
    "sign_in_provider_change": lambda demo: ("it-manager", {"provider": UUID(int=1)}),
    "account_link_provider": lambda demo: ("dsl", {"provider": UUID(int=1)}),
    "account_unlink_provider": lambda demo: ("dsl", {"provider": UUID(int=1)}),
    "account_was_this_you": lambda demo: ("stranger", {"token": "old"}),
    "account_session_end": lambda demo: ("dsl", {"session": UUID(int=1)}),
    "account_reset_password_from_key": lambda demo: ("stranger", {"uidb36": "1", "key": "old-link"}),
    "mfa_remove_webauthn": lambda demo: ("dsl", {"pk": 1}),
    "mfa_edit_webauthn": lambda demo: ("dsl", {"pk": 1}),
}
