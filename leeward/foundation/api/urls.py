"""The addresses of the pages about tokens."""

from django.urls import path

from leeward.foundation.api import views

urlpatterns = [
    path("api-tokens", views.token_list, name="api-tokens"),
    path("api-tokens/make", views.make, name="api-token-make"),
    path("api-tokens/<uuid:token>/confirm", views.confirm, name="api-token-confirm"),
    path("api-tokens/<uuid:token>/end", views.revoke, name="api-token-end"),
]
