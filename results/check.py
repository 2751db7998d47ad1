"""What can be said about a scenario without simulating: the desk in figures, its promises, its oddities."""

from __future__ import annotations

import math
from dataclasses import asdict, dataclass
from typing import Any

from results.check_figures import Figure, figures
from results.check_load import PoolLoad, SkillLoad, TierLoad, pool_loads, skill_loads, tier_loads
from results.check_promises import Limit, Stake, limits
from results.check_rules import Remark, remarks
from results.check_text import text
from results.drift import odd_weeks
from results.sizing.theory import TierTheory, theory
from results.sizing.theory_text import theory_text
from results.words import percent
from scenarios.census import census
from scenarios.load import load
from scenarios.plan import Plan


@dataclass(frozen=True)
class Check:
    """All that `ticketlab check` says."""

    scenario: str
    timezone: str
    figures: list[Figure]
    tiers: list[TierLoad]
    pools: list[PoolLoad]
    skills: list[SkillLoad]
    limits: list[Limit]
    stakes: list[Stake]
    remarks: list[Remark]
    theory: list[TierTheory]
    """Where the file asks how many people it takes: the start from theory."""

    def as_data(self) -> dict[str, Any]:
        """Plain data for JSON: durations in minutes, shares as shares, nothing known as null."""
        plain: dict[str, Any] = _plain(asdict(self))
        return plain


def report(plan: Plan) -> Check:
    """Check a scenario and its strategies."""
    scenario = plan.scenario
    expected = census(scenario)
    weighed = load(scenario, expected)
    promised, stakes = limits(scenario, expected)
    return Check(
        scenario=scenario.name,
        timezone=scenario.timezone,
        figures=figures(scenario, expected, weighed),
        tiers=tier_loads(scenario, weighed),
        pools=pool_loads(scenario, weighed),
        skills=skill_loads(scenario, expected, weighed),
        limits=promised,
        stakes=stakes,
        remarks=[
            *(_out_of_reach(stake) for stake in stakes if not stake.reachable),
            *(
                remark
                for remark in remarks(scenario, expected, weighed, plan.strategies)
                if not any(remark.text.split(": ", 1)[-1] in warning for warning in plan.warnings)
            ),
            *(Remark("period", text) for text in [odd_weeks(scenario.run.measure)] if text),
            *(Remark("file", warning) for warning in plan.warnings),
        ],
        theory=[] if plan.sizing is None else theory(scenario, expected, weighed),
    )


def render(check: Check) -> str:
    """The check as plain text of at most 100 columns."""
    asked = "\n" + theory_text(check.theory) if check.theory else ""
    return text(check) + asked


def _out_of_reach(stake: Stake) -> Remark:
    which = "" if stake.priority == "all" else f" for {stake.priority}"
    metric = stake.metric.replace("_", " ")
    return Remark(
        "cover",
        f"{stake.policy}: {percent(stake.goal)} {metric}{which} cannot be kept on these rosters: "
        f"no order and no head-count gets above {percent(stake.ceiling)}",
    )


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _plain(each) for name, each in value.items()}
    if isinstance(value, list):
        return [_plain(each) for each in value]
    if isinstance(value, float) and not math.isfinite(value):
        return None
    return value
