"""The verdict in plain words: who is best, by how much, how sure that is, and what was taken for granted."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from results.contest import Cell
from results.criteria import Constraint, Expression
from results.overview import number_in_words
from results.promises import BROKEN, CLOSE, KEPT
from results.verdict import Limit, Standing
from results.verdict_words import BETTER, IDENTICAL, OPEN, SAME
from results.words import UNKNOWN, duration, listed, percent, plural, points, three_figures


@dataclass(frozen=True)
class Against:
    """The winner against another candidate, on the tickets that decide."""

    other: Cell
    difference: float
    """Winner less the other."""
    low: float
    high: float
    verdict: str
    """Of the winner: better, worse, practically the same, not yet told apart, identical."""
    needed: float = math.nan
    """Replications that would tell them apart."""


@dataclass(frozen=True)
class Found:
    """What a comparison comes to."""

    objective: Expression
    worth: float
    baseline: Cell
    leader: Cell
    """Of the search."""
    winner: Cell
    """By what decides."""
    standing: Standing
    """Of the winner, on the tickets that decide."""
    against: tuple[Against, ...]
    """The runner-up first, then the baseline."""
    also: tuple[Cell, ...]
    """Others that the search could not rule out, and that were not confirmed."""
    twins: tuple[tuple[Cell, ...], ...]
    """Candidates with the same outcome on every ticket."""
    fresh: int
    """Replications that decide and nobody had looked at; 0: the search's own decide."""
    sure: str = ""
    """How running until it was sure ended."""
    breaks: str = ""
    """Which promises the winner breaks and the baseline does not, in words; empty: none."""


def sentences(found: Found) -> list[str]:
    """The verdict first, then what it rests on."""
    said = [_best(found)]
    if found.leader != found.winner:
        said.append(f"{found.leader.label} led the search.")
    said += [one for one in (found.breaks, found.sure) if one]
    said += [_versus(found, one) for one in found.against]
    said += [_limit(found.winner, limit) for limit in found.standing.limits]
    if found.also:
        names = listed([cell.label for cell in found.also])
        said.append(f"The search could not rule out {names} either.")
    for twins in found.twins:
        names = listed([cell.label for cell in twins])
        said.append(f"{names} are identical: the same outcome on every ticket of every replication.")
    if not found.fresh:
        said.append("Nothing was played again on fresh replications, so the winner looks better than it is.")
    return said


def value_in_words(wanted: Expression, value: float) -> str:
    """A value of an expression in its unit."""
    if wanted.single is not None:
        return number_in_words(wanted.single.measure, value)
    if wanted.unit == "share":
        return percent(value)
    return duration(value) if wanted.unit == "min" else three_figures(value)


def difference_in_words(wanted: Expression, difference: float) -> str:
    """A difference with its sign: `+4.2 points`, `−12 min`."""
    return _signed(wanted.unit, difference)


def spread_in_words(wanted: Expression, low: float, high: float) -> str:
    """An interval of a difference: `+3.1 to +5.3 points`."""
    if math.isnan(low) or math.isnan(high):
        return UNKNOWN
    first, last = _signed(wanted.unit, low), _signed(wanted.unit, high)
    if wanted.unit == "share":
        first = first.removesuffix(" points").removesuffix(" point")
    return f"{first} to {last}"


def constraint_in_words(limit: Limit) -> str:
    """`kept_share >= 95 %: 96.2 %, kept`."""
    one = limit.constraint
    value = percent(limit.value) if one.period else value_in_words(one.expression, limit.value)
    return f"{one.text}: {value}, {limit.verdict}"


def question_in_words(objective: Expression, constraints: Sequence[Constraint], worth: float) -> str:
    """What is judged, and by what."""
    way = "higher" if objective.sign > 0 else "lower"
    text = f"Judged by {objective.text} ({way} is better"
    if worth:
        matters = (
            points(worth).removeprefix("+") if objective.unit == "share" else value_in_words(objective, worth)
        )
        text += f"; {matters} would matter"
    text += ")"
    if constraints:
        text += f", of those that keep {listed([one.text for one in constraints])}"
    return text + "."


def _best(found: Found) -> str:
    one = found.standing
    name, value = found.winner.label, value_in_words(found.objective, one.value)
    half = (one.high - one.low) / 2
    if not math.isnan(half):
        spread = percent(half) if found.objective.unit == "share" else value_in_words(found.objective, half)
        value += f" ± {spread}"
    where = f" on {plural(found.fresh, 'fresh replication')}" if found.fresh else " in the search"
    if not one.feasible:
        return f"No candidate keeps all constraints; {name} comes nearest ({value}{where})."
    rivals = [against for against in found.against if against.verdict not in {BETTER, IDENTICAL}]
    if not rivals and not found.also:
        return f"{name} is best: {value}{where}."
    if all(against.verdict == SAME for against in rivals) and not found.also:
        return f"{name} is best, or practically so: {value}{where}."
    return f"{name} is ahead, but may not be best: {value}{where}."


def _versus(found: Found, one: Against) -> str:
    wanted = found.objective
    name = one.other.label
    role = ", the baseline" if one.other == found.baseline else ", the runner-up"
    by = difference_in_words(wanted, one.difference)
    spread = spread_in_words(wanted, one.low, one.high)
    if one.verdict == IDENTICAL:
        return f"{found.winner.label} and {name}{role}, are identical: the same outcome on every ticket."
    text = f"Against {name}{role}: {by} ({spread}), {one.verdict}"
    if one.verdict == OPEN and math.isfinite(one.needed):
        text += f"; about {plural(int(one.needed), 'replication')} would tell"
    return text + "."


def _limit(winner: Cell, limit: Limit) -> str:
    how = {KEPT: "keeps", CLOSE: "is close to", BROKEN: "breaks"}[limit.verdict]
    one = limit.constraint
    value = percent(limit.value) if one.period else value_in_words(one.expression, limit.value)
    return f"{winner.label} {how} {one.text} ({value})."


def _signed(unit: str, difference: float) -> str:
    if math.isnan(difference):
        return UNKNOWN
    if unit == "share":
        return points(difference)
    plus = "+" if difference > 0 else ""
    return plus + (duration(difference) if unit == "min" else three_figures(difference))
