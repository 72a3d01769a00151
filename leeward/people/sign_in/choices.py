"""What an organisation may choose about signing in, with the safe choice as the default."""

from collections.abc import Sequence
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from leeward.foundation.settings_history.declared import Setting, declare
from leeward.foundation.settings_history.scopes import Scope
from leeward.foundation.settings_history.shapes import Switch, Whole

CONFIRM_LEAST = 5
"""Minutes. Asking more often would teach people to type passwords without thinking."""


def _longer(old: int, new: int, scope: Scope, now: datetime) -> Sequence[str]:
    if new <= old:
        return ()
    return [
        _("Somebody at an unlocked screen could open cases for up to %(minutes)d minutes.") % {"minutes": new},
    ]


CONFIRM_MINUTES = declare(
    Setting(
        "people.confirm-minutes",
        gettext_noop("How long “it is you” counts before cases, exports, posts and keys ask once more"),
        Whole(CONFIRM_LEAST, 12 * 60),
        60,
        unit=gettext_noop("minutes"),
        source=gettext_noop(
            "This product's own limit. GitHub's sudo mode lasts two hours and is lengthened by use; records of people "
            "who may be in danger are worth half of it, and use does not lengthen it"
        ),
        preview=_longer,
    )
)


def _whoever_runs_it(old: bool, new: bool, scope: Scope, now: datetime) -> Sequence[str]:
    if not new:
        return ()
    return [_("Whoever runs the identity provider could sign in as somebody who reads cases, and open them.")]


TRUST_PROVIDERS = declare(
    Setting(
        "people.trust-provider-second-step",
        gettext_noop("An identity provider’s word that a second step was made counts for posts that demand one"),
        Switch(),
        False,
        source=gettext_noop("This product's own rule: who runs the systems never reads the cases"),
        preview=_whoever_runs_it,
    )
)
