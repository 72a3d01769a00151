"""The words people see for what the code calls by short names."""

from enum import StrEnum

from django.utils.functional import lazy
from django.utils.translation import gettext_lazy as _

from leeward.foundation.holders import post_alias
from leeward.people.rules import Post
from leeward.safeguarding.rules.lifecycle import Missing, Outcome, Progress, State
from leeward.safeguarding.rules.pack import Kind
from leeward.safeguarding.rules.persons import Role
from leeward.safeguarding.rules.precision import Precision
from leeward.safeguarding.rules.routing import Why
from leeward.safeguarding.rules.telling import About, Close, Contact, Source


def say(words: dict[StrEnum, object]) -> None:
    """Keyed by class and value: two enumerations may share a value."""
    for member, text in words.items():
        _WORDS[type(member), str(member)] = text


_WORDS: dict[tuple[type, str], object] = {}


def label(member: object) -> str:
    """The words for a member of one of the enumerations of this room."""
    return str(_WORDS.get((type(member), str(member)), member))


label_later = lazy(label, str)
"""The same for what is declared once and shown in many languages: put into words when it is shown."""


say(
    {
        State.RECEIVED: _("Received"),
        State.ACKNOWLEDGED: _("Acknowledged"),
        State.OPEN: _("Being worked on"),
        State.CLOSED: _("Closed"),
    }
)
say(
    {
        Progress.RECEIVED: _("Received"),
        Progress.READ: _("Read by the person it went to"),
        Progress.WORKED_ON: _("Being worked on"),
        Progress.CLOSED: _("Closed"),
    }
)
say(
    {
        Missing.WRONG_STATE: _("The case is not at that point. Go back to it and look at its state."),
        Missing.NOT_READ: _("Open and read the case before you acknowledge it."),
        Missing.REASON: _("Give the reason."),
        Missing.SUMMARY: _("Write a summary that somebody who was not there understands."),
        Missing.FOLLOWED_UP: _("Say how it was followed up and resolved."),
        Missing.OUTCOME: _("Choose the outcome."),
        Missing.DECISION: _("Record at least one decision with its reason before you close."),
        Missing.OPEN_ACTION: _("Finish every action before you close."),
    }
)
say(
    {
        Outcome.RESOLVED: _("Resolved"),
        Outcome.SUPPORT_CONTINUES: _("Resolved, support continues elsewhere"),
        Outcome.REFERRED: _("Passed to another organisation"),
        Outcome.NO_FURTHER_ACTION: _("No further action"),
        Outcome.NOT_SAFEGUARDING: _("Not a safeguarding matter"),
    }
)
say(
    {
        Role.ABOUT: _("It is about them"),
        Role.HARMED: _("Harmed, or may be"),
        Role.MAY_HAVE_CAUSED_HARM: _("May have caused harm"),
        Role.WITNESS: _("Saw or heard something"),
        Role.REPORTER: _("Told us"),
        Role.FAMILY: _("Family of somebody in it"),
        Role.CLOSE: _("Close to somebody in it"),
    }
)
say(
    {
        Why.SUBJECT: _("the concern is, or may be, about them"),
        Why.CLOSE: _("somebody in it is close to them"),
        Why.NAMED: _("the account names them"),
        Why.FLAGGED: _("whoever reported it pointed at them"),
        Why.CIRCLE: _("they work closely with somebody it is about"),
        Why.RECUSED: _("they stepped back"),
    }
)
say(
    {
        Kind.ENFORCED: _("The software sees to it."),
        Kind.PROMPTED: _("The software asks or reminds."),
        Kind.FORBIDDEN: _("The software has no way to do what is forbidden."),
    }
)
say(
    {
        Precision.MINUTE: _("The time is known"),
        Precision.DAY: _("Only the day is known"),
        Precision.MONTH: _("Only the month is known"),
        Precision.UNKNOWN: _("It is not known when"),
    }
)
say(
    {
        Source.PUBLIC_FORM: _("the report page"),
        Source.STAFF_FORM: _("the staff form"),
        Source.ON_BEHALF: _("the staff form, for somebody else"),
        Source.MONITORING: _("a finding of the monitoring"),
    }
)
say(
    {
        About.MYSELF: _("Myself"),
        About.LEARNER: _("Another learner"),
        About.STAFF: _("A member of staff, or somebody else who works here"),
        About.SOMEONE_ELSE: _("Somebody else"),
        About.NOT_SURE: _("I am not sure"),
    }
)
say(
    {
        Close.NO: _("No"),
        Close.YES: _("Yes"),
        Close.NOT_SURE: _("I do not know"),
    }
)
say(
    {
        Contact.ONLY_HERE: _("Only here, with my six words"),
        Contact.PHONE: _("By telephone"),
        Contact.EMAIL: _("By e-mail"),
        Contact.IN_PERSON: _("In person"),
    }
)
say(
    {
        Post.DSL: _("designated safeguarding lead"),
        Post.MANAGING_DIRECTOR: _("managing director"),
        Post.CHAIR: _("chair of the board"),
    }
)


def post_label(post: Post, *, deputy: bool) -> str:
    """A post as this organisation calls it, with "deputy" where it is one."""
    name = post_alias(post) or label(post)
    return str(_("deputy %(post)s") % {"post": name}) if deputy else name
