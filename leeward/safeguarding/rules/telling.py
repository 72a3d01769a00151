"""What a reporter tells, as they told it. Kept for ever as it came; nothing here is corrected or shortened."""

import json
from dataclasses import asdict, dataclass, fields
from enum import StrEnum

LONGEST_ANSWER = 20_000
"""Characters in one answer: about ten printed pages."""


class About(StrEnum):
    """Who a concern is about, in the reporter's words."""

    MYSELF = "myself"
    LEARNER = "learner"
    STAFF = "staff"
    SOMEONE_ELSE = "someone-else"
    NOT_SURE = "not-sure"


class Close(StrEnum):
    """Is somebody in it close to somebody who works here?"""

    NO = "no"
    YES = "yes"
    NOT_SURE = "not-sure"


class Contact(StrEnum):
    """How somebody may be reached without being put in danger."""

    ONLY_HERE = "only-here"
    PHONE = "phone"
    EMAIL = "email"
    IN_PERSON = "in-person"


class Worry(StrEnum):
    """What worries somebody about a post online."""

    ISOLATING = "isolating"
    RISKY = "risky"
    EXTREME = "extreme"
    OTHER = "other"


class Source(StrEnum):
    """How a concern came. Stored in clear."""

    PUBLIC_FORM = "public-form"
    STAFF_FORM = "staff-form"
    ON_BEHALF = "on-behalf"
    MONITORING = "monitoring"
    TRANSFER = "transfer"
    POST_ONLINE = "post-online"
    FROM_IT = "from-it"


class CameBy(StrEnum):
    """How a worry reached somebody who passes it on."""

    TELEPHONE = "telephone"
    LETTER = "letter"
    POST = "post"
    EMAIL = "email"
    MESSAGE = "message"
    IN_PERSON = "in-person"
    OTHER = "other"


class Known(StrEnum):
    """Yes, no, or not known: whether somebody may be contacted, or knows that it is passed on."""

    YES = "yes"
    NO = "no"
    NOT_KNOWN = "not-known"


@dataclass(frozen=True, slots=True)
class Telling:
    """Every answer as written. Empty means not answered."""

    about: str = ""
    about_names: str = ""
    close: str = ""
    close_names: str = ""
    happened: str = ""
    exact_words: str = ""
    opinion: str = ""
    when: str = ""
    where: str = ""
    told: str = ""
    done: str = ""
    reporter_name: str = ""
    reporter_person: str = ""
    contact: str = ""
    contact_safe: str = ""
    on_behalf_of: str = ""
    people_there: str = ""
    came_by: str = ""
    came_when: str = ""
    may_contact: str = ""
    how_to_contact: str = ""
    knows: str = ""
    knows_why: str = ""
    post_where: str = ""
    post_link: str = ""
    post_by: str = ""
    post_seen: str = ""
    post_worry: str = ""
    safe_when: str = ""
    safe_words: str = ""

    def to_json(self) -> str:
        """What is sealed. Characters no encoding can carry are replaced, not lost silently with the rest."""
        return json.dumps({name: _kept(text) for name, text in asdict(self).items() if text}, ensure_ascii=False)

    @classmethod
    def from_json(cls, text: str) -> "Telling":
        """The answers again; ones a later version no longer asks for are left out."""
        known = {field.name for field in fields(cls)}
        return cls(**{name: str(value) for name, value in json.loads(text).items() if name in known})

    @property
    def account(self) -> str:
        """The free text in which names may be mentioned without the concern being about them."""
        return "\n".join(
            text
            for text in (self.happened, self.exact_words, self.opinion, self.where, self.done, self.post_by)
            if text
        )


def _kept(text: str) -> str:
    return text.encode("utf-8", "replace").decode("utf-8") if not _encodable(text) else text


def _encodable(text: str) -> bool:
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        return False
    return True
