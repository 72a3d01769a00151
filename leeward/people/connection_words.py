"""What comes from other systems, in words: fields, why a user waits, what the directory could not take."""

from django.utils.translation import gettext_lazy as _

from leeward.people.connection_rules import Standing
from leeward.people.wording import Words

STANDINGS: dict[str, Words] = {
    Standing.NAMELESS: _("The provider gives no first and family name."),
    Standing.CLASSLESS: _("No rule says what this person is here. Add a rule, or name somebody who is here."),
    Standing.CONFIRM: _(
        "It may be somebody who is here already. A person must say so before the provider changes them."
    ),
    Standing.REFUSED: _("The directory could not add this user. Look for somebody with the same reference."),
}
TROUBLE = _("The directory did not take a change. Compare the card with the provider.")
TROUBLES: dict[str, Words] = {
    "email": _("the e-mail address belongs to somebody else here, or cannot be taken away."),
    "reference": _("the reference belongs to somebody else here."),
    "left": _("they have left here, but are active at the provider."),
    "classes": _("a class could not be given or ended."),
}
FIELDS: dict[str, Words] = {
    "given_name": _("First name"),
    "family_name": _("Family name"),
    "known_as": _("Known as"),
    "born": _("Date of birth"),
    "email": _("E-mail address"),
    "reference": _("Reference"),
    "employer": _("Employer"),
    "site": _("Site"),
}
