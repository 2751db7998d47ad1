"""The promises' clocks while the SimPy desk is at play, for strategies that look at them."""

from __future__ import annotations

import numpy as np

from sim import clock_events as events
from sim.calendars import instant_of, open_time
from sim.columns import floats
from sim.desk import Desk
from sim.grid import on_grid
from sim.ranking import Ranking
from sim.targets import rows_among
from sim.workload import CORRECTED, OBSERVED, Workload


class RunningClocks:
    """Follows every ticket's clocks, unless the ranking never looks at one."""

    def __init__(self, workload: Workload, desk: Desk, ranking: Ranking) -> None:
        self.table = desk.promises
        self.needed = ranking.reads_clocks
        self.state = events.new_clocks(workload.size if self.needed else 0)
        self._rows = rows_among(workload, desk.policies, desk.priorities) if self.needed else None
        self._created = floats(workload.created)
        self._last_message: dict[int, float] = {}

    # ------------------------------------------------------------------ what happens

    def created(self, ticket: int) -> None:
        """A ticket comes in."""
        if self._rows is not None:
            row = int(self._rows[OBSERVED, ticket])
            events.created(self.table, self.state, ticket, self._created[ticket], row)

    def replied(self, ticket: int, now: float) -> None:
        """A call or a chat begins with an answer."""
        if self.needed:
            events.replied(self.state, ticket, now)

    def touch_ends(self, ticket: int, ended: int, now: float, *, first: bool) -> None:
        """A touch is done; the end of the first corrects the priority."""
        if self._rows is not None:
            events.apply_end(self.table, self.state, ticket, now, ended)
            if first:
                row = int(self._rows[CORRECTED, ticket])
                events.retargeted(self.table, self.state, ticket, now, row)

    def customer_wrote(self, ticket: int, now: float) -> None:
        """The customer answers, or reopens the ticket."""
        self._last_message[ticket] = now
        if self.needed:
            events.apply_message(self.table, self.state, ticket, now)

    def third_party_answered(self, ticket: int, now: float) -> None:
        """The ball is back with the desk."""
        if self.needed:
            events.resumed(self.table, self.state, ticket, now)

    # ------------------------------------------------------------------ what can be read

    def last_message(self, ticket: int) -> float:
        """When the customer last wrote; the creation, before any message."""
        return self._last_message.get(ticket, self._created[ticket])

    def row(self, ticket: int) -> int:
        """The target row in force."""
        return int(self.state["row"][ticket])

    def due(self, ticket: int, metric: int) -> float:
        """Due instant of a running clock; ∞ where it does not run or has no limit."""
        return float(events.due(self.table, self.state, ticket, metric))

    def due_of_any(self, ticket: int, metric: int) -> float:
        """The same, where metric −1 means the clock that is due first."""
        return self.first_due(ticket)[1] if metric < 0 else self.due(ticket, metric)

    def first_due(self, ticket: int) -> tuple[int, float]:
        """The running clock that is due first, and when; (5, ∞) where none runs."""
        metric, instant = events.first_due(self.table, self.state, ticket)
        return int(metric), float(instant)

    def origin(self, ticket: int, metric: int) -> float:
        """Reading of its calendar at which a running clock stood at zero."""
        return float(self.state["origin"][ticket, metric])

    def instant_of_share(self, ticket: int, metric: int, share: float) -> float:
        """When that share of the limit is used; ∞ where the clock does not run or has no limit."""
        if self.due(ticket, metric) == np.inf:
            return np.inf
        row = self.row(ticket)
        reading = self.origin(ticket, metric) + on_grid(share * float(self.table.limit[row, metric]))
        return float(instant_of(self.table.clocks, int(self.table.calendar[row, metric]), reading))

    def reading(self, calendar: int, now: float) -> float:
        """Open time of a calendar up to now [min]."""
        return float(open_time(self.table.clocks, calendar, now))
