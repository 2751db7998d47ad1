from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest

from results.groups import Groups
from sim.draw import draw
from sim.localtime import local_time
from sim.vocabulary import Customers, Mix
from tests.results.outcomes import small_desk
from tests.sim.desks import DAY, tiny_scenario, tiny_segment
from tests.sim.plays import Ticket, workload_of


def by_label(groups: Groups, by: str, workload) -> list[str]:
    """The label of each ticket's group in one grouping; empty: it is in none."""
    low, high = groups.span(by)
    members = groups.members(workload)
    found = [""] * workload.size
    for ticket, cells in enumerate(members.codes):
        for cell in cells:
            for place in members.groups[members.first[cell] : members.first[cell + 1]]:
                if low <= place < high:
                    found[ticket] += groups.labels[1][place]
    return found


def member(scenario, tickets, by, extra=()):
    groups = Groups.of(scenario, extra)
    return by_label(groups, by, workload_of(scenario, tickets))


def test_every_group_has_a_place_of_its_own():
    groups = Groups.of(small_desk())
    spans = [grouping.span for grouping in groups.groupings]
    assert spans[0][0] == 0
    assert all(before[1] == after[0] for before, after in pairwise(spans))
    assert spans[-1][1] == groups.size == len(groups.labels[0])


def test_a_ticket_belongs_to_what_the_desk_saw_of_it():
    tickets = [Ticket(200.0, priority=2, true_priority=0)]
    assert member(small_desk(), tickets, "priority") == ["normal"]


def test_what_is_not_given_is_in_no_group():
    assert member(small_desk(), [Ticket(200.0)], "vip") == [""]


def test_a_ticket_s_tier_is_that_where_it_enters():
    assert member(small_desk(), [Ticket(200.0)], "tier") == ["L1"]


def test_crossings_join_the_values():
    assert member(small_desk(), [Ticket(200.0, priority=1)], "segment×priority", ["segment,priority"]) == [
        "everyone×high"
    ]


def test_an_unknown_attribute_is_refused_with_the_known_ones():
    with pytest.raises(ValueError, match=r"'plam'.*they can by: .*priority"):
        Groups.of(small_desk(), ["plam"])


def test_hours_are_local():
    scenario = tiny_scenario(timezone="America/New_York")  # 19:00 on Sunday there when it starts
    tickets = [Ticket(0.0), Ticket(6 * 60.0)]
    assert member(scenario, tickets, "hour_of_week") == ["Sun 19:00", "Mon 01:00"]
    assert member(scenario, tickets, "weekday") == ["Sun", "Mon"]
    assert member(scenario, tickets, "hour") == ["19:00", "01:00"]


def test_weeks_are_named_by_their_monday():
    scenario = tiny_scenario()
    assert member(scenario, [Ticket(0.0), Ticket(8 * DAY), Ticket(21 * DAY)], "week") == [
        "",
        "2026-01-12",
        "2026-01-26",
    ]


def test_local_hours_follow_daylight_saving():
    scenario = tiny_scenario(timezone="Europe/London")
    time = local_time("Europe/London", scenario.start, 0.0, 120 * DAY)
    summer = 83 * DAY  # Sunday 29 March, 00:00
    instants = np.array([summer + 30.0, summer + 59.0, summer + 60.0])
    assert time.hour_of_week(instants).tolist() == [144, 144, 146]
    assert time.hour_of_week(instants[::-1].copy()).tolist() == [146, 144, 144]


def test_customers_are_numbered_within_their_segments():
    segments = (
        tiny_segment("crowd", 1.0),
        tiny_segment("few", 2.0, customers=Customers(3, 1.0)),
        tiny_segment("two", 2.0, customers=Customers(2)),
    )
    scenario = tiny_scenario(segments=segments)
    groups = Groups.of(scenario, ["customer"])
    workload = draw(scenario, 0)
    labels = by_label(groups, "customer", workload)
    named = {
        segment: {label for label, code in zip(labels, workload.columns["segment"], strict=True) if code == k}
        for k, segment in enumerate(("crowd", "few", "two"))
    }
    assert named == {"crowd": {""}, "few": {"few 1", "few 2", "few 3"}, "two": {"two 1", "two 2"}}


def test_categorical_fields_are_groups_and_true_priority_only_where_triage_errs():
    segment = tiny_segment(traits={"fields.region": Mix(("emea", "amer"), (0.5, 0.5))})
    names = Groups.of(tiny_scenario(segments=(segment,))).names
    assert "fields.region" in names
    assert "true_priority" not in names


def test_a_run_may_name_its_groupings():
    groups = Groups.of(small_desk(), only=["segment,priority", "tier"])
    assert groups.names == ["all", "segment×priority", "tier"]


def test_a_grouping_named_in_vain_is_refused():
    with pytest.raises(ValueError, match="'plam'"):
        Groups.of(small_desk(), only=["plam"])
