from __future__ import annotations

import numpy as np
import pytest

from results import run
from results.wait_curves import POINTS, WAITS
from tests.results.plans import small_plan


@pytest.fixture(scope="module")
def found():
    return run(small_plan())


@pytest.fixture(scope="module")
def waits(found):
    return found.waits


def test_the_frame_is_tidy_and_small(waits):
    assert list(waits.columns) == list(WAITS)
    sizes = waits.groupby(["strategy", "measure", "by", "group"]).size()
    assert sizes.max() <= POINTS


def test_curves_rise_to_the_share_that_was_served(waits):
    for _, curve in waits.groupby(["strategy", "measure", "by", "group"]):
        assert (np.diff(curve["share"]) > 0).all()
        assert (np.diff(curve["minutes"]) > 0).all()
        assert 0 < curve["share"].iloc[-1] <= 1


def test_the_curve_passes_through_the_quantiles_of_the_summary(found, waits):
    one = waits[(waits["strategy"] == "fifo") & (waits["measure"] == "wait") & (waits["by"] == "all")]
    read = np.interp(0.9, one["share"], one["minutes"])
    assert read == pytest.approx(found.value("fifo", "wait_p90"), rel=0.05)


def test_the_limit_of_a_promise_stands_beside_its_own_curve(waits):
    promised = waits[waits["measure"] == "first_reply_open"]
    limits = promised.groupby("group")["limit"].unique()
    assert limits["everyone×normal"].tolist() == [90.0]
    assert waits[waits["measure"] == "wait"]["limit"].isna().all()


def test_the_share_at_the_limit_is_the_share_answered_in_time(found, waits):
    curve = waits[
        (waits["strategy"] == "fifo")
        & (waits["measure"] == "first_reply_open")
        & (waits["group"] == "everyone×normal")
    ]
    kept = found.value("fifo", "first_reply_attainment_created", "policy×priority", "everyone×normal")
    assert np.interp(90.0, curve["minutes"], curve["share"]) == pytest.approx(kept, abs=0.02)
