"""My duties: what the posts of whoever looks have promised, and what only they can say."""

from django.http import HttpResponseBase
from django.shortcuts import render

from leeward.foundation.access import SIGNED_IN, Request, allow
from leeward.policy.queries.duties import my_duties


@allow(SIGNED_IN)
def duties(request: Request) -> HttpResponseBase:
    """The promises of the posts this person holds or stands in for; then those that bind everyone like them."""
    return render(request, "policy/duties.html", {"duties": my_duties(request.actor, now=request.now)})
