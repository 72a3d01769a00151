"""An identity provider for the demonstration: one user waits for HR's word, one group gives nothing yet."""

from datetime import datetime

from leeward.foundation.access import SYSTEM
from leeward.people.actions import import_people
from leeward.people.actions.connections import add_class_rule, make_connection
from leeward.people.actions.provisioned_groups import create_group
from leeward.people.actions.provisioning import create_user
from leeward.people.connection_rules import ClassBy, Provider
from leeward.people.rules import PersonClass

FILE = b"Reference,First name,Surname,Employer\nL2004,Chidi,Nwachukwu-Day,Portside Motors Hull\n"
NAME = "Entra ID of Harbour Lane"


def build(now: datetime, dsl_address: str, imported_at: datetime) -> None:
    """Makes the connection. The DSL's own user is not taken for her until a person says so."""
    made = make_connection(actor=SYSTEM, now=now, name=NAME, provider=Provider.ENTRA)
    add_class_rule(
        actor=SYSTEM, now=now, connection=made, by=ClassBy.USER_TYPE, value="Student", kind=PersonClass.LEARNER
    )
    name = {"givenName": "Deborah", "familyName": "Oseitutu"}
    body = {"userName": dsl_address, "displayName": "Deborah Oseitutu", "name": name, "userType": "Employee"}
    waiting = create_user(connection=made, now=now, body=body)
    group = {"displayName": "Safeguarding team", "members": [{"value": str(waiting.pk)}]}
    create_group(connection=made, now=now, body=group)
    import_people(actor=SYSTEM, now=imported_at, content=FILE, source="MIS")
