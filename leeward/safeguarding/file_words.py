"""What people read about the files of a case."""

from django.utils.translation import gettext_lazy as _

from leeward.foundation.files.keeping import What

STATES = {
    "quarantined": _("In quarantine"),
    "clean": _("Scanned: nothing found"),
    "refused": _("Refused by the scan"),
    "sealed": _("Sealed"),
}
LATE = {
    "not-answering": _("The virus scanner does not answer."),
    "no-signatures": _("The virus scanner has no signatures, so nothing it says counts."),
    "old-signatures": _("The signatures of the virus scanner are too old, so nothing it says counts."),
    "refuses": _("The virus scanner does not take this file."),
    "content-gone": _("The content of this file is not as it was kept, or is missing."),
}
CUSTODY = {
    What.ADDED: _("Added"),
    What.SCANNED: _("Scanned: nothing found"),
    What.REFUSED: _("Scanned: something was found"),
    What.OPENED: _("A safe copy was opened"),
    What.ORIGINAL: _("The original was taken out"),
    What.SEALED: _("Sealed"),
    What.ASKED: _("Asked to hand it to the police"),
    What.DECLINED: _("Not to be handed out"),
    What.RELEASED: _("May be handed to the police"),
    What.HANDED_OVER: _("Handed to the police"),
    What.RESEALED: _("Sealed again after a backup was restored"),
}
CUSTODY_WORDS = {
    "why": _("Why"),
    "witness": _("Also there"),
    "found": _("Found"),
    "engine": _("Scanner"),
    "force": _("To whom"),
    "reference": _("Reference"),
}
