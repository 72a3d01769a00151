"""Every address of the product, room by room."""

from django.urls import URLPattern, URLResolver, include, path

from leeward.frontdoor import api, operations, views

urlpatterns: list[URLPattern | URLResolver] = [
    path("", views.home, name="home"),
    path("exit", views.leave, name="exit"),
    path("privacy", views.privacy, name="privacy"),
    path("accessibility", views.accessibility, name="accessibility"),
    path("signed-out", views.signed_out, name="signed-out"),
    path("still-here", views.still_here, name="still-here"),
    path("healthz", views.alive, name="healthz"),
    path("readyz", views.ready, name="readyz"),
    path("metrics", api.scrape, name="metrics"),
    path("", include((api.urlpatterns, "api"))),
    path("", include("leeward.foundation.api.urls")),
    path("", include("leeward.foundation.approvals.urls")),
    path("", include("leeward.foundation.settings_history.urls")),
    path("", include("leeward.people.urls")),
    path("audit", operations.trail, name="audit"),
    path("running", operations.running, name="running"),
    path("running/try-again/<uuid:job>", operations.try_again, name="try-again"),
    path("", include("leeward.safeguarding.urls")),
    path("", include("leeward.filtering.urls")),
    path("", include("leeward.policy.urls")),
    path("", include("leeward.monitoring.urls")),
]

handler400 = "leeward.frontdoor.errors.bad_request"
handler403 = "leeward.frontdoor.errors.forbidden"
handler404 = "leeward.frontdoor.errors.not_found"
handler500 = "leeward.frontdoor.errors.broken"
