"""Letters of this room: fixed words that give nothing away."""

from leeward.foundation.mail import Letter, declare_letter


def declare() -> None:
    """Makes the letters known; called once when the rooms are wired."""
    declare_letter(
        "people.invitation",
        Letter(
            "Your sign-in is ready",
            "You have been given a sign-in.\n\nTo choose your password, open this page and enter the address this "
            "e-mail was sent to:\n\n{link}\n\nIf you did not expect this, you need not do anything.\n",
        ),
    )
    declare_letter(
        "people.post-changed",
        Letter(
            "A post was given or given up",
            "Somebody was given, or gave up, a post that opens sensitive records.\n\nWho holds which post is shown "
            "here:\n\n{link}\n\nIf this should not have happened, act at once.\n",
        ),
    )
    declare_letter(
        "people.reset",
        Letter(
            "Your sign-in was reset",
            "Somebody who looks after sign-ins here has reset yours.\n\nTo choose a new password, open this page and "
            "enter the address this e-mail was sent to:\n\n{link}\n\nIf you did not ask for this, tell the person "
            "who leads safeguarding or your manager at once.\n",
        ),
    )
