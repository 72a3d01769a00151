"""An identity provider for tests: a connection with its token, asking the live application."""

import json
from dataclasses import dataclass, field
from uuid import UUID

from django.test import Client

from leeward.foundation.access import SYSTEM
from leeward.people.actions.connections import add_class_rule, make_connection, make_token
from leeward.people.connection_rules import ClassBy, Provider
from leeward.people.models import ProvidedUser
from leeward.people.rules import PersonClass
from tests.people.made import NOW

CONTENT_TYPE = "application/scim+json"


@dataclass
class Asking:
    """Sends what a provider would. Answers are Django's, with `.json()`."""

    connection: UUID
    token: str
    client: Client = field(default_factory=Client)

    def __call__(self, method, path, body=None, **headers):
        sent = {"HTTP_AUTHORIZATION": f"Bearer {self.token}", **headers}
        if body is None:
            return self.client.generic(method, f"/scim/v2{path}", **sent)
        return self.client.generic(method, f"/scim/v2{path}", json.dumps(body), content_type=CONTENT_TYPE, **sent)

    def get(self, path, **headers):
        return self("GET", path, **headers)

    def post(self, path, body, **headers):
        return self("POST", path, body, **headers)

    def put(self, path, body, **headers):
        return self("PUT", path, body, **headers)

    def patch(self, path, *operations, **headers):
        body = {"schemas": ["urn:ietf:params:scim:api:messages:2.0:PatchOp"], "Operations": list(operations)}
        return self("PATCH", path, body, **headers)

    def delete(self, path, **headers):
        return self("DELETE", path, **headers)

    def add(self, user_name="ada@example.org", given="Ada", family="Testerby", **more):
        """A user, made; its id."""
        body = {"schemas": ["urn:ietf:params:scim:schemas:core:2.0:User"], "userName": user_name, "active": True}
        if given or family:
            body["name"] = {"givenName": given, "familyName": family}
        answer = self.post("/Users", {**body, **more})
        assert answer.status_code == 201, answer.content
        return answer.json()["id"]

    def find(self, words, of="Users", **more):
        """The resources a filter finds."""
        found = self.client.get(f"/scim/v2/{of}", {"filter": words, **more}, HTTP_AUTHORIZATION=f"Bearer {self.token}")
        assert found.status_code == 200, found.content
        return found.json()["Resources"]

    def row(self, user):
        return ProvidedUser.objects.get(pk=user)


def asking(name="Entra ID", *, rules=True, provider=Provider.ENTRA) -> Asking:
    """A connection; with rules everybody is staff, and students are learners."""
    made = make_connection(actor=SYSTEM, now=NOW, name=name, provider=provider)
    if rules:
        for by, value, kind in (
            (ClassBy.EVERYBODY, "", PersonClass.STAFF),
            (ClassBy.USER_TYPE, "Student", PersonClass.LEARNER),
        ):
            add_class_rule(actor=SYSTEM, now=NOW, connection=made, by=by, value=value, kind=kind)
    return Asking(made, make_token(actor=SYSTEM, now=NOW, connection=made))
