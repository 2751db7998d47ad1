from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from sim.vocabulary import Scenario
from strategies import View, build, rank
from strategies.ai_urgency import AiUrgency
from tests.strategies.desk import bases, scenario, workload, wrong

URGENCIES = ("high", "medium", "low")


def desk() -> Scenario:
    plain = scenario()
    return replace(plain, levels={**plain.levels, "urgency": URGENCIES})


def uniforms(*which: float, covered: float = 0.0) -> np.ndarray:
    return np.column_stack([np.full(len(which), covered), which])


def test_a_perfect_classifier_scores_the_true_urgency() -> None:
    tickets = workload(3, urgency=[0, 1, 2], predict=uniforms(0.1, 0.5, 0.9))
    assert bases([{"ai_urgency": {"accuracy": 1}}], desk(), tickets, predicted=1) == [[1.0, 0.5, 0.0]]


def test_it_is_as_often_right_as_it_says() -> None:
    n = 20_000
    tickets = workload(n, urgency=[0] * n, predict=uniforms(*np.random.default_rng(1).random(n)))
    said = AiUrgency(accuracy=0.8, spread="even").predictions(View(desk(), tickets))
    shares = np.bincount(said, minlength=3) / n
    assert shares == pytest.approx([0.8, 0.1, 0.1], abs=0.01)


def test_errors_go_to_the_commonest_class_by_default() -> None:
    tickets = workload(5, urgency=[0, 1, 2, 2, 2], predict=uniforms(0.9, 0.9, 0.9, 0.1, 0.1))
    scores = bases([{"ai_urgency": {"accuracy": 0.5}}], desk(), tickets, predicted=1)
    assert scores[0][:2] == [0.0, 0.0]


def test_near_errors_stay_next_to_the_truth() -> None:
    n = 300
    tickets = workload(n, urgency=[0] * n, predict=uniforms(*np.linspace(0, 0.999, n)))
    said = AiUrgency(accuracy=0.3, spread="near").predictions(View(desk(), tickets))
    assert set(said.tolist()) == {0, 1}


def test_a_matrix_gives_the_shares_of_each_true_class() -> None:
    matrix = {"high": {"low": 1}, "medium": {"medium": 1}, "low": {"high": 1}}
    tickets = workload(3, urgency=[0, 1, 2], predict=uniforms(0.4, 0.4, 0.4))
    assert bases([{"ai_urgency": {"matrix": matrix}}], desk(), tickets, predicted=1) == [[0.0, 0.5, 1.0]]


def test_before_the_prediction_all_score_as_the_commonest() -> None:
    tickets = workload(4, urgency=[0, 1, 1, 2])
    assert bases([{"ai_urgency": {"accuracy": 1}}], desk(), tickets, predicted=0) == [[0.5] * 4]


def test_a_ticket_outside_the_coverage_scores_as_the_commonest() -> None:
    tickets = workload(3, urgency=[0, 2, 2], predict=np.array([[0.95, 0.0], [0.1, 0.0], [0.1, 0.0]]))
    scores = bases([{"ai_urgency": {"accuracy": 1, "coverage": 0.9}}], desk(), tickets, predicted=1)
    assert scores == [[0.0, 0.0, 0.0]]


def test_predictions_come_after_the_delay_and_only_to_covered_tickets() -> None:
    tickets = workload(2, created=[5.0, 6.0], urgency=[0, 1], predict=np.array([[0.2, 0.0], [0.95, 0.0]]))
    spec = [{"ai_urgency": {"accuracy": 0.8, "coverage": 0.9, "delay": "2 min"}}, "fcfs"]
    ranking = rank(build(spec, desk()), desk(), tickets)
    assert ranking.predicted_at is not None
    assert ranking.predicted_at.tolist() == [7.0, np.inf]
    assert ranking.orders[0].base.shape == (2, 2, 2)


def test_strategies_that_do_not_predict_have_no_predictions() -> None:
    assert rank(build(["fcfs"], desk()), desk(), workload(1)).predicted_at is None


def test_a_ticket_without_urgency_counts_by_the_place_of_its_true_priority() -> None:
    tickets = workload(4, urgency=[-1] * 4, priority=[[3] * 4, [3] * 4, [0, 1, 2, 3]])
    scores = bases([{"ai_urgency": {"accuracy": 1}}], desk(), tickets, predicted=1)
    assert scores == [[1.0, 0.5, 0.5, 0.0]]


def test_a_desk_without_urgencies_predicts_the_true_priority() -> None:
    tickets = workload(2, priority=[[3, 3], [3, 3], [0, 3]])
    assert bases([{"ai_urgency": {"accuracy": 1}}], scenario(), tickets, predicted=1) == [[1.0, 0.0]]


def test_an_empty_workload_is_ranked_too() -> None:
    tickets = workload(0, urgency=[])
    order = rank(build([{"ai_urgency": {"accuracy": 0.8}}], desk()), desk(), tickets).orders[0]
    assert order.base.shape[1] == 0


def test_its_quality_must_be_stated_once() -> None:
    message = "needs `accuracy` or `matrix`, one of the two"
    both = {"accuracy": 0.8, "matrix": {label: {label: 1} for label in URGENCIES}}
    assert wrong(["ai_urgency"], desk()) == [((0,), message)]
    assert wrong([{"ai_urgency": both}], desk()) == [((0, "ai_urgency"), message)]


def test_a_row_of_a_matrix_must_add_to_one() -> None:
    matrix = {"high": {"high": 0.5, "low": 0.4}, "medium": {"medium": 1}, "low": {"low": 1}}
    ((path, message),) = wrong([{"ai_urgency": {"matrix": matrix}}], desk())
    assert (path, message) == ((0, "ai_urgency", "matrix", "high"), "shares must add to 1, not 0.9")


def test_a_matrix_needs_all_rows_and_only_known_values() -> None:
    matrix = {"high": {"hihg": 1}, "medium": {"medium": 1}}
    spec = [{"ai_urgency": {"matrix": matrix}}]
    assert wrong(spec, desk()) == [
        (
            (0, "ai_urgency", "matrix", "high", "hihg"),
            "urgency is one of high, medium, low; did you mean `high`?",
        ),
        ((0, "ai_urgency", "matrix"), "needs a row for low too"),
    ]


def test_a_matrix_must_be_a_table_of_tables() -> None:
    ((path, message),) = wrong([{"ai_urgency": {"matrix": {"high": 1}}}], desk())
    assert path == (0, "ai_urgency", "matrix")
    assert message == "must be a table with a row of shares for each value, not a table"


def test_it_may_stand_only_once() -> None:
    spec = [{"ai_urgency": {"accuracy": 1}}, {"ai_urgency": {"accuracy": 0.5}}]
    assert wrong(spec, desk()) == [((1, "ai_urgency"), "a strategy may have `ai_urgency` once")]
