"""Attributes read one after another: what filters still hold, equal cases merged at once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from scenarios.volumes import request_mix
from sim.filters import matches
from sim.vocabulary import Codes, Condition, Filter, Floats, ReplayArrivals, Scenario, Segment

Bools = NDArray[np.bool_]

MATRIX = ("impact", "urgency")
"""What the priority matrix reads: kept apart until it has been read."""


@dataclass(frozen=True)
class Rows:
    """Cases of one segment and request."""

    weight: Floats
    """Expected tickets per week."""
    holds: Bools
    """[row, filter] no condition read so far fails."""
    known: Mapping[str, Codes] = field(default_factory=dict)
    """Replayed columns not yet read: attribute → code, −1 where it is to be drawn."""
    example: Mapping[str, Codes] = field(default_factory=dict)
    """Attributes read so far: the code of one of the cases merged into the row."""

    def take(self, rows: NDArray[np.int64], weight: Floats) -> Rows:
        """These rows, with new weights."""
        return Rows(
            weight,
            self.holds[rows],
            {name: codes[rows] for name, codes in self.known.items()},
            {name: codes[rows] for name, codes in self.example.items()},
        )


@dataclass(frozen=True)
class Options:
    """What one attribute may be, with shares, and which conditions each value meets."""

    codes: Codes
    shares: Floats
    """In the order of `codes`; those only seen in a replay have 0."""
    meets: Mapping[Condition, Bools]
    """condition → per option, does it hold."""


def starting_rows(
    scenario: Scenario, cell: tuple[int, int], weight: float, read: Sequence[str], filters: int
) -> Rows:
    """One row for a (segment, request); in a replay one per distinct combination of its known columns.

    `weight` is the expected tickets per week of the cell, in a replay those of the whole segment.
    """
    segment, request = cell
    arrivals = scenario.segments[segment].arrivals
    if not isinstance(arrivals, ReplayArrivals):
        return Rows(np.full(int(weight > 0), weight), np.ones((int(weight > 0), filters), np.bool_))
    known = _known_columns(scenario, arrivals, [*read, "priority", "skill", "request"])
    asked = known.pop("request", np.full(len(arrivals.created), -1, np.int16))
    mix = request_mix(scenario, scenario.segments[segment])[request]
    part = np.where(asked == request, 1.0, np.where(asked < 0, mix, 0.0))
    each = part * (weight / max(len(part), 1))
    rows = Rows(each, np.ones((len(part), filters), np.bool_), known)
    return merged(rows.take(np.flatnonzero(part), each[part > 0]))


def _known_columns(scenario: Scenario, arrivals: ReplayArrivals, names: Sequence[str]) -> dict[str, Codes]:
    columns = {name: arrivals.known[name] for name in names if name in arrivals.known}
    for name in names:
        if name in arrivals.numbers:
            cuts = thresholds(scenario, name)
            numbers = arrivals.numbers[name]
            columns[name] = np.where(np.isnan(numbers), -1, cell_of(cuts, numbers)).astype(np.int16)
    return columns


def thresholds(scenario: Scenario, attribute: str) -> Floats:
    """The numbers that any filter compares a numeric custom field with."""
    filters: list[Filter] = [when for when, _ in scenario.priority_rules]
    filters += [policy.when for policy in scenario.policies]
    filters += [pool.serves for pool in scenario.pools]
    filters += [rule.when for request in scenario.requests for rule in request.entry]
    named = {c.number for when in filters for c in when if c.attribute == attribute and c.operator}
    return np.array(sorted(named), np.float64)


def cell_of(cuts: Floats, numbers: Floats) -> Codes:
    """Even cells lie between thresholds, odd ones are the thresholds themselves."""
    below = np.searchsorted(cuts, numbers, side="left")
    at_or_below = np.searchsorted(cuts, numbers, side="right")
    return (below + at_or_below).astype(np.int16)


def attribute_options(
    scenario: Scenario, cell: tuple[int, int], attribute: str, conditions: Sequence[Condition]
) -> Options:
    """What an attribute of the tickets of a (segment, request) may be; −1 alone where it is not given."""
    segment, request = cell
    source = scenario.segments[segment]
    if _is_numeric(scenario, attribute):
        return _number_options(scenario, source, attribute, conditions)
    levels = scenario.levels.get(attribute, ())
    codes = np.arange(-1, len(levels), dtype=np.int16)
    shares = np.zeros(len(codes))
    fixed = _fixed_code(scenario, segment, request, attribute)
    mix = source.traits.get(attribute) or source.ticket_traits.get(attribute)
    if attribute in ("impact", "urgency", "sentiment"):
        mix = getattr(scenario.requests[request], attribute)
    if fixed is not None or mix is None:
        shares[1 + (-1 if fixed is None else fixed)] = 1.0
    else:
        for label, share in zip(mix.labels, mix.shares, strict=True):
            shares[1 + levels.index(label)] += share
    return Options(codes, shares, _meets(scenario, conditions, codes))


def _is_numeric(scenario: Scenario, attribute: str) -> bool:
    return any(
        attribute in segment.numbers
        or (isinstance(segment.arrivals, ReplayArrivals) and attribute in segment.arrivals.numbers)
        for segment in scenario.segments
    )


def _fixed_code(scenario: Scenario, segment: int, request: int, attribute: str) -> int | None:
    if attribute == "segment":
        return segment
    if attribute == "request":
        return request
    if attribute == "channel":
        return scenario.levels["channel"].index(scenario.requests[request].channel)
    return None


def _number_options(
    scenario: Scenario, segment: Segment, attribute: str, conditions: Sequence[Condition]
) -> Options:
    cuts = thresholds(scenario, attribute)
    codes = np.arange(-1, 2 * len(cuts) + 1, dtype=np.int16)
    shares = np.zeros(len(codes))
    distribution = segment.numbers.get(attribute)
    if distribution is None:
        shares[0] = 1.0
    else:
        bounds = np.ravel([distribution.cdf(np.nextafter(cuts, -np.inf)), distribution.cdf(cuts)], order="F")
        shares[1:] = np.diff(np.concatenate([[0.0], bounds, [1.0]]))
    numbers = np.concatenate([[np.nan], cell_numbers(cuts)])
    return Options(codes, shares, _meets(scenario, conditions, numbers))


def _meets(
    scenario: Scenario, conditions: Sequence[Condition], values: Codes | Floats
) -> dict[Condition, Bools]:
    return {
        condition: matches((condition,), lambda _: values, scenario.levels, len(values))
        for condition in conditions
    }


def cell_numbers(cuts: Floats) -> Floats:
    """One number inside each cell."""
    if len(cuts) == 0:
        return np.zeros(1)
    between = np.concatenate([[cuts[0] - 1.0], (cuts[:-1] + cuts[1:]) / 2, [cuts[-1] + 1.0]])
    numbers = np.empty(2 * len(cuts) + 1)
    numbers[::2], numbers[1::2] = between, cuts
    return numbers


def read_attribute(rows: Rows, attribute: str, options: Options, filters: Sequence[Filter]) -> Rows:
    """The rows once an attribute is known: one per value it may have, with the filters that still hold."""
    size = len(rows.weight)
    known = rows.known.get(attribute, np.full(size, -1, np.int16))
    share = np.where(known[:, None] >= 0, known[:, None] == options.codes, options.shares)
    row, option = np.nonzero(share)
    split = rows.take(row, rows.weight[row] * share[row, option])
    holds = split.holds.copy()
    for place, when in enumerate(filters):
        for condition in when:
            if condition.attribute == attribute:
                holds[:, place] &= options.meets[condition][option]
    left = {name: codes for name, codes in split.known.items() if name != attribute}
    example = {**split.example, attribute: options.codes[option]}
    return replace(split, holds=holds, known=left, example=example)


def merged(rows: Rows) -> Rows:
    """Rows that nothing tells apart any more made one."""
    apart = [*rows.known.values(), *(rows.example[name] for name in MATRIX if name in rows.example)]
    first, group = distinct([rows.holds, *apart], len(rows.weight))
    return rows.take(first, weighted_counts(group, rows.weight, len(first)))


def weighted_counts(codes: NDArray[Any], weight: Floats, levels: int) -> Floats:
    """[level] the sum of the weights that have each code; −1 counts nowhere."""
    given = codes >= 0
    return np.bincount(codes[given], weight[given], levels).astype(np.float64)


def distinct(columns: Sequence[NDArray[Any]], size: int) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """(place of the first row of each group, group of each row) of rows alike in all columns [row, …]."""
    group = np.zeros(size, np.int64)
    for column in columns:
        wide = column[:, None] if column.ndim == 1 else column
        wide = np.packbits(wide, axis=1) if wide.dtype == np.bool_ else wide
        for part in wide.T:
            values, code = np.unique(part, return_inverse=True)
            _, group = np.unique(group * len(values) + code, return_inverse=True)
    _, first = np.unique(group, return_index=True)
    return first.astype(np.int64), group.astype(np.int64)
