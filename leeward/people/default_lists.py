"""The lists of tasks an organisation begins with: defaults for England, to be read and made one's own."""

from collections.abc import Mapping

from django.utils.translation import gettext_noop as noop

from leeward.people.rules import WORKFORCE, PersonClass, Post
from leeward.people.task_rules import AGREEMENT, INDUCTION, SELF, SPONSOR, TUTOR, Occasion, TaskLine

_INDUCTION = TaskLine(INDUCTION, noop("Go through the induction in online safety"), SELF, 0, before_access=True)
_AGREEMENT = TaskLine(AGREEMENT, noop("Agree to the rules of acceptable use"), SELF, 0, before_access=True)
_DSL = TaskLine("dsl", noop("Introduce the DSL: who it is, and how to reach them"), Post.DSL.value, 1)

JOINING = (
    TaskLine(
        "checks",
        noop("Note that the checks before work (DBS and others) are in the single central record, kept elsewhere"),
        Post.HR.value,
        -1,
    ),
    TaskLine("account", noop("Open the accounts needed, and see that a second step is set up"), Post.IT_MANAGER.value),
    _INDUCTION,
    _AGREEMENT,
    _DSL,
    TaskLine("devices", noop("Hand out devices, and say how they are kept safe"), Post.IT_MANAGER.value, 2),
    TaskLine("training", noop("Book the first training in safeguarding and online safety"), Post.HR.value, 10),
)
JOINING_BOARD = (_INDUCTION, _AGREEMENT, _DSL)
JOINING_LEARNER = (
    TaskLine("told", noop("Say whom to turn to, and how to report a worry"), TUTOR, 5),
    TaskLine("rules", noop("Go through the rules of acceptable use together"), TUTOR, 5),
)
MOVING = (
    TaskLine("posts", noop("Check that posts and permissions are right for the new work"), Post.HR.value, 1),
    TaskLine("systems", noop("Change groups, shared mailboxes and devices in other systems"), Post.IT_MANAGER.value, 2),
    TaskLine("handover", noop("See that what the former work left open is handed over"), Post.HR.value, 5),
    TaskLine("place", noop("Find out who the DSL and the deputies are at the new place"), SELF, 2),
)
LEAVING = (
    TaskLine("accounts", noop("Hand over social-media and administrator accounts"), Post.MARKETING.value, -1),
    TaskLine("open-ends", noop("See that everything left open is handed over"), Post.HR.value),
    TaskLine("systems", noop("Close the accounts in every other system"), Post.IT_MANAGER.value),
    TaskLine("passwords", noop("Change the shared passwords this person knew"), Post.IT_MANAGER.value),
    TaskLine("mail", noop("Settle what happens to the mailbox and to mail that still comes"), Post.IT_MANAGER.value),
    TaskLine("devices", noop("Take back devices, keys and badges"), Post.HR.value),
)
LEAVING_LEARNER = (
    TaskLine("devices", noop("Take back lent devices"), TUTOR, 5),
    TaskLine("systems", noop("Close the accounts in every other system"), Post.IT_MANAGER.value, 5),
)
TEMPORARY = (
    _AGREEMENT,
    TaskLine("welcome", noop("Say who the DSL is, how to report a worry, and what is not allowed"), SPONSOR),
    TaskLine(
        "farewell",
        noop("See that what was lent is back and no access is left in other systems"),
        SPONSOR,
        from_end=True,
    ),
)

DEFAULT_LISTS: Mapping[tuple[Occasion, PersonClass], tuple[TaskLine, ...]] = {
    **{(Occasion.JOINING, kind): JOINING for kind in WORKFORCE},
    (Occasion.JOINING, PersonClass.BOARD_MEMBER): JOINING_BOARD,
    (Occasion.JOINING, PersonClass.LEARNER): JOINING_LEARNER,
    **{(Occasion.MOVING, kind): MOVING for kind in WORKFORCE},
    **{(Occasion.LEAVING, kind): LEAVING for kind in WORKFORCE},
    (Occasion.LEAVING, PersonClass.LEARNER): LEAVING_LEARNER,
    **{(Occasion.TEMPORARY, kind): TEMPORARY for kind in (*WORKFORCE, PersonClass.VISITOR)},
}
"""Each class not named here has no list until one is made."""

MAY_BE_TEMPORARY = (
    PersonClass.VISITOR,
    PersonClass.CONTRACTOR,
    PersonClass.ASSOCIATE,
    PersonClass.VOLUNTEER,
    PersonClass.STAFF,
)
"""What a temporary user may be here as."""
