"""What is known of the tickets in each phase, and what follows from it: policy, admission, entry tier."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from itertools import takewhile
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from sim.filters import Column, by_kind, first_match, matches
from sim.lots import Lots
from sim.population import Population
from sim.triage import triage, true_priority
from sim.vocabulary import Codes, Condition, EntryRule, Floats, Masks, RequestType, Scenario

Phased = TypeVar("Phased", Codes, Masks)


@dataclass(frozen=True)
class Knowledge:
    """The tickets' attributes as they stand in one phase."""

    scenario: Scenario
    people: Population
    priority: Codes
    skill: Codes

    @property
    def size(self) -> int:
        """Number of tickets."""
        return len(self.priority)

    def column(self, attribute: str) -> NDArray[Any]:
        """Codes of an attribute, or the values of a numeric field."""
        if attribute == "priority":
            return self.priority
        if attribute == "skill":
            return self.skill
        numbers = self.people.numbers
        return numbers[attribute] if attribute in numbers else self.people.columns[attribute]

    def policies(self) -> Codes:
        """The place of the first policy that matches each ticket; −1: none."""
        filters = [policy.when for policy in self.scenario.policies]
        return first_match(filters, self.column, self.scenario.levels, self.size)

    def admitted(self) -> Masks:
        """The pools whose `serves` filter takes each ticket, as bits."""
        to_all = sum(1 << place for place, pool in enumerate(self.scenario.pools) if not pool.serves)
        filtered = [(place, pool.serves) for place, pool in enumerate(self.scenario.pools) if pool.serves]
        if not filtered:
            return np.broadcast_to(np.int64(to_all), self.size)
        levels = self.scenario.levels

        def masks(column: Column, size: int) -> Masks:
            taking = np.full(size, to_all, np.int64)
            for place, conditions in filtered:
                taking |= matches(conditions, column, levels, size).astype(np.int64) << place
            return taking

        return by_kind([conditions for _, conditions in filtered], self.column, levels, self.size, masks)

    def entry(self) -> Codes:
        """The tier where each ticket begins, by its request's first rule that matches, else its lowest."""
        kinds, request = self.scenario.requests, self.people.columns["request"]
        rules = [_entry_rules(kind) for kind in kinds]
        lowest = np.array([otherwise for _, otherwise in rules], np.int16).take(request)
        own = [
            ((Condition("request", (kind.name,)), *rule.when), rule.tier)
            for kind, (conditional, _) in zip(kinds, rules, strict=True)
            for rule in conditional
        ]
        if not own:
            return lowest
        place = first_match([when for when, _ in own], self.column, self.scenario.levels, self.size)
        return np.where(place >= 0, np.array([tier for _, tier in own], np.int16).take(place), lowest)


def phases(scenario: Scenario, tickets: Lots, people: Population) -> tuple[Sequence[Knowledge], Floats]:
    """What is known as observed, once corrected, and in truth; and how long triage by hand takes [min].

    Where triage errs about nothing the three are one and the same object.
    """
    request, size = people.columns["request"], len(people.columns["request"])
    skill = np.array([kind.skill for kind in scenario.requests], np.int16).take(request)
    known = people.known["skill"]
    skill = np.where(known >= 0, known, skill) if (known >= 0).any() else skill
    truth = Knowledge(scenario, people, np.broadcast_to(np.int16(-1), size), skill)
    priority = true_priority(scenario, truth.column, people.known["priority"], size)
    truth = replace(truth, priority=priority)
    seen = triage(scenario, tickets, people.columns["segment"], priority, skill)
    if seen.priority is priority and seen.skill is skill:
        return (truth, truth, truth), seen.work
    observed = replace(truth, priority=seen.priority, skill=seen.skill)
    corrected = truth if scenario.triage.corrects_priority else replace(truth, priority=seen.priority)
    return (observed, corrected, truth), seen.work


def by_phase(known: Sequence[Knowledge], column: Callable[[Knowledge], Phased]) -> Phased:
    """A column [phase, ticket]; a view of one row where the phases are one and the same."""
    rows = {id(phase): phase for phase in known}
    columns = {key: column(phase) for key, phase in rows.items()}
    if len(columns) == 1:
        return np.broadcast_to(columns[id(known[0])], (len(known), known[0].size))
    return np.stack([columns[id(phase)] for phase in known])


def _entry_rules(kind: RequestType) -> tuple[Sequence[EntryRule], int]:
    """The rules with conditions that can matter, and the tier of what they leave."""
    conditional = list(takewhile(lambda rule: rule.when, kind.entry))
    if len(conditional) < len(kind.entry):
        return conditional, kind.entry[len(conditional)].tier
    return conditional, min(kind.path)
