"""Letters about joining, moving, leaving and coming for a while: fixed words that give nothing away."""

from leeward.foundation.mail import Letter, declare_letter


def declare() -> None:
    """Makes the letters known; called once when the rooms are wired."""
    declare_letter(
        "people.post-falls-empty",
        Letter(
            "A post will be empty",
            "Somebody leaves, and a post that must be filled will have no holder or no deputy.\n\nWho holds which post "
            "is shown here:\n\n{link}\n\nPlease see to cover before the last day.\n",
        ),
    )
    declare_letter(
        "people.sign-in-closed",
        Letter(
            "A sign-in was closed at once",
            "HR closed the sign-in of somebody whose post opens sensitive records.\n\nWho holds which post is shown "
            "here:\n\n{link}\n\nIf this should not have happened, act at once.\n",
        ),
    )
    declare_letter(
        "people.key-ended",
        Letter(
            "A key of another system has ended",
            "The sign-in of whoever made it was closed, so its key opens nothing any more. What is connected by it "
            "stands still until you make a new one and enter it there:\n\n{link}\n",
        ),
    )
    declare_letter(
        "people.tasks-wait",
        Letter(
            "Tasks wait for you",
            "Somebody joins, moves, leaves or comes for a while, and there are tasks for you or for your post.\n\n"
            "They are listed here:\n\n{link}\n",
        ),
    )
    declare_letter(
        "people.tasks-overdue",
        Letter(
            "Tasks are overdue",
            "Tasks for you or for your post are past their day.\n\nThey are listed here:\n\n{link}\n",
        ),
    )
    declare_letter(
        "people.stay-ends-soon",
        Letter(
            "A temporary user’s time ends soon",
            "The time of a temporary user you vouch for ends soon. Their sign-in closes by itself at the end of the "
            "last day.\n\nIf more time is needed, ask for it here:\n\n{link}\n",
        ),
    )
