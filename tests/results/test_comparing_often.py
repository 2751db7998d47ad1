"""Two hundred small comparisons of a desk that is played: do statements hold as often as claimed?"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from pathlib import Path

import numpy as np
import pytest

from results.asking import Question, Setup, setup_of
from results.families import p_values, t_factor
from results.pairs import PairedRatios
from results.record import Record, ratio_sums
from results.series import Candidate, Series, scores
from results.share import Tally, within
from results.skewness import above, below
from results.tickets import Tickets
from results.verdict import in_order, standings
from scenarios.plan import plan_of
from sim.compiled_engine import play
from sim.draw import draw
from sim.vocabulary import Floats
from strategies import rank
from tests.results.plans import TEXT

EXPERIMENTS, REPLICATIONS, TRUTH = 200, 20, 2000
OBJECTIVE = "wait_mean[plan=premium]"
SHORT = TEXT.replace("warmup: 1 day, measure: 2 weeks", "warmup: 0 days, measure: 1 week").replace(
    "1.25 per hour", "1 per hour"
)
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
        waits = Tickets(workload, outcome).wait[measured]
        tally.add(measured, {"wait": waits, "wait_n": np.ones(len(measured))})
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
    held, true = [], truth()[1:] - truth()[0]
    for experiment in experiments():
        found = scores(candidates(experiment), asked().stated, sections=False)
        factor = t_factor(len(true), found.freedom)
        down, up = found.reaches(found.deviations[1:] - found.deviations[0], factor)
        value = found.value[1:] - found.value[0]
        held.append(bool(((value - down <= true) & (true <= value + up)).all()))
    assert share(held) >= MIN_RIGHT


def test_plain_intervals_cover_the_true_difference_as_often_as_claimed():
    held, without = [], []
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
        factor, away = t_factor(1, REPLICATIONS - 1), found.value[0] - (truth()[1] - truth()[0])
        low = away - found.error[0] * below(factor, found.skew[0], REPLICATIONS)
        high = away + found.error[0] * above(factor, found.skew[0], REPLICATIONS)
        held.append(bool(low <= 0 <= high))
        without.append(bool(abs(away) <= factor * found.error[0]))
    share(without)
    assert share(held) >= MIN_RIGHT


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


def test_what_is_equal_by_law_is_hardly_ever_told_apart():
    """The closest race: whoever goes first, the mean wait of all is the same (the conservation law)."""
    told = []
    for experiment in experiments():
        pair = PairedRatios()
        for fifo, contract, *_ in experiment:
            pair.add(*((one["wait"][:1], one["wait_n"][:1]) for one in (contract, fifo)))
        found = pair.differences()
        p = p_values(found.value, found.error, REPLICATIONS - 1, skew=found.skew, units=REPLICATIONS)
        told.append(bool(p[0] < 0.05))
    assert share(told) <= 1 - MIN_RIGHT
