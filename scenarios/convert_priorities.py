"""How tickets get their priority, and who comes first in other ways."""

from __future__ import annotations

import numpy as np

from scenarios.names import filter_of, filterable
from scenarios.reading import Reading, unique
from sim.vocabulary import Codes, Filter

ITIL = {
    "high": {"high": "urgent", "medium": "high", "low": "normal"},
    "medium": {"high": "high", "medium": "normal", "low": "low"},
    "low": {"high": "normal", "medium": "low", "low": "low"},
}
"""The matrix where the file gives impact and urgency in these labels and no matrix of its own."""


def rules_of(reading: Reading) -> tuple[tuple[Filter, int], ...]:
    """The priority rules, in their order."""
    rules: list[tuple[Filter, int]] = []
    for place, rule in enumerate(reading.form.priority_rules or []):
        path = ("priority_rules", place)
        when = filter_of(rule.when, (*path, "when"), reading, but=("priority",))
        level = reading.code("priority", rule.priority, (*path, "priority"))
        rules.append((when, level or 0))
        if not rule.when and reading.report.clean(path):
            reading.report.add((*path, "when"), "found an empty filter, needed: at least one condition")
    return tuple(rules)


def matrix_of(reading: Reading) -> Codes | None:
    """[impact, urgency] → priority; None where impact or urgency is not given."""
    impacts, urgencies = reading.levels.get("impact"), reading.levels.get("urgency")
    given = reading.form.priority_matrix
    if given is not None:
        _check_matrix(given, reading)
    if not impacts or not urgencies:
        if given is not None:
            reading.report.warn(
                ("priority_matrix",), "no request has both impact and urgency: the matrix is unused"
            )
        return None
    fits = (
        {*impacts} <= {*ITIL}
        and {*urgencies} <= {*ITIL}
        and {"urgent", "high", "normal", "low"} <= {*reading.levels["priority"]}
    )
    table = given if given is not None else ITIL if fits else None
    if table is None:
        return None
    codes = {name: code for code, name in enumerate(reading.levels["priority"])}
    return np.array(
        [[codes.get(table.get(i, {}).get(u, ""), -1) for u in urgencies] for i in impacts], np.int16
    )


def _check_matrix(given: dict[str, dict[str, str]], reading: Reading) -> None:
    """Every impact has the same urgencies, every cell a known priority."""
    urgencies = unique(urgency for row in given.values() for urgency in row)
    for impact, row in given.items():
        path = ("priority_matrix", impact)
        for urgency in urgencies:
            if urgency not in row:
                reading.report.add(
                    path, f"found no urgency {urgency}, needed: a priority for {', '.join(urgencies)}"
                )
        for urgency, priority in row.items():
            reading.code("priority", priority, (*path, urgency))
    if not given:
        reading.report.add(
            ("priority_matrix",), "found an empty matrix, allowed: impact → urgency → priority"
        )


def default_priority(reading: Reading) -> int:
    """The place of `normal`, else of the last priority."""
    priorities = reading.levels["priority"]
    return priorities.index("normal") if "normal" in priorities else len(priorities) - 1


def orders_of(reading: Reading) -> dict[str, tuple[str, ...]]:
    """Who comes first, by attribute; without what is a mistake."""
    known = [name for name in filterable(reading) if name not in reading.numeric]
    orders: dict[str, tuple[str, ...]] = {}
    for attribute, labels in (reading.form.orders or {}).items():
        path = ("orders", attribute)
        if attribute not in known:
            reading.report.unknown(path, attribute, known, "attributes")
            continue
        codes = {label: reading.code(attribute, label, path) for label in labels}
        orders[attribute] = tuple(label for label, code in codes.items() if code is not None)
    return orders
