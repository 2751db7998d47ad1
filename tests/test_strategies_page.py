"""What docs/strategies.md shows is what the program does."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import results
from scenarios import Plan, read
from strategies import looks_at_queue
from tests.scenarios.texts import SMALL

PAGE = Path(__file__).parents[1] / "docs" / "strategies.md"
SHORT = "{warmup: 1 day, measure: 2 weeks, cooldown: 1 day, replications: 1, seed: 3}"


@pytest.fixture(scope="module")
def plan(tmp_path_factory) -> Plan:
    """A small desk under the strategies of the page, and under its rule that looks at the queue."""
    folder = tmp_path_factory.mktemp("desk")
    text = PAGE.read_text(encoding="utf-8")
    code = re.findall(r"```python\n(.*?)```", text, re.DOTALL)
    (folder / "my_rule.py").write_text("\n\n".join(code), encoding="utf-8")
    shown = re.search(r"```yaml\nstrategies:\n(.*?)```", text, re.DOTALL).group(1)
    head = re.sub(r"run: .*", f"run: {SHORT}", SMALL.partition("baseline:")[0])
    head = head.replace("rate: 100 per week", "rate: 500 per week")
    path = folder / "desk.yaml"
    path.write_text(f"{head}strategies:\n{shown}  look: [./my_rule.py:NearlyLate]\n", encoding="utf-8")
    return read(path, allow_code=True)


def test_both_rules_of_the_page_are_about_twenty_lines():
    rules = re.findall(r"```python\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)
    assert len(rules) == 2
    assert all(len(rule.splitlines()) <= 21 for rule in rules)


def test_the_scoring_rule_plays_wherever_the_page_puts_it(plan):
    found = results.run(plan, strategies=["fifo", "mine", "then", "sum"], engine="simpy")
    waits = found.summary.query("measure == 'wait_mean' and by == 'plan' and group == 'premium'")
    by_strategy = dict(zip(waits["strategy"], waits["estimate"], strict=True))
    assert by_strategy["mine"] < by_strategy["fifo"]
    assert len(by_strategy) == 4


def test_the_rule_that_looks_at_the_queue_plays_too(plan):
    assert [name for name, one in plan.strategies.items() if looks_at_queue(one)] == ["look"]
    found = results.run(plan, strategies=["fifo", "look"])
    kept = found.summary.query("measure == 'kept_share' and by == 'all'").set_index("strategy")["estimate"]
    assert kept["look"] > kept["fifo"]


def test_the_page_names_only_what_there_is(plan):
    from strategies import Agent, View, WaitingTicket  # noqa: PLC0415 - beside the names that they check

    text = PAGE.read_text(encoding="utf-8")
    for name, kind in (("view", View), ("ticket", WaitingTicket), ("agent", Agent)):
        words = set(re.findall(rf"`{name}\.(\w+)", text))
        assert words
        assert all(hasattr(kind, word) or word in kind.__annotations__ for word in words)
