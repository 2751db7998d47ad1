"""What `check` says of small desks."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from results.check import Check, render, report
from results.check_promises import hours_in_words, limit_in_words
from scenarios.plan import Plan
from sim.calendars import Calendar, always, weekly_calendar
from sim.distributions import Constant, Exponential
from sim.presets import PRESETS
from sim.vocabulary import (
    SOLVED,
    Condition,
    EntryRule,
    Filter,
    Goal,
    Mix,
    Policy,
    Roster,
    Scenario,
    Target,
)
from strategies import Strategy, build
from tests.sim.desks import (
    DAY,
    WEEK,
    on_duty,
    tiny_pool,
    tiny_request,
    tiny_scenario,
    tiny_segment,
    tiny_step,
)

FIRST_REPLY, NEXT_REPLY, FULL_RESOLUTION = 0, 1, 4
NORMAL = 2


def plan(scenario: Scenario, strategies: Mapping[str, Strategy] | None = None) -> Plan:
    return Plan(Path("desk.yaml"), b"", scenario, strategies or {}, "fifo", "first_reply_p90", {})


def checked(**changes: Any) -> Check:
    return report(plan(tiny_scenario(**changes)))


def remarks(check: Check) -> list[str]:
    return [remark.text for remark in check.remarks]


def office() -> Calendar:
    """Monday to Friday, 9 to 17 in UTC."""
    start = tiny_scenario().start
    week = [[(540, 1020)]] * 5 + [[], []]
    return weekly_calendar("office", week, "UTC", frozenset(), start, 60 * WEEK)


def nine_to_five(agents: int = 1, **changes: Any) -> Any:
    """A pool on duty from 9 to 17, every day of the week."""
    roster = on_duty(*((day * DAY + 540.0, day * DAY + 1020.0) for day in range(42)))
    return tiny_pool(rosters=(roster,) * agents, **changes)


def promise(
    limit: float, metric: int = FIRST_REPLY, calendar: int = 0, when: Filter = (), **goal: Any
) -> Policy:
    """A promise to normal tickets."""
    goals = (Goal(metric, goal["share"], goal["period"]),) if goal else ()
    return Policy("promise", when, {(metric, NORMAL): Target(limit, calendar)}, goals)


def figure(check: Check, name: str) -> tuple[float, bool]:
    return next((each.value, each.odd) for each in check.figures if each.name.startswith(name))


def test_the_desk_opens_in_figures_planners_know() -> None:
    check = checked(pools=(tiny_pool(agents=1),))
    assert figure(check, "tickets per week")[0] == pytest.approx(672)
    full_time = 168 / 37.5
    assert figure(check, "paid full-time")[0] == pytest.approx(full_time)
    assert figure(check, "tickets per L1 agent")[0] == pytest.approx(672 * 365.25 / 84 / full_time)
    assert figure(check, "occupancy")[0] == pytest.approx(4 / 6)
    assert figure(check, "handle time")[0] == pytest.approx(10)


def test_a_figure_far_from_other_desks_gets_a_question_mark() -> None:
    check = checked(segments=(tiny_segment(per_hour=5.9),))
    value, odd = figure(check, "occupancy")
    assert value == pytest.approx(5.9 / 6)
    assert odd
    assert " ?" in next(line for line in render(check).splitlines() if "occupancy (work" in line)


def test_shares_solved_at_first_and_escalated_follow_the_path() -> None:
    path = {0: tiny_step(next=(SOLVED, 1), next_shares=(0.7, 0.3)), 1: tiny_step()}
    check = checked(
        requests=(tiny_request(path=path),), tiers=("L1", "L2"), pools=(tiny_pool(), tiny_pool("two", tier=1))
    )
    assert figure(check, "solved at L1")[0] == pytest.approx(0.7)
    assert figure(check, "escalated")[0] == pytest.approx(0.3)
    assert figure(check, "touches")[0] == pytest.approx(1.3)


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


def test_a_tier_that_cannot_do_its_work_is_told() -> None:
    (text,) = remarks(
        checked(segments=(tiny_segment(per_hour=9.0),), levels={"priority": ("a", "b", "normal")})
    )[:1]
    assert text.startswith("L1 people: the work is 150 % of what its people can do, so the queue grows")


def test_a_tier_that_only_leaving_customers_keep_afloat_is_told() -> None:
    request = tiny_request(patience=Exponential(60.0), leaves=True)
    (text,) = remarks(checked(segments=(tiny_segment(per_hour=9.0),), requests=(request,)))[:1]
    assert "bearable only because customers leave; the run still works and says so" in text


def test_what_nothing_uses_is_told() -> None:
    premium = Policy("premium", (Condition("plan", ("premium",)),), {(FIRST_REPLY, NORMAL): Target(60, 0)})
    rest = Policy("rest", (), {(FIRST_REPLY, 0): Target(60, 0), (FIRST_REPLY, NORMAL): Target(60, 0)})
    unused = tiny_pool("unused", serves=(Condition("plan", ("premium",)),))
    texts = remarks(
        checked(policies=(premium, rest), pools=(tiny_pool(), unused), levels={"plan": ("premium",)})
    )
    assert "no ticket ever comes under the policy premium" in texts
    assert "the policy rest has limits for urgent, but no such ticket comes under it" in texts
    assert "no ticket ever has the priority urgent, high or low" in texts
    assert "no ticket is ever for the pool unused" in texts


def test_policies_that_overlap_are_told_with_the_one_that_decides() -> None:
    traits = {
        "plan": Mix(("premium", "standard"), (0.2, 0.8)),
        "persona": Mix(("power", "casual"), (0.5, 0.5)),
    }
    policies = (
        Policy("premium", (Condition("plan", ("premium",)),), {}),
        Policy("power", (Condition("persona", ("power",)),), {}),
        Policy("rest", (), {}),
    )
    texts = remarks(checked(segments=(tiny_segment(traits=traits),), policies=policies))
    overlaps = [text for text in texts if "both match" in text]
    assert overlaps == [
        "the policies premium and power both match 10 % of the tickets: the first, premium, decides"
    ]


def test_a_rule_that_an_earlier_one_hides_is_told() -> None:
    rules: tuple[tuple[Filter, int], ...] = (((), 1), ((Condition("segment", ("everyone",)),), 0))
    request = tiny_request(entry=(EntryRule((), 0), EntryRule((), 0)))
    texts = remarks(checked(priority_rules=rules, requests=(request,)))
    assert "priority rule 2 never decides a ticket's priority" in texts
    assert "entry rule 2 of help never decides where a ticket begins" in texts


def test_members_that_never_matter_and_assumed_rules_are_told() -> None:
    scenario = tiny_scenario(policies=(promise(60),), sla=PRESETS["zendesk"])
    texts = remarks(report(plan(scenario, {"odd": build(["fcfs", "priority"], scenario)})))
    assert any(text.startswith("strategy odd: `priority` never matters") for text in texts)
    assert (
        "the preset zendesk: what a change of priority does to a running clock is assumed, not verified"
        in texts
    )


def test_what_the_reader_noticed_is_passed_on() -> None:
    noticed = replace(plan(tiny_scenario()), warnings=("desk.yaml:3: odd",))
    assert "desk.yaml:3: odd" in remarks(report(noticed))


def test_what_the_reader_noticed_is_not_said_twice() -> None:
    scenario = tiny_scenario()
    strategies = {"odd": build(["fcfs", "priority"], scenario)}
    (said,) = [text for text in remarks(report(plan(scenario, strategies))) if "never matters" in text]
    warning = f"desk.yaml:9: strategies.odd: {said.removeprefix('strategy odd: ')}"
    texts = remarks(report(replace(plan(scenario, strategies), warnings=(warning,))))
    assert [text for text in texts if "never matters" in text] == [warning]


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
