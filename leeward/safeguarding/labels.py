"""The words people see for what the code calls by short names."""

from enum import StrEnum

from django.utils.functional import lazy
from django.utils.translation import gettext_lazy as _

from leeward.foundation.holders import post_alias
from leeward.people.queries import post_name
from leeward.people.rules import Post
from leeward.safeguarding.rules.chronology import From
from leeward.safeguarding.rules.closing import Settles
from leeward.safeguarding.rules.disclosures import Asker, Stage
from leeward.safeguarding.rules.entries import EntryKind, KnownFrom
from leeward.safeguarding.rules.kinds import CaseKind
from leeward.safeguarding.rules.lifecycle import Missing, Outcome, Progress, State
from leeward.safeguarding.rules.pack import Kind
from leeward.safeguarding.rules.patterns import Same
from leeward.safeguarding.rules.persons import Role
from leeward.safeguarding.rules.plans import PlanState, Verdict
from leeward.safeguarding.rules.precision import Precision
from leeward.safeguarding.rules.proof import Found
from leeward.safeguarding.rules.redaction import Code
from leeward.safeguarding.rules.retention import Stands
from leeward.safeguarding.rules.routing import ROUTE_POSTS, Why
from leeward.safeguarding.rules.security_half import Happened, Need, System
from leeward.safeguarding.rules.telling import About, CameBy, Close, Contact, Known, Source, Worry
from leeward.safeguarding.rules.transfer import Refusal


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
        State.TRIAGED: _("Looked at"),
        State.OPEN: _("Being worked on"),
        State.MONITORING: _("Watched"),
        State.SECOND_READER: _("Waits for a second reader"),
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
        Missing.LESSONS: _("Say what was learnt from it. If nothing was, say why."),
        Missing.STALE: _(
            "Somebody changed the case while you wrote. Nothing is lost: look at what is new in another window, "
            "then send this again."
        ),
        Missing.SAFE_NOW: _("Say what was done to make everybody safe, or why nothing had to be."),
        Missing.SEVERITY: _("Choose how grave it is."),
        Missing.KINDS: _("Choose at least one kind."),
        Missing.OWNER: _("Choose somebody who may read the case."),
        Missing.TRIAGE: _("Have a first look: how grave it is, of which kind, and who leads"),
        Missing.PROCEDURE: _("Go through the procedure it calls for"),
        Missing.PARENTS: _("Decide whether parents or guardians are told"),
        Missing.EMPLOYER: _("Decide whether the employer is told"),
        Missing.LADO: _("Tell the designated officer (LADO), or decide why not"),
        Missing.POLICE: _("Tell the police and keep their reference, or decide why not"),
        Missing.CONDUCT: _("Decide whether it goes to the procedure for conduct"),
        Missing.CONDUCT_OUTCOME: _("Keep the outcome of the procedure for conduct"),
        Missing.NEEDS_HARMED: _("Write down what whoever was harmed needs"),
        Missing.NEEDS_BYSTANDERS: _("Write down what bystanders need"),
        Missing.NEEDS_ORGANISATION: _("Write down what the organisation needs"),
        Missing.OPEN_PLAN: _("A support plan still runs: review it until the problem has stayed solved"),
        Missing.OPEN_CHECK_IN: _("A check-in is still to be done"),
        Missing.NOTHING_DATED: _("Set an action with a date first: what is only watched is forgotten."),
        Missing.SAME_PERSON: _("You asked for the case to be closed: somebody else must read it."),
        Missing.TOO_SOON: _("The time to look back has not come: whether it has stayed solved shows only then."),
        Missing.NEEDS: _("Say what they need."),
        Missing.STEPS: _("Say what is done, and by whom."),
        Missing.WHAT_CAME: _("Say how it is, in their words where you can."),
        Missing.OTHER_CASE: _("Enter the reference of another case that you may read, such as K7QF-3MXD."),
        Missing.ONLY_CONCERN: _("It is the only concern of this case: there is nothing to split."),
        Missing.REFERENCE: _("Enter the reference, or whom you spoke to."),
    }
)
say(
    {
        CaseKind.ABUSE: _("Abuse or neglect"),
        CaseKind.NUDES: _("Nude or semi-nude pictures"),
        CaseKind.SEXUAL_HARM: _("Sexual violence or harassment"),
        CaseKind.BULLYING: _("Bullying or harassment"),
        CaseKind.ONLINE_CONTACT: _("Contact with strangers, or grooming"),
        CaseKind.SELF_HARM: _("Self-harm, or how somebody feels"),
        CaseKind.EXTREMISM: _("Extremism"),
        CaseKind.ADULT_AT_RISK: _("An adult at risk"),
        CaseKind.FGM: _("Female genital mutilation"),
        CaseKind.STAFF_ALLEGATION: _("Allegation against somebody who works here"),
        CaseKind.LOW_LEVEL: _("Low-level concern about somebody who works here"),
        CaseKind.MISCONDUCT: _("Conduct against our rules"),
        CaseKind.COMPUTER_MISUSE: _("Computer misuse or hacking"),
        CaseKind.IDENTITY_TAKEN: _("Somebody’s digital identity taken"),
        CaseKind.OTHER: _("Something else"),
    }
)
say(
    {
        Settles.TOLD: _("They are told"),
        Settles.NOT_TOLD: _("They are not told"),
        Settles.LEARNER_CODE: _("It goes to the code of conduct of learners"),
        Settles.STAFF_CODE: _("It goes to the code of conduct of staff"),
        Settles.NOT_REFERRED: _("It goes to no such procedure"),
        Settles.ENDED: _("That procedure has ended"),
        Settles.NOT_NEEDED: _("It is not needed here"),
    }
)
say(
    {
        PlanState.RUNNING: _("Runs"),
        PlanState.LOOKING_BACK: _("Solved; waits for the look back"),
        PlanState.ENDED: _("Stayed solved"),
    }
)
say(
    {
        Verdict.GOES_ON: _("It goes on"),
        Verdict.SOLVED: _("It is solved: look back later whether it stays so"),
        Verdict.STAYED_SOLVED: _("It has stayed solved: the plan ends"),
        Verdict.CAME_BACK: _("It came back: the plan goes on"),
    }
)
say(
    {
        EntryKind.NOTE: _("A note"),
        EntryKind.CALL: _("A telephone call"),
        EntryKind.MEETING: _("A meeting"),
        EntryKind.MESSAGE: _("A letter or message"),
        EntryKind.OBSERVATION: _("Something seen or heard"),
        EntryKind.AGENCY: _("Contact with an agency"),
        EntryKind.FAMILY: _("Contact with the family"),
    }
)
say(
    {
        KnownFrom.SEEN: _("I saw or heard it"),
        KnownFrom.TOLD: _("Somebody told me"),
        KnownFrom.RECORD: _("From a record"),
    }
)
say(
    {
        From.CONCERN: _("Concern"),
        From.ENTRY: _("Line"),
        From.DECISION: _("Decision"),
        From.ACTION: _("Action"),
        From.DUTY: _("Duty"),
        From.MESSAGE: _("Message"),
        From.STATE: _("State"),
        From.PLAN: _("Support plan"),
        From.CHECK_IN: _("Check-in"),
    }
)
say(
    {
        Same.PERSON: _("the same person"),
        Same.LOW_LEVEL: _("low-level concerns about the same person"),
        Same.PLACE: _("the same place"),
        Same.HANDLE: _("the same name online"),
        Same.EMPLOYER: _("the same employer"),
    }
)
say(
    {
        Outcome.RESOLVED: _("Resolved"),
        Outcome.SUPPORT_CONTINUES: _("Resolved, support continues elsewhere"),
        Outcome.REFERRED: _("Passed to another organisation"),
        Outcome.NO_FURTHER_ACTION: _("No further action"),
        Outcome.NOT_SAFEGUARDING: _("Not a safeguarding matter"),
        Outcome.JOINED: _("Joined with another case"),
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
        Source.TRANSFER: _("a record another setting sent"),
        Source.POST_ONLINE: _("the form for worrying posts"),
        Source.FROM_IT: _("the form for those who run the systems"),
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
        CameBy.TELEPHONE: _("A telephone call"),
        CameBy.LETTER: _("A letter"),
        CameBy.POST: _("A note handed in or left"),
        CameBy.EMAIL: _("An e-mail"),
        CameBy.MESSAGE: _("A message in a chat or an app"),
        CameBy.IN_PERSON: _("They told me in person"),
        CameBy.OTHER: _("Another way"),
    }
)
say(
    {
        Worry.ISOLATING: _("It may isolate or endanger somebody young or vulnerable"),
        Worry.RISKY: _("It shows or invites to something risky"),
        Worry.EXTREME: _("It may promote extreme views or hatred"),
        Worry.OTHER: _("Something else"),
    }
)
say(
    {
        Known.YES: _("Yes"),
        Known.NO: _("No"),
        Known.NOT_KNOWN: _("I do not know"),
    }
)
say(
    {
        Happened.IDENTITY_TAKEN: _("An account or somebody’s identity was taken over"),
        Happened.HACKING: _("Somebody got in who may not"),
        Happened.MALWARE: _("Malware on a device"),
        Happened.PHISHING: _("A message that asks for passwords or money"),
        Happened.LOST_DEVICE: _("A device is lost or stolen"),
        Happened.ACCOUNT_SHARED: _("A password is known to others"),
    }
)
say(
    {
        System.EMAIL: _("E-mail"),
        System.LEARNING_PLATFORM: _("The learning platform"),
        System.NETWORK: _("The network or Wi-Fi"),
        System.OUR_DEVICE: _("A device of ours"),
        System.OWN_DEVICE: _("Somebody’s own device"),
        System.SOCIAL_MEDIA: _("A social media account"),
        System.OTHER: _("Something else"),
    }
)
say(
    {
        Need.RESET: _("New passwords"),
        Need.END_SESSIONS: _("Sign everybody else out of the account"),
        Need.KEEP_LOGS: _("Keep the logs, change nothing in them"),
        Need.ISOLATE: _("Take a device off the network"),
        Need.BLOCK: _("Block a sender, site or account"),
        Need.ADVICE: _("Advice: ring the safeguarding lead"),
    }
)
say(
    {
        Found.SAME: _("The same, with the case and without it"),
        Found.SHUT: _("Shut to them, whatever there is"),
        Found.DIFFERS: _("Differs because of the case"),
        Found.SHOWS: _("Shows the case"),
        Found.UNSTEADY: _("Changes each time anyway, so it could not be compared; the case is not named in it"),
        Found.FAILED: _("Could not be opened here, so it was not compared"),
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
        Refusal.NOT_A_PACK: _("This is not a sealed record. Choose the file as you got it."),
        Refusal.WRONG_WORDS: _("These are not its words, or it was changed on its way. Check each word."),
        Refusal.TOO_LARGE: _("This is larger than a record can be. Ask the sender for it in parts."),
        Refusal.BROKEN: _("What is inside is damaged. Ask the sender for it again."),
        Refusal.UNSAFE_NAME: _("A file in it has a name that is not allowed. Ask the sender how it was made."),
        Refusal.COMPRESSED: _("A file in it is compressed, which a record never is. Ask the sender how it was made."),
        Refusal.UNKNOWN_SCHEMA: _(
            "It was made by a version this one does not know. Ask the sender, or bring yours up to date."
        ),
        Refusal.MISSING: _("A file that belongs to it is missing. Ask the sender for it again."),
        Refusal.NOT_LISTED: _("There is a file in it that its list does not name. Ask the sender for it again."),
        Refusal.WRONG_HASH: _("A file in it is not as its list says. Ask the sender for it again."),
        Refusal.NOT_A_RECORD: _("The record in it cannot be read. Ask the sender for it on paper."),
    }
)
say(
    {
        Asker.POLICE: _("The police"),
        Asker.AUTHORITY: _("Social care, the designated officer, or another authority"),
        Asker.COURT: _("A court, with an order"),
        Asker.SETTING: _("Another school, college or provider"),
        Asker.THEMSELVES: _("The person it is about, for their own data"),
        Asker.PARENT: _("A parent or guardian"),
        Asker.LEARNING: _("Nobody outside: a version without names, to learn from"),
    }
)
say(
    {
        Stage.DRAFT: _("Passages are being read"),
        Stage.CONFIRMED: _("Every passage was read"),
        Stage.ASKED: _("Waits for a second person"),
        Stage.APPROVED: _("Approved: it may be released"),
        Stage.REFUSED: _("Not approved"),
        Stage.RELEASED: _("Released"),
    }
)
say(
    {
        Code.NOT_NEEDED: _("It is not needed for what was asked"),
        Code.THIRD_PARTY: _("It is about somebody else"),
        Code.SERIOUS_HARM: _("It might do serious harm to somebody"),
        Code.CHILD_ABUSE: _("It is about abuse of a child, and giving it is not best for the child"),
        Code.PRIVILEGE: _("It is advice from our lawyers, which need not be shown"),
        Code.CRIME: _("It would stand in the way of preventing or looking into a crime"),
        Code.COURT: _("A court has it, or says that it stays"),
        Code.REPORTER: _("It would give away who told"),
    }
)
say(
    {
        Stands.HELD: _("Somebody needs it kept: lift the hold first."),
        Stands.OPEN: _("It is not closed."),
        Stands.NO_PLAN: _("Nobody has said how long it is kept."),
        Stands.TOO_EARLY: _("Its day has not come."),
        Stands.UNKNOWN: _("The end of its period is not known: a date is missing."),
        Stands.SEALED: _("A sealed file belongs to it: the police may still need it."),
        Stands.ASKED_FOR: _("Somebody has asked for what is in it: answer that first."),
        Stands.ON_ITS_WAY: _("A copy of it is on its way: wait for the receipt, or take it back."),
    }
)
say(
    {
        Post.DSL: _("designated safeguarding lead"),
        Post.MANAGING_DIRECTOR: _("managing director"),
        Post.CHAIR: _("chair of the board"),
    }
)


def post_label(post: str, *, deputy: bool) -> str:
    """A post as this organisation calls it, with "deputy" where it is one."""
    known = Post(post) if post in set(Post) else post
    name = post_alias(post) or (label(known) if known in ROUTE_POSTS else post_name(post))
    return str(_("deputy %(post)s") % {"post": name}) if deputy else name
