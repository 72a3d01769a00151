"""Addresses of the filtering room."""

from django.urls import path

from leeward.filtering.views import edges_api, policy, requests

app_name = "filtering"

urlpatterns = [
    path("blocked", requests.blocked, name="blocked"),
    path("blocked/ask", requests.ask, name="ask"),
    path("filtering", policy.overview, name="overview"),
    path("filtering/requests", requests.listing, name="requests"),
    path("filtering/requests/<slug:reference>", requests.one, name="request"),
    path("filtering/groups/<slug:name>", policy.group, name="group"),
    path("filtering/groups/<slug:name>/members", policy.members, name="members"),
    path("filtering/exceptions/add", policy.add_exception, name="add-exception"),
    path("filtering/exceptions/<slug:reference>/end", policy.end_exception, name="end-exception"),
    path("filtering/sites", policy.edges, name="edges"),
    path("filtering/sites/<uuid:edge>/revoke", policy.revoke_edge, name="revoke-edge"),
    path("api/v1/edges/enrol", edges_api.enrol, name="edge-enrol"),
    path("api/v1/edges/snapshot", edges_api.snapshot, name="edge-snapshot"),
    path("api/v1/edges/index/<slug:digest>", edges_api.index, name="edge-index"),
    path("api/v1/edges/decisions", edges_api.decisions, name="edge-decisions"),
]
