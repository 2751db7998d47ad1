"""The engines against exact answers: within 4 standard errors, at a standard error of at most 0.4 %.

A probability may have a standard error of .001 instead. The compiled engine plays the many tickets that this
takes; SimPy is held to the same answers by playing a short run of each case with the same bytes. Seeds are
fixed, so that the suite is deterministic. When a case fails, lengthen the run; never widen the tolerance.
"""

from __future__ import annotations

import numpy as np
import pytest

import strategies
from sim import compiled_engine, simpy_engine
from sim.desk import desk_of
from sim.draw import draw
from sim.vocabulary import Floats
from tests.cases.cases import CASES
from tests.cases.estimate import measured, ratio
from tests.sim.test_same_bytes import differences

every_case = pytest.mark.parametrize("name", CASES)

ROUNDING = 1e-6
"""Beside chance: what the grid of time and the digits of the exact answers can be wrong by, in proportion."""


@pytest.mark.slow
@every_case
def test_the_desk_meets_theory(name: str) -> None:
    replications, tickets, make = CASES[name]
    case = make(tickets)
    rows, controls = measured(case, replications)
    assert (np.abs(surplus(controls)) <= 4).all(), "controls have other means than theory says"
    for quantity, pairs in rows.items():
        measure, exact = case.exact[quantity]
        estimate, error = ratio(pairs, controls)
        allowed = max(0.004 * exact, 0.001 if measure.share else 0.0)
        assert error <= allowed, f"{quantity}: too noisy, {error:.3g}"
        assert abs(estimate - exact) <= 4 * error + ROUNDING * exact, (
            f"{quantity}: {estimate:.5g} ± {error:.2g}, exact {exact:.5g}, z {(estimate - exact) / error:.1f}"
        )


def surplus(controls: Floats) -> Floats:
    """Means of the controls in standard errors; wrong draws, which the controls would hide, show here."""
    errors = controls.std(axis=0, ddof=1) / np.sqrt(len(controls))
    return controls.mean(axis=0) / np.where(errors > 0, errors, np.inf)


@pytest.mark.slow
@every_case
def test_both_engines_play_a_short_run_with_the_same_bytes(name: str) -> None:
    *_, make = CASES[name]
    case = make(500)
    work, desk = draw(case.scenario, 0), desk_of(case.scenario)
    for spec in (case.strategy, *case.variants.values()):
        ranking = strategies.rank(strategies.build(spec, case.scenario), case.scenario, work)
        defined = simpy_engine.play(work, desk, ranking)
        assert differences(defined, compiled_engine.play(work, desk, ranking)) == []


def test_no_case_is_forgotten() -> None:
    ids = {name.split()[0] for name in CASES}
    assert ids == {
        *("A02", "A03", "A04", "A05", "A06", "A13", "A15"),
        *("B01", "B02", "B03", "B05", "B06", "B07", "B08", "B12", "B15"),
        *("C01", "D02", "D03", "D04", "E01", "E05"),
    }, "E07 is a test of the draws; D05 needs retrials, C05, F06 and F07 sizing, the other F statistics"
