"""The pages that belong to no room."""

from django.db import connection
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import render

from leeward.foundation.access import EVERYONE, Request, allow


@allow(EVERYONE)
def home(request: Request) -> HttpResponseBase:
    """What waits for whoever is signed in; the ways to get help for everyone else."""
    return render(request, "frontdoor/home.html")


@allow(EVERYONE)
def alive(request: Request) -> HttpResponseBase:
    """The process answers."""
    return HttpResponse("ok\n", content_type="text/plain")


@allow(EVERYONE)
def ready(request: Request) -> HttpResponseBase:
    """The database answers too."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return HttpResponse("ok\n", content_type="text/plain")
