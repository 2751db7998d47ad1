from __future__ import annotations

import numpy as np
import pytest

from results.announcements import SUMS
from results.answers import announcement_table, answer_table, answers_by_hour
from results.groups import Groups
from results.share import Grouped
from results.tickets import Tickets
from tests.results.histograms import histogram
from tests.results.outcomes import small_desk
from tests.results.test_clock_sums import answered
from tests.sim.plays import Ticket, workload_of

DESK = small_desk()
GROUPS = Groups.of(DESK)


def test_answers_are_counted_by_the_hour_of_creation_in_the_period():
    created = [90.0, 130.0, 150.0, 190.0]
    workload = workload_of(DESK, [Ticket(at) for at in created])
    outcome = answered(created, [10.0, 20.0, 40.0, None])
    grouped = Grouped(Tickets(workload, outcome), GROUPS, GROUPS.members(workload))
    table = answer_table([answers_by_hour(grouped)], GROUPS)
    assert table["hour_of_week"].tolist() == ["Mon 02:00", "Mon 03:00"]
    assert table["tickets"].tolist() == [2, 1]


def test_a_wait_is_promised_only_from_enough_tickets():
    waits = np.repeat([10.0, 20.0, 30.0], [60, 30, 10])
    durations = histogram(waits, 5)
    (row,) = answer_table([durations], GROUPS).to_dict("records")
    assert (row["hour_of_week"], row["tickets"]) == ("Mon 05:00", 100)
    assert (row["within_50"], row["within_80"]) == pytest.approx((10, 20), rel=0.005)
    assert np.isnan(row["within_95"])


def test_what_was_not_answered_has_no_finite_wait():
    waits = np.repeat([10.0, np.inf], [60, 40])
    durations = histogram(waits, 5)
    (row,) = answer_table([durations], GROUPS).to_dict("records")
    assert row["within_80"] == np.inf


def test_announcements_are_scored_by_error_bias_slope_and_share_in_time():
    said, wait = np.array([1.0, 2.0, 3.0, 4.0]), np.array([2.0, 2.0, 6.0, 6.0])
    sums = np.zeros((len(SUMS), GROUPS.size))
    place = GROUPS.span("all")[0]
    sums[:8, place] = [
        *(4, np.square(said - wait).sum(), wait.sum(), np.square(wait).sum()),
        *(said.sum(), np.square(said).sum(), (said * wait).sum(), (wait <= said).sum()),
    ]
    (row,) = announcement_table(sums, GROUPS).to_dict("records")
    assert (row["predictor"], row["by"], row["tickets"]) == ("queue_length", "all", 4)
    assert row["squared_error"] == pytest.approx(np.square(said - wait).mean())
    assert row["squared_error_of_mean"] == pytest.approx(wait.var())
    assert row["bias"] == pytest.approx(-1.5)
    assert row["slope"] == pytest.approx(np.polyfit(said, wait, 1)[0])
    assert row["in_time"] == 0.25
