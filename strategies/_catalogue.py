"""What there is to choose from: every strategy in words, and what their scores are worth in each other."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from typing import Any, TypedDict

import numpy as np

from strategies._options import Duration, allowed
from strategies._scales import WEEK
from strategies._units import MINUTES

DAY = MINUTES["day"]


class OptionEntry(TypedDict):
    """One option of a strategy."""

    option: str
    allowed: str
    default: str
    """As a scenario file writes it; `required`, or empty where it is left out."""
    meaning: str


class Entry(TypedDict):
    """One strategy in words."""

    name: str
    first: str
    """Who goes first."""
    reads: str
    scale: str
    options: list[OptionEntry]
    misleads: str


def entries(registry: Mapping[str, Any]) -> list[Entry]:
    """Every strategy of a registry in words, in its order."""
    return [
        Entry(
            name=name,
            first=kind.first,
            reads=kind.reads,
            scale=kind.scale,
            options=[_option(each) for each in dataclasses.fields(kind)],
            misleads=kind.misleads,
        )
        for name, kind in registry.items()
    ]


def exchange_rates() -> list[str]:
    """What the scores of common strategies are worth in each other, one sentence each."""
    short, long = 60 / (60 + 10), 60 / (60 + 60)
    return [
        f"one place in a four-level priority order equals {_days(1 / 3)} of age under fcfs",
        f"one place in an order of two (premium before standard) equals {_days(1)} of age under fcfs",
        f"being a VIP equals {_days(1)} of age under fcfs",
        f"a touch of 10 min instead of 60 min under shortest_work equals {_days(short - long)} of age "
        "under fcfs",
        "an hour less to the due instant under sla (by: due or slack) equals an hour of age under fcfs",
        f"half a limit used under sla (by: used) equals {_days(0.5)} of age under fcfs, however long the "
        "limit is",
        f"an hour of age under aging (per_hour: 1) equals {_days(1)} of age under fcfs",
        f"an agent at half the best proficiency instead of the best, under skill_based, equals {_days(0.5)} "
        "of age under fcfs",
    ]


def _days(score: float) -> str:
    return f"{score * WEEK / DAY:.3g} days"


def _option(field: dataclasses.Field[Any]) -> OptionEntry:
    about = field.metadata
    return OptionEntry(
        option=about["word"] or field.name,
        allowed=allowed(about["read"]),
        default=_default(field),
        meaning=about["doc"],
    )


def _default(field: dataclasses.Field[Any]) -> str:
    """A default as a scenario file writes it."""
    if field.default is dataclasses.MISSING:
        return "required"
    if field.default is None or field.default == np.inf:
        return ""
    if isinstance(field.metadata["read"], Duration):
        return f"{field.default / DAY:g} days"
    return f"{field.default:g}" if isinstance(field.default, float) else str(field.default)
