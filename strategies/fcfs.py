"""The oldest first."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from sim.ranking import Origin
from strategies._base import Described, Level, Term
from strategies._options import Duration, OneOf, option
from strategies._scales import WEEK
from strategies._view import View


@dataclass(frozen=True, kw_only=True)
class Fcfs(Described):
    """The oldest first."""

    name = "fcfs"
    first = "the oldest"
    reads = "creation, or the customer's last message"
    scale = "age ÷ `per`, on the clock: 0 when new, 1 after 7 days, and growing on"
    misleads = "it looks fair, but a promise of one hour waits as long as a promise of one week"

    per: float = field(default=WEEK, metadata=option(Duration(), "age at which the score is 1"))
    since: str = field(
        default="created",
        metadata=option(OneOf(("created", "last_message")), "age since `created`, or `last_message`"),
    )

    def levels(self, view: View) -> tuple[Level, ...]:
        """One level that grows with age."""
        origin = Origin.CREATED if self.since == "created" else Origin.LAST_MESSAGE
        return (Level(terms=(Term(origin, np.array([1 / self.per])),)),)
