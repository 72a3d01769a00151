"""How posts, classes and permissions are said to people."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from leeward.people.rules import PersonClass, Post, RelationKind

Words = str | Promise

POSTS: dict[Post, Words] = {
    Post.CHAIR: _("Chair of the board"),
    Post.MANAGING_DIRECTOR: _("Managing director"),
    Post.GENERAL_MANAGER: _("General manager"),
    Post.DSL: _("Designated safeguarding lead (DSL)"),
    Post.IT_MANAGER: _("IT manager"),
    Post.INFORMATION_SECURITY_MANAGER: _("Information security manager"),
    Post.HR: _("HR"),
    Post.QUALITY_LEAD: _("Quality lead"),
    Post.MARKETING: _("Marketing"),
    Post.BOARD_MEMBER: _("Board member"),
}

CLASSES: dict[PersonClass, Words] = {
    PersonClass.STAFF: _("Staff"),
    PersonClass.ASSOCIATE: _("Associate"),
    PersonClass.VOLUNTEER: _("Volunteer"),
    PersonClass.CONTRACTOR: _("Contractor"),
    PersonClass.VISITOR: _("Visitor"),
    PersonClass.BOARD_MEMBER: _("Board member"),
    PersonClass.LEARNER: _("Learner"),
    PersonClass.FORMER_LEARNER: _("Former learner"),
    PersonClass.PARENT: _("Parent or carer"),
    PersonClass.EMPLOYER_CONTACT: _("Employer’s contact"),
}

COLUMNS: dict[str, Words] = {
    "reference": _("Reference"),
    "given_name": _("First name"),
    "family_name": _("Surname"),
    "known_as": _("Known as"),
    "classes": _("Class (staff, learner, parent …)"),
    "born": _("Date of birth"),
    "email": _("E-mail address"),
    "since": _("Start"),
    "until": _("End"),
    "employer": _("Employer"),
    "site": _("Site"),
    "tutor": _("Tutor: reference or e-mail address"),
}
"""What a column of an imported file may hold."""

PERMISSIONS: dict[str, Words] = {
    "safeguarding.report": _("tell the safeguarding team of a worry, by the form for staff"),
    "safeguarding.receive": _("receive concerns that are addressed to this post, and no others"),
    "safeguarding.see": _("read safeguarding cases, except those about this person or somebody close to them"),
    "safeguarding.act": _("work on those cases: decide, record, close"),
    "safeguarding.see_about_team": _("read cases about the safeguarding team"),
    "safeguarding.see_about_director": _("read cases about the managing director"),
    "monitoring.review": _("review what the rules noticed in messages, and raise it as a concern"),
    "monitoring.configure": _("set up what is monitored, why and on which lawful basis"),
    "api.tokens": _("make and end the tokens by which other systems connect"),
    "api.confirm": _("confirm that another system may do what the holder may do"),
    "filtering.see": _("see what the web filter blocks and what was asked for"),
    "filtering.change": _("change the web filter’s groups, categories and lists"),
    "filtering.decide_unblock": _("decide requests to open a blocked page"),
    "people.see": _("look people up in the directory"),
    "people.see_vulnerability": _("see and record what makes a learner vulnerable; each look leaves a trace"),
    "people.fill_vacancy": _("fill the empty post of DSL at once; a second person then says whether it stays"),
    "people.change": _("add and change people, give posts, open sign-ins, record leavers"),
    "people.reset_sign_in": _("reset somebody’s sign-in; their sensitive pages then stay closed"),
    "people.connect": _("connect an identity provider, and make and revoke its tokens"),
    "people.lift_hold": _("lift the hold after somebody’s sign-in was reset by another"),
    "help.keep": _("keep the page of help: contacts, ways that are not the web, help outside"),
    "meetings.keep": _("make groups that meet, say who belongs, call their meetings; not read their minutes"),
    "meetings.see": _("see which groups meet and whether in time; not what they say"),
    "providers.keep": _("keep outside IT providers: contracts, duties, what they showed"),
    "providers.see": _("see which duties outside IT providers have taken on, and what is missing"),
    "policy.manage": _("bring in policies and have them approved and published"),
    "policy.sign": _("approve policies, in person"),
    "promises.see": _("see which promises of the policies are kept"),
    "promises.state": _("state that a promise is kept, where only a person can say so"),
    "settings.see": _("see the organisation’s settings and their history"),
    "settings.change": _("change the organisation’s settings"),
    "audit.see": _("read the general audit trail; never that of cases"),
    "operations.see": _("see what runs on the servers, and what failed"),
}
"""Each completes “may …”. A permission without a sentence fails a test: nobody holds what cannot be said."""

STATES: dict[str, Words] = {
    "waiting": _("waits for a second person"),
    "approved": _("agreed"),
    "refused": _("refused"),
    "lapsed": _("lapsed"),
    "withdrawn": _("withdrawn"),
    "overtaken": _("agreed too late to be done"),
}
"""How a proposal stands."""

RELATIONS: dict[RelationKind, Words] = {
    RelationKind.MOTHER: _("Mother"),
    RelationKind.FATHER: _("Father"),
    RelationKind.CARER: _("Carer or guardian"),
    RelationKind.FOSTER_CARER: _("Foster carer"),
    RelationKind.STEP_PARENT: _("Step-parent"),
    RelationKind.GRANDPARENT: _("Grandparent"),
    RelationKind.SIBLING: _("Brother or sister"),
    RelationKind.SOCIAL_WORKER: _("Social worker"),
    RelationKind.OTHER: _("Somebody else close"),
}

FACTS: dict[str, Words] = {
    "site": _("Site"),
    "tutor": _("Tutor"),
    "employer": _("Employer"),
    "programme": _("Programme"),
    "cohort": _("Cohort or group"),
}

SIGN_INS: dict[str, Words] = {
    "none": _("none"),
    "open": _("open"),
    "hold": _("open, sensitive pages on hold"),
    "closed": _("closed"),
}
"""How somebody's sign-in stood at the end of a day."""
