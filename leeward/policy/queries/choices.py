"""What an organisation has chosen about one policy."""

from uuid import UUID

from leeward.policy.models import StatesShown


def shows_states(policy: UUID) -> bool:
    """Whether the organisation chose that the published page of a policy marks how each sentence stands."""
    latest = StatesShown.objects.filter(policy=policy).order_by("-at").first()
    return latest is not None and latest.shown
