"""Which kinds of tickets can occur, and how many of each a week: exact, without simulating.

A kind is all that the desk treats alike: segment, request, priority and skill as observed, corrected and
true, the policy, the pools that may serve and the tier of entry. Attributes are read one after another, and
kinds that no filter and no matrix can tell apart any more are merged at once, so that a file with many
attributes stays small.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from scenarios.journeys import Journeys, journeys
from scenarios.kinds import Kinds, observed, together, true_rows, truth
from scenarios.rows import weighted_counts
from scenarios.volumes import Volumes, volumes
from sim.vocabulary import Floats, Scenario

TINY = float(np.finfo(np.float64).tiny)


@dataclass(frozen=True)
class Census:
    """The expected week of a desk."""

    volumes: Volumes
    kinds: Kinds
    journeys: Journeys

    @property
    def tickets_per_week(self) -> float:
        """All tickets of an average week of the measured period."""
        return float(self.kinds.weight.sum())

    def shares(self, codes: NDArray[np.int16], levels: int) -> Floats:
        """[level] the share of tickets with each code (one code per kind); −1 counts nowhere."""
        return weighted_counts(codes, self.kinds.weight, levels) / max(self.tickets_per_week, TINY)

    def per_ticket(self, by_entry: Floats) -> Floats:
        """Mean over tickets of a table [request, entry, …] of `journeys`."""
        chosen = by_entry[self.kinds.request, self.kinds.entry]
        mean: Floats = np.tensordot(self.kinds.weight, chosen, axes=1) / max(self.tickets_per_week, TINY)
        return mean


def census(scenario: Scenario) -> Census:
    """The kinds of tickets of a scenario with their expected numbers per week."""
    amounts = volumes(scenario)
    parts = [observed(scenario, *cell) for cell in true_rows(scenario, amounts)]
    return Census(amounts, together(scenario, parts), journeys(scenario))


def priority_shares(scenario: Scenario) -> Floats:
    """[priority] the share of each true priority; reads nothing of triage."""
    weight = np.zeros(len(scenario.priorities))
    for _, request, rows in true_rows(scenario, volumes(scenario)):
        priority, _, _ = truth(scenario, request, rows)
        weight += weighted_counts(priority, rows.weight, len(weight))
    return weight / max(float(weight.sum()), TINY)


def skill_shares(scenario: Scenario) -> Floats:
    """[segment, skill] the share of each true skill in a segment's tickets; 0 for one that has none."""
    weight = np.zeros((len(scenario.segments), len(scenario.skills)))
    for segment, request, rows in true_rows(scenario, volumes(scenario)):
        _, skill, _ = truth(scenario, request, rows)
        weight[segment] += weighted_counts(skill, rows.weight, len(scenario.skills))
    shares: Floats = weight / np.maximum(weight.sum(axis=1, keepdims=True), TINY)
    return shares
