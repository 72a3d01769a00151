"""Saying once what this installation is, and asking it later."""

from datetime import datetime

from django.conf import settings
from django.db import IntegrityError, transaction

from leeward.foundation.access import SYSTEM
from leeward.foundation.account.models import Account
from leeward.foundation.act import act
from leeward.foundation.installation.models import Installation


class InstallationRefused(Exception):
    """Demo and real data may not meet. The text says what to do."""


def installation() -> Installation | None:
    """What this installation is, or None before `leeward init` or `leeward demo`."""
    return Installation.objects.first()


def begin(kind: str, organisation: str, *, now: datetime, nation: str = "England") -> Installation:
    """Says what this installation is, once.

    Raises InstallationRefused where it is something else already, or where a demo would land among real accounts.
    """
    present = installation()
    if present is not None:
        raise InstallationRefused(
            f"This database already holds {present.organisation} ({present.kind}). "
            "Use another LEEWARD_HOME, or another LEEWARD_DATABASE_URL, for a second one."
        )
    if kind == Installation.Kind.DEMO and Account.objects.exists():
        raise InstallationRefused("There are real accounts here. Run the demo with another LEEWARD_HOME.")
    try:
        with transaction.atomic(), act(SYSTEM, "installation.begin", now=now, subject="installation") as entry:
            entry.details["kind"] = kind
            return Installation.objects.create(kind=kind, organisation=organisation, nation=nation, made_at=now)
    except IntegrityError as error:
        raise InstallationRefused("Another process is setting this installation up. Wait for it and look.") from error


def refuse_demo_on_real_data() -> None:
    """Called when processes start. Raises InstallationRefused when LEEWARD_DEMO is on where real data is present."""
    present = installation()
    if settings.LEEWARD_DEMO and present is not None and present.kind != Installation.Kind.DEMO:
        raise InstallationRefused(
            f"LEEWARD_DEMO is on, but this database holds {present.organisation} for real. Set LEEWARD_DEMO=off."
        )
