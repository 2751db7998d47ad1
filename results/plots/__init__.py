"""Figures: each a function of the tidy frames that a run or comparison leaves, taking and giving `Axes`."""

from results.plots.dots import pareto, utilization
from results.plots.ecdf import waits
from results.plots.factorial import effects, win_map
from results.plots.forest import differences, gains
from results.plots.growing import convergence
from results.plots.heat import attainment, promises, work_by_hour
from results.plots.look import Palette, style
from results.plots.reasons import why_waited
from results.plots.weekly import over_the_week

__all__ = [
    "Palette",
    "attainment",
    "convergence",
    "differences",
    "effects",
    "gains",
    "over_the_week",
    "pareto",
    "promises",
    "style",
    "utilization",
    "waits",
    "why_waited",
    "win_map",
    "work_by_hour",
]
