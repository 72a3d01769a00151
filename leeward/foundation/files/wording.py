"""What people read about a file that is not taken: why, and what to do instead."""

from django.utils.translation import gettext_lazy as _

from leeward.foundation.files.kinds import Kind, Unwelcome

KINDS = {
    Kind.JPEG: _("picture (JPEG)"),
    Kind.PNG: _("picture (PNG)"),
    Kind.GIF: _("picture (GIF)"),
    Kind.WEBP: _("picture (WebP)"),
    Kind.PDF: _("PDF"),
    Kind.TEXT: _("plain text"),
    Kind.EMAIL: _("saved e-mail"),
    Kind.WORD: _("Word document"),
    Kind.SHEET: _("Excel workbook"),
    Kind.WRITER: _("OpenDocument text"),
}

WHY_NOT = {
    Unwelcome.EMPTY: _("The file is empty. Choose it again."),
    Unwelcome.TOO_LARGE: _("The file is too large. Send a smaller copy, or only the pages that matter."),
    Unwelcome.TOO_MANY: _("There are as many files here as are allowed. Ask IT to allow more."),
    Unwelcome.ARCHIVE: _("Packed files cannot be looked into safely. Unpack it, and send what is inside one by one."),
    Unwelcome.DRAWING: _("A drawing of this kind (SVG) can hold a program. Send a picture of it instead."),
    Unwelcome.PAGE: _("A saved web page can hold a program. Print it to a PDF, or send a picture of the screen."),
    Unwelcome.PROGRAM: _("This is a program. Programs are not taken here."),
    Unwelcome.MACROS: _("This document holds macros, which are programs. Save it as .docx or .xlsx, or as PDF."),
    Unwelcome.LOCKED: _("This file needs a password. Save a copy without a password, and send that."),
    Unwelcome.OLD_OFFICE: _("This old kind of document can hold a program. Save it as .docx, .xlsx or PDF."),
    Unwelcome.HEIC: _(
        "Pictures of this kind (HEIC) cannot be opened here. On the phone, send it as JPEG: an iPhone does so with "
        "Settings, Camera, Formats, “Most Compatible”."
    ),
    Unwelcome.FILM: _("Films and recordings are not taken here. Say in words what they show, and keep the device."),
    Unwelcome.TWO_KINDS: _("This file is two kinds of file at once, as files made to cheat are. Send a new copy."),
    Unwelcome.TOO_DEEP: _("This file would unfold to far more than it should. Send it as PDF, or in parts."),
    Unwelcome.TOO_MANY_PIXELS: _("This picture has too many points. Send a smaller copy of it."),
    Unwelcome.TOO_MANY_PAGES: _("This document has too many pages. Send it in parts."),
    Unwelcome.DAMAGED: _("The file is damaged or cut short. Save it again, and send the new copy."),
    Unwelcome.UNKNOWN: _(
        "This kind of file is not taken. Send a picture (JPEG, PNG, GIF, WebP), a PDF, plain text, a saved e-mail "
        "(.eml), or .docx, .xlsx, .odt."
    ),
}
