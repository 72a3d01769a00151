"""What other programs may change in the directory, beyond what people do by hand."""

from uuid import UUID

from leeward.people.models import Person


def keep_still(person: UUID) -> bool:
    """Locks somebody's row until the caller's transaction ends, so that what was read stays true. False: nobody."""
    return Person.objects.select_for_update(of=("self",)).filter(pk=person).exists()
