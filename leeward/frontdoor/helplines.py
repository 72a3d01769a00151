"""Public helplines in the United Kingdom, as their own websites give them. Check the numbers once a year."""

from dataclasses import dataclass
from datetime import date

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True, slots=True)
class Helpline:
    """Someone to call or write to. `phone` as people read it, `website` a full address; either may be empty."""

    name: str | Promise
    what_for: str | Promise
    phone: str = ""
    website: str = ""

    @property
    def dial(self) -> str:
        """The number without spaces."""
        return self.phone.replace(" ", "")

    @property
    def site_name(self) -> str:
        """The address as people say it."""
        return self.website.removeprefix("https://").removeprefix("www.").rstrip("/")


WRITTEN_ON = date(2026, 11, 25)
HELPLINES = (
    Helpline(
        "Childline",
        _("For anyone under 19. Free, day and night, and not shown on the bill."),
        "0800 1111",
        "https://www.childline.org.uk/",
    ),
    Helpline(
        "Samaritans",
        _("For anyone who is struggling or thinks of ending their life. Free, day and night."),
        "116 123",
        "https://www.samaritans.org/",
    ),
    Helpline(
        "Report Remove",
        _("If you are under 18 and a nude image or video of you is online, or might be: have it taken down."),
        "",
        "https://www.childline.org.uk/remove/",
    ),
    Helpline(
        "CEOP",
        _("Someone is doing sexual things to a child or young person online, or asks for them: tell the police here."),
        "",
        "https://www.ceop.police.uk/",
    ),
    Helpline("NSPCC", _("For adults who are worried about a child."), "0808 800 5000", "https://www.nspcc.org.uk/"),
    Helpline(
        "Whistleblowing Advice Line (NSPCC)",
        _("For people at work who think that a child is not kept safe by their own organisation."),
        "0800 028 0285",
        "https://www.nspcc.org.uk/",
    ),
)
