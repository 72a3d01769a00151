"""The rule pack, who checked it, and what a decision keeps of it."""

import tomllib
from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.db import IntegrityError, connection, transaction

from leeward.foundation.clocks.limits import Unit
from leeward.foundation.evidence.findings import State
from leeward.foundation.settings_history.declared import limit_with, setting_named
from leeward.safeguarding import actions, queries
from leeward.safeguarding.evidence.reading import rules_checked
from leeward.safeguarding.models import RuleCheck
from leeward.safeguarding.packs import FILES, every_pack, pack_of
from leeward.safeguarding.rules.pack import BrokenPack, Topic, Verdict, read
from tests.safeguarding.made import NOW, raised

ROW = """
nation = "England"
edition = 2026-11-01
[[rule]]
id = "one"
title = "One"
text = "Do it."
kind = ["enforced"]
topic = "records"
source = "Somewhere"
edition = "2025"
year = 2025
limits = [{ key = "demo.one", amount = 2, unit = "working-days", label = "One" }]
"""


@pytest.mark.parametrize("nation", sorted(FILES))
def test_every_pack_can_be_read_and_each_rule_has_a_source(nation):
    pack = pack_of(nation)
    assert pack is not None
    assert pack.nation == nation
    for rule in pack.rules:
        assert rule.source.strip(), rule.id
        assert rule.text.endswith("."), rule.id
        assert rule.kinds, rule.id
        assert 1985 <= rule.year <= 2026, rule.id


def test_every_topic_has_a_rule():
    (pack,) = every_pack()
    assert {rule.topic for rule in pack.rules} == set(Topic)


def test_each_number_is_a_setting_marked_as_unverified():
    for pack in every_pack():
        for one in (one for rule in pack.rules for one in rule.limits):
            setting = setting_named(one.limit.key)
            assert (setting.default, setting.source) == (one.limit.amount, one.limit.source)
            assert setting.unverified
            assert limit_with(one.limit.key, 3).unit is one.limit.unit


def test_the_stricter_of_two_sources_is_the_default_for_telling_the_police_of_fgm():
    (pack,) = every_pack()
    limit = pack.rule("fgm").limits[0].limit
    assert (limit.amount, limit.unit) == (1, Unit.WORKING_DAYS)


def test_a_nation_without_a_pack_has_none():
    assert pack_of("Wales") is None


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda text: text.replace("edition = 2026-11-01\n", "", 1), "needs an edition"),
        (lambda text: text.replace('topic = "records"', 'topic = "gossip"'), "'one' cannot be read"),
        (lambda text: text.replace('kind = ["enforced"]', 'kind = ["maybe"]'), "'one' cannot be read"),
        (lambda text: text.replace("amount = 2", "amount = -2"), "'one' cannot be read"),
        (lambda text: text.replace("year = 2025\n", ""), "'one' cannot be read"),
        (lambda text: text + text[text.index("[[rule]]") :], "'one' is in the pack twice"),
    ],
)
def test_a_broken_pack_is_refused_with_the_row_that_is_wrong(change, said):
    with pytest.raises(BrokenPack, match=said):
        read(tomllib.loads(change(ROW)))


def test_a_check_counts_until_a_word_or_a_number_changes():
    rule = read(tomllib.loads(ROW)).rules[0]
    for changed in (
        replace(rule, text="Do it now."),
        replace(rule, edition="2026"),
        read(tomllib.loads(ROW.replace("amount = 2", "amount = 3"))).rules[0],
    ):
        assert changed.fingerprint != rule.fingerprint
    assert replace(rule, title="Once").fingerprint == rule.fingerprint


def test_a_rule_is_unverified_until_a_named_person_finds_that_it_agrees(house):
    before = queries.rule_line("lado", NOW)
    assert before is not None
    assert not before.verified
    assert before.checked is None
    lead = house.actor("lead")
    actions.check_rule(
        actor=lead, rule="lado", verdict=Verdict.DIFFERS, against="Our partnership, 2026", note="24 hours here", now=NOW
    )
    differs = queries.rule_line("lado", NOW)
    assert differs is not None
    assert differs.checked is not None
    assert not differs.verified
    actions.check_rule(
        actor=lead, rule="lado", verdict=Verdict.AGREES, against="The 2026 edition", now=NOW + timedelta(hours=1)
    )
    after = queries.rule_line("lado", NOW)
    assert after is not None
    assert after.verified
    assert after.checked is not None
    assert (after.checked.name, after.checked.against) == ("Deborah Oseitutu", "The 2026 edition")


def test_a_check_says_against_what_and_what_differs(house):
    lead = house.actor("lead")
    with pytest.raises(ValueError, match="which publication"):
        actions.check_rule(actor=lead, rule="lado", verdict=Verdict.AGREES, against=" ", now=NOW)
    with pytest.raises(ValueError, match="what differs"):
        actions.check_rule(actor=lead, rule="lado", verdict=Verdict.DIFFERS, against="The Act", now=NOW)
    with pytest.raises(LookupError):
        actions.check_rule(actor=lead, rule="no-such-rule", verdict=Verdict.AGREES, against="The Act", now=NOW)
    assert not RuleCheck.objects.exists()


def test_the_ledger_counts_the_rules_somebody_checked(house):
    before = rules_checked("safeguarding", NOW)
    actions.check_rule(actor=house.actor("lead"), rule="lado", verdict=Verdict.AGREES, against="The Act", now=NOW)
    after = rules_checked("safeguarding", NOW)
    assert (before.state, before.good, after.good) == (State.UNPROVEN, 0, 1)
    for rule in every_pack()[0].rules:
        actions.check_rule(actor=house.actor("lead"), rule=rule.id, verdict=Verdict.AGREES, against="Read", now=NOW)
    assert rules_checked("safeguarding", NOW).state is State.TRUE


def test_a_check_once_made_stays(house):
    actions.check_rule(actor=house.actor("lead"), rule="lado", verdict=Verdict.AGREES, against="The Act", now=NOW)
    for statement in ("UPDATE safeguarding_rulecheck SET note = 'x'", "DELETE FROM safeguarding_rulecheck"):
        with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)


def test_a_decision_keeps_the_words_of_the_rule_as_they_stood_that_day(house, monkeypatch):
    ref, lead = raised().ref, house.actor("lead")
    actions.open_case(lead, ref, NOW)
    actions.acknowledge(actor=lead, ref=ref, now=NOW)
    guidance = queries.frozen_rule("social-care-answer", NOW)
    decision = actions.DecisionText("Refer?", "Yes or no", "Not referred", "The threshold is not met", guidance)
    actions.decide(actor=lead, ref=ref, decision=decision, now=NOW)
    (pack,) = every_pack()
    newer = replace(pack, edition=date(2031, 9, 1), rules=tuple(replace(rule, text="Reworded.") for rule in pack.rules))
    monkeypatch.setattr("leeward.safeguarding.queries.rules.pack_of", lambda nation: newer)
    (kept,) = actions.open_case(lead, ref, NOW).decisions
    assert "within one working day" in kept.guidance
    assert "2026-11-01, unverified" in kept.guidance
    assert queries.frozen_rule("social-care-answer", NOW).endswith("2031-09-01, unverified")


def test_without_a_pack_no_rule_is_shown_or_kept(house, monkeypatch):
    monkeypatch.setattr("leeward.safeguarding.queries.rules.pack_of", lambda nation: None)
    assert queries.rule_lines(NOW) == []
    with pytest.raises(LookupError):
        queries.frozen_rule("lado", NOW)
