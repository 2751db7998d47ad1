"""Two hundred small comparisons of a desk that is played: do statements hold as often as claimed?"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from pathlib import Path

import numpy as np
import pytest

from results.asking import Question, Setup, setup_of
from results.families import t_factor
from results.pairs import PairedRatios
from results.record import Record, ratio_sums
from results.series import Candidate, Series, scores
from results.share import Tally, within
from results.tickets import Tickets
from results.verdict import in_order, standings
from scenarios.plan import plan_of
from sim.compiled_engine import play
from sim.draw import draw
from sim.vocabulary import Floats
from strategies import rank
from tests.results.plans import TEXT

EXPERIMENTS, REPLICATIONS, TRUTH = 200, 10, 2000
OBJECTIVE = "wait_mean[plan=premium]"
SHORT = TEXT.replace("warmup: 1 day, measure: 2 weeks", "warmup: 0 days, measure: 1 week")
STRATEGIES = """\
  nearly:  [{weighted: {plan: 1, aging: {weight: 1, per_hour: 0.6}}}]
  blended: [{weighted: {plan: 0.5, aging: {weight: 1, per_hour: 0.6}}}]
objective: wait_mean[plan=premium]
"""
MIN_RIGHT = 0.95 - 3 * np.sqrt(0.95 * 0.05 / EXPERIMENTS)
"""Below this a share that should be 95 % is no longer chance."""

pytestmark = pytest.mark.slow

Sums = dict[str, Floats]


@cache
def asked() -> Setup:
    return setup_of(plan_of((SHORT + STRATEGIES).encode(), Path("desk.yaml")), Question())


def sums_of(replication: int, *, confirm: bool = False) -> list[Sums]:
    """Waits and tickets by group of one replication under every strategy."""
    (player,) = asked().players
    workload = draw(player.scenario, replication, confirm)
    members = player.groups.members(workload)
    measured = np.flatnonzero(within(workload.created, player.scenario.run))
    found = []
    for strategy in player.strategies.values():
        outcome = play(workload, player.desk, rank(strategy, player.scenario, workload))
        tally = Tally(members)
        tally.add(measured, "wait", Tickets(workload, outcome).wait[measured])
        tally.add(measured, "wait_n", np.ones(len(measured)))
        found.append(tally.sums())
    return found


@cache
def experiments() -> Sequence[Sequence[list[Sums]]]:
    """The replications of every experiment, each with its own."""
    return [
        [sums_of(number) for number in range(first, first + REPLICATIONS)]
        for first in range(0, EXPERIMENTS * REPLICATIONS, REPLICATIONS)
    ]


@cache
def truth() -> Floats:
    """Mean waits of premium customers over many other replications."""
    (term,) = asked().stated.terms
    place = term.place(asked().players[0].groups)
    top = bottom = np.zeros(len(asked().players[0].strategies))
    for number in range(TRUTH):
        played = sums_of(number, confirm=True)
        top = top + [one["wait"][place] for one in played]
        bottom = bottom + [one["wait_n"][place] for one in played]
    return top / bottom


def candidates(experiment: Sequence[list[Sums]]) -> list[Candidate]:
    groups = asked().players[0].groups
    found = [
        Candidate(Record(groups, REPLICATIONS), Series(groups, asked().watched.terms)) for _ in experiment[0]
    ]
    for replication in experiment:
        for candidate, sums in zip(found, replication, strict=True):
            candidate.series.add(ratio_sums(sums, groups), sums)
    return found


def share(held: Sequence[bool]) -> float:
    print(f"{sum(held)} of {len(held)}")
    return sum(held) / len(held)


def test_the_best_is_one_of_those_that_may_be_best_as_often_as_claimed():
    best = int(np.argmin(truth()))
    held = [standings(candidates(one), asked().stated, ())[best].may_be_best for one in experiments()]
    assert share(held) >= MIN_RIGHT


def test_simultaneous_intervals_cover_all_true_differences_as_often_as_claimed():
    held = []
    for experiment in experiments():
        found = scores(candidates(experiment), asked().stated, sections=False)
        others = range(1, len(found.value))
        factor = t_factor(len(others), found.units - 1)
        held.append(
            all(
                abs(found.value[k] - found.value[0] - (truth()[k] - truth()[0])) <= factor * found.error(k, 0)
                for k in others
            )
        )
    assert share(held) >= MIN_RIGHT


def test_plain_intervals_cover_the_true_difference_as_often_as_claimed():
    held = []
    (term,) = asked().stated.terms
    groups = asked().players[0].groups
    place = term.place(groups)
    for experiment in experiments():
        pair = PairedRatios()
        for fifo, contract, *_ in experiment:
            pair.add(
                *(
                    (one["wait"][place : place + 1], one["wait_n"][place : place + 1])
                    for one in (contract, fifo)
                )
            )
        found = pair.differences()
        away = abs(found.value[0] - (truth()[1] - truth()[0]))
        held.append(bool(away <= t_factor(1, REPLICATIONS - 1) * found.error[0]))
    assert MIN_RIGHT <= share(held) <= 1


def test_who_wins_by_construction_is_selected_and_chances_of_being_best_are_honest():
    best = int(np.argmin(truth()))
    right, claimed = [], []
    for experiment in experiments():
        found = standings(candidates(experiment), asked().stated, ())
        first = in_order(found, asked().stated)[0]
        right.append(first == best)
        claimed.append(found[first].chance)
    print(truth(), np.mean(claimed))
    assert share(right) >= 0.95
