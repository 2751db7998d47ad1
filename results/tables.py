"""The tidy tables of a run: one row per promise, one row per measure and group."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from results.promises import limits_in_words, promises_of
from results.record import Record
from sim.vocabulary import Scenario

PROMISES = (
    *("what_if", "strategy", "policy", "metric", "priority", "limit", "calendar", "goal", "period"),
    *("attainment", "low", "high", "odds", "odds_low", "odds_high"),
    *("decided", "breaches_per_period", "verdict"),
)
SUMMARY = ("what_if", "strategy", "measure", "by", "group", "estimate", "low", "high", "replications")


def promise_table(records: Mapping[str, Record], scenario: Scenario, what_if: str) -> pd.DataFrame:
    """Every promise under every strategy: attainment, odds and verdict."""
    rows = [
        {"what_if": what_if, "strategy": strategy, **row}
        for strategy, record in records.items()
        for row in _promise_rows(record, scenario)
    ]
    return pd.DataFrame(rows, columns=list(PROMISES))


def summary_table(records: Mapping[str, Record], what_if: str) -> pd.DataFrame:
    """Every measure of every group under every strategy."""
    parts = [
        record.summary().assign(what_if=what_if, strategy=strategy)[list(SUMMARY)]
        for strategy, record in records.items()
    ]
    return pd.concat(parts, ignore_index=True)


def _promise_rows(record: Record, scenario: Scenario) -> list[dict[str, object]]:
    kept = record.promises
    attainment, odds = kept.attainment(), kept.odds()
    verdicts, breaches, decided = kept.verdicts(), kept.breaches_per_period(), kept.decided
    rows: list[dict[str, object]] = []
    for place, promise in enumerate(promises_of(scenario)):
        limit, calendar = limits_in_words(scenario, promise)
        rows.append(
            {
                "policy": scenario.policies[promise.policy].name,
                "metric": promise.metric_name(),
                "priority": "all" if promise.priority < 0 else scenario.priorities[promise.priority],
                "limit": limit,
                "calendar": calendar,
                "goal": promise.goal,
                "period": promise.period,
                "attainment": attainment.value[place],
                "low": attainment.low[place],
                "high": attainment.high[place],
                "odds": odds.value[place] if promise.period else np.nan,
                "odds_low": odds.low[place],
                "odds_high": odds.high[place],
                "decided": int(decided[place]),
                "breaches_per_period": breaches[place] if promise.period else np.nan,
                "verdict": verdicts[place],
            }
        )
    return rows
