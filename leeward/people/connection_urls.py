"""The pages about connections to identity providers."""

from django.urls import path

from leeward.people.views import connections

pages = [
    path("people/connections", connections.listing, name="connections"),
    path("people/connections/add", connections.add, name="add-connection"),
    path("people/connections/<uuid:connection>", connections.connection, name="connection"),
    path("people/connections/<uuid:connection>/token", connections.make_token, name="make-token"),
    path(
        "people/connections/<uuid:connection>/token/<uuid:token>/revoke", connections.revoke_token, name="revoke-token"
    ),
    path("people/connections/<uuid:connection>/rule", connections.add_rule, name="add-class-rule"),
    path(
        "people/connections/<uuid:connection>/rule/<uuid:rule>/remove",
        connections.remove_rule,
        name="remove-class-rule",
    ),
    path("people/connections/<uuid:connection>/group/<uuid:group>", connections.propose, name="propose-post"),
    path(
        "people/connections/<uuid:connection>/proposal/<uuid:group_post>/end",
        connections.end_proposal,
        name="end-proposal",
    ),
    path("people/connections/<uuid:connection>/user/<uuid:user>", connections.settle, name="settle-user"),
]
