"""Which names and labels a file has: the levels of every attribute, in the order of the file.

They are taken from the plain data, so that a mistake beside a name does not make it unknown.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from scenarios.reading import Reading, raw_keys, raw_labels, unique
from scenarios.replay_rows import ReplayRows
from sim.vocabulary import Condition

PER_CUSTOMER = ("account_type", "plan", "persona")
SENTIMENTS = ("very_negative", "negative", "neutral", "positive", "very_positive")
DEFAULT_LEVELS = ("high", "medium", "low")
"""Labels of impact and urgency where there is no matrix, if the file uses no others."""

FREE = (*PER_CUSTOMER, "category")
"""Attributes whose labels the file is free to choose."""

FILTERED = (
    "segment",
    *FREE,
    "vip",
    "priority",
    "skill",
    "impact",
    "urgency",
    "sentiment",
    "request",
    "channel",
)
"""Attributes that filters may name, besides `fields.NAME`."""

_VIP = {"true": "yes", "false": "no"}


def name_everything(reading: Reading, replays: Mapping[str, ReplayRows]) -> None:
    """Fill in the levels of the scenario."""
    data, form = reading.data, reading.form
    segments = _tables(data.get("segments"))
    requests = _tables(data.get("requests"))
    levels = reading.levels
    levels["segment"] = tuple(raw_keys(data.get("segments")))
    for attribute in FREE:
        labels = unique(label for segment in segments for label in raw_labels(segment.get(attribute)))
        _add(levels, attribute, (*labels, *_replayed(replays, attribute)))
    if any("vip" in segment for segment in segments) or any(
        "vip" in rows.labels for rows in replays.values()
    ):
        levels["vip"] = ("no", "yes")
    _name_fields(reading, replays)
    levels["priority"] = form.priorities
    for attribute, labels in zip(("impact", "urgency"), _matrix_labels(reading), strict=True):
        drawn = unique(label for request in requests for label in raw_labels(request.get(attribute)))
        if drawn or _replayed(replays, attribute):
            levels[attribute] = labels or (DEFAULT_LEVELS if set(drawn) <= set(DEFAULT_LEVELS) else drawn)
    if any("sentiment" in request for request in requests) or _replayed(replays, "sentiment"):
        levels["sentiment"] = SENTIMENTS
    asked = [label for request in requests for label in raw_labels(request.get("skill"))]
    reading.needed_skills = unique([*asked, *_replayed(replays, "skill")])
    levels["skill"] = reading.needed_skills
    levels["request"] = tuple(raw_keys(data.get("requests")))
    levels["channel"] = unique(label for request in requests for label in raw_labels(request.get("channel")))
    levels["tier"] = tuple(raw_keys(data.get("tiers")))
    levels["pool"] = unique(name for tier in _tables(data.get("tiers")) for name in raw_keys(tier))


def _tables(table: object) -> list[dict[str, Any]]:
    return [item for item in table.values() if isinstance(item, dict)] if isinstance(table, dict) else []


def _add(levels: dict[str, tuple[str, ...]], attribute: str, labels: tuple[str, ...]) -> None:
    if labels:
        levels[attribute] = unique(labels)


def _replayed(replays: Mapping[str, ReplayRows], attribute: str) -> list[str]:
    return [label for rows in replays.values() for label in rows.labels.get(attribute, ())]


def _name_fields(reading: Reading, replays: Mapping[str, ReplayRows]) -> None:
    """Custom fields: numeric where any segment gives them as numbers."""
    labels: dict[str, list[str]] = {}
    numeric: list[str] = []
    for segment in reading.form.segments.values():
        for name, given in (segment.fields or {}).items():
            if isinstance(given, dict):
                labels.setdefault(f"fields.{name}", []).extend(given)
            else:
                numeric.append(f"fields.{name}")
    for rows in replays.values():
        for attribute, seen in rows.labels.items():
            if attribute.startswith("fields.") and attribute not in numeric:
                labels.setdefault(attribute, []).extend(seen)
    reading.numeric = unique(numeric)
    for attribute, every in labels.items():
        if attribute not in numeric:
            reading.levels[attribute] = unique(every)


def _matrix_labels(reading: Reading) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Labels of impact and urgency, the worst first: the order of the matrix's keys; none without it."""
    matrix = reading.form.priority_matrix
    if not matrix:
        return (), ()
    return tuple(matrix), unique(urgency for row in matrix.values() for urgency in row)


def filterable(reading: Reading) -> list[str]:
    """Attributes that a filter may name, as far as the file's tickets have them."""
    named = [name for name in FILTERED if name in reading.levels]
    fields = [name for name in reading.levels if name.startswith("fields.")]
    return [*named, *fields, *reading.numeric]


def filter_of(
    form: Mapping[str, Any] | None, path: tuple[str | int, ...], reading: Reading, but: tuple[str, ...] = ()
) -> tuple[Condition, ...]:
    """The conditions of a filter; `but` are attributes that it may not name."""
    known = [name for name in filterable(reading) if name not in but]
    conditions: list[Condition] = []
    for attribute, wanted in (form or {}).items():
        where = (*path, attribute)
        if attribute not in known:
            reading.report.unknown(where, attribute, known, "attributes")
        elif attribute in reading.numeric:
            conditions += _number_condition(attribute, wanted, where, reading)
        elif wanted.operator:
            comparison = f"{wanted.operator} {wanted.number:g}"
            reading.report.unknown(where, comparison, reading.levels[attribute])
        else:
            values = tuple(_VIP.get(v, v) if attribute == "vip" else v for v in wanted.values)
            for value in values:
                reading.code(attribute, value, where)
            conditions.append(Condition(attribute, values))
    return tuple(conditions)


def _number_condition(
    attribute: str, wanted: Any, path: tuple[str | int, ...], reading: Reading
) -> list[Condition]:
    if wanted.operator:
        return [Condition(attribute, (), wanted.operator, wanted.number)]
    try:
        (value,) = wanted.values
        return [Condition(attribute, (), "=", float(value))]
    except ValueError:
        reading.report.found(path, wanted.values[0], 'a number, or a comparison such as ">= 500"')
        return []
