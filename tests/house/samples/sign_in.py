"""Examples of pages that need an argument. Signing in."""

from collections.abc import Mapping
from uuid import UUID

from leeward.foundation.access import SYSTEM
from leeward.people.actions.providers import ProviderDetails, add_provider
from leeward.people.queries.providers import provider_cards
from leeward.people.sign_in_rules import ProviderKind
from tests.house.demo import Demo
from tests.house.samples.kind import Sample


def _provider(demo: Demo) -> tuple[str, Mapping[str, object]]:
    """A provider made for the look: the demonstration has none."""
    details = ProviderDetails("Campus", "client")
    for card in provider_cards():
        return "it-manager", {"provider": card.id}
    kind, issuer = ProviderKind.OTHER, "https://id.campus.example"
    made = add_provider(actor=SYSTEM, now=demo.now, kind=kind, issuer=issuer, details=details)
    return "it-manager", {"provider": made}


NOT_PAGES = frozenset(
    {
        "sign_in_provider",
        "sign_in_provider_back",
        "sign_in_provider_invited",
        "account_link_provider",
        "account_unlink_provider",
    }
)
SAMPLES: dict[str, Sample] = {
    "sign_in_provider_change": _provider,
    "account_was_this_you": lambda demo: ("stranger", {"token": "old"}),
    "account_session_end": lambda demo: ("dsl", {"session": UUID(int=1)}),
    "account_reset_password_from_key": lambda demo: ("stranger", {"uidb36": "1", "key": "old-link"}),
    "mfa_remove_webauthn": lambda demo: ("dsl", {"pk": 1}),
    "mfa_edit_webauthn": lambda demo: ("dsl", {"pk": 1}),
}
