"""Writes docs/build/capabilities.md: for each capability the live check that proves it, or the room it waits for.

Run it after declaring a check: `PYTHONPATH=. .venv/bin/python -m scripts.capabilities`. A test keeps the page true.
"""

import sys
from pathlib import Path

PAGE = Path(__file__).resolve().parents[1] / "docs" / "build" / "capabilities.md"
NOT_BUILT = frozenset({"training", "conduct", "risk", "security", "board"})

# number, what it is in a few words, the room that proves it
_TABLE = """
001 Policies as structured, versioned text|policy
002 Approval and signature of one exact text|policy
003 Reviews planned, reminded, found late|policy
004 Reviews set off by an event|policy
005 Policies published, received, understood|policy
006 Companion policies that fit together|policy
007 Stakeholders consulted on drafts|policy
008 What a policy covers, and whom|policy
009 Whether a policy has an effect|policy
010 Law and guidance in their latest edition|policy
011 Glossary and kinds of risk|policy
012 Aims tied to what delivers them|policy
013 Equal protection for everybody|policy
014 A directory of people|people
015 Posts with holders and deputies|people
016 My duties, and one's word about them|policy
017 Joiners, movers, leavers, temporary users|people
018 Groups and their meetings|people
019 The DSL and technical leads work together|people
020 Outside providers held to account|people
021 Rules of acceptable use|policy
022 Agreements signed, and anew each year|policy
023 Access only with a signed agreement|policy
024 Who may use what, when and how|policy
025 Work devices for work|policy
026 Copyright and licences kept|policy
027 Induction lists|training
028 Online safety for learners|training
029 Training of staff and volunteers|training
030 A training calendar of one's own|training
031 Keeping up to date|training
032 Reading that everybody must do|training
033 Online safety in the curriculum|training
034 Learning materials with an owner|training
035 Training needs and plans|training
036 Online-safety events|training
037 Parents and carers supported|training
038 Working from home well|training
039 Supervision and good example|training
040 A technology assessed before use|risk
041 Placements assessed|risk
042 The register of risks|risk
043 Learners weigh their own risk|risk
044 Ways for learners to report|safeguarding
045 Staff report at once|safeguarding
046 The form for a concern|safeguarding
047 Nobody promises confidentiality|safeguarding
048 Concerns routed past conflicts|safeguarding
049 The register of concerns|safeguarding
050 Concerns triaged and answered swiftly|safeguarding
051 Cyberbullying and harassment|safeguarding
052 Nudes and semi-nudes|safeguarding
053 Sexual harassment and violence|safeguarding
054 Prevent concerns|safeguarding
055 Worrying posts referred|safeguarding
056 Conduct dealt with inside|safeguarding
057 Crime reported|safeguarding
058 Cases closed thoroughly|safeguarding
059 Case files closed to others|safeguarding
060 Support plans reviewed|safeguarding
061 Other agencies and referrals|safeguarding
062 Parents told, or why not|safeguarding
063 Employers told, or why not|safeguarding
064 Allegations against staff|safeguarding
065 Needs of all who are touched|safeguarding
066 People to look out for|safeguarding
067 Disclosure to authorities|safeguarding
068 What is blocked, and why|filtering
069 Pages judged when they are opened|filtering
070 Asking for a page to be opened|filtering
071 The filter shown to work|filtering
072 Use of IT logged and reported|monitoring
073 Alerts reach the right person|monitoring
074 Mail and messages watched|monitoring
075 Monitoring within the law|monitoring
076 Attempts to get round it|monitoring
077 Channels that are approved|conduct
078 No private contact between staff and learners|conduct
079 No learner details on private devices|conduct
080 Courtesy on and off line|conduct
081 Writing in the house style|conduct
082 Messages that are prohibited|conduct
083 What may be posted about views|conduct
084 Posts checked before publication|conduct
085 Official accounts and who may post|conduct
086 An account's administrator leaves|conduct
087 Unofficial accounts found and closed|conduct
088 Official channels come first|conduct
089 Posting stopped in an emergency|conduct
090 Boundaries on social media|conduct
091 Online groups|conduct
092 Nobody loses by opting out|conduct
093 Staff's own presence online|conduct
094 The use of name and logo|conduct
095 Sessions online|conduct
096 Consent to pictures|conduct
097 Pictures checked before publication|conduct
098 Pictures taken in lessons|conduct
099 Rights in pictures|conduct
100 Personal data known and lawful|security
101 Personal data shared rightly|security
102 Personal data on the website|security
103 Personal data stored safely|foundation
104 Questions about data protection|security
105 Security controls|security
106 Reviews of system security|security
107 Accounts and passwords|security
108 Devices and connections|security
109 Screens locked|security
110 Security incidents|security
111 Security certificates|security
112 Misuse of computers|security
113 One engine of approvals|foundation
114 A trail that cannot be changed unseen|foundation
115 Settings with history|foundation
116 Reports to senior managers|board
117 Reports to the board|board
118 Every duty with its state|policy
119 Where to find help|people
120 Whom to talk to|people
"""

_HEAD = """# Which check proves which capability

Written by `python -m scripts.capabilities` from the checks that are registered ([evidence](evidence.md)): do not edit.
**Live** means that a check answers now, on real records. A capability without one is built or not, but nothing proves
it yet, and the ledger says so too.
"""


def capabilities() -> dict[str, tuple[str, str]]:
    """Every capability as "C-001": (what it is, the room that proves it)."""
    rows = [line.split("|") for line in _TABLE.strip().splitlines()]
    return {f"C-{words[:3]}": (words[4:], room) for words, room in rows}


def live_checks() -> dict[str, list[tuple[str, str]]]:
    """For each capability the registered checks that prove it, as (key, room). Needs the rooms wired."""
    from leeward.foundation.evidence.registry import checks

    found: dict[str, list[tuple[str, str]]] = {}
    for check in checks():
        for capability in check.proves:
            found.setdefault(capability, []).append((check.key, check.room))
    return found


def page() -> str:
    """The page as it ought to stand."""
    live = live_checks()
    known = capabilities()
    lines = [_HEAD, f"{len(live)} of {len(known)} capabilities have a live check.\n"]
    lines += ["| | Capability | Proof |", "|---|---|---|"]
    for number, (words, room) in known.items():
        lines.append(f"| {number} | {words} | {_proof(live.get(number, []), room)} |")
    return "\n".join(lines) + "\n"


def _proof(checks: list[tuple[str, str]], room: str) -> str:
    if checks:
        return "live: " + ", ".join(f"`{key}` ({where})" for key, where in checks)
    if room in NOT_BUILT:
        return f"planned, in {room}, a room not built yet"
    return f"none yet, {room}"


def main() -> None:
    """Writes the page."""
    import django

    django.setup()
    PAGE.write_text(page(), encoding="utf-8")
    sys.stdout.write(f"{PAGE.name}: {len(live_checks())} of {len(capabilities())} live\n")


if __name__ == "__main__":
    import os

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "leeward.frontdoor.settings")
    main()
