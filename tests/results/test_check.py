"""What `check` says of small desks."""

from __future__ import annotations

import json

import numpy as np

from results.check import Check, render
from sim.calendars import always
from sim.distributions import Exponential
from sim.vocabulary import Condition, Roster
from tests.results.checked_desks import FULL_RESOLUTION, checked, nine_to_five, office, promise, remarks
from tests.sim.desks import WEEK, tiny_pool, tiny_request, tiny_segment


def test_a_tier_that_cannot_do_its_work_is_told() -> None:
    (text,) = remarks(
        checked(segments=(tiny_segment(per_hour=9.0),), levels={"priority": ("a", "b", "normal")})
    )[:1]
    assert text.startswith("L1 people: the work is 150 % of what its people can do, so the queue grows")


def test_a_tier_that_only_leaving_customers_keep_afloat_is_told() -> None:
    request = tiny_request(patience=Exponential(60.0), leaves=True)
    (text,) = remarks(checked(segments=(tiny_segment(per_hour=9.0),), requests=(request,)))[:1]
    assert "bearable only because customers leave; the run still works and says so" in text


def busy_check() -> Check:
    policies = (
        promise(60, share=0.9, period="month", when=(Condition("segment", ("everyone",)),)),
        promise(480, metric=FULL_RESOLUTION, calendar=1),
    )
    return checked(
        pools=(nine_to_five(agents=5),), policies=policies, calendars=(always(60 * WEEK), office())
    )


def test_the_text_stays_within_a_hundred_columns() -> None:
    assert max(len(line) for line in render(busy_check()).splitlines()) <= 100


def test_the_text_shows_occupancy_by_day_and_hour() -> None:
    lines = render(busy_check()).splitlines()
    monday = next(line for line in lines if line.startswith("Mon "))
    assert monday.split()[1:] == ["100", "100", "53", "13", "13", "13", "13", "13"]


def test_the_data_is_plain_and_has_no_nan() -> None:
    data = busy_check().as_data()
    assert json.loads(json.dumps(data, allow_nan=False)) == data


def test_a_desk_that_nobody_asks_and_nobody_serves_can_be_checked() -> None:
    nobody = tiny_pool(rosters=(Roster(np.zeros(0), np.zeros(0), np.zeros(0, np.int32)),))
    check = checked(segments=(tiny_segment(per_hour=0.0),), pools=(nobody,), policies=(promise(60),))
    assert "tickets per week" in render(check)
    assert check.limits == []
