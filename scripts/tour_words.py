"""What the tour says: each stop's picture, what it shows for those who cannot see it, and a few plain sentences."""

from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs" / "use" / "tour.md"
PICTURES = ROOT / "docs" / "pictures" / "tour"


@dataclass(frozen=True, slots=True)
class Stop:
    """One picture of the walk. `alt` is for those who cannot see it, `words` stand beside it; `phone`: 360 px."""

    name: str
    alt: str
    words: str
    phone: bool = False

    @property
    def file(self) -> str:
        return f"{self.name}.webp"


@dataclass(frozen=True, slots=True)
class Part:
    """Some stops that belong together, under a heading."""

    heading: str
    words: str
    stops: tuple[Stop, ...]


PARTS = (
    Part(
        "The front page",
        "Harbour Lane Training is invented, and so is everybody in it. `make up` makes it on your machine.",
        (
            Stop(
                "front-page",
                "The first page: report a worry, get help, sign in",
                "Nobody has to sign in to say that they are worried or to find help. That comes first, on every page.",
            ),
        ),
    ),
    Part(
        "A learner is worried",
        "On a phone, without an account. It works without script, and **Exit this page quickly** is always in reach.",
        (
            Stop(
                "report-start",
                "The start of the form: call 999 in danger, Childline and Samaritans, and when reports are read",
                "First it says whom to call if somebody is in danger now, and when reports are read. It never promises "
                "to keep anything secret.",
                phone=True,
            ),
            Stop(
                "report-what",
                "The question what happened, with a large box for the answer",
                "A few short questions, one page each. All but one of them may be left empty.",
                phone=True,
            ),
            Stop(
                "report-readers",
                "Who will read it, by name and post, and the question whether it is about or close to any of them",
                "Before anything is sent, it says by name who will read it. Where it is about one of them, it goes "
                "past that person, who cannot learn that it exists.",
                phone=True,
            ),
            Stop(
                "report-sent",
                "A reference, six words to come back with, and what happens next",
                "A reference and six words, shown once: with them the learner can see whether it was read, and "
                "exchange messages, without a name.",
                phone=True,
            ),
        ),
    ),
    Part(
        "The safeguarding lead takes it on",
        "An e-mail says that something waits, and nothing else. What it is can be read only after signing in.",
        (
            Stop(
                "lead-home",
                "The first page of the safeguarding lead: cards for what waits, the most urgent first",
                "Everybody's first page shows what waits for them, with the most urgent first.",
            ),
            Stop(
                "case",
                "A concern as received: what was said, by when it must be read and decided, and what to do next",
                "The concern in the learner's own words, the time limits that run, and the one next step. Opening it "
                "leaves a trace in the audit trail.",
            ),
        ),
    ),
    Part(
        "A policy and its promises",
        "A policy is a text with promises in it. Leeward finds them, and then shows which of them are true today.",
        (
            Stop(
                "policy-read",
                "What the reader found in an imported policy: its owners, its review, and what to look at",
                "A Word, PDF or text file is read as it stands, and nothing of it is lost. Each sentence that carries "
                "a duty is offered as a promise; a person confirms.",
            ),
            Stop(
                "policy-approve",
                "The managing director's page to approve the exact text, with what to confirm and a reason",
                "The signatory approves this exact text. A later change of one letter would need a new approval.",
            ),
            Stop(
                "policy-published",
                "The published policy on a phone, with its version, who approved it, and its contents",
                "Published for everybody at an address of its own; staff are asked to acknowledge it.",
                phone=True,
            ),
            Stop(
                "promises",
                "The ledger: how many promises are proven live, stated by a named person, slipping or unproven",
                "Each promise with its proof: proven live, stated by a named person, or unproven. It never counts one "
                "as another, and any past day can be asked for.",
            ),
        ),
    ),
    Part(
        "A page is blocked, asked for and opened",
        "The web filter runs beside Squid at each site and works on when the server is away.",
        (
            Stop(
                "blocked-page",
                "The block page: which site, why it is blocked, how to ask for it, and whom to talk to",
                "The block page gives the reason: safeguarding, security or productivity. From it one can ask for the "
                "page, or for help.",
                phone=True,
            ),
            Stop(
                "ask-for-page",
                "The form to ask for a page: which page, for whom, how long and what for",
                "Whoever needs the page says for whom, for how long and what for.",
                phone=True,
            ),
            Stop(
                "decide-page",
                "The general manager's page to decide on a request: what is asked, what to confirm, for how long, why",
                "The general manager decides, never whoever asked. Opened, the page works for that group within "
                "seconds and closes again by itself.",
            ),
        ),
    ),
    Part(
        "A message that worries",
        "Monitoring stays off until its purpose, its notice and its lawful basis are recorded and approved.",
        (
            Stop(
                "finding",
                "A finding: the message, with the words that caused it marked, and what a reviewer can do with it",
                "The words that caused a finding are marked, so that a person can judge. Opening one needs a reason, "
                "and leaves a trace.",
            ),
            Stop(
                "finding-raised",
                "The finding after review: raised as a concern, with a link to the case",
                "A person, not the software, raises it as a concern. From here it is a case like any other.",
            ),
        ),
    ),
    Part(
        "Everybody else",
        "The same house as others see it. Nobody sees more than their post needs.",
        (
            Stop(
                "tutor-home",
                "A tutor's first page on a phone: report a worry, read a policy, and what else waits",
                "A tutor sees what a tutor needs, on a phone as well as at a desk.",
                phone=True,
            ),
            Stop(
                "director-home",
                "The managing director's first page: what waits for approval and the state of the promises",
                "The managing director sees what waits for a decision, and how the promises stand.",
            ),
            Stop(
                "people",
                "People: a list with classes, posts and where each works",
                "Who is here and who holds which post. People come from a file of the HR system, checked line by line "
                "before any of it is taken in.",
            ),
            Stop(
                "audit",
                "The audit trail: who did what and when, newest first",
                "Who did what, and when: kept in chains that nobody can change unnoticed.",
            ),
            Stop(
                "running",
                "Whether everything is running: each part with its state, and work that failed",
                "Whether every part is running, and what failed and can be tried again.",
            ),
        ),
    ),
)
STOPS = tuple(stop for part in PARTS for stop in part.stops)


def page() -> str:
    """The text of docs/use/tour.md."""
    pieces = [
        "# A tour in pictures\n",
        "`make tour` takes these pictures anew: it starts a fresh demonstration with a real server, a real Squid\n"
        "and a real mail conversation, walks through it in a browser, and writes this page. Dates and references are\n"
        "those of the day it ran.\n",
    ]
    for part in PARTS:
        pieces.append(f"## {part.heading}\n\n{part.words}\n")
        pieces.extend(f"{stop.words}\n\n![{stop.alt}](../pictures/tour/{stop.file})\n" for stop in part.stops)
    return "\n".join(pieces)
