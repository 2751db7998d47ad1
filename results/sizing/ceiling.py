"""What no head-count on these rosters reaches: every requirement with somebody for every ticket."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from results.breaking import breaking_hours
from results.crew import Crew
from results.criteria import Constraint
from results.promises import promises_of
from results.sizing.bounds import Kept, in_words, kept
from results.sizing.desks import Box, Counts
from results.sizing.looking import clearly_below
from results.sizing.player import same_target
from results.sizing.question import staff_helps
from results.sizing.trials import Trials
from results.words import listed
from scenarios.volumes import volumes

MOST_MORE = 300
FEWEST_MORE = 20


class CeilingError(ValueError):
    """Nothing can be sized so; the message says why."""


@dataclass(frozen=True)
class Ceiling:
    """What a requirement reaches with unlimited staff."""

    requirement: Constraint
    value: float
    reached: bool
    """Whether the requirement may be kept at all."""
    sentence: str
    """Says so where it cannot."""


def unlimited(box: Box) -> Counts:
    """So many people in every dimension that somebody is free for every ticket."""
    day = float(volumes(box.plan.scenario).tickets.sum()) / 7
    more = int(np.clip(np.ceil(day), FEWEST_MORE, MOST_MORE))
    return tuple(one.high + more for one in box.dimensions)


def ceilings(trials: Trials, crew: Crew, replications: int) -> list[Ceiling]:
    """Every requirement with unlimited staff; CeilingError where nothing is asked of the desk."""
    counts = unlimited(trials.box)
    trials.play(crew, [counts], replications)
    values, away = trials.margins(counts)
    empty = [one.text for one, value in zip(trials.requirements, values, strict=True) if np.isnan(value)]
    if empty:
        raise CeilingError(
            f"{listed(empty)}: no ticket is ever counted there, so there is nothing to size for"
        )
    helped = np.array([staff_helps(one) > 0 for one in trials.requirements], np.bool_)
    below = clearly_below(values, away) & helped
    return [
        Ceiling(one.requirement, one.value, not bad, _sentence(trials, counts, one) if bad else "")
        for one, bad in zip(kept(trials, counts), below.tolist(), strict=True)
    ]


def _sentence(trials: Trials, counts: Counts, found: Kept) -> str:
    """Why a requirement cannot be kept."""
    one = found.requirement
    where = listed(list(dict.fromkeys(f"{d.tier}.{d.pool}" for d in trials.box.dimensions)), "or")
    said = (
        f"{one.text} cannot be kept by more people in {where}: with somebody for every ticket there, on these"
    )
    return f"{said} rosters, it reaches {in_words(one, found.value)}{_hours(trials, counts, one)}."


def _hours(trials: Trials, counts: Counts, one: Constraint) -> str:
    """When it breaks all the same."""
    scenario = trials.box.plan.scenario
    place = same_target(one, promises_of(scenario), scenario)
    if place is None:
        return ""
    record = trials.desks[counts].record.promises
    when = breaking_hours(record.breach_hours[place], record.clock_hours[place])
    return f"; it breaks {when}, where the rosters lack cover"
