"""Desks on the search replications, sequentially: who clearly breaks something is not played to the end."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from scipy import special

from results.crew import Crew
from results.criteria import Constraint
from results.running import Progress
from results.sizing.desks import Counts
from results.sizing.trials import Trials
from sim.vocabulary import Floats

LOOKS = (0.25, 0.5)
"""After these shares of the replications a desk that clearly breaks a requirement is dropped."""
FEWEST = 4
"""No desk is dropped after fewer replications."""
DROPPED_AT = 0.995
"""Confidence with which it must break one."""
EXACT = -1e-12


@dataclass(frozen=True)
class Looked:
    """What the search replications say of a desk."""

    counts: Counts
    cost: float
    margins: Floats
    replications: int
    feasible: bool
    """On all search replications."""


class Lookout:
    """Which desks are feasible in the sample problem."""

    def __init__(
        self,
        trials: Trials,
        crew: Crew,
        replications: int,
        progress: Progress | None = None,
        *,
        slack: Floats | None = None,
    ) -> None:
        """`slack` is by how much each requirement's margin is to be above 0."""
        self.trials, self.crew, self.replications, self.progress = trials, crew, replications, progress
        self.slack = np.zeros(len(trials.requirements)) if slack is None else slack
        self.looked: dict[Counts, Looked] = {}

    @property
    def first(self) -> int:
        """Replications after which one looks at a desk for the first time."""
        return min(max(FEWEST, round(self.replications * LOOKS[0])), self.replications)

    def tighten(self, more: Floats) -> list[Looked]:
        """Asks for so much more margin; the desks that kept everything before and do no longer."""
        self.slack = self.slack + more
        lost = []
        for counts, one in self.looked.items():
            margins = one.margins - more
            now = replace(one, margins=margins, feasible=one.feasible and bool((margins >= EXACT).all()))
            self.looked[counts] = now
            lost += [now] if one.feasible and not now.feasible else []
        return lost

    def look(self, wanted: Sequence[Counts], *, dropping: bool = True) -> list[Looked]:
        """Desks after as many replications as it takes to tell whether they are feasible."""
        left = [one for one in dict.fromkeys(wanted) if one not in self.looked]
        ends = [max(FEWEST, round(self.replications * share)) for share in LOOKS] if dropping else []
        for end in dict.fromkeys([*(end for end in ends if end < self.replications), self.replications]):
            left = self._open_after(left, end)
        return [self.looked[one] for one in dict.fromkeys(wanted)]

    def peek(self, wanted: Sequence[Counts]) -> list[Counts]:
        """Those that may be feasible, after few replications."""
        left = [one for one in dict.fromkeys(wanted) if one not in self.looked]
        still = set(self._open_after(left, self.first))
        return [
            one
            for one in dict.fromkeys(wanted)
            if one in still or (one not in left and self.looked[one].feasible)
        ]

    def guides(self, counts: Counts, beside: Counts) -> Floats:
        """How far a desk keeps each requirement in the long run: shares as they are, others ÷ their bound.

        On the replications that another desk has played as well; nothing is missed by more than 10.
        """
        scale = np.array([scale_of(one) for one in self.trials.requirements])
        found = (self.trials.guides(counts, beside) - self.slack) / scale
        return np.asarray(np.maximum(np.nan_to_num(found, nan=-10.0), -10.0), np.float64)

    def _open_after(self, wanted: Sequence[Counts], replications: int) -> list[Counts]:
        """Those of whom it is not known after so many replications whether they are feasible."""
        self.trials.play(self.crew, wanted, replications, self.progress)
        return [one for one in wanted if not self._told(one, replications)]

    def _told(self, counts: Counts, played: int) -> bool:
        """Whether it is known by now whether a desk is feasible; then it is noted."""
        played = max(played, self.trials.replications(counts))
        values, away = self.trials.margins(counts)
        values = np.where(np.isnan(values), -1.0, values) - self.slack
        last = played >= self.replications
        if not last and not clearly_below(values, away).any():
            return False
        feasible = last and bool((values >= EXACT).all())
        self.looked[counts] = Looked(counts, self.trials.box.cost(counts), values, played, feasible)
        return True


def clearly_below(values: Floats, deviations: Floats) -> NDArray[np.bool_]:
    """Which requirements a desk breaks beyond doubt, as far as it was played."""
    units = deviations.shape[1]
    if units < 2:
        return np.zeros(len(values), np.bool_)
    error = np.sqrt(np.square(np.nan_to_num(deviations)).sum(axis=1) / (units * (units - 1)))
    return np.asarray(values + float(special.stdtrit(units - 1, DROPPED_AT)) * error < EXACT, np.bool_)


def scale_of(one: Constraint) -> float:
    """What a margin is counted in: shares as they are, others relative to the bound."""
    share = bool(one.period) or one.expression.unit == "share"
    return 1.0 if share else max(abs(one.bound), 1e-9)
