"""What the desk writes down about a ticket: priority and skill, sometimes wrongly, sometimes by hand."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from sim.alike import alike, is_alike
from sim.filters import Column, Decision, decision, first_match
from sim.lots import Lots
from sim.streams import Purpose
from sim.vocabulary import Codes, Floats, Scenario, TriageMode


@dataclass(frozen=True)
class Triaged:
    """What triage made of the true attributes."""

    priority: Codes
    """As observed."""
    skill: Codes
    """As observed."""
    work: Floats
    """Length of manual triage [min]; NaN: not by hand."""


def true_priority(scenario: Scenario, column: Column, known: Codes, size: int) -> Codes:
    """The priority that a ticket deserves: as replayed, by the first rule, by the matrix, or the default."""
    return replayed(known, deserved(scenario).of(column, size))


def replayed(known: Codes, otherwise: Codes) -> Codes:
    """As replayed, and as found otherwise where a replay is silent (−1)."""
    given = (known[:1] if is_alike(known) else known) >= 0
    return np.where(given, known, otherwise) if given.any() else otherwise


@lru_cache(maxsize=8)
def deserved(scenario: Scenario) -> Decision[np.int16]:
    """The priority by the first rule, by the matrix, or the default."""
    filters = [when for when, _ in scenario.priority_rules]
    levels = np.array([*(level for _, level in scenario.priority_rules), scenario.default_priority], np.int16)
    matrix = scenario.priority_matrix
    by_matrix = None if matrix is None else _with_default(matrix, scenario.default_priority)

    def priority(column: Column, size: int) -> Codes:
        rule = first_match(filters, column, scenario.levels, size)
        if by_matrix is None:
            return levels.take(rule)
        return np.where(rule >= 0, levels.take(rule), by_matrix[column("impact"), column("urgency")])

    return decision(filters, scenario.levels, priority, () if matrix is None else ("impact", "urgency"))


def _with_default(matrix: Codes, default: int) -> Codes:
    """The matrix with the default where it is silent, and a last row and column for what is not given."""
    padded = np.full((matrix.shape[0] + 1, matrix.shape[1] + 1), default, np.int16)
    padded[:-1, :-1] = np.where(matrix >= 0, matrix, default)
    return padded


def triage(scenario: Scenario, tickets: Lots, segment: Codes, priority: Codes, skill: Codes) -> Triaged:
    """The observed priority and skill of every ticket, and who is triaged by hand for how long."""
    rules, size = scenario.triage, len(priority)
    if rules.mode == TriageMode.PERFECT:
        return Triaged(priority, skill, alike(np.float64(np.nan), size))
    by_hand = np.full(size, rules.mode == TriageMode.MANUAL)
    may_err = by_hand
    if rules.mode == TriageMode.AUTOMATED:
        covered = tickets.uniforms(Purpose.COVERAGE) < rules.coverage
        by_hand = ~covered & (rules.otherwise == TriageMode.MANUAL)
        may_err = covered | by_hand
    if rules.priority_confusion is not None:
        wrong = confused(rules.priority_confusion, priority, tickets.uniforms(Purpose.PRIORITY_ERROR))
        priority = np.where(may_err, wrong, priority)
    if rules.skill_confusion is not None:
        labels = len(scenario.skills)
        matrix, block = rules.skill_confusion.reshape(-1, labels), segment.astype(np.int64) * labels
        wrong = confused(matrix, skill, tickets.uniforms(Purpose.SKILL_ERROR), block)
        skill = np.where(may_err, wrong, skill)
    return Triaged(priority, skill, _work_by_hand(scenario, tickets, by_hand))


def _work_by_hand(scenario: Scenario, tickets: Lots, by_hand: NDArray[np.bool_]) -> Floats:
    work = np.full(len(by_hand), np.nan)
    mine = np.flatnonzero(by_hand)
    length = scenario.triage.work
    work[mine] = tickets.times(Purpose.TRIAGE_WORK, length, mine) if length else 0.0
    return work


def confused(matrix: Floats, true: Codes, uniforms: Floats, block: NDArray[np.int64] | int = 0) -> Codes:
    """What is observed where the true code has row `block + true` of the matrix.

    A uniform below the share that is right is right; the rest falls on the wrong codes in their order, so
    that a better triage only mends errors.
    """
    rows, labels = matrix.shape
    codes = np.arange(labels)
    right = np.arange(rows) % labels
    order = np.argsort(np.where(codes == right[:, None], -1, codes), axis=1, kind="stable")
    bounds = np.cumsum(np.take_along_axis(matrix, order, axis=1), axis=1)
    bounds /= bounds[:, -1:]
    row = block + true.astype(np.int64)
    place = np.zeros(len(true), np.int64)
    for bound in bounds.T[:-1]:
        place += uniforms >= bound[row]
    return order[row, place].astype(np.int16)


def confusion(labels: int, accuracy: float, spread: str, weights: Sequence[float]) -> Floats:
    """[true, observed] shares for a triage that is right with this probability.

    `majority` sends errors to the commonest class by the weights (those of the commonest itself to the
    second commonest), `near` to the neighbouring levels, half each, `even` to all others alike,
    `weighted` to all others in proportion to the weights. Raises ValueError for another spread.
    """
    if labels == 1:
        return np.ones((1, 1))
    matrix = np.array([_errors(true, spread, np.asarray(weights, np.float64)) for true in range(labels)])
    matrix *= (1 - accuracy) / matrix.sum(axis=1, keepdims=True)
    np.fill_diagonal(matrix, accuracy)
    return matrix


def _errors(true: int, spread: str, weights: Floats) -> Floats:
    """How the errors about one true class are spread over the others, on any scale."""
    labels = len(weights)
    others = np.arange(labels) != true
    even = np.where(others, 1.0, 0.0)
    if spread == "majority":
        commonest = int(np.argmax(np.where(others, weights, -1.0)))
        return np.where(np.arange(labels) == commonest, 1.0, 0.0)
    if spread == "near":
        return np.where(np.abs(np.arange(labels) - true) == 1, 1.0, 0.0)
    if spread == "even":
        return even
    if spread == "weighted":
        return np.where(others, weights, 0.0) if weights[others].sum() > 0 else even
    raise ValueError(f"unknown spread {spread!r}; known are majority, near, even and weighted")
