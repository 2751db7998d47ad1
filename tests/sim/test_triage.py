from __future__ import annotations

import numpy as np
import pytest

from sim.distributions import Constant
from sim.lots import Lots
from sim.streams import Streams
from sim.triage import confused, confusion, triage, true_priority
from sim.vocabulary import Condition, Triage, TriageMode
from tests.sim.desks import tiny_scenario

COUNT = 40_000
LOTS = Lots(Streams(seed=4, replication=0), ("everyone",), (COUNT,))
SEGMENT = np.zeros(COUNT, np.int16)
TRUE = (np.arange(COUNT) % 4).astype(np.int16)
SKILL = (np.arange(COUNT) % 2).astype(np.int16)

NEAR = confusion(4, 0.8, "near", [1, 1, 1, 1])
SKILLS = np.array([[[0.9, 0.1], [0.3, 0.7]]])


def seen(**changes):
    scenario = tiny_scenario(triage=Triage(**changes), levels={"skill": ("one", "two")})
    return triage(scenario, LOTS, SEGMENT, TRUE, SKILL)


def shares(true: np.ndarray, observed: np.ndarray, labels: int) -> np.ndarray:
    return np.array(
        [np.bincount(observed[true == c], minlength=labels) / (true == c).sum() for c in range(labels)]
    )


def test_perfect_triage_is_right_and_takes_no_work():
    triaged = seen()
    assert triaged.priority is TRUE
    assert triaged.skill is SKILL
    assert np.isnan(triaged.work).all()


@pytest.mark.parametrize("mode", [TriageMode.MANUAL, TriageMode.AUTOMATED])
def test_errors_come_at_the_stated_rates(mode):
    triaged = seen(mode=mode, priority_confusion=NEAR, skill_confusion=SKILLS)
    for observed, true, matrix in ((triaged.priority, TRUE, NEAR), (triaged.skill, SKILL, SKILLS[0])):
        found = shares(true, observed, len(matrix))
        error = 4 * np.sqrt(matrix * (1 - matrix) / (COUNT / len(matrix)))
        assert (abs(found - matrix) <= error).all()


def test_a_better_triage_only_mends_errors():
    worse = seen(mode=TriageMode.AUTOMATED, priority_confusion=confusion(4, 0.6, "even", [1] * 4)).priority
    better = seen(mode=TriageMode.AUTOMATED, priority_confusion=confusion(4, 0.8, "even", [1] * 4)).priority
    assert (better[worse == TRUE] == TRUE[worse == TRUE]).all()


def test_a_uniform_below_the_share_that_is_right_is_right():
    matrix = confusion(4, 0.7, "majority", [5, 1, 1, 1])
    true = np.array([2, 2, 3, 3], np.int16)
    assert confused(matrix, true, np.array([0.0, 0.69, 0.71, 0.99])).tolist() == [2, 2, 0, 0]


def test_errors_in_priority_leave_the_skill_and_its_errors_alone():
    alone = seen(mode=TriageMode.AUTOMATED, skill_confusion=SKILLS)
    both = seen(mode=TriageMode.AUTOMATED, skill_confusion=SKILLS, priority_confusion=NEAR)
    assert np.array_equal(alone.skill, both.skill)


def test_manual_triage_handles_every_ticket():
    assert (seen(mode=TriageMode.MANUAL, work=Constant(3.0)).work == 3.0).all()


def test_what_automation_does_not_cover_is_triaged_by_hand():
    work = seen(mode=TriageMode.AUTOMATED, coverage=0.9, otherwise=TriageMode.MANUAL, work=Constant(3.0)).work
    by_hand = ~np.isnan(work)
    assert abs(by_hand.mean() - 0.1) < 4 * np.sqrt(0.09 / COUNT)
    assert set(work[by_hand]) == {3.0}


def test_triage_by_hand_of_what_automation_leaves_errs_too():
    always_first = np.eye(4)[[0, 0, 0, 0]]
    triaged = seen(
        mode=TriageMode.AUTOMATED, coverage=0.5, otherwise=TriageMode.MANUAL, priority_confusion=always_first
    )
    assert not triaged.priority.any()


def test_what_automation_leaves_to_perfect_triage_has_no_errors():
    wrong = np.zeros((4, 4))
    wrong[:, 0] = 1.0
    triaged = seen(mode=TriageMode.AUTOMATED, coverage=0.5, priority_confusion=wrong)
    assert np.isnan(triaged.work).all()
    assert abs((triaged.priority == TRUE).mean() - (0.25 + 0.75 * 0.5)) < 4 * np.sqrt(0.25 / COUNT)


def test_skills_are_confused_by_the_row_of_the_segment():
    matrix = np.array([[1.0, 0.0], [0.0, 1.0], [0.0, 1.0], [1.0, 0.0]])
    true = np.array([0, 1, 0, 1], np.int16)
    observed = confused(matrix, true, np.full(4, 0.5), np.array([0, 0, 2, 2]))
    assert observed.tolist() == [0, 1, 1, 0]


def test_majority_sends_errors_to_the_commonest_class():
    assert confusion(3, 0.7, "majority", [1, 5, 2]) == pytest.approx(
        np.array([[0.7, 0.3, 0.0], [0.0, 0.7, 0.3], [0.0, 0.3, 0.7]])
    )


def test_near_sends_errors_to_the_neighbours():
    assert confusion(3, 0.8, "near", [1, 1, 1]) == pytest.approx(
        np.array([[0.8, 0.2, 0.0], [0.1, 0.8, 0.1], [0.0, 0.2, 0.8]])
    )


def test_even_sends_errors_anywhere():
    assert confusion(3, 0.8, "even", [9, 1, 0])[0] == pytest.approx([0.8, 0.1, 0.1])


def test_weighted_sends_errors_in_proportion():
    assert confusion(3, 0.6, "weighted", [5, 1, 3])[0] == pytest.approx([0.6, 0.1, 0.3])


def test_with_one_class_nothing_can_be_wrong():
    assert confusion(1, 0.5, "majority", [1]).tolist() == [[1.0]]


def test_an_unknown_spread_is_refused():
    with pytest.raises(ValueError, match="unknown spread 'wide'"):
        confusion(3, 0.5, "wide", [1, 1, 1])


def priority_of(known=(-1, -1, -1, -1), **changes):
    columns = {
        "plan": np.array([0, 1, 1, -1], np.int16),
        "impact": np.array([0, 1, 0, -1], np.int16),
        "urgency": np.array([1, 0, -1, 0], np.int16),
    }
    levels = {"plan": ("premium", "basic"), "impact": ("high", "low"), "urgency": ("high", "low")}
    scenario = tiny_scenario(levels=levels, **changes)
    return true_priority(scenario, columns.__getitem__, np.array(known, np.int16), 4).tolist()


PREMIUM = (Condition("plan", ("premium",)),)
ANYONE = (Condition("plan", ("premium", "basic")),)
MATRIX = np.array([[0, 1], [3, 2]], np.int16)


def test_without_rules_and_matrix_priority_is_the_default():
    assert priority_of(default_priority=3) == [3, 3, 3, 3]


def test_the_first_rule_that_matches_wins():
    assert priority_of(priority_rules=((PREMIUM, 0), (ANYONE, 1))) == [0, 1, 1, 2]


def test_the_matrix_holds_where_impact_and_urgency_are_given():
    assert priority_of(priority_matrix=MATRIX) == [1, 3, 2, 2]


def test_rules_beat_the_matrix():
    assert priority_of(priority_matrix=MATRIX, priority_rules=((PREMIUM, 0),)) == [0, 3, 2, 2]


def test_an_empty_cell_of_the_matrix_means_the_default():
    assert priority_of(priority_matrix=np.array([[0, -1], [3, 2]], np.int16)) == [2, 3, 2, 2]


def test_what_a_replay_knows_beats_rules_and_matrix():
    known = (3, -1, -1, 0)
    assert priority_of(known, priority_matrix=MATRIX, priority_rules=((PREMIUM, 0),)) == [3, 3, 2, 0]
