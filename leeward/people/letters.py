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
        "people.vacancy",
        Letter(
            "A post stands empty",
            "A post that must be filled stands empty, or lacks the deputy it must have.\n\nWhich one is shown here:"
            "\n\n{link}\n\nUntil it is filled, concerns go to the next post.\n",
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
    _declare_of_sign_in()


def _declare_of_sign_in() -> None:
    declare_letter(
        "people.closed",
        Letter(
            "Your sign-in is closed until you choose a new password",
            "You said that a sign-in was not yours. Every session is ended, and your password opens nothing any more.\n"
            "\nTo choose a new one, open this page and enter the address this e-mail was sent to:\n\n{link}\n\n"
            "Sensitive pages stay closed until a second person says that all is well.\n",
        ),
    )
    declare_letter(
        "people.closed-by-owner",
        Letter(
            "Somebody closed their own sign-in",
            "Somebody said that a sign-in with their account was not theirs. Their sessions are ended and their "
            "sensitive pages are closed. Please find out with them what happened. Who it is:\n\n{link}\n",
        ),
    )
    declare_letter(
        "people.sign-in-changed",
        Letter(
            "How you sign in was changed",
            "Your password, a passkey, an authenticator app or another way to sign in was added, changed or removed. "
            "If it was you, you need not do anything.\n\nIf it was not, choose a new password at once, by this page:\n"
            "\n{link}\n\nand tell the person who leads safeguarding or your manager.\n",
        ),
    )
    declare_letter(
        "people.address-changed",
        Letter(
            "The address you sign in with was changed",
            "Somebody who looks after the directory changed the address you sign in with to this one. How you sign in "
            "is shown here:\n\n{link}\n\nIf you did not expect this, tell the person who leads safeguarding or your "
            "manager at once.\n",
        ),
    )
