from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from results.asking import Question, setup_of
from results.contest import Cell
from results.player import AS_WRITTEN
from results.running import Options
from scenarios import ScenarioError
from tests.results.plans import twin_plan


def refused(message: str, **asked: Any) -> None:
    with pytest.raises(ValueError, match=message):
        setup_of(twin_plan(), Question(**asked))


def test_all_strategies_of_the_file_are_compared_with_its_baseline():
    found = setup_of(twin_plan(), Question())
    (player,) = found.players
    assert list(player.strategies) == ["fifo", "contract", "oldest"]
    assert found.baseline == Cell(AS_WRITTEN, "fifo")
    assert found.stated.text == "wait_mean[plan=premium]"


def test_what_ifs_are_crossed_with_the_strategies():
    found = setup_of(twin_plan(), Question(Options(("contract",)), what_if=("all",)))
    assert [player.what_if for player in found.players] == ["as written", "second"]
    assert [list(player.strategies) for player in found.players] == [["fifo", "contract"]] * 2
    assert [len(player.scenario.pools[0].rosters) for player in found.players] == [1, 2]


def test_an_unknown_what_if_is_told_the_known_ones():
    with pytest.raises(ScenarioError, match="second"):
        setup_of(twin_plan(), Question(what_if=("secnd",)))


def test_a_baseline_under_a_what_if_is_enough_to_compare():
    found = setup_of(twin_plan(), Question(Options(("fifo",)), what_if=("second",)))
    assert [list(player.strategies) for player in found.players] == [["fifo"], ["fifo"]]


def test_a_single_candidate_has_nothing_to_be_compared_with():
    refused("nothing to compare", options=Options(("fifo",)))


def test_an_objective_must_say_what_is_better():
    refused("neither that high nor that low", objective="occupancy")


def test_an_objective_must_name_a_group_of_the_scenario():
    refused("no plan is called 'premum'; the nearest is 'premium'", objective="wait_mean[plan=premum]")


def test_what_matters_is_in_the_unit_of_the_objective():
    assert setup_of(twin_plan(), Question(worth="5 min")).worth == 5
    refused("a duration such as", worth="1 point")


def test_a_constraint_by_periods_needs_a_whole_period():
    refused("holds no whole quarter", constraints=("first_reply_attainment >= 90 % in 90 % of quarters",))


def test_crossings_of_objectives_are_grouped_by():
    found = setup_of(twin_plan(), Question(objective="wait_mean[plan,priority=premium,normal]"))
    assert found.players[0].by == ("plan×priority",)


def test_without_an_objective_every_promise_is_watched():
    found = setup_of(replace(twin_plan(), objective=""), Question())
    assert [term.name for term in found.watched.terms] == ["first_reply_attainment[policy=premium]"]
