"""A comparison whose names are as hostile as a file can make them, and pages made of it."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from results import compare
from results.comparison_results import Comparison
from scenarios import Plan
from scenarios.plan import plan_of
from tests.results.plans import TWINS

SCRIPT = "<script>document.title='owned'</script>"
LONG = "Donaudampfschifffahrtsgesellschaftskapitänswitwenrentenauszahlungsstellenleiterin" * 2
QUOTES = """"quoted" & 'single' $x^2$ <b>"""
RIGHT_TO_LEFT = "مكتب المساعدة"
EMOJI = "🔥 burning"
NAMES = (SCRIPT, LONG, QUOTES, RIGHT_TO_LEFT, EMOJI)

_CHANGES = {
    "name: Small desk": f"name: {SCRIPT!r}",
    "  business:": f"  {RIGHT_TO_LEFT!r}:",
    "    people: {agents: 1, roster: always}": f"    {EMOJI!r}: {{agents: 1, roster: always}}",
    "second: {tiers.L1.people.agents: 2}": f"{EMOJI!r}: {{'tiers.L1.{EMOJI}.agents': 2}}",
    "  oldest: [fcfs]": '  "' + QUOTES.replace('"', '\\"') + '": [fcfs]',
    "  contract: [plan, fcfs]": f"  {LONG!r}: [plan, fcfs]   # A, nobody measured it </code>{SCRIPT}",
}


def hostile_plan() -> Plan:
    """The twins of the other tests, renamed."""
    text = TWINS
    for plain, hostile in _CHANGES.items():
        assert plain in text
        text = text.replace(plain, hostile)
    return plan_of(text.encode(), Path("desk.yaml"))


@cache
def hostile_comparison() -> tuple[Plan, Comparison]:
    """Played once for all tests."""
    plan = hostile_plan()
    return plan, compare(plan, what_if=["all"], replications=4, confirm=3, worth="1 min")
