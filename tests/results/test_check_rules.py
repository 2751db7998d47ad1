"""What `check` says of rules that never matter."""

from __future__ import annotations

from dataclasses import replace

from results.check import report
from sim.presets import PRESETS
from sim.vocabulary import Condition, EntryRule, Filter, Mix, Policy, Target
from strategies import build
from tests.results.checked_desks import FIRST_REPLY, NORMAL, checked, plan, promise, remarks
from tests.sim.desks import tiny_pool, tiny_request, tiny_scenario, tiny_segment


def test_what_nothing_uses_is_told() -> None:
    premium = Policy("premium", (Condition("plan", ("premium",)),), {(FIRST_REPLY, NORMAL): Target(60, 0)})
    rest = Policy("rest", (), {(FIRST_REPLY, 0): Target(60, 0), (FIRST_REPLY, NORMAL): Target(60, 0)})
    unused = tiny_pool("unused", serves=(Condition("plan", ("premium",)),))
    texts = remarks(
        checked(policies=(premium, rest), pools=(tiny_pool(), unused), levels={"plan": ("premium",)})
    )
    assert "no ticket ever comes under the policy premium" in texts
    assert "the policy rest has limits for urgent, but no such ticket comes under it" in texts
    assert "no ticket ever has the priority urgent, high or low" in texts
    assert "no ticket is ever for the pool unused" in texts


def test_policies_that_overlap_are_told_with_the_one_that_decides() -> None:
    traits = {
        "plan": Mix(("premium", "standard"), (0.2, 0.8)),
        "persona": Mix(("power", "casual"), (0.5, 0.5)),
    }
    policies = (
        Policy("premium", (Condition("plan", ("premium",)),), {}),
        Policy("power", (Condition("persona", ("power",)),), {}),
        Policy("rest", (), {}),
    )
    texts = remarks(checked(segments=(tiny_segment(traits=traits),), policies=policies))
    overlaps = [text for text in texts if "both match" in text]
    assert overlaps == [
        "the policies premium and power both match 10 % of the tickets: the first, premium, decides"
    ]


def test_a_rule_that_an_earlier_one_hides_is_told() -> None:
    rules: tuple[tuple[Filter, int], ...] = (((), 1), ((Condition("segment", ("everyone",)),), 0))
    request = tiny_request(entry=(EntryRule((), 0), EntryRule((), 0)))
    texts = remarks(checked(priority_rules=rules, requests=(request,)))
    assert "priority rule 2 never decides a ticket's priority" in texts
    assert "entry rule 2 of help never decides where a ticket begins" in texts


def test_members_that_never_matter_and_assumed_rules_are_told() -> None:
    scenario = tiny_scenario(policies=(promise(60),), sla=PRESETS["zendesk"])
    texts = remarks(report(plan(scenario, {"odd": build(["fcfs", "priority"], scenario)})))
    assert any(text.startswith("strategy odd: `priority` never matters") for text in texts)
    assert (
        "the preset zendesk: what a change of priority does to a running clock is assumed, not verified"
        in texts
    )


def test_what_the_reader_noticed_is_passed_on() -> None:
    noticed = replace(plan(tiny_scenario()), warnings=("desk.yaml:3: odd",))
    assert "desk.yaml:3: odd" in remarks(report(noticed))


def test_what_the_reader_noticed_is_not_said_twice() -> None:
    scenario = tiny_scenario()
    strategies = {"odd": build(["fcfs", "priority"], scenario)}
    (said,) = [text for text in remarks(report(plan(scenario, strategies))) if "never matters" in text]
    warning = f"desk.yaml:9: strategies.odd: {said.removeprefix('strategy odd: ')}"
    texts = remarks(report(replace(plan(scenario, strategies), warnings=(warning,))))
    assert [text for text in texts if "never matters" in text] == [warning]
