"""How often a period reaches a share that somebody asks for, beside the goals that the scenario states."""

from __future__ import annotations

from results.clock_sums import members_of_clocks
from results.criteria import Constraint
from results.groups import Groups
from results.promises import OWED, Promise, periods_met
from results.share import Grouped, within
from sim.clock_history import ACHIEVED, Instances
from sim.vocabulary import METRICS


def odds_names(text: str) -> tuple[str, str]:
    """Names of the sums that are kept for a constraint by periods: reached, and judged."""
    return f"reached: {text}", f"judged: {text}"


def periods_reached(
    constraint: Constraint, grouped: Grouped, recorded: Instances, owed: Instances | None
) -> tuple[float, float]:
    """(whole periods in which the attainment reaches the bound, those in which a clock was decided)."""
    (term,) = constraint.expression.terms
    groups, run = grouped.groups, grouped.run
    clocks = owed if term.measure.name.endswith(OWED) and owed is not None else recorded
    metric = METRICS.index(term.measure.name.removesuffix(OWED).removesuffix("_attainment"))
    rows = members_of_clocks(grouped, clocks, term.by)
    chosen = (clocks.metric == metric) & within(clocks.decided, run) & (rows == term.place(groups))
    promise = Promise(-1, metric, goal=constraint.bound, period=constraint.period)
    reached, judged, *_ = periods_met(
        promise, clocks.decided[chosen], clocks.achieved[chosen] == ACHIEVED, groups
    )
    return reached, judged


def check_periods(constraint: Constraint, groups: Groups) -> None:
    """ValueError where no whole period of a constraint lies in the measured time."""
    run = groups.scenario.run
    if constraint.period and not len(groups.time.periods(constraint.period, run.warmup, run.measured_until)):
        raise ValueError(f"{constraint.text}: the measured time holds no whole {constraint.period}")
