"""Public helplines in the United Kingdom: whom they are for, where each fact comes from, when it was last checked.

Only what was found on the pages of those who run the line (or of the body that sends people to it) stands here. Opening
hours are left out where they have changed over the years: the NSPCC's helpline and its whistleblowing line have had at
least three sets each, so their websites are the place to look. Check every line once a year and set its date.
"""

from dataclasses import dataclass
from datetime import date

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

WRITTEN_ON = date(2026, 11, 25)


@dataclass(frozen=True, slots=True)
class Helpline:
    """Someone to call or write to. `phone` as people read it, `website` a full address; either may be empty.

    `source` is the page that says so; `checked` the day on which a copy of that page was last read, not a promise that
    the line still answers: that is for whoever runs this installation to try, once a year.
    """

    name: str | Promise
    what_for: str | Promise
    phone: str = ""
    website: str = ""
    source: str = ""
    checked: date = WRITTEN_ON

    @property
    def dial(self) -> str:
        """The number without spaces."""
        return self.phone.replace(" ", "")

    @property
    def site_name(self) -> str:
        """The address as people say it."""
        return self.website.removeprefix("https://").removeprefix("www.").rstrip("/")


HELPLINES = (
    Helpline(
        "Childline",
        _("For anyone under 19. Free, day and night, and not shown on the bill."),
        "0800 1111",
        "https://www.childline.org.uk/",
        # Its booklet "Worried? Need to talk?" adds: day and night, and never on a bill.
        source="https://www.childline.org.uk/pages/about.aspx",
    ),
    Helpline(
        "Samaritans",
        _("For anyone who is struggling or thinks of ending their life. Free, day and night."),
        "116 123",
        "https://www.samaritans.org/",
        source="https://www.samaritans.org/how-we-can-help/contact-samaritan/",
    ),
    Helpline(
        "Report Remove",
        _("Under 18, and a nude image or video of you is online or might be? Childline’s site can have it taken down."),
        "",
        "https://www.childline.org.uk/",
        source="https://learning.nspcc.org.uk/research-resources/report-remove",
    ),
    Helpline(
        "CEOP",
        _("Someone is doing sexual things to a child or young person online, or asks for them: tell the police here."),
        "",
        "https://www.ceop.police.uk/",
        source="https://www.ceopeducation.co.uk/parents/get-help/reporting-an-incident/",
    ),
    Helpline(
        "NSPCC",
        _("For adults who are worried about a child."),
        "0808 800 5000",
        "https://www.nspcc.org.uk/",
        source="https://www.nspcc.org.uk/what-you-can-do/report-abuse/",
    ),
    Helpline(
        "Whistleblowing Advice Line (NSPCC)",
        _("For people at work who think that a child is not kept safe by their own organisation."),
        "0800 028 0285",
        "https://www.nspcc.org.uk/",
        source="https://www.nspcc.org.uk/what-we-do/news-opinion/new-whistleblowing-advice-line-professionals/",
    ),
)
