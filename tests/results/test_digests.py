from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from results.digests import digest
from sim.outcome import Ended
from tests.results.outcomes import outcome_of

OUTCOME = outcome_of(
    2,
    work=[(0, 0, 10.0, 20.0, Ended.SOLVED), (1, 0, 20.0, 30.0, Ended.SOLVED)],
    stays=[(0, 0, 5.0, 10.0), (1, 0, 6.0, 20.0)],
    first_touch={0: 10.0, 1: 20.0},
)
SUMS = {"wait": np.array([19.0])}


def test_the_same_outcome_has_the_same_digest():
    assert digest(OUTCOME, SUMS) == digest(replace(OUTCOME), dict(SUMS))


def test_the_classes_that_an_order_made_do_not_matter():
    stays = replace(OUTCOME.stays, group=OUTCOME.stays.group + 1)
    assert digest(replace(OUTCOME, stays=stays), SUMS) == digest(OUTCOME, SUMS)


@pytest.mark.parametrize("column", ["first_touch", "last_solve", "left", "touches"])
def test_any_other_fate_of_a_ticket_shows(column):
    other = getattr(OUTCOME, column).copy()
    other[1] = 7
    assert digest(replace(OUTCOME, **{column: other}), SUMS) != digest(OUTCOME, SUMS)


def test_another_agent_shows():
    work = replace(OUTCOME.work, agent=OUTCOME.work.agent + 1)
    assert digest(replace(OUTCOME, work=work), SUMS) != digest(OUTCOME, SUMS)


def test_another_measure_of_the_same_outcome_shows():
    assert digest(OUTCOME, {"wait": np.array([18.0])}) != digest(OUTCOME, SUMS)
