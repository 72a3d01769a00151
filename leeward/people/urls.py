"""Every address of this room."""

from django.urls import URLPattern

from leeward.people.sign_in import urls as sign_in

urlpatterns: list[URLPattern] = [*sign_in.urlpatterns]
