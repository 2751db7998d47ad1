"""The books of a comparison: all candidates on the same tickets, replication by replication."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from itertools import combinations
from typing import NamedTuple

import numpy as np
import pandas as pd

from results.answers import ANNOUNCEMENTS, ANSWERS, FAMILY, announcement_table, answer_table
from results.blocks import Units, unit_size
from results.comparison import Pair, Stake, judged, quantiles_at
from results.controls import expected_work
from results.criteria import Expression
from results.entries import Entry, Watched
from results.gains import GAINS
from results.player import AS_WRITTEN, Played, Player
from results.record import Record, ratio_sums
from results.series import Candidate, by_section, scores
from results.tables import promise_table, summary_table
from results.told import Told
from results.wait_curves import wait_table
from results.week_load import FAMILY as LOADED
from results.week_load import LOAD, load_table
from results.why import why_table

SEARCH, CONFIRMED = "search", "confirmed"
"""Stages: what was chosen by looking at the search is played again on fresh replications."""


class Cell(NamedTuple):
    """One candidate: a strategy under a what-if."""

    what_if: str
    strategy: str

    @property
    def label(self) -> str:
        """What people call it."""
        return self.strategy if self.what_if == AS_WRITTEN else f"{self.strategy} with {self.what_if}"


class Contest:
    """All candidates of one stage."""

    def __init__(
        self,
        players: Sequence[Player],
        baseline: Cell,
        watched: Watched,
        replications: int,
        *,
        told: Told = Told(),  # noqa: B008 - frozen
        all_pairs: bool = False,
        only: Sequence[Cell] = (),
    ) -> None:
        """Players have the baseline of their what-if first; `only` names the candidates of a later stage."""
        self.told = told
        self.players = {player.what_if: player for player in players}
        cells = [Cell(player.what_if, name) for player in players for name in player.strategies]
        self.cells = [cell for cell in cells if not only or cell in only]
        self.baseline = baseline
        self.playing = tuple(enumerate(self.players.values()))
        """Who plays on: the players, with their places, of those that do not rest."""
        self.size = unit_size(players[0])
        """Replications of an independent unit."""
        self.controlled = watched.control
        expected = {
            name: self.size * expected_work(one.scenario) if watched.control else float("nan")
            for name, one in self.players.items()
        }
        self.entries = {
            cell: Entry(self.players[cell.what_if], replications, watched, expected[cell.what_if])
            for cell in self.cells
        }
        self.pairs = self._paired(watched, all_pairs)
        self.done = self.units = 0
        self._whole = {what_if: Units(self.size) for what_if in self.players}
        self._waiting: dict[str, Played] = {}

    def _paired(self, watched: Watched, all_pairs: bool) -> dict[tuple[Cell, Cell], Pair]:
        """Everybody against the baseline in all groups; on demand the others, in groups that were named."""
        groups = self.players[self.baseline.what_if].groups
        measures = self.told.measure_names() | {term.measure.name for term in watched.terms}
        others = [cell for cell in self.cells if cell != self.baseline]
        own = replace(self.told, by=(*self.told.by, *(term.by for term in watched.terms))).places(groups)
        pairs = {(cell, self.baseline): own for cell in others}
        if all_pairs:
            few = ["all", *(term.by for term in watched.terms), *self.players[self.baseline.what_if].by]
            places = np.concatenate([np.arange(*groups.span(by)) for by in dict.fromkeys(few)])
            pairs |= {(one, other): places for other, one in combinations(others, 2)}
        return {
            (one, other): Pair(
                groups, places, measures, *(self.players[cell.what_if].groups for cell in (one, other))
            )
            for (one, other), places in pairs.items()
        }

    def drop(self, cells: Collection[Cell]) -> None:
        """These are out, and so are their books; the baseline stays."""
        gone = set(cells) - {self.baseline}
        self.cells = [cell for cell in self.cells if cell not in gone]
        self.entries = {cell: entry for cell, entry in self.entries.items() if cell not in gone}
        self.pairs = {both: pair for both, pair in self.pairs.items() if gone.isdisjoint(both)}
        self.play_on(self.cells)

    def play_on(self, cells: Collection[Cell]) -> None:
        """Only these play on, beside the baselines that they are compared with; the others rest."""
        playing = []
        for place, player in enumerate(self.players.values()):
            mine = [name for name in player.strategies if Cell(player.what_if, name) in cells]
            if mine or player.what_if == self.baseline.what_if:
                names = dict.fromkeys([next(iter(player.strategies)), *mine])
                own = {name: player.strategies[name] for name in names}
                playing.append((place, replace(player, strategies=own)))
        self.playing = tuple(playing)

    def take(self, what_if: str, played: Played) -> None:
        """Takes in a replication under one what-if; it counts once all who play on have played its unit."""
        unit = self._whole[what_if].complete(played)
        if unit is None:
            return
        self._waiting[what_if] = unit
        if set(self._waiting) < {player.what_if for _, player in self.playing}:
            return
        ratios = {}
        for cell in self.cells:
            if cell.strategy not in self._strategies(cell.what_if):
                continue
            one = self._waiting[cell.what_if].strategies[cell.strategy]
            ratios[cell] = ratio_sums(one.sums, self.players[cell.what_if].groups, one.replications)
            self.entries[cell].add(one, ratios[cell])
        for (one_cell, other), pair in self.pairs.items():
            if one_cell in ratios and other in ratios:
                pair.add(ratios[one_cell], ratios[other])
        self._waiting = {}
        self.units += 1
        self.done += self.size

    def _strategies(self, what_if: str) -> Mapping[str, object]:
        """Those that were just played under a what-if."""
        return self._waiting[what_if].strategies if what_if in self._waiting else {}

    def candidates(self) -> list[Candidate]:
        """The candidates in order."""
        return [self.entries[cell].candidate for cell in self.cells]

    def identical(self, one: Cell, other: Cell) -> bool:
        """Whether both had the same outcome on every ticket of every replication that both played."""
        both = list(zip(self.entries[one].digests, self.entries[other].digests, strict=False))
        return bool(both) and all(mine == theirs for mine, theirs in both)

    def comparison(self, objective: Expression, worth: float) -> pd.DataFrame:
        """The rows of `comparison.csv`."""
        single = objective.single
        named = (single.measure.name, single.by, single.group) if single else (objective.text, "all", "all")
        stake = Stake(*named, sign=float(objective.sign), worth=worth)
        apart = single is None or self.controlled
        groups = self.players[self.baseline.what_if].groups
        measures = self.told.measure_names() | ({single.measure.name} if single else set())
        quantiles = {
            cell: quantiles_at(entry.candidate.record, groups, measures)
            for cell, entry in self.entries.items()
        }
        parts = []
        for (one, other), pair in self.pairs.items():
            rows = pair.rows(quantiles[one], quantiles[other])
            if apart:
                here = (rows["measure"] == named[0]) & (rows["by"] == named[1]) & (rows["group"] == named[2])
                rows = pd.concat([self._row(one, other, objective, named), rows[~here]], ignore_index=True)
            parts.append(
                rows.assign(
                    what_if=one.what_if,
                    strategy=one.strategy,
                    baseline=other.label,
                    identical=self.identical(one, other),
                    replications=self._played_by_both(one, other),
                )
            )
        return judged(pd.concat(parts, ignore_index=True), stake)

    def _played_by_both(self, one: Cell, other: Cell) -> int:
        return self.size * min(self.entries[cell].candidate.series.units for cell in (one, other))

    def _row(
        self, one: Cell, other: Cell, objective: Expression, named: tuple[str, str, str]
    ) -> pd.DataFrame:
        """The row of an objective that is no plain ratio: a weighted sum, or with a control variate."""
        both = [self.entries[cell].candidate for cell in (one, other)]
        found = scores(both, objective, sections=by_section([objective]))
        own = np.sqrt(np.square(found.deviations).sum() / max(found.units * (found.units - 1), 1))
        known, counted = found.freedom > 0, found.freedom + 1
        return pd.DataFrame(
            {
                **{name: [value] for name, value in zip(("measure", "by", "group"), named, strict=True)},
                "difference": [float(found.value[0] - found.value[1])],
                "error": [found.error(0, 1) if known else np.nan],
                "unpaired": [float(own) if known else np.nan],
                "units": [counted],
                "skew": [found.skewness(0, 1) * np.sqrt(counted / found.units)],
            }
        )

    def gains(self) -> pd.DataFrame:
        """The rows of `gains.csv`: every strategy against the baseline of its what-if."""
        parts = []
        for cell, entry in self.entries.items():
            if entry.gains.replications:
                first = next(iter(self.players[cell.what_if].strategies))
                table = entry.gains.table()
                parts.append(
                    table.assign(what_if=cell.what_if, strategy=cell.strategy, baseline=first)[list(GAINS)]
                )
        return pd.concat(parts, ignore_index=True) if parts else pd.DataFrame(columns=list(GAINS))

    def answers(self) -> pd.DataFrame:
        """The rows of `answers.csv`."""
        tables = [
            answer_table(entry.candidate.record.sections(FAMILY), entry.player.groups).assign(
                **cell._asdict()
            )
            for cell, entry in self.entries.items()
        ]
        return pd.DataFrame(pd.concat(tables, ignore_index=True)[list(ANSWERS)])

    def announcements(self) -> pd.DataFrame:
        """The rows of `announcements.csv`."""
        tables = [
            announcement_table(entry.announced, entry.player.groups).assign(**cell._asdict())
            for cell, entry in self.entries.items()
        ]
        return pd.DataFrame(pd.concat(tables, ignore_index=True)[list(ANNOUNCEMENTS)])

    def promises(self) -> pd.DataFrame:
        """The rows of `promises.csv`."""
        tables = [
            promise_table(records, self.players[what_if].scenario, what_if)
            for what_if, records in self._records().items()
        ]
        return pd.concat(tables, ignore_index=True)

    def summary(self) -> pd.DataFrame:
        """The rows of `summary.csv`."""
        tables = [summary_table(records, what_if) for what_if, records in self._records().items()]
        return pd.concat(tables, ignore_index=True)

    def waits(self) -> pd.DataFrame:
        """The rows of `waits.csv`."""
        tables = [wait_table(records, what_if) for what_if, records in self._records().items()]
        return pd.concat(tables, ignore_index=True)

    def load(self) -> pd.DataFrame:
        """The rows of `load.csv`."""
        tables = [
            load_table(entry.candidate.record.sections(LOADED), entry.player.groups).assign(**cell._asdict())
            for cell, entry in self.entries.items()
        ]
        return pd.DataFrame(pd.concat(tables, ignore_index=True)[list(LOAD)])

    def why(self) -> pd.DataFrame:
        """The rows of `why.csv`."""
        tables = [
            why_table(
                {name: one.why for name, one in records.items()}, self.players[what_if].scenario, what_if
            )
            for what_if, records in self._records().items()
        ]
        return pd.concat(tables, ignore_index=True)

    def _records(self) -> Mapping[str, Mapping[str, Record]]:
        found: dict[str, dict[str, Record]] = {}
        for cell in self.cells:
            found.setdefault(cell.what_if, {})[cell.strategy] = self.entries[cell].candidate.record
        return found
