"""Every address of outside providers."""

from django.urls import path

from leeward.people.views import providers

pages = [
    path("people/providers", providers.providers, name="providers"),
    path("people/providers/add", providers.add, name="provider-add"),
    path("people/providers/<uuid:provider>/change", providers.change, name="provider-change"),
    path("people/providers/<uuid:provider>/assurance", providers.assurance, name="provider-assurance"),
    path("people/providers/<uuid:provider>/close", providers.close, name="provider-close"),
]
