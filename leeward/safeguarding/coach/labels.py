"""What the record coach says, in words."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from leeward.safeguarding.rules.coach import Advice

TITLES: dict[Advice, Promise] = {
    Advice.INITIALS: _("Initials instead of a name"),
    Advice.OPINION: _("A judgement written as if it were a fact"),
    Advice.BLAME: _("Words that may blame the person harmed"),
    Advice.VOICE: _("The person’s own words are missing"),
    Advice.ROLE: _("Who is this? Their part is not said"),
    Advice.WHEN_AND_WHERE: _("When or where it happened is not said"),
    Advice.ELSEWHERE: _("The text points to something kept elsewhere"),
    Advice.SECRECY: _("A promise of secrecy"),
    Advice.ACRONYM: _("An abbreviation that is not written out"),
}
BETTER: dict[Advice, Promise] = {
    Advice.INITIALS: _("Write the full name: in five years nobody will know who it was."),
    Advice.VOICE: _("If you remember them, write the words as they were said, in quotation marks."),
    Advice.ROLE: _("Add what they are here: tutor, mother, social worker."),
    Advice.WHEN_AND_WHERE: _("Add the day, the time and the place, as well as they are known."),
    Advice.SECRECY: _(
        "Nobody may promise this. If it was said, keep it in the record, tell the person who knows now, and say why."
    ),
    Advice.ACRONYM: _("Write it out once, with the abbreviation in brackets."),
}
