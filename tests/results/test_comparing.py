from __future__ import annotations

import hashlib
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

import results
from results.answers import ANNOUNCEMENTS, ANSWERS
from results.comparison import COMPARISON
from results.comparison_text import as_text
from results.contest import Cell
from results.families import holm
from results.gains import GAINS
from results.player import AS_WRITTEN
from results.tables import PROMISES, SUMMARY
from tests.results.hall import hall_interval, hall_p
from tests.results.plans import twin_plan


@pytest.fixture(scope="module")
def folder(tmp_path_factory) -> Path:
    return tmp_path_factory.mktemp("out") / "comparison"


@pytest.fixture(scope="module")
def found(folder):
    return results.compare(twin_plan(), out=folder, by=("plan",))


def row(table: pd.DataFrame, **wanted: str) -> pd.Series:
    for name, value in wanted.items():
        table = table[table[name] == value]
    assert len(table) == 1
    return table.iloc[0]


def objective_row(found, strategy: str, stage: str = "search") -> pd.Series:
    return row(found.comparison, family="objective", strategy=strategy, stage=stage)


def test_a_comparison_leaves_its_files_and_no_parts(folder, found):
    assert sorted(path.name for path in folder.iterdir()) == [
        *("announcements.csv", "answers.csv", "comparison.csv", "confirmation.parquet"),
        *("gains.csv", "load.csv", "manifest.json", "promises.csv", "replications.parquet"),
        *("summary.csv", "waits.csv", "why.csv"),
    ]


@pytest.mark.parametrize(
    ("name", "columns"),
    [
        ("announcements", ANNOUNCEMENTS),
        ("answers", ANSWERS),
        ("comparison", COMPARISON),
        ("gains", GAINS),
        ("promises", PROMISES),
        ("summary", SUMMARY),
    ],
)
def test_files_have_the_columns_of_the_contract(folder, found, name, columns):
    table = pd.read_csv(folder / f"{name}.csv")
    assert tuple(table.columns) == (*columns, "stage")
    assert set(table["stage"]) == {"search", "confirmed"}


def test_fresh_replications_have_a_file_of_their_own(folder, found):
    searched, fresh = (pd.read_parquet(folder / f"{n}.parquet") for n in ("replications", "confirmation"))
    assert searched["replication"].nunique() == fresh["replication"].nunique() == 12
    keys = {"strategy": "fifo", "measure": "wait_mean", "by": "all"}
    one, other = (
        table[np.logical_and.reduce([table[k] == v for k, v in keys.items()])] for table in (searched, fresh)
    )
    assert not set(one["sum"]) & set(other["sum"])


def test_every_difference_is_that_of_the_printed_estimates(found):
    summary = found.summary.set_index(["stage", "strategy", "measure", "by", "group"])["estimate"]
    table = found.comparison[found.comparison["family"] == "exploratory"]
    sides = [
        summary.reindex(pd.MultiIndex.from_frame(table[["stage", side, "measure", "by", "group"]])).to_numpy()
        for side in ("strategy", "baseline")
    ]
    assert np.allclose(sides[0] - sides[1], table["difference"], rtol=1e-9, atol=1e-9, equal_nan=True)
    assert len(table) > 300


def test_twins_are_identical_in_every_measure(found):
    table = found.comparison[found.comparison["strategy"] == "oldest"]
    assert set(table["verdict"]) == {"identical"}
    assert not table["difference"].any()
    assert found.found.twins == ((Cell(AS_WRITTEN, "fifo"), Cell(AS_WRITTEN, "oldest")),)
    assert "fifo and oldest are identical" in as_text(found)


def test_who_wins_by_construction_is_best(found):
    assert found.found.winner == Cell(AS_WRITTEN, "contract")
    assert found.verdict[0].startswith("contract is best: ")
    assert "12 fresh replications" in found.verdict[0]
    assert found.standings[Cell(AS_WRITTEN, "contract")].chance > 0.99
    assert not found.standings[Cell(AS_WRITTEN, "fifo")].may_be_best


def test_the_verdict_is_of_fresh_replications(found):
    assert found.found.fresh == 12
    assert found.found.standing == found.confirmed[found.found.winner]
    assert set(found.confirmed) == {Cell(AS_WRITTEN, "fifo"), Cell(AS_WRITTEN, "contract")}
    fresh = objective_row(found, "contract", "confirmed")
    (told,) = found.found.against
    assert (told.difference, told.low) == pytest.approx((fresh["difference"], fresh["low"]))
    assert fresh["difference"] != objective_row(found, "contract")["difference"]


def test_the_objective_is_a_family_of_all_strategies_against_the_baseline(found):
    own = found.comparison[
        (found.comparison["family"] == "objective") & (found.comparison["stage"] == "search")
    ]
    assert own["strategy"].tolist() == ["contract", "oldest"]
    best = objective_row(found, "contract")
    assert best["p_adjusted"] == pytest.approx(2 * best["p_value"])
    assert best["verdict"] == "better"
    sums = found.replications
    own = sums[(sums["measure"] == "wait_mean") & (sums["by"] == "plan") & (sums["group"] == "premium")]
    units = [own[own["strategy"] == name][["sum", "count"]].to_numpy().T for name in ("contract", "fifo")]
    values = [top.sum() / bottom.sum() + linearised(top, bottom) for top, bottom in units]
    assert (best["low"], best["high"]) == pytest.approx(hall_interval(values[0] - values[1], 0.025 / 2))
    assert best["p_value"] == pytest.approx(hall_p(values[0] - values[1]))


def linearised(top: np.ndarray, bottom: np.ndarray) -> np.ndarray:
    return (top - top.sum() / bottom.sum() * bottom) / bottom.mean()


def test_other_measures_are_adjusted_within_measure_and_grouping(found):
    table = found.comparison
    own = table[(table["measure"] == "wait_p90") & (table["by"] == "plan") & (table["stage"] == "confirmed")]
    assert len(own) == 2
    assert own["p_adjusted"].tolist() == pytest.approx(holm(own["p_value"].to_numpy()).tolist())
    assert set(own["family"]) == {"exploratory"}


def test_gains_tell_who_is_served_earlier(found):
    first, last = (
        row(found.gains, strategy="contract", by="plan", group=plan, stage="search")
        for plan in ("premium", "standard")
    )
    assert first["earlier"] > first["later"]
    assert last["later"] > last["earlier"]


def test_answers_tell_the_wait_to_promise(found):
    own = found.answers[(found.answers["strategy"] == "fifo") & (found.answers["stage"] == "search")]
    assert len(own) == 168
    assert own["within_50"].notna().mean() > 0.9
    assert own["within_80"].isna().all()  # some 30 tickets an hour are too few for it


def test_the_queue_predicts_the_wait_of_the_oldest_first_better_than_nothing(found):
    own = row(found.announcements, strategy="fifo", predictor="queue_length", by="all", stage="search")
    assert own["squared_error"] < 0.5 * own["squared_error_of_mean"]
    assert own["slope"] == pytest.approx(1, abs=0.1)


@pytest.mark.slow
def test_any_number_of_workers_leaves_the_same_bytes(tmp_path, folder, found):
    results.compare(twin_plan(), out=tmp_path / "two", by=("plan",), workers=2)
    for path in folder.iterdir():
        if path.name != "manifest.json":
            other = (tmp_path / "two" / path.name).read_bytes()
            assert hashlib.sha256(other).digest() == hashlib.sha256(path.read_bytes()).digest(), path.name


def test_all_pairs_compare_everybody_with_everybody():
    found = results.compare(twin_plan(3), all_pairs=True, confirm=0)
    own = found.comparison[found.comparison["family"] == "objective"]
    assert set(zip(own["strategy"], own["baseline"], strict=True)) == {
        ("contract", "fifo"),
        ("oldest", "fifo"),
        ("oldest", "contract"),
    }
    other = found.comparison[found.comparison["baseline"] == "contract"]
    assert set(other["by"]) == {"all", "plan"}


def test_the_baseline_plays_whether_it_is_asked_for_or_not():
    found = results.compare(twin_plan(2), strategies=["contract"], confirm=0)
    assert list(found.standings) == [Cell(AS_WRITTEN, "fifo"), Cell(AS_WRITTEN, "contract")]


def test_a_single_strategy_has_nothing_to_be_compared_with():
    with pytest.raises(ValueError, match="nothing to compare"):
        results.compare(twin_plan(2), strategies=["fifo"])


def test_one_replication_compares_without_intervals():
    found = results.compare(twin_plan(1))
    assert "One replication gives no intervals." in found.verdict
    assert np.isnan(objective_row(found, "contract")["low"])
    assert objective_row(found, "contract")["verdict"] == "not yet told apart"


def test_running_until_sure_tells_how_it_ended_and_keeps_what_it_played():
    asked = {"until_sure": "95 %", "worth": "0.001 min", "objective": "wait_mean", "confirm": 0}
    found = results.compare(twin_plan(10), budget=12, **asked)
    assert any("After 12 replications the budget ended" in sentence for sentence in found.verdict)
    played = found.replications.groupby("strategy", observed=True)["replication"].nunique()
    assert played.to_dict() == {"fifo": 12, "contract": 12, "oldest": 10}
    told = found.summary.groupby("strategy")["replications"].first()
    assert told.to_dict() == {"fifo": 12, "contract": 12, "oldest": 10}
