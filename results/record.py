"""What is kept of all replications of one strategy, and the tables made of it.

Memory does not grow with the number of replications: running moments of every ratio, and one histogram per
section of replications.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from results.bins import EMPTY, Histogram, merged
from results.estimates import Estimates, Ratios, quantiles, sections_of
from results.groups import Groups, Places
from results.measures import MEASURES, MINUTES, RUNS, WEEKS, Measure, groupings_of
from results.player import Contribution
from results.promises import PromiseRecord, promises_of
from sim.vocabulary import Floats

WEEK = 7 * 1440.0
WORST = 10
"""So many customers are reported."""

RATIOS = [measure for measure in MEASURES.values() if measure.kind == "ratio"]


class Record:
    """All replications of one strategy."""

    def __init__(self, groups: Groups, replications: int) -> None:
        self.groups = groups
        self.replications = 0
        self.promises = PromiseRecord(promises_of(groups.scenario))
        self.played_on = np.inf
        """The shortest time that a run went on after the measured period [min]."""
        self._ratios = Ratios()
        self._section = sections_of(replications)
        self._histograms: dict[str, list[Histogram]] = {}

    def add(self, one: Contribution) -> None:
        """Takes in one replication."""
        self._ratios.add(*ratio_sums(one.sums, self.groups))
        section = self._section[self.replications]
        for family, histogram in one.histograms.items():
            sections = self._histograms.setdefault(family, [])
            sections += [EMPTY] * (section + 1 - len(sections))
            sections[section] = merged([sections[section], histogram])
        self.promises.add(one.kept)
        self.played_on = min(self.played_on, one.played_on)
        self.replications += 1

    def summary(self) -> pd.DataFrame:
        """`measure, by, group, estimate, low, high, replications` of everything that has a value."""
        ratios, denominators = self._ratios.estimates(), self._ratios.denominators
        quantile = self._quantiles()
        parts = []
        for measure in MEASURES.values():
            if measure.kind == "ratio":
                row = RATIOS.index(measure)
                found = Estimates(ratios.value[row], ratios.low[row], ratios.high[row])
                parts += self._rows(measure, _possible(measure, found), denominators[row])
            elif measure.family in self._histograms:
                found = quantile[measure.family, measure.p]
                parts += self._rows(measure, found, np.ones(self.groups.size))
        table = pd.concat(parts, ignore_index=True)
        return table.assign(replications=self.replications)

    def _quantiles(self) -> dict[tuple[str, float], Estimates]:
        wanted = {(measure.family, measure.p) for measure in MEASURES.values() if measure.kind == "quantile"}
        return {
            (family, p): quantiles(self._histograms[family], p, self.groups.size)
            for family, p in sorted(wanted)
            if family in self._histograms
        }

    def _rows(self, measure: Measure, found: Estimates, weights: Floats) -> list[pd.DataFrame]:
        names = groupings_of(measure, self.groups.names)
        parts = []
        for grouping in self.groups.groupings:
            if grouping.by not in names:
                continue
            inside = slice(*grouping.span)
            defined = np.flatnonzero((weights[inside] > 0) & ~np.isnan(found.value[inside]))
            if grouping.by == "customer":
                defined = _worst(measure, found.value[inside], defined)
            place = defined + grouping.first
            parts.append(
                pd.DataFrame(
                    {
                        "measure": measure.name,
                        "by": grouping.by,
                        "group": np.array(grouping.labels, dtype=object)[defined],
                        "estimate": found.value[place],
                        "low": found.low[place],
                        "high": found.high[place],
                    }
                )
            )
        return [part for part in parts if len(part)]


def ratio_sums(sums: Mapping[str, Floats], groups: Groups) -> tuple[Floats, Floats]:
    """Numerators and denominators [ratio measure, group] of one replication."""
    nothing = np.zeros(groups.size)
    constants = _constants(groups)
    known = {**sums, **constants}
    tops = [sums.get(measure.top, nothing) for measure in RATIOS]
    bottoms = [known.get(measure.bottom, nothing) if measure.top in sums else nothing for measure in RATIOS]
    return np.stack(tops), np.stack(bottoms)


def own_quantiles(histograms: Mapping[str, Histogram], measure: Measure, size: int) -> tuple[Floats, Floats]:
    """A replication's own quantile of each group, and 1 where it has enough durations for one, else 0."""
    if measure.family not in histograms:
        return np.zeros(size), np.zeros(size)
    value, totals = histograms[measure.family].quantiles(measure.p, size)
    enough = totals >= 10 / (1 - measure.p) - 1e-9
    return np.where(enough, value, 0.0), enough.astype(np.float64)


def _constants(groups: Groups) -> dict[str, Floats]:
    """Denominators that do not depend on the play; a week has its own length."""
    minutes = np.full(groups.size, groups.scenario.run.measure)
    if "week" in groups.names:
        minutes[slice(*groups.span("week"))] = np.diff(groups.week_edges)
    return {RUNS: np.ones(groups.size), WEEKS: minutes / WEEK, MINUTES: minutes}


def _possible(measure: Measure, found: Estimates) -> Estimates:
    """Intervals cut to what the measure can be."""
    if measure.unit == "share":
        return found.clipped(0.0, 1.0)
    return found.clipped(0.0, np.inf)


def _worst(measure: Measure, values: Floats, defined: Places) -> Places:
    """The ten worst of the groups that have a value; the largest, where neither direction is worse."""
    order = np.argsort(values[defined], kind="stable")
    order = order if measure.worse == "low" else order[::-1]
    return defined[order[:WORST]]
