from __future__ import annotations

import pandas as pd
import pytest

from results.contest import Cell
from results.paid_with import broken_by_winner
from results.player import AS_WRITTEN

OLD, NEW, MORE = Cell(AS_WRITTEN, "old"), Cell(AS_WRITTEN, "new"), Cell("two more", "new")


def promises(*rows: tuple[Cell, str, float, str]) -> pd.DataFrame:
    """(candidate, metric, attainment, verdict) of a policy's promises."""
    return pd.DataFrame(
        [
            {
                **cell._asdict(),
                "policy": "email",
                "metric": metric,
                "priority": "all",
                "goal": 0.9,
                "period": "week",
                "attainment": attainment,
                "verdict": verdict,
            }
            for cell, metric, attainment, verdict in rows
        ]
    )


def test_promises_that_the_winner_breaks_and_the_baseline_keeps_are_named():
    table = promises(
        (OLD, "first_reply", 0.95, "kept"),
        (OLD, "full_resolution", 0.97, "kept"),
        (NEW, "first_reply", 0.8, "broken"),
        (NEW, "full_resolution", 0.92, "kept"),
    )
    assert broken_by_winner(table, NEW, OLD) == (
        "new breaks a promise that old does not: "
        "email first reply, 90 % per week, is at 80 % (95 % under old)."
    )


def test_several_are_told_together_and_what_ifs_by_their_own_figures():
    table = promises(
        (OLD, "first_reply", 0.95, "kept"),
        (OLD, "full_resolution", 0.9, "close"),
        (NEW, "first_reply", 0.95, "kept"),
        (NEW, "full_resolution", 0.95, "kept"),
        (MORE, "first_reply", 0.8, "broken"),
        (MORE, "full_resolution", 0.7, "broken"),
    )
    said = broken_by_winner(table, MORE, OLD)
    assert said.startswith("new with two more breaks promises that old does not: email first reply")
    assert "; email full resolution, 90 % per week, is at 70 % (90 % under old)" in said
    assert not broken_by_winner(table, NEW, OLD)


@pytest.mark.parametrize(("before", "after"), [("broken", "broken"), ("kept", "close"), ("broken", "kept")])
def test_nothing_is_said_where_the_baseline_breaks_it_too_or_the_winner_does_not(before, after):
    table = promises((OLD, "first_reply", 0.9, before), (NEW, "first_reply", 0.85, after))
    assert not broken_by_winner(table, NEW, OLD)


def test_the_baseline_itself_breaks_nothing_that_it_keeps():
    assert not broken_by_winner(promises((OLD, "first_reply", 0.5, "broken")), OLD, OLD)


def test_recorded_targets_are_left_out_where_owed_ones_are_judged():
    table = promises(
        (OLD, "first_reply", 0.95, "kept"),
        (NEW, "first_reply", 0.8, "broken"),
        (OLD, "first_reply_owed", 0.95, "kept"),
        (NEW, "first_reply_owed", 0.93, "kept"),
    )
    assert not broken_by_winner(table, NEW, OLD)
