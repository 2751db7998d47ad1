"""What is kept of every replication: only what the objective and the constraints are made of."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from results.bins import BINS, Histogram, merged
from results.controls import OFFERED, Controlled, controlled
from results.criteria import Constraint, Expression, Term
from results.groups import Groups
from results.odds import odds_names
from results.record import RATIOS, Record
from results.selection import Scores
from sim.vocabulary import Floats

ROWS = {measure.name: row for row, measure in enumerate(RATIOS)}
"""Where a ratio stands among those of `ratio_sums`."""


class Series:
    """Numerators and denominators of a few ratios of one candidate, one entry per independent unit."""

    def __init__(
        self,
        groups: Groups,
        terms: Sequence[Term],
        constraints: Sequence[Constraint] = (),
        expected: float = float("nan"),
    ) -> None:
        """`expected` is the work of a unit, where work takes noise off; else NaN."""
        self._places = {
            term.name: (ROWS[term.measure.name], term.place(groups))
            for term in terms
            if term.measure.kind == "ratio"
        }
        self._odds = [one.text for one in constraints if one.period]
        self._sums: dict[str, list[tuple[float, float]]] = {name: [] for name in (*self._places, *self._odds)}
        self._expected = expected
        self._work: list[float] = []
        self.units = 0
        """Independent ones: replications, or blocks of them."""

    def add(self, ratios: tuple[Floats, Floats], sums: Mapping[str, Floats]) -> None:
        """Takes in one unit: the ratios that every measure has, and what else was summed."""
        for name, place in self._places.items():
            self._sums[name].append((float(ratios[0][place]), float(ratios[1][place])))
        for text in self._odds:
            reached, judged = (float(sums[name][0]) for name in odds_names(text))
            self._sums[text].append((reached, judged))
        if OFFERED in sums:
            self._work.append(float(sums[OFFERED][0]))
        self.units += 1

    def total(self, name: str) -> tuple[float, float]:
        """Numerator and denominator over all replications."""
        return tuple(np.array(self._sums[name], np.float64).reshape(-1, 2).sum(axis=0).tolist())

    def linearised(self, name: str, most: int | None = None) -> tuple[float, Floats]:
        """The ratio over all units, or the first so many, and its linearised value u_r in each."""
        top, bottom = np.array(self._sums[name][:most], np.float64).T
        if bottom.sum() <= 0:
            return float("nan"), np.full(len(top), np.nan)
        theta = float(top.sum() / bottom.sum())
        with np.errstate(invalid="ignore"):
            return theta, np.asarray((top - theta * bottom) / bottom.mean(), np.float64)

    def work(self, most: int) -> Floats | None:
        """Work offered in each of the first units less what was expected [min]; None: it was not kept."""
        if np.isnan(self._expected):
            return None
        return np.array(self._work[:most], np.float64) - self._expected


@dataclass(frozen=True)
class Candidate:
    """One desk under one strategy, as far as it has been played."""

    record: Record
    series: Series


def by_section(expressions: Sequence[Expression]) -> bool:
    """Whether quantiles make sections of replications, not single ones, the independent units."""
    return any(term.measure.kind == "quantile" for one in expressions for term in one.terms)


def scores(
    candidates: Sequence[Candidate], wanted: Expression, *, sections: bool, control: bool = True
) -> Scores:
    """The expression under every candidate, with deviations on common units.

    Where work was kept and there are enough units, what it explains is taken off, unless `control` is False.

    Where some have played on while others rested, units count as far as all of them have.
    """
    common = None if sections else _common(candidates)
    parts = [_score(one, wanted, common) for one in candidates]
    return _put_together(parts, candidates, common if control else None, sections=sections)


def margins(candidates: Sequence[Candidate], constraints: Sequence[Constraint], *, sections: bool) -> Scores:
    """How far each candidate keeps each constraint [candidate × constraint], negative where it does not."""
    parts: list[tuple[float, Floats]] = []
    common = None if sections else _common(candidates)
    for one in candidates:
        for limit in constraints:
            if limit.period:
                value, deviations = one.series.linearised(limit.text, common)
                deviations = _sectioned(deviations, one.record) if sections else deviations
            else:
                value, deviations = _score(one, limit.expression, common)
            sign, bound = (1, limit.share) if limit.period else (limit.sign, limit.bound)
            parts.append((sign * (value - bound), sign * deviations))
    return _put_together(parts, [one for one in candidates for _ in constraints], common, sections=sections)


def _put_together(
    parts: Sequence[tuple[float, Floats]],
    candidates: Sequence[Candidate],
    common: int | None,
    *,
    sections: bool,
) -> Scores:
    """Scores of values and deviations, one per candidate; single units with what their work explains off."""
    found = [Controlled(value, away, float("nan")) for value, away in parts]
    if common is not None:
        work = [one.series.work(common) for one in candidates]
        found = [
            one if own is None else controlled(one.value, one.deviations, own)
            for one, own in zip(found, work, strict=True)
        ]
    return Scores(
        np.array([one.value for one in found]),
        np.stack([one.deviations for one in found]),
        estimated=int(any(not np.isnan(one.coefficient) for one in found)),
        skewed=not sections,
    )


def _common(candidates: Sequence[Candidate]) -> int:
    """The units that all of them have played."""
    return min(one.series.units for one in candidates)


def _score(one: Candidate, wanted: Expression, common: int | None) -> tuple[float, Floats]:
    """The value of an expression and its deviations: in the common units, or (None) by section."""
    value, away = 0.0, np.zeros(1)
    for term in wanted.terms:
        if term.measure.kind == "quantile":
            own, deviations = _quantile(one.record, term)
        else:
            own, deviations = one.series.linearised(term.name, common)
            deviations = _sectioned(deviations, one.record) if common is None else deviations
        value, away = value + term.weight * own, away + term.weight * deviations
    return value, away


def _sectioned(deviations: Floats, record: Record) -> Floats:
    """Deviations of sections of replications, whose spread is that of the same estimate."""
    section = record.section
    count = int(section.max()) + 1
    sums = np.bincount(section, deviations, minlength=count)
    return np.asarray(sums * (count / len(deviations)), np.float64)


def _quantile(record: Record, term: Term) -> tuple[float, Floats]:
    """A pooled quantile, and how far the sections' own are from it."""
    group = term.place(record.groups)
    parts = [_of_group(one, group) for one in record.sections(term.measure.family)]
    whole, total = merged(parts).quantiles(term.measure.p, 1) if parts else (np.array([np.nan]), np.zeros(1))
    value = float(whole[0]) if total[0] >= 10 / (1 - term.measure.p) - 1e-9 else float("nan")
    with np.errstate(invalid="ignore"):
        own = np.array([part.quantiles(term.measure.p, 1)[0][0] for part in parts])
        return value, own - value


def _of_group(histogram: Histogram, group: int) -> Histogram:
    """The durations of one group alone, which becomes group 0."""
    low, high = np.searchsorted(histogram.keys, (group * BINS, (group + 1) * BINS))
    return Histogram(histogram.keys[low:high] - group * BINS, histogram.counts[low:high])
