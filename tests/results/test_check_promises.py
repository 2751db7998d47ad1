"""What `check` says of the promises of small desks."""

from __future__ import annotations

import numpy as np
import pytest

from results.check_promises import hours_in_words, limit_in_words
from sim.calendars import always
from sim.distributions import Constant, Exponential
from sim.vocabulary import Condition, Target
from tests.results.checked_desks import NEXT_REPLY, checked, nine_to_five, office, promise, remarks
from tests.sim.desks import DAY, WEEK, tiny_pool, tiny_request, tiny_scenario, tiny_segment, tiny_step


def test_a_nine_to_five_desk_cannot_keep_an_hour_around_the_clock() -> None:
    check = checked(
        pools=(nine_to_five(agents=3),),
        policies=(promise(60, share=0.9, period="month"),),
        requests=(tiny_request(path={0: tiny_step(work=Constant(0.0))}),),
    )
    (limit,) = check.limits
    assert limit.uncovered_hours == 7 * 16
    assert limit.uncovered == "Mon–Sun 00–09, 17–24"
    assert limit.ceiling == pytest.approx(9 / 24)
    assert not check.stakes[0].reachable
    assert remarks(check)[0] == (
        "promise: 90 % first reply cannot be kept on these rosters: "
        "no order and no head-count gets above 37.5 %"
    )


def test_the_ceiling_leaves_time_for_the_first_touch() -> None:
    steps = {0: tiny_step(work=Constant(30.0))}
    check = checked(pools=(nine_to_five(),), policies=(promise(60),), requests=(tiny_request(path=steps),))
    assert check.limits[0].ceiling == pytest.approx(8.5 / 24)


def test_the_fastest_who_may_serve_decide_the_ceiling() -> None:
    steps = {0: tiny_step(work=Constant(30.0))}
    pools = (nine_to_five(), nine_to_five(name="fast", skills={0: 2.0}))
    check = checked(pools=pools, policies=(promise(60),), requests=(tiny_request(path=steps),))
    assert check.limits[0].ceiling == pytest.approx(8.75 / 24)


def test_on_the_phone_the_reply_begins_the_touch() -> None:
    steps = {0: tiny_step(work=Constant(30.0))}
    request = tiny_request(path=steps, live=True, channel="phone")
    check = checked(pools=(nine_to_five(),), policies=(promise(60),), requests=(request,))
    assert check.limits[0].ceiling == pytest.approx(9 / 24)


def test_people_who_may_not_serve_are_no_cover() -> None:
    pools = (nine_to_five(), tiny_pool("night", serves=(Condition("segment", ("others",)),)))
    check = checked(
        pools=pools,
        policies=(promise(60),),
        requests=(tiny_request(path={0: tiny_step(work=Constant(0.0))}),),
    )
    assert check.limits[0].ceiling == pytest.approx(9 / 24)


def test_a_calendar_like_the_roster_leaves_no_hour_uncovered() -> None:
    check = checked(
        pools=(nine_to_five(),), calendars=(always(60 * WEEK), office()), policies=(promise(480, calendar=1),)
    )
    assert check.limits[0].uncovered_hours == 0
    assert check.limits[0].uncovered == "never"
    assert check.limits[0].ceiling > 0.99


def test_limits_are_told_in_open_time_and_on_the_clock() -> None:
    check = checked(calendars=(always(60 * WEEK), office()), policies=(promise(480, calendar=1),))
    (limit,) = check.limits
    assert limit.limit == "1 business day = 8 h open"
    assert limit.example == "Fri 16:00 → Mon 16:00"
    assert limit.shortest == pytest.approx(480)
    assert limit.longest == pytest.approx(3 * DAY)


@pytest.mark.parametrize(
    ("target", "words"),
    [
        (Target(30, 0), "30 min day and night"),
        (Target(240, 1), "4 h open"),
        (Target(960, 1), "2 business days = 16 h open"),
        (Target(600, 1), "10 h open"),
    ],
)
def test_a_limit_reads_as_open_time(target: Target, words: str) -> None:
    assert limit_in_words(tiny_scenario(calendars=(always(60 * WEEK), office())), target) == words


def test_one_miss_costs_more_the_fewer_clocks_a_period_holds() -> None:
    few = checked(
        segments=(tiny_segment(per_hour=12 / (365.25 / 12 * 24)),),
        policies=(promise(600, share=0.95, period="month"),),
    )
    (stake,) = few.stakes
    assert stake.clocks == pytest.approx(12)
    assert stake.misses == 0
    assert stake.text == "12 tickets a month: one miss is 8 points; 95 % allows none"


def test_next_reply_clocks_are_counted_by_the_customers_answers() -> None:
    steps = {0: tiny_step(touches=(1, 3), touch_shares=(0.5, 0.5), customer_reply=Exponential(60.0))}
    check = checked(
        requests=(tiny_request(path=steps),),
        policies=(promise(600, metric=NEXT_REPLY, share=0.9, period="week"),),
        pools=(tiny_pool(agents=2),),
    )
    assert check.stakes[0].clocks == pytest.approx(672)
    assert np.isnan(check.stakes[0].ceiling)


@pytest.mark.parametrize(
    ("marked", "words"),
    [
        ([False] * 168, "never"),
        ([True] * 168, "Mon–Sun all day"),
        ([hour % 24 < 9 or hour % 24 >= 17 for hour in range(168)], "Mon–Sun 00–09, 17–24"),
        ([hour >= 120 for hour in range(168)], "Sat–Sun all day"),
        ([hour == 9 for hour in range(168)], "Mon 09–10"),
    ],
)
def test_hours_of_the_week_are_put_in_words(marked: list[bool], words: str) -> None:
    assert hours_in_words(marked) == words
