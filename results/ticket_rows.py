"""One row per ticket: its attributes, and when what happened to it."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from results.share import within
from results.tickets import Tickets
from sim.vocabulary import Scenario
from sim.workload import TRUE


def ticket_rows(tickets: Tickets, scenario: Scenario, what_if: str, strategy: str) -> pa.Table:
    """The tickets of one replication under one strategy; times in minutes from the scenario's start."""
    workload, outcome = tickets.workload, tickets.outcome
    size = workload.size
    columns: dict[str, pa.Array] = {
        "what_if": _labels(np.zeros(size, np.int32), (what_if,)),
        "strategy": _labels(np.zeros(size, np.int32), (strategy,)),
        "replication": pa.array(np.full(size, workload.replication, np.int32)),
        "ticket": pa.array(np.arange(size, dtype=np.int32)),
        "measured": pa.array(within(workload.created, scenario.run)),
        "created": pa.array(workload.created),
        "customer": pa.array(workload.customer),
    }
    for attribute in (*workload.columns, "priority", "skill", "policy"):
        columns[attribute] = _labels(workload.codes(attribute), _level(attribute, scenario))
    for attribute in ("priority", "skill"):
        columns[f"true_{attribute}"] = _labels(workload.codes(attribute, TRUE), _level(attribute, scenario))
    columns.update({name: _times(values) for name, values in workload.numbers.items()})
    for moment in ("first_touch", "first_reply", "last_solve", "left"):
        columns[moment] = _times(getattr(outcome, moment))
    columns["solved"] = pa.array(tickets.solved)
    for count in ("touches", "transfers", "reopenings"):
        columns[count] = pa.array(getattr(outcome, count))
    return pa.table(columns)


def _level(attribute: str, scenario: Scenario) -> tuple[str, ...]:
    if attribute == "policy":
        return tuple(policy.name for policy in scenario.policies)
    return tuple(scenario.levels[attribute])


def _labels(codes: NDArray[np.signedinteger], labels: tuple[str, ...]) -> pa.Array:
    missing = codes < 0
    indices = pa.array(np.where(missing, 0, codes).astype(np.int32), mask=missing)
    return pa.DictionaryArray.from_arrays(indices, pa.array(labels, pa.string()))


def _times(values: NDArray[np.float64]) -> pa.Array:
    return pa.array(values, mask=np.isnan(values))
