"""What a run found, as tidy frames that show themselves well."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa

from results.breaking import breaking_hours
from results.caveats import caveats
from results.measures import UNDECIDED, measure_named
from results.promises import BROKEN, OWED, SEVERITY, UNJUDGED
from results.why import in_words
from results.words import listed, percent, plural
from sim.vocabulary import Floats

NOTABLE = 0.01
"""Undecided tickets are told from this share on."""


@dataclass(frozen=True)
class Hours:
    """Breached and decided clocks of each promise under one strategy, by hour of the week."""

    breaches: Floats
    clocks: Floats


@dataclass(frozen=True)
class Results:
    """What a run found."""

    name: str
    """Of the scenario."""
    strategies: tuple[str, ...]
    baseline: str
    stated_objective: str
    """What the file names; empty: it names none."""
    promises: pd.DataFrame
    summary: pd.DataFrame
    replications_done: int
    replications_asked: int
    played_on: dict[str, float]
    """Strategy → the shortest time that a run went on after the measured period [min]."""
    hours: dict[str, Hours]
    waits: pd.DataFrame = field(default_factory=pd.DataFrame)
    """Shares of tickets served within each time: the curves of the waits."""
    load: pd.DataFrame = field(default_factory=pd.DataFrame)
    """Queue, backlog, people on duty and at work by hour of the week, where they were asked for."""
    why: pd.DataFrame = field(default_factory=pd.DataFrame)
    """Why tickets waited, and what else their time was spent on, where it was asked for."""
    cautions: tuple[str, ...] = ()
    """What makes the figures say less than they seem to."""
    unit: int = 1
    """Replications of an independent unit."""
    capped: int = 0
    """Tickets whose 50th visit was made to end solved."""
    folder: Path | None = None
    seconds: dict[str, float] = field(default_factory=dict)
    tickets: int = 0
    """Tickets simulated."""
    parts: tuple[pa.Table, ...] = ()
    """Rows per replication, where they are not in a folder."""

    @cached_property
    def replications(self) -> pd.DataFrame:
        """Numerator and denominator of every measure and group in each replication."""
        if self.folder is not None:
            return pd.read_parquet(self.folder / "replications.parquet")
        return pd.DataFrame(pa.concat_tables(self.parts).to_pandas())

    @property
    def interrupted(self) -> bool:
        """Whether fewer replications were finished than asked for."""
        return self.replications_done < self.replications_asked

    @property
    def judged(self) -> pd.DataFrame:
        """The promises that count: those with a goal, by owed targets where triage can err."""
        return judged_promises(self.promises)

    @property
    def objective(self) -> str:
        """The measure by which strategies are held against each other.

        Where the file names none, the attainment of the promise that fares worst under the baseline.
        """
        if self.stated_objective:
            return self.stated_objective
        return worst_promise(self.judged[self.judged["strategy"] == self.baseline])

    def value(self, strategy: str, measure: str, by: str = "all", group: str = "all") -> float:
        """One estimate of the summary; NaN where there is none."""
        row = self.row(strategy, measure, by, group)
        return float("nan") if row is None else float(row["estimate"])

    def row(self, strategy: str, measure: str, by: str = "all", group: str = "all") -> pd.Series | None:
        """One row of the summary; None where there is none."""
        place = self._places.get((strategy, measure, by, group))
        return None if place is None else self.summary.iloc[place]

    def selected(self, measures: tuple[str, ...], by: str) -> pd.DataFrame:
        """The rows of the summary that are about some measures (none: all of them) and one grouping."""
        table = self.summary[self.summary["by"] == by]
        for measure in measures:
            measure_named(measure)
        return table[table["measure"].isin(measures)] if measures else table

    @property
    def sentences(self) -> list[str]:
        """What a reader must know besides the numbers: broken promises and their hours, and caveats."""
        return [*self._broken(), *self._caveats(), *self._waited()]

    def _waited(self) -> list[str]:
        """Why tickets waited under the baseline, tier by tier, where it was asked for."""
        if self.why.empty:
            return []
        own = self.why[self.why["strategy"] == self.baseline]
        told = (in_words(own, tier) for tier in own[own["by"] == "tier"]["group"].unique())
        return [f"{self.baseline}, {words}" for words in told]

    @cached_property
    def _places(self) -> dict[tuple[str, str, str, str], int]:
        columns = (self.summary[name].tolist() for name in ("strategy", "measure", "by", "group"))
        return {key: place for place, key in enumerate(zip(*columns, strict=True))}

    def _broken(self) -> list[str]:
        """One sentence per broken promise: under which strategies, and at which hours."""
        sentences = []
        own = self.judged
        places = self.promises.groupby("strategy", sort=False).cumcount()
        for place in dict.fromkeys(places[own.index]):
            rows = own[places[own.index] == place]
            under = rows[rows["verdict"] == BROKEN]["strategy"].tolist()
            if not under:
                continue
            every = len(under) == len(self.strategies) > 1
            hours = breaking_hours(
                np.sum([self.hours[strategy].breaches[place] for strategy in under], axis=0),
                np.sum([self.hours[strategy].clocks[place] for strategy in under], axis=0),
            )
            who = "every strategy" if every else listed(under)
            sentences.append(f"{promise_in_words(rows.iloc[0])} is broken under {who}, {hours}.")
        return sentences

    def _caveats(self) -> list[str]:
        so = "" if self.judged.empty else ", so no promise can be called kept or broken"
        done, asked = self.replications_done, self.replications_asked
        found = [*self._undecided(), *caveats(done, asked, interrupted=self.interrupted, so=so)]
        if self.capped:
            found.append(f"{plural(self.capped, 'ticket')} ended solved because of a 50th visit.")
        return [*found, *self.cautions]

    def _undecided(self) -> list[str]:
        """Waits that had not ended when the run did, where they are many."""
        words = {
            "first_reply_undecided": "had no first reply",
            "full_resolution_undecided": "were not solved",
        }
        found = []
        for measure, what in words.items():
            shares = {strategy: self.value(strategy, measure) for strategy in self.strategies}
            many = [strategy for strategy, share in shares.items() if share > NOTABLE]
            if many:
                most = percent(max(shares[strategy] for strategy in many))
                upto = "" if len(many) == 1 else "up to "
                found.append(f"Under {listed(many)} {upto}{most} of tickets {what} when the run ended.")
        return found

    def __str__(self) -> str:
        from results.terminal import as_text  # noqa: PLC0415

        return as_text(self)

    def _repr_html_(self) -> str:
        from results.terminal import as_html  # noqa: PLC0415

        return as_html(self)


def judged_promises(promises: pd.DataFrame) -> pd.DataFrame:
    """Those with a goal, by owed targets where triage can err."""
    judged = promises["verdict"] != UNJUDGED
    owed = promises["metric"].str.endswith(OWED)
    return pd.DataFrame(promises[judged & owed if owed.any() else judged])


def worst_promise(judged: pd.DataFrame) -> str:
    """The attainment of the promise that fares worst, as an objective; p90 of the first reply without any."""
    if judged.empty:
        return "first_reply_p90"
    rank = judged["verdict"].map(SEVERITY.index) + (judged["attainment"] - judged["goal"]).fillna(0)
    worst = judged.iloc[int(rank.to_numpy().argmin())]
    owed = OWED if worst["metric"].endswith(OWED) else ""
    where = f"policy={worst['policy']}"
    if worst["priority"] != "all":
        where = f"policy×priority={worst['policy']}×{worst['priority']}"
    return f"{worst['metric'].removesuffix(OWED)}_attainment{owed}[{where}]"


def promise_in_words(row: pd.Series) -> str:
    """`premium first reply (urgent), 95 % per month`."""
    metric = str(row["metric"])
    words = metric.removesuffix(OWED).replace("_", " ")
    which = "" if row["priority"] == "all" else f" ({row['priority']})"
    owed = ", by true priority" if metric.endswith(OWED) else ""
    return f"{row['policy']} {words}{which}, {percent(float(row['goal']))} per {row['period']}{owed},"


def has_undecided(results: Results, strategy: str, measure: str, by: str, group: str) -> bool:
    """Whether some durations behind a measure had not ended when the run did."""
    share = UNDECIDED.get(measure_named(measure).family)
    return bool(share) and results.value(strategy, share or "", by, group) > 0
