"""How it was found: the method in a few sentences, and what is needed to find it again."""

from __future__ import annotations

from results.comparison_results import Comparison
from results.edition import version_of
from results.findings import Results
from results.grid_results import GridResults
from results.sizing.played import SizeResults
from results.sizing.shifted import ShiftResults
from results.words import duration, plural
from scenarios import Plan
from sim.strata import BLOCK
from sim.vocabulary import RunPlan

Found = Comparison | GridResults | Results | SizeResults | ShiftResults

_DESK = (
    "The desk is simulated ticket by ticket. Everything random is drawn before the clock starts, so every "
    "strategy serves the very same tickets with the very same people.",
    "Replies return to the tier, not to the agent who answered before; ownership is not modelled.",
    "Tickets count in the period in which they are created, clocks in the one in which they are decided; "
    "queues, backlog and occupancy are averages over time. Warm-up and cool-down are left out.",
    "Shares and means are ratios of sums over all replications; intervals are of 95 % and come from the "
    "spread between replications. Quantiles are of all tickets pooled, within 0.5 %.",
)
_COMPARED = (
    "Differences are paired: both sides play the same tickets. For the objective all intervals hold together "
    "with 95 % (Bonferroni); p-values in comparison.csv are Holm's. Every other measure is exploratory.",
    "What may be best is told by comparisons with the best; the chance of being best is by bootstrap over "
    "replications.",
)
_FRESH = (
    "Winner, runner-up and baseline were played again on fresh replications that nobody had looked at; only "
    "those figures enter the verdict. What is headed “during search” was used to choose, and flatters "
    "the chosen."
)


_SIZED = (
    "What is looked for is the cheapest desk that keeps every requirement on the search replications, which "
    "are the same for all desks. Cutting planes propose desks; a desk that breaks a requirement forbids all "
    "that have no more people anywhere. That no cheaper desk keeps everything is claimed of those tickets "
    "only, and if more people never hurt.",
    "The desk that was found, and those with one person more or fewer, were played again on fresh "
    "replications; only those figures are told. Certainty is that the desk truly keeps every requirement; "
    "odds, where they are asked for, are the share of contract periods in which it does.",
)
_SHIFTS = (
    "First the desk is played with more people than it can use. Who is then at work, put off as far as the "
    "promises allow, is the load of each hour; needed are that load and β times its square root, β being "
    "the smallest with which people by the hour keep every requirement.",
    "An integer programme covers what is needed by shifts at the least cost. The roster is played; less is "
    "asked for until a requirement breaks, people are taken away one by one and given cheaper shifts, and "
    "where a requirement breaks, the hours in which broken clocks start get more. The figures told are of "
    "fresh replications. That no cheaper roster keeps everything was not proved.",
)
_GRID = (
    "Every strategy is played at every point of the grid on the same draws. What is called surely best holds "
    "for all points together with 95 %. Effects are of all points and strategies as a factorial, with "
    "intervals that hold together within each effect."
)
_STRATIFIED = (
    f"Day factors are drawn as a Latin hypercube within blocks of {BLOCK} replications; the block is the "
    "unit of every interval and test."
)


def method_of(plan: Plan, results: Found, seed: int | None) -> tuple[list[str], list[tuple[str, str]]]:
    """Sentences, and facts by name."""
    if isinstance(results, SizeResults | ShiftResults):
        return _method_of_sizing(plan, results)
    scenario = plan.scenario if isinstance(results, Results) else results.setup.players[0].scenario
    fresh = _fresh(results)
    run = scenario.run
    how = (
        _COMPARED if isinstance(results, Comparison) else (_GRID,) if isinstance(results, GridResults) else ()
    )
    sentences = [*_DESK, *how, *([_FRESH] if fresh else []), *([_STRATIFIED] if run.stratify else [])]
    return sentences, _facts(plan, results, run, fresh, seed)


def _method_of_sizing(
    plan: Plan, results: SizeResults | ShiftResults
) -> tuple[list[str], list[tuple[str, str]]]:
    shifts = isinstance(results, ShiftResults)
    run = results.player.scenario.run
    facts = _facts(plan, results, run, 0, run.seed)
    return [*_DESK, *(_SHIFTS if shifts else _SIZED)], [fact for fact in facts if fact[1]]


def _facts(plan: Plan, results: Found, run: RunPlan, fresh: int, seed: int | None) -> list[tuple[str, str]]:
    """What is needed to find it again, by name."""
    periods = ((run.warmup, "warm-up"), (run.measure, "measured"), (run.cooldown, "cool-down at most"))
    return [
        ("Scenario file", plan.path.name),
        ("SHA-256 of the file", plan.sha256),
        ("Seed", str(run.seed if seed is None else seed)),
        ("Replications", f"{results.replications_done:,}" + (f", and {fresh:,} fresh ones" if fresh else "")),
        ("Each replication", ", ".join(f"{duration(length)} {what}" for length, what in periods)),
        ("Baseline", results.baseline),
        ("Objective", results.objective),
        ("Played", plural(results.tickets, "ticket")),
        ("Ticketlab", version_of("ticketlab")),
    ]


def _fresh(results: Comparison | GridResults | Results) -> int:
    """Replications that nobody had looked at."""
    if isinstance(results, Comparison):
        return results.found.fresh
    return results.fresh if isinstance(results, GridResults) else 0
