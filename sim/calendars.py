"""When promises' clocks run and people work: calendars of open intervals on the UTC time line."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True)
class Calendar:
    """Open intervals, disjoint, in order, from some weeks before the start to well after the run's end."""

    name: str
    opens: NDArray[np.float64]
    """Interval starts [min]."""
    closes: NDArray[np.float64]
    business_day: float = 1440.0
    """Open time per week ÷ open days per week [min]."""
