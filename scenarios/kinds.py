"""How tickets become kinds: what is true of them, what triage makes of it, and what follows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from typing import Any

import numpy as np
from numpy.typing import NDArray

from scenarios.rows import (
    MATRIX,
    Bools,
    Rows,
    attribute_options,
    distinct,
    merged,
    read_attribute,
    starting_rows,
    weighted_counts,
)
from scenarios.volumes import Volumes, ticket_share
from sim.filters import matches
from sim.vocabulary import Codes, Condition, Filter, Floats, Masks, ReplayArrivals, Scenario, TriageMode
from sim.workload import OBSERVED

MOST_KINDS = 2_000_000
"""More are refused: no desk tells so many apart."""


LATE = ("priority", "skill")
"""Attributes that rules, matrix and triage make, read last."""


class TooManyKinds(ValueError):  # noqa: N818 - it says what is wrong in words
    """The filters of the scenario tell more kinds of tickets apart than fit in memory."""


@dataclass(frozen=True)
class Kinds:
    """One entry per kind; phased arrays have shape [3, kinds] as in `Workload`: observed, corrected, true."""

    weight: Floats
    """Expected tickets per week."""
    segment: Codes
    request: Codes
    priority: Codes
    """Phased."""
    skill: Codes
    """Phased."""
    policy: Codes
    """Phased: place of the first policy that matches, −1 none."""
    admitted: Masks
    """Phased: bit p is set where the `serves` filter of pool p takes the ticket (skills apart)."""
    entry: Codes
    """Tier of entry; −1: no entry rule matches."""
    rule_matches: Bools
    """[priority rule, kind] does it match, first or not."""
    policy_matches: Bools
    """[policy, kind] does it match what is observed, first or not."""
    entry_matches: Bools
    """[place, kind] does the entry rule at this place of its request match, first or not."""
    example: Mapping[str, Codes]
    """attribute that a filter or the matrix reads → its code in one ticket of the kind, −1: not given."""

    @property
    def size(self) -> int:
        """Number of kinds."""
        return len(self.weight)


COLUMNS = tuple(column.name for column in fields(Kinds) if column.name != "example")
"""Arrays of `Kinds`, whose last axis is the kind."""


def true_rows(scenario: Scenario, amounts: Volumes) -> Iterator[tuple[int, int, Rows]]:
    """Per segment and request: what filters hold, as far as neither priority nor skill decides."""
    become_tickets = ticket_share(scenario)
    for place, segment in enumerate(scenario.segments):
        asked = amounts.requests[place]
        for request, share in enumerate(become_tickets):
            replayed = isinstance(segment.arrivals, ReplayArrivals)
            weight = float(asked.sum() if replayed else asked[request]) * share
            yield place, request, _read_all(scenario, (place, request), weight)


def _read_all(scenario: Scenario, cell: tuple[int, int], weight: float) -> Rows:
    filters = _filters(scenario, cell[1])
    read: dict[str, list[Condition]] = {}
    for condition in [condition for when in filters for condition in when]:
        read.setdefault(condition.attribute, []).append(condition)
    if scenario.priority_matrix is not None:
        read |= {name: read.get(name, []) for name in MATRIX}
    rows = starting_rows(scenario, cell, weight, list(read), len(filters))
    for attribute in [name for name in read if name not in LATE]:
        options = attribute_options(scenario, cell, attribute, read[attribute])
        rows = merged(read_attribute(rows, attribute, options, filters))
        if len(rows.weight) > MOST_KINDS:
            raise TooManyKinds(
                f"the rules and filters tell more than {MOST_KINDS:,} kinds of tickets apart; "
                "name fewer attributes in them"
            )
    return rows


def _filters(scenario: Scenario, request: int) -> list[Filter]:
    """Priority rules, policies, pools' `serves`, then the request's entry rules."""
    return [
        *(when for when, _ in scenario.priority_rules),
        *(policy.when for policy in scenario.policies),
        *(pool.serves for pool in scenario.pools),
        *(rule.when for rule in scenario.requests[request].entry),
    ]


def truth(scenario: Scenario, request: int, rows: Rows) -> tuple[Codes, Codes, Bools]:
    """True priority and skill, and which priority rules match."""
    known_skill = rows.known.get("skill", np.full(len(rows.weight), -1, np.int16))
    skill = np.where(known_skill >= 0, known_skill, scenario.requests[request].skill).astype(np.int16)
    unknown = np.full(len(skill), -1, np.int16)
    rules = _matches(scenario, [when for when, _ in scenario.priority_rules], rows.holds, unknown, skill)
    first = first_match(rules)
    ruled = np.array([priority for _, priority in scenario.priority_rules] + [-1], np.int16)[first]
    known = rows.known.get("priority", np.full(len(skill), -1, np.int16))
    priority = np.where(known >= 0, known, np.where(ruled >= 0, ruled, _by_matrix(scenario, rows)))
    return priority.astype(np.int16), skill, rules


def _by_matrix(scenario: Scenario, rows: Rows) -> Codes:
    """Priority by impact and urgency, the default where one of them is not given."""
    default = np.full(len(rows.weight), scenario.default_priority, np.int16)
    if scenario.priority_matrix is None:
        return default
    impact, urgency = rows.example["impact"], rows.example["urgency"]
    found = scenario.priority_matrix[impact, urgency]
    return np.where((impact >= 0) & (urgency >= 0) & (found >= 0), found, default).astype(np.int16)


def triage_readings(scenario: Scenario) -> list[tuple[float, Floats, Floats]]:
    """Shares of tickets with the confusions [true, observed] of priority and [segment, …] of skill."""
    triage = scenario.triage
    right = np.eye(len(scenario.priorities))
    right_skill = np.broadcast_to(
        np.eye(len(scenario.skills)), (len(scenario.segments), len(scenario.skills), len(scenario.skills))
    )
    confused = right if triage.priority_confusion is None else triage.priority_confusion
    confused_skill = right_skill if triage.skill_confusion is None else triage.skill_confusion
    covered = triage.coverage if triage.mode is TriageMode.AUTOMATED else 1.0
    modes = [(covered, triage.mode), (1.0 - covered, triage.otherwise)]
    return [
        (share, right, right_skill) if mode is TriageMode.PERFECT else (share, confused, confused_skill)
        for share, mode in modes
        if share > 0
    ]


def observed(scenario: Scenario, segment: int, request: int, rows: Rows) -> Kinds:
    """The kinds of one segment and request: each truth with all that triage may make of it."""
    priority, skill, rules = truth(scenario, request, rows)
    joint = np.zeros((len(priority), len(scenario.priorities), len(scenario.skills)))
    for share, by_priority, by_skill in triage_readings(scenario):
        joint += share * by_priority[priority][:, :, None] * by_skill[segment][skill][:, None, :]
    joint *= rows.weight[:, None, None]
    row, seen_priority, seen_skill = np.nonzero(joint)
    corrected = priority[row] if scenario.triage.corrects_priority else seen_priority
    priorities = np.array([seen_priority, corrected, priority[row]], np.int16)
    skills = np.array([seen_skill, skill[row], skill[row]], np.int16)
    split = rows.take(row, joint[joint != 0])
    return Kinds(
        weight=split.weight,
        segment=np.full(len(row), segment, np.int16),
        request=np.full(len(row), request, np.int16),
        priority=priorities,
        skill=skills,
        rule_matches=rules[:, row],
        example=split.example,
        **_consequences(scenario, request, split.holds, priorities, skills),
    )


def _consequences(
    scenario: Scenario, request: int, still: Bools, priority: Codes, skill: Codes
) -> dict[str, NDArray[Any]]:
    """Policy, pools and entry, which follow from priority and skill (phased) and what still holds."""
    first = len(scenario.priority_rules)
    second = first + len(scenario.policies)
    third = second + len(scenario.pools)
    filters = _filters(scenario, request)
    phases = [_matches(scenario, filters, still, priority[phase], skill[phase]) for phase in range(3)]
    bits = np.int64(1) << np.arange(len(scenario.pools), dtype=np.int64)
    entries = phases[OBSERVED][third:]
    tiers = np.array([rule.tier for rule in scenario.requests[request].entry] + [-1], np.int16)
    return {
        "policy": np.array([first_match(phase[first:second]) for phase in phases]),
        "admitted": np.array([bits @ phase[second:third] for phase in phases], np.int64),
        "entry": tiers[first_match(entries)],
        "policy_matches": phases[OBSERVED][first:second],
        "entry_matches": entries,
    }


def _matches(
    scenario: Scenario, filters: Sequence[Filter], still: Bools, priority: Codes, skill: Codes
) -> Bools:
    """[filter, row] filters that hold, once priority and skill are known too."""
    late = {"priority": priority, "skill": skill}
    found = [
        matches(tuple(c for c in when if c.attribute in late), late.__getitem__, scenario.levels, len(skill))
        & still[:, place]
        for place, when in enumerate(filters)
    ]
    return np.array(found, np.bool_).reshape(len(filters), len(skill))


def first_match(found: Bools) -> Codes:
    """Per column the first row that matches, −1 where none does."""
    if len(found) == 0:
        return np.full(found.shape[1], -1, np.int16)
    return np.where(found.any(axis=0), found.argmax(axis=0), -1).astype(np.int16)


def together(scenario: Scenario, parts: Sequence[Kinds]) -> Kinds:
    """One table of the kinds of all segments and requests, equal ones of each merged."""
    parts = [_merged(part) for part in parts]
    entries = max((len(request.entry) for request in scenario.requests), default=0)
    columns = {
        name: np.concatenate([_padded(getattr(part, name), entries, name) for part in parts], axis=-1)
        for name in COLUMNS
    }
    names = sorted({name for part in parts for name in part.example})
    example = {
        name: np.concatenate([part.example.get(name, np.full(part.size, -1, np.int16)) for part in parts])
        for name in names
    }
    return Kinds(**columns, example=example)


def _merged(part: Kinds) -> Kinds:
    told_apart = [np.atleast_2d(getattr(part, name)).T for name in COLUMNS if name != "weight"]
    first, group = distinct(told_apart, part.size)
    columns = {name: getattr(part, name)[..., first] for name in COLUMNS}
    columns["weight"] = weighted_counts(group, part.weight, len(first))
    return Kinds(**columns, example={name: codes[first] for name, codes in part.example.items()})


def _padded(column: NDArray[Any], entries: int, name: str) -> NDArray[Any]:
    """Requests have different numbers of entry rules: the missing ones match nothing."""
    if name != "entry_matches":
        return column
    return np.pad(column, ((0, entries - len(column)), (0, 0)))
