"""Bars of why tickets waited: what is drawn is what the frame says."""

from __future__ import annotations

import pandas as pd
import pytest
from matplotlib.figure import Figure

from results.plots.reasons import why_waited
from results.why import WHYS


def frame(*rows):
    full = [("as written", s, "tier", group, reason, of, m, m, m, 0.5, 9) for s, group, reason, of, m in rows]
    return pd.DataFrame(full, columns=list(WHYS))


def widths(ax):
    return {bars.get_label(): [bar.get_width() for bar in bars] for bars in ax.containers}


def drawn(table):
    return why_waited(table, ax=Figure().add_subplot())


def test_bars_are_minutes_by_reason_and_outranked_is_one():
    ax = drawn(
        frame(
            ("fifo", "L1", "all busy", "", 30.0),
            ("fifo", "L1", "outranked", "a", 5.0),
            ("fifo", "L1", "outranked", "b", 7.0),
            ("fifo", "L2", "all busy", "", 10.0),
        )
    )
    assert widths(ax) == {"all busy": [30.0, 10.0], "outranked": [12.0, 0.0]}
    assert [label.get_text() for label in ax.get_yticklabels()] == ["L1", "L2"]


def test_long_waits_are_told_in_hours():
    ax = drawn(frame(("fifo", "L1", "all busy", "", 180.0)))
    assert widths(ax) == {"all busy": [3.0]}
    assert ax.get_xlabel().endswith("[h]")


def test_time_that_is_not_spent_in_queues_is_left_out():
    ax = drawn(frame(("fifo", "L1", "all busy", "", 30.0), ("fifo", "L1", "pending", "", 99.0)))
    assert list(widths(ax)) == ["all busy"]


def test_several_candidates_stand_side_by_side():
    ax = drawn(frame(("fifo", "L1", "all busy", "", 30.0), ("vip", "L1", "all busy", "", 20.0)))
    assert [label.get_text() for label in ax.get_yticklabels()] == ["L1: fifo", "L1: vip"]
    assert widths(ax)["all busy"] == pytest.approx([30.0, 20.0])
