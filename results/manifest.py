"""What was run, with what, where, and how long it took."""

from __future__ import annotations

import platform
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from results.edition import version_of
from results.findings import Results
from results.player import Player
from scenarios import Plan
from strategies import own_code

if TYPE_CHECKING:
    from results.comparison_results import Comparison
    from results.grid_results import GridResults
    from results.running import Options
    from results.sizing.played import SizeResults
    from results.sizing.shifted import ShiftResults

PACKAGES = ("ticketlab", "numpy", "scipy", "pandas", "pyarrow", "simpy", "numba")


def manifest(
    plan: Plan,
    player: Player,
    results: Results | Comparison | GridResults | SizeResults | ShiftResults,
    seconds: Mapping[str, float],
    options: Options,
) -> dict[str, Any]:
    """The content of `manifest.json`; only `timing` and `machine` differ between equal runs."""
    return {
        "scenario": results.name,
        "file": plan.path.name,
        "sha256": plan.sha256,
        "seed": player.scenario.run.seed,
        "strategies": list(player.strategies),
        "baseline": results.baseline,
        "objective": results.objective,
        "replications": results.replications_done,
        "replications_asked": results.replications_asked,
        "stratified": player.scenario.run.stratify,
        "code": own_code(player.strategies.values()),
        "engine": player.engine,
        "by": list(player.by),
        "tickets": results.tickets,
        "versions": {
            "python": platform.python_version(),
            **{package: version_of(package) for package in PACKAGES},
        },
        "timing": {stage: round(spent, 3) for stage, spent in seconds.items()},
        "machine": {
            "system": platform.platform(),
            "processor": platform.processor() or platform.machine(),
            "workers": options.workers,
            "cluster": options.cluster,
        },
    }
