"""What an example of a page is."""

from collections.abc import Callable, Mapping

from tests.house.demo import Demo

Sample = Callable[[Demo], tuple[str, Mapping[str, object]]]
"""From the demonstration: the post that opens the page, and the page's arguments."""
