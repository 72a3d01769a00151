"""One installation in a process of its own: makes a pack of a case, or takes one in. For the test of two of them.

python -m tests.safeguarding.records.elsewhere send FILE  writes the pack, and prints its words
python -m tests.safeguarding.records.elsewhere take FILE  reads the words from standard input, and prints what came
"""

import json
import sys
from pathlib import Path


def main(what: str, file: Path) -> None:
    import django

    django.setup()
    from django.conf import settings
    from django.core.management import call_command

    from leeward.foundation.vault.keyring import make

    make(settings.LEEWARD_KEYS)
    call_command("migrate", verbosity=0)
    (send if what == "send" else take)(file)


def send(file: Path) -> None:
    from leeward.safeguarding.actions import transferring
    from leeward.safeguarding.actions.recording import PARTS
    from tests.safeguarding.made import NOW, House
    from tests.safeguarding.records.made import worked

    house = House()
    lead, ref = house.actor("lead"), worked(house)
    to = transferring.Receiver("Riverside College, Example", "The lead", "She moves there")
    pack = transferring.make_transfer(actor=lead, ref=ref, to=to, parts=PARTS, now=NOW)
    file.write_bytes(transferring.fetch_transfer(actor=lead, ref=ref, pack=pack, now=NOW))
    sys.stdout.write(transferring.words_of_transfer(actor=lead, ref=ref, pack=pack, now=NOW))


def take(file: Path) -> None:
    from leeward.safeguarding import actions
    from leeward.safeguarding.actions import arriving
    from leeward.safeguarding.models import Case
    from tests.safeguarding.made import NOW, House

    house = House()
    words = sys.stdin.read()
    found = arriving.take_in(actor=house.actor("lead"), page=file.read_bytes(), words=words, now=NOW)
    who = "lead" if found.mine else "director"
    opened = actions.open_case(house.actor(who), found.ref, NOW)
    told = {
        "mine": found.mine,
        "compartment": Case.objects.get(ref=found.ref).compartment,
        "persons": [one.name for one in opened.persons],
        "entries": [one.text for one in opened.entries],
    }
    sys.stdout.write(json.dumps(told))


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]))
