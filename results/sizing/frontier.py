"""What each further point costs: the cheapest desks by how far they keep the requirement they keep worst.

From the sized desk one person at a time is added where that helps the worst-kept requirement most for its
wage, and taken away where it harms it least. Of all desks that were simulated, those that no cheaper desk
matches are played again on fresh replications, and only those figures are told.
"""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from results.sizing.desks import Counts
from results.sizing.looking import EXACT, Lookout
from results.sizing.moves import moved
from results.sizing.question import staff_helps

STEPS = 3
"""So many people are added, and so many are taken away."""
MOST = 9
"""So many desks are told."""
NOTHING = 5e-4
"""Less margin than this is no gain."""
LOWEST = -0.2
"""Desks that miss something by more are not told."""
OTHERS = 0.05
"""What the other requirements weigh beside the one that is kept worst."""


def frontier_desks(lookout: Lookout, desk: Counts) -> list[Counts]:
    """Desks to be played again, the cheapest first; the sized one is among them."""
    for sign in (1, -1):
        _walk(lookout, desk, sign)
    box = lookout.trials.box
    found = [
        one
        for one in lookout.trials.desks
        if box.holds(one) and lookout.trials.replications(one) >= lookout.first and _allowed(lookout, one)
    ]
    levels = {one: level(lookout, one) for one in found}
    best = undominated((box.cost(one), levels[one], one) for one in found if levels[one] >= LOWEST)
    best = best or [desk]
    wanted = np.unique(np.linspace(0, len(best) - 1, min(MOST, len(best))).round().astype(int))
    chosen = {best[place] for place in wanted} | {desk}
    return sorted(chosen, key=box.cost)


def level(lookout: Lookout, counts: Counts, beside: Counts | None = None) -> float:
    """How far a desk keeps the requirement that it keeps worst, of those that more people help."""
    guides = lookout.guides(counts, counts if beside is None else beside)
    helped = [staff_helps(one) > 0 for one in lookout.trials.requirements]
    return float(guides[helped].min()) if any(helped) else 0.0


def undominated(desks: Iterable[tuple[float, float, Counts]]) -> list[Counts]:
    """Of desks (cost, level, head-counts) those whose level no cheaper one has, the cheapest first."""
    found: list[Counts] = []
    highest = -np.inf
    for _, height, counts in sorted(desks, key=lambda one: (one[0], -one[1])):
        if height > highest + NOTHING:
            found.append(counts)
            highest = height
    return found


def _walk(lookout: Lookout, desk: Counts, sign: int) -> None:
    """Simulates desks with one person more at a time, or one fewer, where that pays."""
    box, at = lookout.trials.box, desk
    for _ in range(STEPS):
        steps = [one for place in range(len(at)) if box.holds(one := moved(at, {place: sign}))]
        if not steps:
            return
        lookout.trials.play(lookout.crew, steps, lookout.first, lookout.progress)
        gains = {one: _gain(lookout, at, one) for one in steps}
        prices = {one: max(abs(box.cost(one) - box.cost(at)), NOTHING) for one in steps}
        if sign > 0 and max(gains.values()) < NOTHING:
            return
        worth = {
            one: gains[one] / prices[one] if sign > 0 else -prices[one] / min(gains[one], -NOTHING)
            for one in steps
        }
        at = max(steps, key=lambda one: worth[one])


def _gain(lookout: Lookout, at: Counts, other: Counts) -> float:
    """By how much the worst-kept requirement is kept better, and a little of the others."""
    worst = level(lookout, other, at) - level(lookout, at, other)
    means = [float(lookout.guides(*pair).mean()) for pair in ((other, at), (at, other))]
    return worst + OTHERS * (means[0] - means[1])


def _allowed(lookout: Lookout, counts: Counts) -> bool:
    """Whether a desk keeps what more people do not help."""
    margins, _ = lookout.trials.margins(counts)
    others = [staff_helps(one) <= 0 for one in lookout.trials.requirements]
    return bool((margins[others] >= EXACT).all())
