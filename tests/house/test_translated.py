"""Every text that is shown can be translated: each page is rendered in a pretended language and read word by word."""

import re
from dataclasses import replace
from pathlib import Path

import html5lib
import pytest
from django.apps import apps
from django.db import models
from django.utils import translation

import leeward
from leeward.edge import page as edge_page
from leeward.engine.load.builtin import builtin_policy, builtin_snapshot
from leeward.engine.web import Decision, Reason, Verdict
from leeward.engine.web.layer import parse_layer
from leeward.people.help.helplines import HELPLINES
from tests.house.demo import Demo
from tests.house.visits import visits

PACKAGE = Path(leeward.__file__).parent
MARKED = re.compile(r"⟦[^⟦⟧]*⟧")
BREAK = "\x1f"
MACHINE = "lw-code"
"""The class of what machines call things: fingerprints, names of acts, commands."""
NOT_READ = {
    "/audit",  # acts and their details are written as the chain keeps them, in words for machines
    "/running",  # what `leeward doctor` says on the command line, which is English like all commands
}
CONTENT = (
    *PACKAGE.glob("*/demo*.py"),
    *PACKAGE.glob("people/*/demo.py"),
    *PACKAGE.glob("policy/demo_policy.txt"),
    *PACKAGE.glob("engine/text/rules/*.toml"),  # rules are written for a language; another one has rules of its own
    Path(__file__).parent / "samples" / "safeguarding.py",  # what somebody typed into a form
    Path(__file__).parent / "samples" / "records.py",  # as above
    Path(__file__).parent / "samples" / "keeping.py",  # as above
    PACKAGE / "people" / "choices.py",  # the kinds of vulnerability an organisation begins with
    PACKAGE / "safeguarding" / "choices.py",  # an organisation's own words about when it reads, to begin with
    *PACKAGE.glob("engine/lists/policy.json"),  # names of categories, which an organisation may change
    *PACKAGE.glob("safeguarding/packs/*.toml"),  # what a nation's guidance says, in the words of that nation
)
"""Texts that are content, not the product's own words."""
NAMES = (
    "Leeward",
    "DPIA",
    "as set up",
    "flag",  # a choice of a setting, shown as it is kept
    "given_name, family_name, known_as, email",  # names of columns
    "Example post",
    "Microsoft Entra ID",
    "Google Workspace",
    "Okta",
    "A browser",  # words of a browser about itself, kept as they came
    "Learner record system",
    "Microsoft Entra ID",  # names of products
    "Okta",
    "Google Workspace",
    "Example post",  # an own post, called so by its organisation
    "metrics:read",
    "what was said.txt",  # a file somebody sent
    "SHOUT to",
    "http://127.0.0.1:8000/help",
    *(str(line.name) for line in HELPLINES),
    *(line.site_name for line in HELPLINES),
)
REFERENCE = re.compile(r"(?:[0-9A-Z]{4}-){1,2}[0-9A-Z]{4}|[0-9a-f]{8}|[0-9A-Z]{6}|\d+\.\d+\.\d+|[a-z]+(?:[.-][a-z]+)+")


@pytest.fixture
def pretended(monkeypatch: pytest.MonkeyPatch) -> None:
    """A language in which every text that goes through gettext stands in ⟦…⟧."""
    said = translation._trans  # type: ignore[attr-defined]
    monkeypatch.setattr(said, "gettext", lambda text: f"⟦{text}⟧" if text else text, raising=False)
    monkeypatch.setattr(said, "pgettext", lambda _context, text: f"⟦{text}⟧", raising=False)
    monkeypatch.setattr(said, "ngettext", lambda one, many, n: f"⟦{one if n == 1 else many}⟧", raising=False)
    monkeypatch.setattr(said, "npgettext", lambda _c, one, many, n: f"⟦{one if n == 1 else many}⟧", raising=False)
    monkeypatch.setattr(edge_page, "_", lambda text: f"⟦{text}⟧")


def texts_of(page: str) -> list[str]:
    """What somebody reads or hears on a page outside of the marks, piece by piece."""
    pieces: list[str] = []
    apart: list[str] = []

    def walk(node) -> None:
        if not isinstance(node.tag, str) or node.tag in {"script", "style"} or MACHINE in node.get("class", ""):
            return
        apart.extend(node.get(name, "") for name in ("alt", "aria-label", "title", "placeholder"))
        pieces.append(node.text or "")
        for child in node:
            walk(child)
            pieces.append(child.tail or "")

    walk(html5lib.parse(page, namespaceHTMLElements=False))
    found = []
    for text in (BREAK.join(pieces), *apart):
        while MARKED.search(text):
            text = MARKED.sub(BREAK, text)
        found.extend(text.split(BREAK))
    return [" ".join(piece.split()) for piece in found if re.search("[A-Za-z]{2}", piece)]


def plain(text: str) -> str:
    """For comparing: letters, figures and single spaces only."""
    return " ".join(re.findall(r"\w+", text.lower()))


def content_of_the_demonstration() -> str:
    """Everything that was typed, imported or brought along, in one long text."""
    kept = [path.read_text(encoding="utf-8") for path in CONTENT]
    for model in apps.get_models():
        names = [
            one.attname for one in model._meta.concrete_fields if isinstance(one, models.CharField | models.TextField)
        ]
        names += [one.attname for one in model._meta.concrete_fields if isinstance(one, models.JSONField)]
        if names:
            kept.extend(str(value) for row in model._default_manager.values_list(*names) for value in row if value)
    # Python joins strings that stand one below the other; so must whoever reads them.
    return plain(re.sub(r'"\s*\n\s*f?"', "", "\n".join(kept)))


def is_content(text: str, content: str) -> bool:
    """Is every part of it from the content, a name, a reference or a figure?"""
    for name in sorted(NAMES, key=len, reverse=True):
        text = re.sub(rf"(?<!\w){re.escape(name)}(?!\w)", " ", text)
    return plain(text) in content or all(
        not re.search("[A-Za-z]{2}", part) or plain(part) in content or REFERENCE.fullmatch(part.strip())
        for part in re.split(r"[,;:()·–|]|\s{2,}", text)
    )


@pytest.mark.parametrize(
    ("page", "outside"),
    [
        ("<p>⟦Sign in⟧</p>", []),
        ("<p>⟦Call <a href='tel:999'>999</a> now⟧</p>", []),
        ("<p>⟦Read ⟦two⟧ pages⟧ today</p>", ["today"]),
        ("<p>Sign in</p>", ["Sign in"]),
        ("<button aria-label='Close it'>⟦x⟧</button>", ["Close it"]),
        ("<code class='lw-code'>account.sign-in</code><p>12</p>", []),
    ],
)
def test_the_reader_finds_what_is_outside_the_marks(page: str, outside: list[str]) -> None:
    assert texts_of(page) == outside


@pytest.mark.django_db
def test_every_text_on_every_page_can_be_translated(demo: Demo, pretended: None) -> None:
    content = content_of_the_demonstration()
    wrong = set()
    seen = 0
    for post, address in visits(demo):
        if address in NOT_READ:
            continue
        answer = demo.client(post).get(address)
        if answer.status_code == 200 and answer["Content-Type"].startswith("text/html"):
            seen += 1
            wrong |= {
                f"{address}: {text}" for text in texts_of(answer.content.decode()) if not is_content(text, content)
            }
        elif answer.streaming:
            answer.close()
    assert not wrong, "not in gettext:\n" + "\n".join(sorted(wrong))
    assert seen > 60


@pytest.mark.parametrize("verdict", [Verdict.BLOCK, Verdict.WARN])
def test_every_text_on_the_block_page_can_be_translated(pretended: None, verdict: Verdict) -> None:
    policy = builtin_policy() | {"block_page": "https://leeward.example/blocked"}
    shown = replace(builtin_snapshot(), layer=parse_layer(policy))
    decision = Decision(verdict, "gambling", Reason.SAFEGUARDING, "category gambling, group learners", "l", "m")
    page = edge_page.blocked("lucky-gull.example", decision, shown).body.decode()
    assert texts_of(page) == ["lucky-gull.example", "Gambling"]
    for page in (edge_page.not_ready().body.decode(), edge_page.service_away().decode()):
        assert texts_of(page) == []
