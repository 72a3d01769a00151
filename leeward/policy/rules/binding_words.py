"""The words by which policies bind: what is looked for, and how strongly each binds."""

import re

from leeward.policy.rules.values import Modality

# Whom or what a policy covers.
APPLIES = re.compile(
    r"^(?P<what>(?:this|the|our|these) (?:[\w-]+ ){0,5}?(?:policy|policies|document|code|agreement|procedures?|rules)) "
    r"(?:(?:also|therefore) )?(?:appl(?:y|ies)|extends?) to\b",
    re.IGNORECASE,
)
IS_PRONOUN = re.compile(r"^(?:they|he|she|he/she|she/he)\b", re.IGNORECASE)
LONGEST_SENTENCE = 2_000  # characters; nothing longer is read as a sentence
_ADV = (
    r"(?:(?:also|always|only|therefore|normally|then|all|in turn|both|further|immediately|not|never|at all times|"
    r"first) )*"
)
_M = Modality
# (what is looked for, how it binds). The earliest match in the main clause wins; ties go to the first in the list.
BINDING: tuple[tuple[re.Pattern[str], Modality], ...] = tuple(
    (re.compile(pattern, re.IGNORECASE), modality)
    for pattern, modality in (
        (r"\b(?:must|shall) (?:only|solely)\b", _M.MAY_ONLY),
        (r"\b(?:must|shall)(?: (?:not|never)|n['’]t)\b|\bmust (?:under|in) no circumstances\b", _M.MUST_NOT),
        (r"\b(?:must|shall)\b", _M.MUST),
        (r"\bmay (?:not|never|under no circumstances)(?: ?/ ?be)?\b|\b(?:cannot|can ?not|can never)\b", _M.MAY_NOT),
        (
            r"\bmay only\b|\bcan only\b(?= be\b)|\bonly [^.;]{3,80}? may be\b|\b(?:is|are) (?:only|restricted|"
            r"limited) (?:to|permitted|allowed)\b",
            _M.MAY_ONLY,
        ),
        (
            r"\b(?:is|are) (?:not|never) (?:permitted|allowed|authori[sz]ed|to be|acceptable|tolerated|used|shared)\b",
            _M.MAY_NOT,
        ),
        (r"\b(?:is|are) (?:strictly |expressly )?(?:prohibited|forbidden|banned|unacceptable)\b", _M.MAY_NOT),
        (r"\bshould(?: (?:not|never)|n['’]t)\b", _M.SHOULD_NOT),
        (r"\bshould\b(?! (?:they|you|he|she|it|a|an|the|any|there)\b)", _M.SHOULD),
        (r"\b(?:will|would)(?: (?:not|never))\b|\bwon['’]t\b", _M.WILL_NOT),
        (r"\bwill\b", _M.WILL),
        (
            r"\b(?:is|are|being)?\s?(?:(?:also|each|all|jointly|directly|ultimately) )?(?:responsible|"
            r"accountable) (?:for|to)\b",
            _M.MUST,
        ),
        (
            r"\b(?:has|have|holds?|takes?|carries) (?:the )?(?:overall |full |ultimate |lead |day[- ]to[- ]day "
            r")*(?:responsibility|accountability) (?:for|to)\b",
            _M.MUST,
        ),
        (r"\b(?:has|have) a (?:legal |clear |statutory )?(?:duty|responsibility|obligation) (?:to|of)\b", _M.MUST),
        (
            r"\b(?:is|are) (?:all )?(?:required|obliged|obligated|bound|under a duty) to\b|\b(?:is|are) to\b(?= "
            r"[a-z]+\b)(?! be able)",
            _M.MUST,
        ),
        (r"\b(?:is|are) (?:required|mandatory|compulsory)\b(?! (?:by|under) )", _M.MUST),
        (
            r"\b(?:is|are) (?:permitted|allowed|acceptable|authori[sz]ed) (?:only |solely )?"
            r"(?:where|when|if|provided|for|with|by|on|as long as)\b",
            _M.MAY_ONLY,
        ),
        (r"\b(?:is|are) expected to\b", _M.SHOULD),
        (r"\b(?:is|are) (?:actively |strongly )?(?:encouraged|advised|asked) not to\b", _M.SHOULD_NOT),
        (r"\b(?:is|are) (?:actively |strongly )?(?:encouraged|advised) to\b", _M.SHOULD),
        (r"\b(?:is|are) (?:authori[sz]ed|permitted|allowed) to\b", _M.MAY),
        (r"^no\b[^.;]*?\bcan be\b", _M.MAY_NOT),
        (r"\b(?:needs?|has|have) to (?:be|ensure|report|follow|read|sign|complete|make|keep)\b", _M.MUST),
        (r"\b(?:is|are) committed to\b|\b(?:seeks?|aims?|endeavours?|strives?|undertakes?) to\b", _M.AIMS),
    )
)
PERMITTING = re.compile(
    r"\breserves? the right to\b|(?:(?<=\bwe )|(?<=\bstaff )|(?<=\blearners )|(?<=\busers )|(?<=\bpolicy "
    r"))may\b(?! (?:have|find|be at|lead|result|affect)\b)|"
    r"(?:(?<=\byou )|(?<=^anybody )|(?<=^anyone )|(?<=^everybody )|(?<=^everyone ))can\b|\b(?:is|are) voluntary\b",
    re.IGNORECASE,
)
REPORTED = re.compile(r"^[^,;]*?\b(?:stresses|states|requires|says|expects|makes (?:it )?clear) that ", re.IGNORECASE)
LATER_IMPERATIVE = re.compile(
    r"[,;] (?:but|and|please|then) (?P<verb>[a-z]+)\b|\bthen (?P<dont>don['’]t)\b", re.IGNORECASE
)
IMPERSONAL: tuple[tuple[re.Pattern[str], Modality], ...] = tuple(
    (re.compile(pattern, re.IGNORECASE), modality)
    for pattern, modality in (
        (
            r"^(?:under|in) no circumstances (?:should|must|may|shall|can|will)\b|^at no (?:time|point) (?:should|"
            r"must|may|shall|can|will)\b",
            _M.MUST_NOT,
        ),
        (r"\bit is (?:a requirement|(?:the|our) policy(?: of [\w ]{3,40}?)?) that\b", _M.MUST),
        (
            r"\b(?:training|reviews?|meetings?|checks?|audits?|tests?|inductions?|"
            r"briefings?)\b[^.]{0,60}\b(?:takes?|taking) place\b",
            _M.DOES,
        ),
        (r"\bit is (?:also )?(?:essential|vital|imperative|crucial|necessary|mandatory)\b", _M.MUST),
        (r"\b(?:working|work|acting|training) [^.]{0,120}\bis (?:essential|vital)\b", _M.MUST),
        (r"\bit is (?:also )?important (?:that|for|to)\b(?! (?:understand|note|remember|recogni[sz]e))", _M.SHOULD),
        (r"\bevery effort (?:is|will be) made\b", _M.WILL),
        (r"\bit is (?:the|every|each|all|your|our|their) (?:[\w ]{2,40}['’]s? )?(?:responsibility|duty)\b", _M.MUST),
        (r"\bthere (?:is|are) [^.]{2,60}? in place\b", _M.DOES),
        (r"\b(?:procedures?|measures?|arrangements?|systems?) (?:is|are) in place\b", _M.DOES),
        (r"\bour (?:approach|aim|intention|policy) is to\b", _M.AIMS),
        (r"\bsubject to (?:a |an )?(?:full )?(?:annual|yearly|termly|regular|monthly)[\w ]* review\b", _M.DOES),
        (r"\bsupport(?:ing)? (?:learners|staff)[^.]{0,80}\b(?:starts|begins)\b", _M.DOES),
        (r"\b(?:is|are) acceptable (?:only )?(?:where|when|if|provided)\b", _M.MAY_ONLY),
        (r"\bconsiders? it (?:to be )?(?:an? )?(?:essential|vital|important)\b", _M.AIMS),
        (r"\bwe all have the right to\b|\beveryone has the right to\b", _M.AIMS),
        (r"\bmeasures (?:will )?include\b|\b(?:it|they|concerns?|allegations?) goe?s? (?:straight )?to the\b", _M.DOES),
    )
)
_PRACTICE_VERBS = (
    r"(?:provides?|takes? (?:steps|all|seriously|a)|requires?|collects?|stores?|keeps?|maintains?|ensures?|"
    r"monitors?|filters?|"
    r"reviews?|operates?|employs?|promotes?|supports?|(?:actively )?encourages?|carr(?:y|ies) out|adheres?|"
    r"agrees?|appoints?|"
    r"delivers?|trains? (?:all|our|every|each|staff)|"
    r"checks?|limits?|restricts?|blocks?|records?|reports?|refers?|holds?|publish(?:es)?|expects?|"
    r"(?:works?|liaises?) (?:closely )?with|makes? (?:sure|learners|staff|it|all)|has in place|have in place|"
    r"has arrangements|receives?|attends?|meets?|"
    r"adopts?|implements?|updates?|shares?|tells?|informs?|uses? (?:filter|monitor|software|technical)[a-z]*|also make)"
)
CLAUSE_NUMBER = re.compile(r"^\d{1,2}(?:\.\d{1,2}){1,4}\.?\s+|^\d{1,2}\.\s+")
THIRD_PERSON = re.compile(
    rf"^(?:{_PRACTICE_VERBS}|leads?|liaises|chairs|takes|oversees|acts|manages|supervises|advises|raises|responds|coordinates|co-ordinates|"
    r"arranges|investigates|follows|understands|signs|completes|approves|gives|identifies|helps|sets|raises|knows)\b",
    re.IGNORECASE,
)
ORGANISATION_PRACTICE = re.compile(rf"^{_ADV}{_PRACTICE_VERBS}\b", re.IGNORECASE)
PRACTICE_PASSIVE = re.compile(
    r"\b(?:is|are|being)\s+(?:(?:also|all|not|only|always|regularly|clearly|actively|carefully|never|then|held|"
    r"therefore|securely|routinely) )*"
    r"(?P<verb>kept|filtered|monitored|reviewed|assessed|considered|blocked|recorded|referred|followed|reported|analysed|"
    r"communicated|posted|included|embedded|updated|stored|shared|appointed|trained|checked|notified|handled|dealt|signed|sought|"
    r"obtained|held|logged|tested|published|provided|delivered|discussed|given|told|taken|made (?:available|aware|"
    r"appropriately)|"
    r"used (?:for logging|within|effectively|to)|restricted|limited|encrypted|protected|supervised|informed|"
    r"asked|issued|inspected|audited|"
    r"treated|carried out|put in place|investigated|archived|deleted|accessible)\b",
    re.IGNORECASE,
)
_IMPERATIVES_WORDS = """
    accept act adhere agree allow always appoint archive arrange ask attend avoid be behave block book bring call build
    change check clearly complete comply conduct confirm consider contact control create delete deliver develop
    display do don't don’t encourage enforce ensure establish explain facilitate find follow foster give go guard
    help hold identify implement include inform keep know leave liaise limit listen lock log maintain make manage
    minimise monitor never notify obtain offer only operate promote protect provide publish put raise read record
    refer remain remind remove report respect respond restrict review schedule seek send set share sign speak stay
    stop store strike submit supervise support take tell test think train treat understand update use verify work
    write warn instruct discuss choose copy decide destroy discourage dispose escalate evaluate prevent refuse
    reset retain return switch turn wear
"""
IMPERATIVES = frozenset(_IMPERATIVES_WORDS.split())
LED_IMPERATIVE = re.compile(
    r"^(?:for any [^,]{3,80}, |where possible, |[A-Z][\w ]{2,30} ?[-–:] ?(?:where possible, )?|if [^,]{3,120}, |"
    r"when [^,]{3,120}, )"
    r"(?:please )?(?P<verb>[a-z’']+)\b",
    re.IGNORECASE,
)
INFINITIVE = re.compile(r"^to (?P<verb>[a-z]+)\b", re.IGNORECASE)
GERUND = re.compile(r"^(?:not )?(?P<verb>[a-z]{2,}ing)\b", re.IGNORECASE)
CONDITION = re.compile(
    r"^(?P<condition>(?:where|when|whenever|if|in the event|following|after|before|upon|once|while|whilst|since|as|"
    r"for|to (?:ensure|support|make)|in (?:making|using|line|order|cases?|the)|during|through|should|at|on|regardless|"
    r"whether|due to|under|unless|by|wherever|prior to|within)\b[^:;]*?),\s+(?=\S)",
    re.IGNORECASE,
)
CARRIES_IT = re.compile(r"\b(?:must|will|shall|should|is responsible|are responsible)\b", re.IGNORECASE)
TRUE_CONDITION = re.compile(r"^(?:where|when|whenever|if|in the event|unless|should)\b", re.IGNORECASE)
FACT_START = re.compile(
    r"^(?:the (?:purpose|aim|intention) of (?:this|the) (?:policy|document)|this (?:policy|document|section) "
    r"(?:sets|is designed|"
    r"outlines|describes|covers|can|explains|includes)|this includes|these (?:include\b|risks|areas|three)|"
    r"examples? (?:include|are|of)|"
    r"there (?:is|are|may|will be) (?!.*in place)|refer to (?:section|appendix|page)|see (?:also )?(?:the )?|"
    r"for (?:more|further) information|it is impossible|"
    r"many |some |they do not|dfe guidance|the online world|young people need)",
    re.IGNORECASE,
)
FACT_WILL = re.compile(
    r"^(?:there|it|this|these|that|which|technolog\w+|the internet|young people|children|some|many|"
    r"others?)\b[^.]{0,80}?\bwill "
    r"(?!(?:also |then |always )?be (?:\w+ly )?(?:\w+ed|kept|dealt|made|held|given|taken|sent|told|available)\b)",
    re.IGNORECASE,
)
FACT_VERB = re.compile(
    r"\bwill (?:inevitably |often |also |usually )?(?:mean|depend|vary|benefit|find|want|experience|encounter|"
    r"become|grow|happen|"
    r"allow|enable|know|think|feel|like|prefer|suffer|"
    r"be (?:a|an|at|more|less|aware|able to (?!do so|report|raise|contact|speak)))\b",
    re.IGNORECASE,
)
RELATIVE = re.compile(r"\b(?:that|which|who)\s+(?!to\b)(?:[\w’']+\s+){0,4}$", re.IGNORECASE)
REQUIRES = re.compile(
    r"\b(?:requires?|expects?|asks?|instructs?) (?P<who>(?:all |any |every |each )?[\w ,’'-]{2,60}?) (?:to|for)\b",
    re.IGNORECASE,
)
NOTHING = re.compile(
    r"^(?:no|neither)\b|\bno (?:staff|learner|image|photograph|personal|information|one)\b", re.IGNORECASE
)
EMPHASIS = re.compile(r"\*{1,3}|_{2,3}")
PASSIVE_AFTER = re.compile(
    r"^\s*(?:(?:not|also|only|always|then|never|all) )*be (?:(?:\w+ly|first|only) )*(?!able|responsible|aware|"
    r"required|expected|"
    r"given (?:responsibility)|professional|courteous|prepared|mindful|clear)(?:\w+(?:ed|en|ne|wn|lt|ght|pt|ld|"
    r"nt)|made|read|put|set|sought|kept|held|dealt)\b",
    re.IGNORECASE,
)
