"""How askers, matters and topics are said to people."""

from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from leeward.people.help.rules import Asker, Hours, Matter, Span, Topic, Turn
from leeward.people.wording import Words

ASKERS: dict[Asker, Words] = {
    Asker.LEARNER: _("I am a learner"),
    Asker.PARENT: _("I am a parent or carer"),
    Asker.STAFF: _("I work or volunteer here"),
    Asker.EMPLOYER: _("I am an employer of learners"),
    Asker.VISITOR: _("I am somebody else"),
}
MATTERS: dict[Matter, Words] = {
    Matter.MYSELF: _("I am worried about myself"),
    Matter.SOMEONE: _("I am worried about someone else"),
    Matter.STAFF_MEMBER: _("It is about a member of staff"),
    Matter.ONLINE: _("Something online upset me or somebody"),
    Matter.CRIME: _("A crime, a nude image or a scam"),
    Matter.TECHNICAL: _("Something does not work, or a page is blocked"),
}
TURNS: dict[Turn, Words] = {
    Turn.TUTOR: _("Your tutor, assessor or mentor"),
    Turn.ANY_STAFF: _("Any member of staff you trust: they must listen and pass it on"),
    Turn.LINE_MANAGER: _("Your line manager"),
}
TOPICS: dict[Topic, Words] = {
    Topic.TALK: _("Somebody to talk to"),
    Topic.SUICIDE: _("Thoughts of suicide or of hurting yourself"),
    Topic.ABUSE: _("A child who may be harmed"),
    Topic.ONLINE_SEXUAL: _("Sexual messages or grooming online"),
    Topic.NUDES: _("A nude image or video is online, or might be"),
    Topic.BULLYING: _("Bullying"),
    Topic.HATE: _("Hate because of who somebody is"),
    Topic.EXTREMISM: _("Extremism"),
    Topic.SCAM: _("Scams, fraud and blackmail"),
    Topic.GAMBLING: _("Gambling and gaming"),
    Topic.DRUGS: _("Drugs and alcohol"),
    Topic.HOME: _("Violence or control at home"),
    Topic.HARMFUL_CONTENT: _("Harmful content that should be taken down"),
    Topic.WORK: _("Your own organisation does not keep people safe"),
}
NOTES: dict[Matter, Words] = {
    Matter.STAFF_MEMBER: _("You need not tell the person it is about, or anybody close to them."),
    Matter.ONLINE: _("Keep what you saw, but do not forward it. Block and report the account where it happened."),
    Matter.CRIME: _(
        "Do not delete anything, do not pay, and do not forward a nude image of somebody under 18: that is a crime "
        "itself. Call 101 for the police when it is not an emergency."
    ),
    Matter.TECHNICAL: _("Never give anybody your password, also not to put something right."),
}


def hours_in_words(hours: Hours) -> str:
    """Hours as people read them, a line for each span; "always" stays the word that pages look for."""
    if hours.always:
        return "always"
    return "\n".join(_span_in_words(span) for span in hours.spans)


def _span_in_words(span: Span) -> str:
    between = {"opens": f"{span.opens:%H:%M}", "closes": f"{span.closes:%H:%M}"}
    if span.first == span.last:
        return gettext("%(day)s %(opens)s to %(closes)s") % {"day": WEEKDAYS[span.first], **between}
    days = {"first": WEEKDAYS[span.first], "last": WEEKDAYS[span.last]}
    return gettext("%(first)s to %(last)s %(opens)s to %(closes)s") % {**days, **between}
