"""What theory asks for, as a table."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from results.sizing.theory import TierTheory
from results.week_load import HOURS_OF_WEEK

THEORY = ("tier", "hour_of_week", "offered", "smoothed", "on_duty", "rostered")


def theory_frame(found: Sequence[TierTheory]) -> pd.DataFrame:
    """One row per tier and hour of the week: load [Erlangs], people on duty, people on the roster."""
    parts = [
        pd.DataFrame(
            {
                "tier": one.tier,
                "hour_of_week": HOURS_OF_WEEK,
                "offered": one.offered,
                "smoothed": one.smoothed,
                "on_duty": one.on_duty,
                "rostered": one.rostered,
            }
        )
        for one in found
    ]
    return pd.concat(parts, ignore_index=True)[list(THEORY)]
