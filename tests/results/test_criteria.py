from __future__ import annotations

import pytest

from results.criteria import Constraint, amount, constraint, expression, extra_groupings
from results.groups import Groups
from tests.results.plans import small_plan


def groups() -> Groups:
    return Groups.of(small_plan().scenario, ("segment,priority",))


def test_a_measure_stands_for_all_tickets():
    (term,) = expression("wait_mean").terms
    assert (term.measure.name, term.by, term.group, term.weight) == ("wait_mean", "all", "all", 1.0)


def test_a_measure_may_be_of_one_group():
    (term,) = expression(" first_reply_p90 [ segment = big ] ").terms
    assert (term.by, term.group) == ("segment", "big")
    assert term.name == "first_reply_p90[segment=big]"


def test_crossings_may_be_written_with_a_comma():
    (term,) = expression("wait_mean[segment,priority=big,high]").terms
    assert (term.by, term.group) == ("segment×priority", "big×high")
    assert extra_groupings((expression(term.name),)) == ("segment×priority",)


def test_group_names_may_hold_signs_and_blanks():
    (term,) = expression("wait_mean[policy=gold + silver - 2*x]").terms
    assert term.group == "gold + silver - 2*x"


def test_names_of_plain_groups_may_hold_commas():
    (term,) = expression("wait_mean[policy=gold, north]").terms
    assert term.group == "gold, north"


@pytest.mark.parametrize(
    ("text", "weights"),
    [
        ("0.7*wait_mean + 0.3 asa", [0.7, 0.3]),
        ("wait_mean - 2 × asa", [1.0, -2.0]),
        ("−wait_mean+.5asa", [-1.0, 0.5]),
    ],
)
def test_measures_may_be_added_with_weights(text, weights):
    assert [term.weight for term in expression(text).terms] == weights


@pytest.mark.parametrize("text", ["", "  ", "wait_mean asa", "wait_mean +", "2", "wait_mean[by]", "+ * asa"])
def test_what_is_no_expression_is_refused(text):
    with pytest.raises(ValueError, match="is no measure; write measure"):
        expression(text)


def test_an_unknown_measure_is_told_the_nearest():
    with pytest.raises(ValueError, match="nearest is 'wait_mean'"):
        expression("0.5 wait_meen")


def test_waits_are_better_low_and_attainment_high():
    assert expression("wait_mean").sign == -1
    assert expression("kept_share").sign == 1


def test_what_is_taken_away_is_better_the_other_way_round():
    assert expression("kept_share - 0.001 wait_mean").sign == 1


def test_measures_that_pull_in_different_directions_are_no_objective():
    with pytest.raises(ValueError, match="pull in different directions"):
        _ = expression("kept_share + 0.001 wait_mean").sign


def test_a_measure_without_a_better_side_is_no_objective():
    with pytest.raises(ValueError, match="neither that high nor that low"):
        _ = expression("occupancy").sign


def test_the_place_is_that_of_the_group():
    known = groups()
    by, labels = known.labels
    place = expression("wait_mean[segment,priority=small,high]").terms[0].place(known)
    assert (by[place], labels[place]) == ("segment×priority", "small×high")


def test_an_unknown_group_is_told_the_nearest():
    with pytest.raises(ValueError, match="no segment is called 'bug'; the nearest is 'big'"):
        expression("wait_mean[segment=bug]").terms[0].place(groups())


def test_a_grouping_that_the_measure_does_not_have_is_told_the_known_ones():
    with pytest.raises(ValueError, match="occupancy is known by all, tier, pool"):
        expression("occupancy[segment=big]").terms[0].place(groups())


@pytest.mark.parametrize(
    ("text", "at_least", "bound"),
    [
        ("kept_share >= 95 %", True, 0.95),
        ("kept_share≥0.95", True, 0.95),
        ("first_reply_p90[segment=big] <= 1 h 30 min", False, 90.0),
        ("abandoned_share <= 3%", False, 0.03),
        ("backlog_end <= 120", False, 120.0),
        ("backlog_end <= 120 tickets", False, 120.0),
        ("wait_mean - asa >= 0", True, 0.0),
        ("cost_per_week <= 24000", False, 24000.0),
    ],
)
def test_a_constraint_bounds_an_expression(text, at_least, bound):
    found = constraint(text)
    assert (found.at_least, found.bound) == (at_least, pytest.approx(bound))
    assert found.period == ""


def test_a_constraint_may_be_asked_for_in_a_share_of_periods():
    found = constraint("first_reply_attainment[policy=everyone] >= 95 % in 90 % of months")
    assert isinstance(found, Constraint)
    assert (found.bound, found.share, found.period) == (0.95, 0.9, "month")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("kept_share", "is no constraint"),
        ("kept_share >=", "is no constraint"),
        (">= 95 %", "is no constraint"),
        ("kept_share >= 95 min", "a share from 0 to 1"),
        ("kept_share >= 950", "a share from 0 to 1"),
        ("wait_mean <= 8", "a duration such as"),
        ("backlog_end <= many", "a finite number"),
        ("wait_p90 <= 8 h in 90 % of months", "only the attainment of a clock"),
        ("ticket_attainment >= 90 % in 90 % of weeks", "only the attainment of a clock"),
        ("first_reply_attainment >= 95 % in 90 % of moons", "weeks, 4 weeks, months, quarters"),
        ("first_reply_attainment <= 95 % in 90 % of weeks", "attainment of a clock that is to be high"),
        ("first_reply_attainment >= 95 % in 0 % of weeks", "must be above 0"),
    ],
)
def test_what_is_no_constraint_is_refused(text, message):
    with pytest.raises(ValueError, match=message):
        constraint(text)


@pytest.mark.parametrize(
    ("text", "measure", "value"),
    [("1 point", "kept_share", 0.01), ("2.5 points", "kept_share", 0.025), ("5 min", "wait_mean", 5.0)],
)
def test_what_is_worth_something_is_in_the_unit_of_the_measure(text, measure, value):
    assert amount(text, expression(measure)) == pytest.approx(value)
