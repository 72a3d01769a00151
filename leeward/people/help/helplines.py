"""Public helplines in the United Kingdom: whom they are for, where each fact comes from, when it was last checked.

Only what was found on the pages of those who run the line (or of the body that sends people to it) stands here. Opening
hours are left out where they have changed over the years or differ from page to page: then the line's own website is
the place to look. Check every line once a year and set its date.
"""

from dataclasses import dataclass
from datetime import date, time

from django.utils.translation import gettext_lazy as _

from leeward.people.help.rules import ALWAYS, UNKNOWN_HOURS, Hours, Span, Topic
from leeward.people.wording import Words

WRITTEN_ON = date(2026, 11, 25)


@dataclass(frozen=True, slots=True)
class Helpline:
    """Someone outside to call, text or write to. `phone` and `text` as people read them, `website` a full address.

    `source` is the page that says so; `checked` the day on which a copy of that page was last read, not a promise that
    the line still answers: that is for whoever runs this installation to try, once a year. `text` may hold a word to
    send ("SHOUT to 85258"). `ages` and `nations` are empty for everyone and for the whole United Kingdom.
    """

    name: Words
    what_for: Words
    phone: str = ""
    website: str = ""
    source: str = ""
    checked: date = WRITTEN_ON
    key: str = ""
    topics: tuple[Topic, ...] = ()
    text: str = ""
    hours: Hours = UNKNOWN_HOURS
    ages: Words = ""
    nations: Words = ""

    @property
    def dial(self) -> str:
        """The number without spaces."""
        return self.phone.replace(" ", "")

    @property
    def site_name(self) -> str:
        """The address as people say it."""
        return self.website.removeprefix("https://").removeprefix("www.").rstrip("/")


_ENGLAND_WALES_NI = _("England, Wales and Northern Ireland")

HELPLINES = (
    Helpline(
        "Childline",
        _("For anyone under 19. Free, day and night, and not shown on the bill."),
        "0800 1111",
        "https://www.childline.org.uk/",
        # Its booklet "Worried? Need to talk?" adds: day and night, and never on a bill.
        source="https://www.childline.org.uk/pages/about.aspx",
        key="childline",
        topics=(Topic.TALK, Topic.BULLYING, Topic.HOME),
        hours=ALWAYS,
        ages=_("under 19"),
    ),
    Helpline(
        "Samaritans",
        _("For anyone who is struggling or thinks of ending their life. Free, day and night."),
        "116 123",
        "https://www.samaritans.org/",
        source="https://www.samaritans.org/how-we-can-help/contact-samaritan/",
        key="samaritans",
        topics=(Topic.TALK, Topic.SUICIDE),
        hours=ALWAYS,
    ),
    Helpline(
        "Shout",
        _("For anyone who struggles to cope and would rather write than speak. Free, day and night."),
        "",
        "https://giveusashout.org/",
        source="https://giveusashout.org/about-us/faq",
        key="shout",
        topics=(Topic.TALK, Topic.SUICIDE),
        text="SHOUT to 85258",
        hours=ALWAYS,
    ),
    Helpline(
        "HOPELINE (Papyrus)",
        _("For young people who think of suicide, and for anybody worried about them."),
        "0800 068 4141",
        "https://www.papyrus-uk.org/",
        # The page gives 9 to midnight; newspapers of 2023 say day and night. Neither is claimed.
        source="https://www.papyrus-uk.org/hopelineuk-faqs/",
        key="papyrus",
        topics=(Topic.SUICIDE,),
        ages=_("up to 35"),
    ),
    Helpline(
        "Report Remove",
        _("Under 18, and a nude image or video of you is online or might be? Childline’s site can have it taken down."),
        "",
        "https://www.childline.org.uk/",
        source="https://learning.nspcc.org.uk/research-resources/report-remove",
        key="report-remove",
        topics=(Topic.NUDES,),
        ages=_("under 18"),
    ),
    Helpline(
        "Revenge Porn Helpline",
        _("Adults of whom intimate images are shared, or threatened to be shared, without their consent."),
        "0345 6000 459",
        "https://revengepornhelpline.org.uk/",
        source="https://swgfl.org.uk/helplines/revenge-porn-helpline/",
        key="revenge-porn",
        topics=(Topic.NUDES,),
        hours=Hours(spans=(Span(0, 4, time(10), time(16)),)),
        ages=_("18 and over"),
    ),
    Helpline(
        "CEOP",
        _("Someone is doing sexual things to a child or young person online, or asks for them: tell the police here."),
        "",
        "https://www.ceop.police.uk/",
        source="https://www.ceopeducation.co.uk/parents/get-help/reporting-an-incident/",
        key="ceop",
        topics=(Topic.ONLINE_SEXUAL,),
    ),
    Helpline(
        "Internet Watch Foundation",
        _("You saw sexual images of somebody under 18 online: report the address, without giving your name."),
        "",
        "https://www.iwf.org.uk/",
        source="https://www.iwf.org.uk/faqs/",
        key="iwf",
        topics=(Topic.ONLINE_SEXUAL, Topic.HARMFUL_CONTENT),
    ),
    Helpline(
        "Report Harmful Content",
        _("Bullying, threats, impersonation or self-harm content that a site did not take down after you reported it."),
        "",
        "https://reportharmfulcontent.com/",
        source="https://swgfl.org.uk/magazine/how-report-harmful-content-can-help-this-safer-internet-day/",
        key="report-harmful-content",
        topics=(Topic.HARMFUL_CONTENT, Topic.BULLYING),
        ages=_("13 and over"),
    ),
    Helpline(
        "True Vision",
        _("Report hate to the police: because of race, religion, disability, sexuality or gender identity."),
        "",
        "https://www.report-it.org.uk/",
        source="https://reportharmfulcontent.com/advice/other/hate-crime",
        key="true-vision",
        topics=(Topic.HATE,),
        nations=_ENGLAND_WALES_NI,
    ),
    Helpline(
        "ACT Early",
        _("You are worried that somebody is drawn into extremism. Staff tell their safeguarding lead instead."),
        "0800 011 3764",
        "https://actearly.uk/",
        source="https://actearly.uk/contact/",
        key="act-early",
        topics=(Topic.EXTREMISM,),
        # Calls outside these hours are passed on to other officers.
        hours=Hours(spans=(Span(0, 6, time(9), time(17)),)),
    ),
    Helpline(
        "Action Fraud",
        _("Report a scam, fraud or blackmail by e-mail or message. Tell your bank first if money is gone."),
        "0300 123 2040",
        "https://www.actionfraud.police.uk/",
        source="https://lancashire.police.uk/contact-us/how-do-i-report-a-crime/report-a-fraud/",
        key="action-fraud",
        topics=(Topic.SCAM,),
        nations=_ENGLAND_WALES_NI,
    ),
    Helpline(
        "National Domestic Abuse Helpline (Refuge)",
        _("For women whose partner or family hurts or controls them. Free, day and night."),
        "0808 2000 247",
        "https://www.nationaldahelpline.org.uk/",
        source="https://refuge.org.uk/news/refuge-response-to-home-secretary-announcement-of-support-for-domestic-abuse-victims",
        key="domestic-abuse",
        topics=(Topic.HOME,),
        hours=ALWAYS,
    ),
    Helpline(
        "NSPCC",
        _("For adults who are worried about a child."),
        "0808 800 5000",
        "https://www.nspcc.org.uk/",
        source="https://www.nspcc.org.uk/what-you-can-do/report-abuse/",
        key="nspcc",
        topics=(Topic.ABUSE,),
    ),
    Helpline(
        "Whistleblowing Advice Line (NSPCC)",
        _("For people at work who think that a child is not kept safe by their own organisation."),
        "0800 028 0285",
        "https://www.nspcc.org.uk/",
        source="https://www.nspcc.org.uk/what-we-do/news-opinion/new-whistleblowing-advice-line-professionals/",
        key="whistleblowing",
        topics=(Topic.WORK,),
    ),
)

_FIRST = ("childline", "samaritans", "nspcc", "whistleblowing")
TOLD_FIRST = tuple(line for line in HELPLINES if line.key in _FIRST)
"""Whom every page that must be short names: somebody to speak to, whatever it is."""
