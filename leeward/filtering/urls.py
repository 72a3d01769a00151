"""Addresses of the filtering room."""

from django.urls import path

from leeward.filtering.views import edges_api

app_name = "filtering"

urlpatterns = [
    path("api/v1/edges/enrol", edges_api.enrol, name="edge-enrol"),
    path("api/v1/edges/snapshot", edges_api.snapshot, name="edge-snapshot"),
    path("api/v1/edges/index/<slug:digest>", edges_api.index, name="edge-index"),
    path("api/v1/edges/decisions", edges_api.decisions, name="edge-decisions"),
]
