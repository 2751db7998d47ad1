"""A strategy as arrays: what an engine needs to know who goes first.

On a level, ticket i scores at time t

    base + Σ growth × (clock(t) − clock(origin)) + fit × proficiency(agent, skill)

summed over the terms of that level in their order. The first level that differs decides, then the lower
ticket number. `Order` holds these numbers for every ticket; which row of `base` holds, its *variant*,
depends on what is known of the ticket, the tier and three flags.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum

import numpy as np
from numpy.typing import NDArray

from sim.choosing import Chooser
from sim.vocabulary import Floats


class Origin(IntEnum):
    """Where a growing term begins."""

    CREATED = 0
    """The ticket's creation, on `always`."""
    LAST_MESSAGE = 1
    """The last customer message (the creation, before any), on `always`."""
    DUE = 2
    """The due instant of a clock, on `always`; with none running: joining the queue + `no_promise`."""
    ELAPSED = 3
    """The reading at which a clock stood at zero, on its own calendar; with none running: joining the queue,
    on `always`."""


NO_CLOCK = 5
"""Place of "no clock runs" in the last axis of the clock tables, after the five metrics."""


@dataclass(frozen=True)
class Order:
    """One way of ranking the tickets that wait, V variants, L levels, M terms, n tickets, R target rows."""

    variant: NDArray[np.int16]
    """[phase (2), tier, boosted (2), predicted (2), late (2)] → variant."""
    base: Floats
    """[V, n, L]."""
    growth_row: NDArray[np.int32]
    """[V, n] → row of `growths`."""
    growths: Floats
    """[rows, M] growth per minute of terms that grow from CREATED or LAST_MESSAGE; 0 for others."""
    active: NDArray[np.bool_]
    """[V, M] which terms a variant has."""
    level: NDArray[np.int16]
    """[M] level that a term belongs to."""
    origin: NDArray[np.int8]
    """[M] an Origin."""
    metric: NDArray[np.int8]
    """[M] the clock of a DUE or ELAPSED term; −1: the running one that is due first at the join."""
    no_promise: Floats
    """[M] minutes."""
    clock_base: Floats
    """[M, R + 1, 6] added to the base; row `policy × priorities + priority`, the last row for no policy."""
    clock_growth: Floats
    """[M, R + 1, 6] growth per minute of the calendar below."""
    clock_calendar: NDArray[np.int16]
    """[M, R + 1, 6]."""
    clock_kind: NDArray[np.int32]
    """[M, R + 1, 6] equal where growth and calendar are equal."""
    fit: Floats
    """[V, L] weight of the agent's proficiency (a tier may rank by skill where another does not)."""


@dataclass(frozen=True)
class Boost:
    """When a waiting ticket begins to count as boosted."""

    share: float
    """Of the limit of `metric`'s clock; NaN: by age."""
    metric: int
    """−1: of the running clock that is due first at the join."""
    after: float
    """Age [min]; NaN: by share."""


@dataclass(frozen=True)
class Ranking:
    """A strategy compiled for one workload and desk."""

    orders: tuple[Order, ...]
    """One; or two under a load switch: in force while it is on, and while it is off."""
    switch_on: int = 0
    """With two orders: number waiting at a tier at which its switch goes on."""
    switch_off: int = 0
    boost: Boost | None = None
    predicted_at: Floats | None = None
    """Instant from which a prediction about each ticket is there [min]; ∞: never. None: no predictions."""
    late_metric: int | None = None
    """Breached tickets are `late`: the metric whose due instant counts, −1 the first due at the join."""
    strict: bool = False
    """Agents leave tickets outside their listed skills alone until they have waited `overflow`."""
    overflow: float = np.inf
    most_skilled: bool = False
    """Free agents are chosen by proficiency first."""
    pick_strength: float = 0.0
    """Probability that an agent takes from the class they like best."""
    pick_taste: float = 0.0
    """Scale of the agents' private tastes."""
    chooser: Chooser | None = None
    """Asked, not the orders, whenever an agent has several tickets to choose from; SimPy alone plays it."""

    @property
    def reads_clocks(self) -> bool:
        """Whether it looks at the promises' clocks while they run."""
        by_clock = any(bool(np.any(order.origin >= Origin.DUE)) for order in self.orders)
        boosted = self.boost is not None and not np.isnan(self.boost.share)
        return by_clock or boosted or self.late_metric is not None or self.chooser is not None

    @property
    def asks_first_due(self) -> bool:
        """Whether it matters which running clock is due first as a ticket joins."""
        by_clock = any(bool(np.any((o.origin >= Origin.DUE) & (o.metric < 0))) for o in self.orders)
        boost = self.boost
        by_share = boost is not None and boost.metric < 0 and not np.isnan(boost.share)
        return by_clock or self.late_metric == -1 or by_share

    @property
    def moves_waiting(self) -> bool:
        """Whether anything but a hand-out can move a ticket that waits."""
        foreseen = self.boost is not None or self.late_metric is not None or self.predicted_at is not None
        return foreseen or (self.strict and self.overflow < np.inf)
