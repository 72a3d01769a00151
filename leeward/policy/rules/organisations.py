"""Whose policy it is, under which names, and whether another organisation's name was left in."""

import re
from collections import Counter

_LEGAL = re.compile(
    r"\b((?:[A-Z][\w&'’-]* +|of +|and +|& +|the +){0,7}[A-Z][\w&'’-]* +(?:Limited|Ltd\.?|LLP|PLC|plc|CIC))\b"
)
_NAMED = re.compile(
    r"\b((?:[A-Z][\w&-]* +|of +|and +|& +){0,6}(?:[A-Z][\w&-]* +))"
    r"(Service|Services|College|Academy|School|Trust|Academies|Training|Recruitment|Solutions|Group|Consulting|"
    r"Apprenticeships|Education|Learning|University)\b"
)
_OWNS = re.compile(
    r"^(?:['’]s?\b| (?:IT |ICT )?(?:systems?|networks?|devices?|premises|staff|learners|policies|website|will\b|"
    r"is committed|recognises|requires|must))"
)
_PUBLIC = re.compile(
    r"\b(?:council|authority|police|nhs|ofsted|department|board|partnership|children['’]?s? (?:social|services)|"
    r"social (?:care|services)|"
    r"careers service|probation|prosecution|barring|crime agency|commissioner|childline|samaritans|local|government|"
    r"home office|emergency|early help|front door|internet|higher|further|special|staff|learner|online|safeguarding|"
    r"induction|prevent|mandatory|information|e-learning|distance|blended|personal|any|all|our|the|this)\b",
    re.IGNORECASE,
)
_SUBJECT = re.compile(
    r"\b([A-Z][A-Za-z]*[a-z][A-Z]\w*|[A-Z][\w&]+(?: [A-Z][\w&]+){0,3})(?:['’]s)? (?:will|recognises|requires|"
    r"reserves|is committed|"
    r"takes|has in place|provides|collects|believes|expects|employs?|IT systems|systems)\b"
)
_GENERIC = frozenset(
    ["the", "this", "all", "learners", "staff", "we", "company", "organisation", "it", "each", "any", "every", "our"]
)
_ROLE = re.compile(
    r"\b(?:manager|lead|director|officer|coordinator|team|board|department|head|principal|designated|users?)\b",
    re.IGNORECASE,
)


def own_names(title_lines: tuple[str, ...], text: str) -> tuple[str, ...]:
    """The names the organisation goes by, the fullest first; empty where the document only says "the Company"."""
    names: Counter[str] = Counter()
    for match in _LEGAL.finditer(text):
        names[match.group(1).strip()] += 1
    own: list[str] = []
    early = "\n".join(title_lines)
    legal = [name for name in names if name in early] or [name for name, _ in names.most_common(1)]
    own.extend(legal)
    subjects = Counter(
        match.group(1)
        for match in _SUBJECT.finditer(text)
        if match.group(1).split()[0].lower() not in _GENERIC and not _ROLE.search(match.group(1))
    )
    if subjects:
        name, count = subjects.most_common(1)[0]
        if count >= 2 or re.search(r"[a-z][A-Z]", name):
            own.append(name)
    for line in title_lines:
        match_named = _NAMED.search(line)
        if match_named and not _PUBLIC.search(match_named.group(1)):
            own.append(match_named.group(0).strip())
    for name in tuple(own):
        shorter = re.sub(r"\s+(?:Limited|Ltd\.?|LLP|PLC|plc|CIC)$", "", name)
        if shorter != name:
            own.append(shorter)
    return tuple(dict.fromkeys(own))


def other_names(text: str, own: tuple[str, ...]) -> tuple[str, ...]:
    """Names of other organisations that the document speaks of as if it were theirs ("… Service IT systems")."""
    found: list[str] = []
    for pattern in (_LEGAL, _NAMED):
        for match in pattern.finditer(text):
            name = match.group(0).strip()
            name = re.sub(r"^(?:The|By|In|At|Using|For|All|and|of)\s+", "", name)
            if any(name in mine or mine in name for mine in own) or _PUBLIC.search(name):
                continue
            if pattern is _LEGAL or _OWNS.match(text[match.end() :]):
                found.append(name)
    return tuple(dict.fromkeys(found))
