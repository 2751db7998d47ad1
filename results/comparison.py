"""The table of paired differences: intervals and p-values of each family, and what they come to in words."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from results.estimates import CONFIDENCE
from results.families import holm, p_values, t_factor
from results.groups import Groups, Places
from results.matching import histogram_at, matching_places, ratios_at
from results.measures import MEASURES
from results.pairs import PairedRatios, Sectioned, paired_quantiles, sectioned
from results.record import ORDER, QUANTILES, RATIOS, Record, reported
from results.skewness import above, below
from results.verdict_words import OPEN, in_words, units_needed
from sim.vocabulary import Floats

COMPARISON = (
    *("what_if", "strategy", "baseline", "measure", "by", "group", "difference", "low", "high"),
    *("p_value", "p_adjusted", "verdict", "variance_saved", "needed", "family"),
)
"""Columns of `comparison.csv`, those of the contract first."""

Quantiles = dict[str, Sectioned]
"""By measure."""

MOMENTS = ("error", "unpaired", "units", "skew")
"""What is kept of each difference beside its value."""

OBJECTIVE, EXPLORATORY = "objective", "exploratory"
"""Families: the objective's one; each measure × grouping is another."""

SIGNS = {"low": 1.0, "high": -1.0, "": 0.0}
"""The direction in which a measure is worse → 1 where higher is better, −1 where lower is."""


class Pair:
    """One candidate against another on the same tickets, over all replications."""

    def __init__(
        self, wanted: Groups, places: Places, measures: Collection[str], ours: Groups, baseline: Groups
    ) -> None:
        """Compared are some measures of the groups at some places of the wanted ones."""
        self.groups, self.places = wanted, places
        self._rows = np.array([row for row, one in enumerate(RATIOS) if one.name in measures], np.int64)
        self._names = [RATIOS[row].name for row in self._rows]
        self._at = tuple(matching_places(one, wanted)[places] for one in (ours, baseline))
        self._ratios = PairedRatios()

    def add(self, ours: tuple[Floats, Floats], baseline: tuple[Floats, Floats]) -> None:
        """Takes in one replication: the `ratio_sums` of both."""
        rows = self._rows
        mine, theirs = ((side[0][rows], side[1][rows]) for side in (ours, baseline))
        self._ratios.add(ratios_at(mine, self._at[0]), ratios_at(theirs, self._at[1]))

    def rows(self, ours: Quantiles, baseline: Quantiles) -> pd.DataFrame:
        """`measure, by, group, difference, error, unpaired, units, skew` of everything that is defined.

        Quantiles are those of `quantiles_at` the wanted groups.
        """
        parts, names = [self._ratios.differences()], [*self._names, *ours]
        for name, one in ours.items():
            parts.append(paired_quantiles(one.at(self.places), baseline[name].at(self.places)))
        columns = {
            name: np.concatenate([np.atleast_2d(getattr(one, name)) for one in parts])
            for name in ("value", *MOMENTS)
        }
        known = reported(self.groups)[np.ix_(np.array([ORDER.index(name) for name in names]), self.places)]
        shown = known & ~np.isnan(columns["value"])
        measure, place = np.nonzero(shown)
        by, group = self.groups.labels
        table = {
            "measure": np.array(names, dtype=object)[measure],
            "by": by[self.places[place]],
            "group": group[self.places[place]],
            "difference": columns["value"][measure, place],
        }
        return pd.DataFrame(table | {k: columns[k][measure, place] for k in MOMENTS})


def quantiles_at(record: Record, wanted: Groups, measures: Collection[str]) -> Quantiles:
    """Some quantiles of a candidate, by the groups that are wanted; in the order of the measures."""
    at = matching_places(record.groups, wanted)
    told = [measure for measure in QUANTILES if measure.name in measures]
    families = {measure.family for measure in told}
    sections = {name: [histogram_at(one, at) for one in record.sections(name)] for name in families}
    pooled = {name: histogram_at(record.pooled(name), at) for name in families}
    return {
        measure.name: sectioned(sections[measure.family], pooled[measure.family], measure.p, wanted.size)
        for measure in told
    }


@dataclass(frozen=True)
class Stake:
    """What decides: the objective as the table names it, its direction, and what difference matters."""

    measure: str
    by: str
    group: str
    sign: float
    worth: float = 0.0


def judged(rows: pd.DataFrame, stake: Stake) -> pd.DataFrame:
    """The rows with intervals and p-values that hold within their family, and verdicts in words.

    Rows have `what_if, strategy, baseline, identical, replications` beside the columns of `Pair.rows`. The
    objective's own family is that of all its rows; every other measure × grouping is a family of its own.
    """
    table = rows.reset_index(drop=True)
    own = (table["measure"] == stake.measure) & (table["by"] == stake.by) & (table["group"] == stake.group)
    table["family"] = np.where(own, OBJECTIVE, EXPLORATORY)
    _adjust(table)
    with np.errstate(divide="ignore", invalid="ignore"):
        saved = 1 - np.square(table["error"].to_numpy() / table["unpaired"].to_numpy())
    table["variance_saved"] = np.where(table["unpaired"] > 0, saved, np.nan)
    sign = np.array([SIGNS[MEASURES[name].worse] if name in MEASURES else 0.0 for name in table["measure"]])
    worth = np.where(table["measure"] == stake.measure, stake.worth, 0.0)
    table["verdict"] = in_words(
        table["low"].to_numpy(),
        table["high"].to_numpy(),
        np.where(own, stake.sign, sign),
        worth=worth,
        identical=table["identical"].to_numpy(np.bool_),
    )
    _tell_what_is_needed(table, worth)
    return pd.DataFrame(table[list(COMPARISON)])


NEEDED = ("error", "units", "skew")


def _adjust(table: pd.DataFrame) -> None:
    """Adds intervals and p-values that hold within each family."""
    number = table.groupby(["family", "measure", "by"], sort=False).ngroup().to_numpy()
    difference, error, units, skew = (table[name].to_numpy() for name in ("difference", *NEEDED))
    low, high, tail, p, adjusted = (np.full(len(table), np.nan) for _ in range(5))
    for inside in _families(number.astype(np.int64)):
        known = inside[~np.isnan(error[inside])]
        if len(known):
            tail[known] = (1 - CONFIDENCE) / 2 / len(known)
            for count in np.unique(units[known]).tolist():
                own = known[units[known] == count]
                factor = t_factor(len(known), count - 1)
                low[own] = difference[own] - error[own] * below(factor, skew[own], count)
                high[own] = difference[own] + error[own] * above(factor, skew[own], count)
                p[own] = p_values(difference[own], error[own], count - 1, skew=skew[own], units=count)
            adjusted[known] = holm(p[known])
    table["low"], table["high"], table["tail"] = low, high, tail
    table["p_value"], table["p_adjusted"] = p, adjusted


def _tell_what_is_needed(table: pd.DataFrame, worth: Floats) -> None:
    """Adds the replications that would tell apart what is not yet; of the objective and of all tickets."""
    wanted = (table["verdict"] == OPEN) & ((table["by"] == "all") | (table["family"] == OBJECTIVE))
    own = table[wanted]
    units = own["units"].to_numpy()
    needed = units_needed(
        own["difference"].to_numpy(),
        own["error"].to_numpy(),
        units,
        worth=worth[wanted.to_numpy()],
        tail=own["tail"].to_numpy(),
    )
    table["needed"] = np.nan
    table.loc[wanted, "needed"] = np.ceil(needed * own["replications"].to_numpy() / units)


def _families(number: Places) -> Sequence[Places]:
    """The rows of each family."""
    order = np.argsort(number, kind="stable")
    return np.split(order, np.flatnonzero(np.diff(number[order])) + 1) if len(order) else []
