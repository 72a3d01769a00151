"""Which advice of the record coach an organisation wants: a switch for each kind."""

from django.utils.translation import gettext_noop

from leeward.foundation.settings_history.declared import Setting, declare
from leeward.foundation.settings_history.shapes import Switch
from leeward.safeguarding.rules.coach import Advice


def _switch(advice: Advice, label: str) -> Setting[bool]:
    return declare(Setting(f"safeguarding.coach.{advice}", label, Switch(), True))


SWITCHES = {
    Advice.INITIALS: _switch(Advice.INITIALS, gettext_noop("Record coach: initials instead of names")),
    Advice.OPINION: _switch(Advice.OPINION, gettext_noop("Record coach: opinion written as fact")),
    Advice.BLAME: _switch(Advice.BLAME, gettext_noop("Record coach: words that may blame")),
    Advice.VOICE: _switch(Advice.VOICE, gettext_noop("Record coach: missing words of the person")),
    Advice.ROLE: _switch(Advice.ROLE, gettext_noop("Record coach: a name without a role")),
    Advice.WHEN_AND_WHERE: _switch(Advice.WHEN_AND_WHERE, gettext_noop("Record coach: missing time or place")),
    Advice.ELSEWHERE: _switch(Advice.ELSEWHERE, gettext_noop("Record coach: “see e-mail”")),
    Advice.SECRECY: _switch(Advice.SECRECY, gettext_noop("Record coach: promises of secrecy")),
    Advice.ACRONYM: _switch(Advice.ACRONYM, gettext_noop("Record coach: abbreviations not written out")),
}
"""By kind of advice."""
