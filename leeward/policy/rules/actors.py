"""Who a sentence binds: a post, a class of people, or the organisation itself."""

import re

THE_ORGANISATION = "the organisation"

_PEOPLE_WORDS = """
    staff employee employees learner learners student students apprentice apprentices pupil pupils trainee trainees
    user users governor governors trustee trustees director directors manager managers lead leads leader leaders
    officer officers coordinator coordinators co-ordinator co-ordinators team teams department departments head
    heads principal headteacher tutor tutors teacher teachers trainer trainers assessor assessors mentor mentors
    coach coaches contractor contractors visitor visitors volunteer volunteers associate associates parent parents
    carer carers guardian guardians employer employers board committee everyone everybody anyone nobody member
    members administrator administrators adult adults personnel colleague colleagues practitioner practitioners
    individual individuals chair supplier suppliers dsl dsls dpo ceo md slt smt hr ism owner owners people person
    holder holders those applicant applicants candidate candidates customer customers instructor instructors
    lecturer lecturers supervisor supervisors group groups
"""
_PEOPLE = frozenset(_PEOPLE_WORDS.split())
_ORGANISATION = re.compile(
    r"^(?:we|(?:the |our )?(?:company|organisation|organization|college|school|academy|trust|provider|group|"
    r"centre|university|charity|firm|training provider))$",
    re.IGNORECASE,
)
_PRONOUN = re.compile(r"^(?:they|he|she|he/she|she/he)$", re.IGNORECASE)
_CUT = re.compile(
    r"\s+(?:of|who|whose|with|working|using|other than|in|at|on|from|within|involved|responsible|to|for|that|which|"
    r"under|aged|and/or|or any|taking|including|but|where|when|by|,)\s+|\s*[,(]",
    re.IGNORECASE,
)
_LEADING = re.compile(
    r"^(?:and|also|therefore|however|in addition|additionally|furthermore|as such|so|then|finally|further|"
    r"accordingly|similarly|likewise|n\.?b\.?|note|please note|generally|normally)\b[,:\s-]*",
    re.IGNORECASE,
)
_ADVERB = re.compile(
    r"\s+(?:also|always|therefore|then|both|each|all|only|either|normally|usually|in turn)$", re.IGNORECASE
)
_BY = re.compile(
    r"\bby (?P<who>(?:(?:the|our|an?|any|all|each|every|their|either) )?(?:[\w/&'’-]+ ){0,5}?(?:[\w/&'’-]+))"
    r"(?=[\s,.;:)]|$)"
)
_OF_TITLE = re.compile(
    r"^(?:the |our )?(?:head|director|chair|manager|member|members|board|user|users)s?$", re.IGNORECASE
)
_COMPANYS = re.compile(
    r"^(?:the |our )?(?:company|organisation|college|school|academy|provider)['’]s\s+", re.IGNORECASE
)


def _head(phrase: str) -> str:
    """The head noun of a noun phrase: "All members of staff" gives "members"."""
    chunk = _CUT.split(phrase, maxsplit=1)[0].strip()
    words = chunk.split()
    return words[-1].lower().rstrip(".,;:'’") if words else ""


def clean(phrase: str) -> str:
    """`phrase` without the connecting words around it."""
    phrase = phrase.strip(" ,;:-–—•*")
    while True:
        shorter = _ADVERB.sub("", _LEADING.sub("", phrase)).strip(" ,;:")
        if shorter == phrase:
            return phrase
        phrase = shorter


def is_actor(phrase: str) -> bool:
    """Whether a noun phrase names people, a post or a team who can be held to something."""
    phrase = clean(phrase)
    if not phrase or len(phrase.split()) > 22:
        return False
    if re.search(r"['’]s?$", phrase.split()[0]) and len(phrase.split()) > 1 and not _COMPANYS.match(phrase):
        possessed = phrase.split(maxsplit=1)[1]
        return _head(possessed) in _PEOPLE
    head = _head(phrase)
    return head in _PEOPLE or (head in {"it", "hr"} and phrase.isupper())


def is_organisation(phrase: str, names: tuple[str, ...]) -> bool:
    """Whether a noun phrase is the organisation itself: "we", "the Company", or one of its `names`."""
    phrase = clean(phrase)
    if _ORGANISATION.match(phrase):
        return True
    plain = re.sub(r"^the ", "", phrase, flags=re.IGNORECASE).lower()
    return any(plain == name.lower() for name in names)


def is_pronoun(phrase: str) -> bool:
    """Whether the phrase only points back to someone named before."""
    return bool(_PRONOUN.match(clean(phrase)))


def named_actor(phrase: str, names: tuple[str, ...], last: str = "") -> str:
    """The actor a subject names, in its own words; "the organisation" for it; `last` for a pronoun; "" for a thing."""
    if is_organisation(phrase, names):
        return THE_ORGANISATION
    if is_pronoun(phrase):
        return last
    return re.sub(r"^(?:no|only) ", "", clean(phrase), flags=re.IGNORECASE) if is_actor(phrase) else ""


def agent(text: str, names: tuple[str, ...]) -> str:
    """Who acts in a passive sentence ("… monitored by IT department"), or ""."""
    for match in re.finditer(r"\bby\s+", text):
        rest = text[match.end() :]
        words = re.split(r"[,.;:)]|\s(?:and|in|for|who|which|that|where|when|to|at|on|if|unless)\s", rest, maxsplit=1)[
            0
        ].split()
        for length in range(min(len(words), 7), 0, -1):
            phrase = " ".join(words[:length])
            last = words[length - 1].lower().rstrip("'’")
            if is_organisation(phrase, names):
                return THE_ORGANISATION
            if last in _PEOPLE or (last in {"it", "hr"} and words[length - 1].isupper()):
                also = re.match(rf"^{re.escape(phrase)} (?:and|or) (?P<other>\w+)", " ".join(rest.split()))
                return also.group(0) if also and also["other"].lower() in _PEOPLE else phrase
    return ""


def heading_actor(heading: str) -> str:
    """The actor a heading names ("Role of the Designated Safeguarding Lead", "Staff"), or "" where it names none."""
    text = re.sub(r"^[\d.\s#]+", "", heading).strip(" :")
    match = re.match(
        r"^(?:the )?(?:roles?|responsibilit(?:y|ies)|duties|guidance|advice|rules|expectations)(?: and "
        r"responsibilities)? (?:of|for) (?P<who>.+)$",
        text,
        re.IGNORECASE,
    )
    if match:
        text = match["who"]
    else:
        text = re.sub(
            r"(?:['’]s?)? (?:roles?|responsibilities|duties)(?: and responsibilities)?$", "", text, flags=re.IGNORECASE
        )
    if len(text.split()) > 8 or not is_actor(text):
        return ""
    if re.search(r"\b(?:keeping|safe|guidance|for|about|training|use)\b", text, re.IGNORECASE):
        return ""
    return text
