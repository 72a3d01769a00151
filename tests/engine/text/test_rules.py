"""Every rule does what its author wrote beside it, and a faulty rule file is refused with what to mend."""

from pathlib import Path

import pytest

from leeward.engine.load_rules import RULES, RuleError, load_rules, standard_library
from leeward.engine.text.assess import assess
from leeward.engine.text.library import Combination, Example, Rule
from leeward.engine.text.values import Category, Direction, Finding, Message, Source
from tests.documented import run_examples

LIBRARY = standard_library()


def found_by(rule: Rule | Combination, example: Example) -> Finding | None:
    direction = example.direction or (min(rule.directions) if rule.directions else Direction.UNKNOWN)
    sources = rule.sources if isinstance(rule, Rule) else frozenset()
    source = example.source or (min(sources) if sources else Source.CHAT)
    findings = assess(Message(example.text, source, direction), LIBRARY).findings
    return next((finding for finding in findings if finding.rule == rule.id), None)


EVERY = (*LIBRARY.rules, *LIBRARY.combinations)


@pytest.mark.parametrize(
    ("rule", "example"),
    [
        pytest.param(rule, example, id=f"{rule.id}: {example.text[:40]}")
        for rule in EVERY
        for example in rule.must_match
    ],
)
def test_a_rule_finds_what_its_author_says_it_must(rule: Rule | Combination, example: Example) -> None:
    finding = found_by(rule, example)
    assert finding is not None
    expected = rule.severity
    if isinstance(rule, Rule) and example.direction is not None:
        expected = rule.severity_when.get(example.direction, rule.severity)
    assert finding.severity >= expected
    assert finding.words


@pytest.mark.parametrize(
    ("rule", "example"),
    [
        pytest.param(rule, example, id=f"{rule.id}: {example.text[:40]}")
        for rule in EVERY
        for example in rule.must_not_match
    ],
)
def test_a_rule_never_brings_to_a_person_what_its_author_says_it_must_spare(
    rule: Rule | Combination, example: Example
) -> None:
    finding = found_by(rule, example)
    assert finding is None or finding.severity < min(3, rule.severity)


def test_every_rule_has_a_note_and_examples_both_ways() -> None:
    assert [rule.id for rule in EVERY if not (rule.note and rule.must_match and rule.must_not_match)] == []


def test_all_sixteen_categories_have_a_rule() -> None:
    assert {rule.category for rule in LIBRARY.rules} == set(Category)


def test_the_library_says_its_version_and_who_has_read_it() -> None:
    assert LIBRARY.version
    assert LIBRARY.review
    assert len(LIBRARY.digest) == 64
    assert load_rules(RULES).digest == LIBRARY.digest


GOOD = """
[library]
version = "1"
review = "nobody"
[lists]
app = ["one app", "another"]
[[context]]
name = "news"
by = 2
note = "n"
phrases = ["in the news"]
[[rule]]
id = "a.rule"
category = "grooming"
severity = 3
note = "n"
signal = "s"
phrases = ["go to <app>"]
"""


@pytest.mark.parametrize(
    ("before", "after", "says"),
    [
        ('category = "grooming"', 'category = "groming"', "groming"),
        ("severity = 3", "severity = 6", "0 to 5"),
        ("severity = 3", "severity = true", "0 to 5"),
        ("go to <app>", "go to <nowhere>", "does not exist"),
        ("go to <app>", "go (to", "closing"),
        ("go to <app>", "go to ...", "ends with a gap"),
        ("go to <app>", "[go]", "nothing at all"),
        ("go to <app>", "(|go) to", "empty choice"),
        ("go to <app>", "go.*to", "is no word"),
        ("go to <app>", "g* to", "three letters"),
        ("go to <app>", "(...go) to", "begins with a gap"),
        ("go to <app>", "go ) to", "stray"),
        ('app = ["one app", "another"]', 'app = ["<app>"]', "contains itself"),
        ('signal = "s"', 'lowered_by = ["gossip"]', "no context"),
        ('signal = "s"', 'direction = ["self"]', "unknown direction"),
        ('signal = "s"', 'directions = ["self-to-self"]', "self-to-self"),
        ('signal = "s"', "match = [1]", "example"),
        ('version = "1"', "", "version"),
        ('id = "a.rule"', "", "id"),
        ('note = "n"\nsignal', "signal", "note"),
        ('phrases = ["go to <app>"]', "phrases = []", "at least one phrase"),
        ('phrases = ["go to <app>"]', 'phrases = "go"', "list of texts"),
        ("[[rule]]", "[rule]", "[[rule]]"),
        ("[library]", "[library", "TOML"),
    ],
)
def test_a_faulty_rule_file_is_refused_with_its_name_and_the_fault(
    tmp_path: Path, before: str, after: str, says: str
) -> None:
    (tmp_path / "rules.toml").write_text(GOOD)
    assert load_rules(tmp_path).rules[0].id == "a.rule"
    assert before in GOOD
    (tmp_path / "rules.toml").write_text(GOOD.replace(before, after))
    with pytest.raises(RuleError) as refusal:
        load_rules(tmp_path)
    assert says in str(refusal.value)


@pytest.mark.parametrize(
    ("combination", "says"),
    [
        ('id = "c"\ncategory = "grooming"\nseverity = 4\nsignals = ["s", "t"]\nnote = "n"', "no rule gives"),
        ('id = "c"\ncategory = "grooming"\nseverity = 4\nsignals = ["s"]\nnote = "n"', "at_least"),
        ('id = "a.rule"\ncategory = "grooming"\nseverity = 4\nsignals = ["s", "s"]\nnote = "n"', "ids must differ"),
        ('id = "c"\ncategory = "grooming"\nseverity = 4\nsignals = ["s", "s"]\nnote = "n"\nwithin = 0', "within"),
        ('id = "c"\ncategory = "grooming"\nseverity = 4\nsignals = ["s", "s"]\nnote = "n"\nmust = ["z"]', "among"),
    ],
)
def test_a_faulty_combination_is_refused(tmp_path: Path, combination: str, says: str) -> None:
    (tmp_path / "rules.toml").write_text(f"{GOOD}\n[[combination]]\n{combination}\n")
    with pytest.raises(RuleError, match=says):
        load_rules(tmp_path)


def test_a_folder_without_rules_is_refused(tmp_path: Path) -> None:
    with pytest.raises(RuleError, match="No rule files"):
        load_rules(tmp_path)


def test_a_rule_file_in_another_encoding_is_refused(tmp_path: Path) -> None:
    (tmp_path / "rules.toml").write_bytes(GOOD.replace("nobody", "nobodÿ").encode("latin-1"))
    with pytest.raises(RuleError, match=r"rules\.toml"):
        load_rules(tmp_path)


def test_the_page_on_writing_rules_does_what_it_says() -> None:
    run_examples("build/text-rules.md")
