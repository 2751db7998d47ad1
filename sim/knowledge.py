"""What is known of the tickets in each phase, and what follows from it: policy, admission, entry tier."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import takewhile
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from sim.alike import alike, looked_up
from sim.filters import Column, Decision, decision, first_match, matches
from sim.lots import Lots
from sim.population import Population
from sim.triage import replayed, triage, true_priority
from sim.vocabulary import SOLVED, Codes, Condition, EntryRule, Floats, Masks, RequestType, Scenario

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
        return policies(self.scenario).of(self.column, self.size)

    def admitted(self) -> Masks:
        """The pools whose `serves` filter takes each ticket, as bits."""
        pools = self.scenario.pools
        if any(pool.serves for pool in pools):
            return admission(self.scenario).of(self.column, self.size)
        return alike(np.int64((1 << len(pools)) - 1), self.size)

    def entry(self) -> Codes:
        """The tier where each ticket begins."""
        return entries(self.scenario).of(self.column, self.size)


@lru_cache(maxsize=8)
def policies(scenario: Scenario) -> Decision[np.int16]:
    """The place of the first policy that matches; −1: none."""
    filters = [policy.when for policy in scenario.policies]

    def place(column: Column, size: int) -> Codes:
        return first_match(filters, column, scenario.levels, size)

    return decision(filters, scenario.levels, place)


@lru_cache(maxsize=8)
def admission(scenario: Scenario) -> Decision[np.int64]:
    """The pools whose `serves` filter takes a ticket, as bits."""
    serves = [pool.serves for pool in scenario.pools]

    def masks(column: Column, size: int) -> Masks:
        taking = np.zeros(size, np.int64)
        for place, conditions in enumerate(serves):
            taking |= matches(conditions, column, scenario.levels, size).astype(np.int64) << place
        return taking

    return decision(serves, scenario.levels, masks)


@lru_cache(maxsize=8)
def entries(scenario: Scenario) -> Decision[np.int16]:
    """The tier where a ticket begins, by its request's first rule that matches, else its lowest."""
    rules = [_entry_rules(kind) for kind in scenario.requests]
    lowest = np.array([otherwise for _, otherwise in rules], np.int16)
    own = [
        ((Condition("request", (kind.name,)), *rule.when), rule.tier)
        for kind, (conditional, _) in zip(scenario.requests, rules, strict=True)
        for rule in conditional
    ]
    filters = [when for when, _ in own]
    tiers = np.array([*(tier for _, tier in own), SOLVED], np.int16)

    def tier(column: Column, size: int) -> Codes:
        place = first_match(filters, column, scenario.levels, size)
        return np.where(place >= 0, tiers.take(place), lowest.take(column("request")))

    return decision(filters, scenario.levels, tier, also=("request",))


def phases(scenario: Scenario, tickets: Lots, people: Population) -> tuple[Sequence[Knowledge], Floats]:
    """What is known as observed, once corrected, and in truth; and how long triage by hand takes [min].

    Where triage errs about nothing the three are one and the same object.
    """
    request, size = people.columns["request"], len(people.columns["request"])
    by_request = looked_up(np.array([kind.skill for kind in scenario.requests], np.int16), request)
    skill = replayed(people.known["skill"], by_request)
    truth = Knowledge(scenario, people, alike(np.int16(-1), size), skill)
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
