"""Every address of the product, room by room."""

from django.urls import URLPattern, URLResolver, include, path

from leeward.frontdoor import views

urlpatterns: list[URLPattern | URLResolver] = [
    path("", views.home, name="home"),
    path("healthz", views.alive, name="healthz"),
    path("readyz", views.ready, name="readyz"),
    path("", include("leeward.filtering.urls")),
]
