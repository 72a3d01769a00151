"""A version beside the one before it: promises new, changed and removed, with what is lost."""

from uuid import UUID

from django.http import Http404, HttpResponseBase
from django.shortcuts import render

from leeward.foundation.access import Request, allow
from leeward.policy.queries.changes import version_changes
from leeward.policy.queries.pages import version_page
from leeward.policy.refusals import NoSuchPolicy


@allow("policy.manage")
def changes(request: Request, version: UUID) -> HttpResponseBase:
    """What adopting this version would change."""
    try:
        page = version_page(request.actor, version, now=request.now)
        found = version_changes(request.actor, version, now=request.now)
    except NoSuchPolicy as error:
        raise Http404 from error
    return render(request, "policy/changes.html", {"page": page, "changes": found})
