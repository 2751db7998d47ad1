"""What is kept of all replications of one strategy, and the tables made of it.

Memory does not grow with the number of replications: running moments of every ratio, and one histogram per
section of replications.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from itertools import groupby

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from results.bins import EMPTY, Histogram, merged
from results.drift import DriftRecord
from results.estimates import Estimates, Ratios, quantiles, sections_of
from results.groups import Groups
from results.measure import MINUTES, RUNS, WEEKS, Measure
from results.measures import MEASURES, groupings_of
from results.merging import Merging
from results.player import Contribution
from results.promises import PromiseRecord, promises_of
from results.why import WHY, WhyRecord
from sim.vocabulary import Floats

WEEK = 7 * 1440.0
WORST = 10
"""So many customers are reported."""

RATIOS = [measure for measure in MEASURES.values() if measure.kind == "ratio"]
QUANTILES = [measure for measure in MEASURES.values() if measure.kind == "quantile"]
ORDER = [measure.name for measure in (*RATIOS, *QUANTILES)]
"""The measures in the order in which they are estimated."""
NAMES = list(MEASURES)


class Record:
    """All replications of one strategy."""

    def __init__(self, groups: Groups, replications: int) -> None:
        self.groups = groups
        self.replications = 0
        self._units = 0
        self.promises = PromiseRecord(promises_of(groups.scenario))
        self.played_on = np.inf
        """The shortest time that a run went on after the measured period [min]."""
        self.why, self.drift = WhyRecord(), DriftRecord(groups)
        self._ratios = Ratios()
        self._section = sections_of(replications)
        self._histograms: dict[str, list[Histogram]] = {}
        self._pooled: dict[str, Histogram] = {}
        """Of all sections, as far as somebody asked."""

    def add(self, one: Contribution) -> None:
        """Takes in one independent unit: a replication, or several as one."""
        self._ratios.add(*ratio_sums(one.sums, self.groups, one.replications))
        self._pooled.clear()
        section = self._section_of(self._units)
        merging = Merging()
        for family, histogram in one.histograms.items():
            sections = self._histograms.setdefault(family, [])
            sections += [EMPTY] * (section + 1 - len(sections))
            sections[section] = merging.both(sections[section], histogram)
        self.promises.add(one.kept)
        self.drift.add(one.sums, one.replications)
        if WHY in one.sums:
            self.why.add(one.sums[WHY])
        self.played_on = min(self.played_on, one.played_on)
        self.replications += one.replications
        self._units += 1

    @property
    def section(self) -> NDArray[np.int64]:
        """The section of each unit that was taken in."""
        return np.array([self._section_of(number) for number in range(self._units)], np.int64)

    def _section_of(self, number: int) -> int:
        """Replications beyond those that were foreseen go to the sections in turn."""
        foreseen = len(self._section)
        return int(self._section[number] if number < foreseen else number % (self._section[-1] + 1))

    def sections(self, family: str) -> list[Histogram]:
        """Histograms of one kind of durations, one per section that has any replication."""
        return self._histograms.get(family, [])

    def pooled(self, family: str) -> Histogram:
        """All durations of one kind."""
        if family not in self._pooled:
            self._pooled[family] = merged(self.sections(family))
        return self._pooled[family]

    def summary(self) -> pd.DataFrame:
        """`measure, by, group, estimate, low, high, replications` of everything that has a value."""
        found, weights = self._estimates()
        shown = reported(self.groups) & (weights > 0) & ~np.isnan(found.value)
        self._leave_worst_customers(shown, found.value)
        measure, place = np.nonzero(shown)
        order = np.lexsort((place, np.array([NAMES.index(one) for one in ORDER])[measure]))
        measure, place = measure[order], place[order]
        by, group = self.groups.labels
        return pd.DataFrame(
            {
                "measure": np.array(ORDER, dtype=object)[measure],
                "by": by[place],
                "group": group[place],
                "estimate": found.value[measure, place],
                "low": found.low[measure, place],
                "high": found.high[measure, place],
                "replications": self.replications,
            }
        )

    def _estimates(self) -> tuple[Estimates, Floats]:
        """Estimates [measure in `ORDER`, group], and weights that are 0 where nothing was seen."""
        ratios, seen = self._ratios.estimates(), self._ratios.denominators
        own = self._quantiles()
        parts = [
            (ratios.value, ratios.low, ratios.high),
            *((q.value[None], q.low[None], q.high[None]) for q in own),
        ]
        value, low, high = (np.concatenate(column) for column in zip(*parts, strict=True))
        most = np.array([1.0 if MEASURES[name].unit == "share" else np.inf for name in ORDER])[:, None]
        weights = np.concatenate([seen, np.ones((len(own), self.groups.size))])
        return Estimates(value, np.clip(low, 0, most), np.clip(high, 0, most)), weights

    def _quantiles(self) -> list[Estimates]:
        nothing = np.full(self.groups.size, np.nan)
        return [
            quantiles(sections, self.pooled(measure.family), measure.p, self.groups.size)
            if (sections := self.sections(measure.family))
            else Estimates(nothing, nothing, nothing)
            for measure in QUANTILES
        ]

    def _leave_worst_customers(self, shown: NDArray[np.bool_], values: Floats) -> None:
        """Of the customers, the ten worst by each measure; the largest, where neither direction is worse."""
        low, high = self.groups.span("customer")
        for row, name in enumerate(ORDER if high > low else ()):
            defined = low + np.flatnonzero(shown[row, low:high])
            order = np.argsort(values[row, defined], kind="stable")
            order = order if MEASURES[name].worse == "low" else order[::-1]
            shown[row, defined[order[WORST:]]] = False


def ratio_sums(sums: Mapping[str, Floats], groups: Groups, replications: int = 1) -> tuple[Floats, Floats]:
    """Numerators and denominators [ratio measure, group] of one replication, or of several added up."""
    nothing = np.zeros(groups.size)
    constants = {name: replications * values for name, values in _constants(groups).items()}
    known = {**sums, **constants}
    tops = [sums.get(measure.top, nothing) for measure in RATIOS]
    bottoms = [known.get(measure.bottom, nothing) if measure.top in sums else nothing for measure in RATIOS]
    return np.stack(tops), np.stack(bottoms)


def own_quantiles(
    histograms: Mapping[str, Histogram], measures: Sequence[Measure], size: int
) -> tuple[Floats, Floats]:
    """A replication's own quantiles [measure, group], and 1 where there are enough durations for one, else 0.

    Where kinds of duration share a histogram, it is looked at once.
    """
    values, enough = np.zeros((2, len(measures), size))
    known: dict[tuple[int, tuple[float, ...]], tuple[Floats, Floats]] = {}
    for family, own in groupby(range(len(measures)), key=lambda place: measures[place].family):
        if family in histograms:
            places = list(own)
            levels = tuple(measures[place].p for place in places)
            which = id(histograms[family]), levels
            if which not in known:
                known[which] = _own_quantiles(histograms[family], np.array(levels), size)
            values[places], enough[places] = known[which]
    return values, enough


def _own_quantiles(histogram: Histogram, levels: Floats, size: int) -> tuple[Floats, Floats]:
    values, totals = histogram.all_quantiles(levels.tolist(), size)
    enough = totals >= (10 / (1 - levels) - 1e-9)[:, None]
    return np.where(enough, values, 0.0), enough.astype(np.float64)


def _constants(groups: Groups) -> dict[str, Floats]:
    """Denominators that do not depend on the play; a week has its own length."""
    minutes = np.full(groups.size, groups.scenario.run.measure)
    if "week" in groups.names:
        minutes[slice(*groups.span("week"))] = np.diff(groups.week_edges)
    return {RUNS: np.ones(groups.size), WEEKS: minutes / WEEK, MINUTES: minutes}


@lru_cache(maxsize=4)
def reported(groups: Groups) -> NDArray[np.bool_]:
    """[measure in `ORDER`, group] whether the measure is reported for the group."""
    shown = np.zeros((len(ORDER), groups.size), np.bool_)
    for row, name in enumerate(ORDER):
        for by in groupings_of(MEASURES[name], groups.names):
            shown[row, slice(*groups.span(by))] = True
    return shown
