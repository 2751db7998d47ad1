from __future__ import annotations

from functools import cache

import pytest

from results.asking import Question, Setup, setup_of
from results.contest import Contest
from results.player import AS_WRITTEN, Played
from results.precision import AHEAD, Precision, target, worst
from results.running import Options
from tests.results.plans import twin_plan

FIRST = 10


@cache
def setup() -> Setup:
    options = Options(strategies=("fifo", "contract"), replications=FIRST)
    return setup_of(twin_plan(), Question(options=options, precision=("wait_mean ±5 %",), lean=True))


@cache
def played(number: int) -> Played:
    return setup().players[0].play(number)


@pytest.fixture(scope="module", name="contest")
def _contest() -> Contest:
    return contest()


def contest(count: int = FIRST) -> Contest:
    found = Contest(setup().players, setup().baseline, setup().watched, FIRST, told=setup().told)
    for number in range(count):
        found.take(AS_WRITTEN, played(number))
    return found


def half(contest: Contest) -> float:
    """The widest interval of the mean wait, relative to the value, as the summary has it."""
    table = contest.summary()
    own = table[(table["measure"] == "wait_mean") & (table["by"] == "all")]
    return float(((own["high"] - own["low"]) / 2 / own["estimate"]).max())


@pytest.mark.parametrize("text", ["wait_mean ±5%", "wait_mean +-5 %", "wait_mean +/- 5%"])
def test_a_precision_may_be_a_part_of_the_value(text):
    found = target(text)
    assert (found.expression.text, found.relative) == ("wait_mean", 0.05)


def test_a_precision_may_be_in_the_unit_of_the_measure():
    assert target("wait_mean[plan=premium] ± 10 min").within == 10
    assert target("kept_share ±1 point").within == pytest.approx(0.01)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("wait_mean", "is no precision"),
        ("wait_mean ±0%", "must be above 0"),
        ("wait_meen ±5%", "nearest is 'wait_mean'"),
        ("wait_mean ±5 apples", "a duration such as"),
    ],
)
def test_what_is_no_precision_is_refused(text, message):
    with pytest.raises(ValueError, match=message):
        target(text)


def test_the_half_width_is_held_against_the_value_it_may_have(contest):
    share, who = worst(target("wait_mean ±5%"), contest)
    assert share == pytest.approx(half(contest) / (0.05 / 1.05))
    assert who in {"fifo", "contract"}


def test_what_is_known_well_enough_must_stay_so_for_some_replications(contest):
    precision = Precision([target("wait_mean ±100 min")], contest, cap=100)
    assert precision.wanted() == AHEAD
    assert precision.wanted() == AHEAD  # nothing has been played since


def test_it_ends_when_it_has_stayed_so():
    own = contest()
    precision = Precision([target("wait_mean ±100 min")], own, cap=100)
    for number in range(FIRST, FIRST + precision.wanted()):
        own.take(AS_WRITTEN, played(number))
    assert own.done == FIRST + AHEAD
    assert precision.wanted() == 0
    assert precision.sentences() == [
        "Known as well as asked for, under every candidate: wait_mean ±100 min (15 replications)."
    ]


def test_replications_grow_by_half_and_stop_at_the_budget(contest):
    assert Precision([target("wait_mean ±0.1%")], contest, cap=100).wanted() == 5
    assert Precision([target("wait_mean ±0.1%")], contest, cap=13).wanted() == 3
    assert Precision([target("wait_mean ±0.1%")], contest, cap=10).wanted() == 0


def test_a_budget_that_ends_is_told_with_what_was_reached(contest):
    (said,) = Precision([target("wait_mean ±0.1%")], contest, cap=10).sentences()
    assert said.startswith("The budget ended after 10 replications before wait_mean ±0.1% was reached: ")
    reached = float(said.rsplit("±", 1)[1].rstrip(" %."))
    own = half(contest)
    assert reached == pytest.approx(100 * own / (1 - own), abs=0.06)
