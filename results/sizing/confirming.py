"""Whether the sized desk keeps its promises on fresh replications, and how sure that is.

All requirements must hold, so that each is tested at the full error (an intersection–union test); the error
is shared among the looks, and halved from attempt to attempt where a desk had to be given up for another.
"""

from __future__ import annotations

from dataclasses import dataclass

from results.crew import Crew
from results.running import Progress
from results.sizing.bounds import BREAKS, HOLDS, UNDECIDED, Kept, kept, verdicts
from results.sizing.desks import Counts
from results.sizing.trials import Trials

GROWTH = 2
"""Replications grow by this factor from look to look."""


@dataclass(frozen=True)
class Confirmed:
    """What fresh replications say of a desk."""

    counts: Counts
    verdict: str
    """holds, breaks, or undecided."""
    replications: int
    kept: tuple[Kept, ...]


def looks_of(first: int, budget: int) -> list[int]:
    """After how many replications it is looked: N, 2N, 4N, … and at the end of the budget."""
    found = [min(first, budget)]
    while found[-1] < budget:
        found.append(min(found[-1] * GROWTH, budget))
    return found


def confirm(
    trials: Trials,
    crew: Crew,
    counts: Counts,
    looks: list[int],
    *,
    error: float,
    progress: Progress | None = None,
) -> Confirmed:
    """Plays a desk until it is known whether it keeps everything, or the budget ends.

    A desk that fresh replications put below a requirement when the budget ends breaks it, sure or not.
    """
    found = UNDECIDED
    for number in looks:
        trials.play(crew, [counts], number, progress)
        said = verdicts(trials, counts, error / len(looks))
        if BREAKS in said:
            found = BREAKS
            break
        if all(one == HOLDS for one in said):
            found = HOLDS
            break
    measured = tuple(kept(trials, counts))
    if found == UNDECIDED and any(not one.margin >= 0 for one in measured):
        found = BREAKS
    return Confirmed(counts, found, trials.replications(counts), measured)
