"""What connections to identity providers plug in; called by `wiring`."""

import leeward.people.connection_settings
import leeward.people.import_settings  # noqa: F401  # these declare their settings
from leeward.foundation.approvals import kinds
from leeward.foundation.outbox.messages import listen
from leeward.people.actions.group_posts import GROUP_POST
from leeward.people.actions.provisioned_groups import group_changed
from leeward.people.told import GroupChanged


def wire() -> None:
    """Makes requests for posts known, and hears of members who came or went."""
    kinds.declare(GROUP_POST)
    listen(GroupChanged, "people.classes-by-group", group_changed)
