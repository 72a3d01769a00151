"""The addresses of SCIM, as RFC 7644, section 3.2, names them."""

from django.urls import path

from leeward.people.scim.schema import GROUPS, USERS
from leeward.people.views import scim

app_name = "scim"
urlpatterns = [
    path("ServiceProviderConfig", scim.configuration, name="configuration"),
    path("ResourceTypes", scim.resource_types, name="resource-types"),
    path("ResourceTypes/<str:key>", scim.resource_types, name="resource-type"),
    path("Schemas", scim.schemas, name="schemas"),
    path("Schemas/<str:key>", scim.schemas, name="schema"),
    path("Users", scim.resources, {"kind": USERS}, name="users"),
    path("Users/.search", scim.search, {"kind": USERS}, name="search-users"),
    path("Users/<str:key>", scim.resource, {"kind": USERS}, name="user"),
    path("Groups", scim.resources, {"kind": GROUPS}, name="groups"),
    path("Groups/.search", scim.search, {"kind": GROUPS}, name="search-groups"),
    path("Groups/<str:key>", scim.resource, {"kind": GROUPS}, name="group"),
    path(".search", scim.search, name="search"),
    path("Me", scim.not_offered, name="me"),
    path("Bulk", scim.not_offered, name="bulk"),
    path("", scim.everything, name="everything"),
    path("<path:rest>", scim.nothing, name="nothing"),
]
