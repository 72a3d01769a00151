"""Who may be meant when no full name is written: a first name alone, or the name of a post."""

import re
from collections.abc import Iterable, Mapping
from uuid import UUID

from leeward.people.rules import Post
from leeward.safeguarding.rules.routing import Holder

POST_WORDS: Mapping[str, re.Pattern[str]] = {
    Post.DSL: re.compile(
        r"\b(?:dsls?|ddsl|safeguarding (?:lead|leads|team|officer|manager)|designated (?:\w+ )?lead)\b"
    ),
    Post.MANAGING_DIRECTOR: re.compile(
        r"\b(?:managing director|md|head ?teacher|head ?master|headmistress|(?:the )?principal|chief executive|ceo|"
        r"big boss|the head)\b"
    ),
    Post.CHAIR: re.compile(r"\b(?:chair(?:man|woman|person)?|head of the board)\b"),
}
"""What people call the posts a concern may go to. Everyday words on purpose: a wrong guess only costs a detour."""


def meant(text: str, holders: Iterable[Holder], callings: Mapping[UUID, Iterable[str]]) -> frozenset[UUID]:
    """Those of the holders who may be meant by a first name or a post in an answer to "who is it about?".

    `callings`: what each is called besides the name on the page (given name, what they are known as). Never certain:
    the person who reports is asked, and may say that it is somebody else.
    """
    plain = " ".join(text.casefold().split())
    words = set(re.findall(r"\w+", plain))
    found = set()
    for holder in holders:
        pattern = POST_WORDS.get(holder.post)
        called = [*callings.get(holder.person, ()), holder.name]
        given = {name for calling in called for name in re.findall(r"\w+", calling.casefold())[:1]}
        if given & words or (pattern is not None and pattern.search(plain)):
            found.add(holder.person)
    return frozenset(found)
