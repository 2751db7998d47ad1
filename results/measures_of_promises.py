"""The measures of promises: how many clocks kept their limits, and by how much the others broke them."""

from __future__ import annotations

from results.measure import PERCENTILES, WEEKS, Measure
from sim.vocabulary import METRICS


def measures_of_promises(owed: str) -> list[Measure]:
    """By the targets of the observed priority, or with `_owed` by those of the true one."""
    truth = " (targets of the true priority)" if owed else ""
    attained = [measure for metric in METRICS for measure in _attainment(metric, owed, truth)]
    return [*attained, *_kept(owed, truth), _breaches(owed, truth), *_overdue(owed, truth)]


def _attainment(metric: str, owed: str, truth: str) -> list[Measure]:
    clock = metric.replace("_", " ")
    populations = {
        "": "decided in the period",
        "_resolved": "of tickets resolved in the period",
        "_created": "of tickets created in the period",
    }
    return [
        Measure(
            f"{metric}_attainment{population}{owed}",
            f"Achieved ÷ (achieved + breached) over {clock} clocks {which}{truth}",
            "share",
            "low",
            f"{metric}_achieved{population}{owed}",
            f"{metric}_decided{population}{owed}",
        )
        for population, which in populations.items()
    ]


def _kept(owed: str, truth: str) -> list[Measure]:
    kept = "Share of tickets created in the period, with a clock decided, none of whose clocks was breached"
    undecided = "Share of clocks started in the period that were still undecided when the run ended"
    return [
        Measure(
            f"ticket_attainment{owed}",
            kept + truth,
            "share",
            "low",
            f"tickets_kept{owed}",
            f"tickets_due{owed}",
        ),
        Measure(
            f"kept_share{owed}",
            f"Achieved ÷ started, over clocks started in the period{truth}",
            "share",
            "low",
            f"clocks_kept{owed}",
            f"clocks_started{owed}",
        ),
        Measure(
            f"clocks_undecided{owed}",
            undecided + truth,
            "share",
            "",
            f"clocks_undecided{owed}",
            f"clocks_started{owed}",
        ),
    ]


def _breaches(owed: str, truth: str) -> Measure:
    what = f"Clocks breached per week{truth}"
    return Measure(f"breaches_per_week{owed}", what, "clocks", "high", f"breaches{owed}", WEEKS)


def _overdue(owed: str, truth: str) -> list[Measure]:
    return [
        Measure(
            f"overdue_{name}{owed}",
            f"{PERCENTILES[name]:.0%} of breached clocks stop at most so long after they are due{truth}",
            "min",
            "high",
            p=PERCENTILES[name],
            family=f"overdue{owed}",
        )
        for name in ("p50", "p90")
    ]
