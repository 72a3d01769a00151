"""What an organisation may choose about signing in, with the safe choice as the default."""

from collections.abc import Sequence
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from leeward.foundation.holders import known_posts
from leeward.foundation.settings_history.declared import Setting, declare
from leeward.foundation.settings_history.scopes import Scope
from leeward.foundation.settings_history.shapes import Names, SettingError, Switch, Whole

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


def _posts_there_are(new: tuple[str, ...], scope: Scope, now: datetime) -> None:
    for name in new:
        if name not in known_posts():
            raise SettingError(
                _("%(name)s is no post here. Choose from: %(posts)s.")
                % {"name": name[:60], "posts": ", ".join(known_posts())}
            )


def _let_off(old: tuple[str, ...], new: tuple[str, ...], scope: Scope, now: datetime) -> Sequence[str]:
    return [
        _("A password alone would open everything %(post)s may open.") % {"post": name}
        for name in old
        if name not in new
    ]


SECOND_STEP_POSTS = declare(
    Setting(
        "people.second-step-posts",
        gettext_noop("Posts whose holders and deputies must add a passkey or an authenticator app first"),
        Names(least=0),
        ("dsl", "managing-director", "chair", "it-manager", "information-security-manager", "hr"),
        source=gettext_noop("NCSC, Multi-factor authentication for your corporate online services"),
        year=2024,
        unverified=True,
        help=gettext_noop("Keys of posts, own ones too, separated by commas."),
        preview=_let_off,
        fits=_posts_there_are,
    )
)
