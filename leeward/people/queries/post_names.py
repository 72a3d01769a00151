"""What this organisation calls its posts."""

from datetime import date

from leeward.people.models import OwnPost, PostAlias
from leeward.people.rules import Post
from leeward.people.wording import POSTS


def aliases_of_posts() -> dict[str, list[str]]:
    """Every alias of every post that has any, the one that pages show first."""
    found: dict[str, list[str]] = {}
    for post, name in PostAlias.objects.order_by("post", "place").values_list("post", "name"):
        found.setdefault(post, []).append(name)
    return found


def post_names() -> dict[str, str]:
    """What pages call each post: its first alias, else the name in the catalogue."""
    names = {post.value: str(POSTS[post]) for post in Post}
    return names | {post: aliases[0] for post, aliases in aliases_of_posts().items()}


def post_alias(post: str) -> str:
    """The first alias of a post; empty where it has none."""
    return PostAlias.objects.filter(post=post).order_by("place").values_list("name", flat=True).first() or ""


def post_name(post: str) -> str:
    """What pages call one post; the key itself for one nobody knows."""
    if alias := post_alias(post):
        return alias
    return str(POSTS[Post(post)]) if post in set(Post) else post


def closed_posts(on: date) -> frozenset[str]:
    """Own posts that are given to nobody any more."""
    return frozenset(OwnPost.objects.filter(closed_on__lte=on).values_list("key", flat=True))


def known_posts() -> list[str]:
    """The keys of the catalogue, then of this organisation's own posts by key."""
    return [*Post, *OwnPost.objects.order_by("key").values_list("key", flat=True)]
