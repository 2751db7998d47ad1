from __future__ import annotations

import hashlib
import json
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

import results
from results.files import Folder, FolderError, next_free
from results.measures import MEASURES
from results.running import Options, player_of
from results.tables import PROMISES, SUMMARY
from tests.results.plans import small_plan
from tests.results.played_alone import digests


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("out") / "run"


@pytest.fixture(scope="module")
def found(folder):
    return results.run(small_plan(), out=folder, keep_tickets=True, by=("segment,priority", "customer"))


def test_a_run_leaves_its_files_and_no_parts(folder, found):
    assert sorted(path.name for path in folder.iterdir()) == [
        "manifest.json",
        "promises.csv",
        "replications.parquet",
        "summary.csv",
        "tickets.parquet",
    ]


def test_promises_have_the_columns_of_the_contract(folder, found):
    table = pd.read_csv(folder / "promises.csv")
    assert tuple(table.columns) == PROMISES
    assert table["strategy"].tolist() == ["fifo", "level"]
    assert set(table["what_if"]) == {"as written"}


def test_the_summary_has_the_columns_of_the_contract(folder, found):
    table = pd.read_csv(folder / "summary.csv")
    assert tuple(table.columns) == SUMMARY
    assert set(table["measure"]) <= set(MEASURES)
    assert not table.duplicated(["strategy", "measure", "by", "group"]).any()


def test_replications_have_the_columns_of_the_contract(folder, found):
    table = pd.read_parquet(folder / "replications.parquet")
    assert table.columns.tolist() == [
        *("what_if", "strategy", "replication", "measure", "by", "group", "sum", "count")
    ]
    assert table["replication"].drop_duplicates().tolist() == [0, 1, 2]


def test_estimates_are_the_ratios_of_the_sums_over_replications(found):
    sums = found.replications
    for measure, by in (
        ("wait_mean", "segment"),
        ("first_reply_attainment", "priority"),
        ("occupancy", "pool"),
    ):
        rows = sums[(sums["measure"] == measure) & (sums["by"] == by) & (sums["strategy"] == "fifo")]
        for group, own in rows.groupby("group", observed=True):
            ratio = own["sum"].sum() / own["count"].sum()
            assert found.value("fifo", measure, by, str(group)) == pytest.approx(ratio)


def test_promises_agree_with_the_summary(found):
    for _, row in found.promises.iterrows():
        same = found.value(row["strategy"], "first_reply_attainment", "policy", row["policy"])
        assert row["attainment"] == pytest.approx(same)


def test_customers_are_the_ten_worst(found):
    rows = found.selected(("wait_mean",), "customer")
    own = rows[rows["strategy"] == "fifo"]
    assert len(own) == 10
    everybody = found.replications
    every = everybody[
        (everybody["measure"] == "wait_mean")
        & (everybody["by"] == "customer")
        & (everybody["strategy"] == "fifo")
    ]
    totals = every.groupby("group", observed=True)[["sum", "count"]].sum()
    worst = (totals["sum"] / totals["count"]).nlargest(10)
    assert set(own["group"]) == set(worst.index)


def test_tickets_are_kept_one_row_each(folder, found):
    table = pd.read_parquet(folder / "tickets.parquet")
    assert len(table) == found.tickets
    one = table[(table["strategy"] == "fifo") & table["measured"]]
    waits = one["first_touch"] - one["created"]
    assert waits.mean() == pytest.approx(found.value("fifo", "wait_mean"))
    assert set(one["segment"]) == {"big", "small"}


def test_the_manifest_tells_what_was_run(folder, found):
    told = json.loads((folder / "manifest.json").read_text())
    assert told["sha256"] == hashlib.sha256(b"name: small").hexdigest()
    assert told["file"] == "small.yaml"
    assert told["tickets"] == found.tickets
    assert {"timing", "machine", "versions", "seed", "strategies"} <= set(told)
    assert told["engine"] == "compiled"


def test_all_strategies_play_the_same_tickets(found):
    counts = found.selected(("tickets",), "all")["estimate"]
    assert counts.nunique() == 1


def test_the_same_run_leaves_the_same_bytes(folder, found, tmp_path):
    results.run(small_plan(), out=tmp_path / "again", keep_tickets=True, by=("segment,priority", "customer"))
    assert digests(tmp_path / "again") == digests(folder)


@pytest.mark.slow
def test_two_workers_leave_the_same_bytes_as_one(folder, found, tmp_path):
    results.run(
        small_plan(), out=tmp_path / "two", keep_tickets=True, by=("segment,priority", "customer"), workers=2
    )
    assert digests(tmp_path / "two") == digests(folder)


def test_another_seed_leaves_other_numbers(found):
    other = results.run(small_plan(), seed=2, strategies=["fifo"])
    assert other.value("fifo", "wait_mean") != found.value("fifo", "wait_mean")


def test_one_strategy_alone_finds_what_it_finds_among_others(found):
    alone = results.run(small_plan(), strategies=["level"])
    own = found.summary[(found.summary["strategy"] == "level") & (found.summary["by"] == "segment")]
    same = alone.summary[alone.summary["by"] == "segment"]
    np.testing.assert_array_equal(own["estimate"].to_numpy(), same["estimate"].to_numpy())


def test_the_default_objective_is_the_worst_promise_of_the_baseline(found):
    assert found.objective == "first_reply_attainment[policy=everyone]"


def test_a_stated_objective_stays():
    plan = small_plan(1, objective="wait_mean")
    assert results.run(plan, strategies=["fifo"]).objective == "wait_mean"


def test_one_replication_says_that_it_gives_no_intervals():
    one = results.run(small_plan(1), strategies=["fifo"])
    assert any("no intervals" in sentence for sentence in one.sentences)
    assert one.promises["verdict"].tolist() == ["close"]


def test_an_unknown_strategy_is_refused_with_the_known_ones():
    with pytest.raises(ValueError, match="no strategy 'lifo'; it has: fifo, level"):
        player_of(small_plan(), Options(strategies=("lifo",)))


def test_an_unknown_engine_is_refused():
    with pytest.raises(ValueError, match="no engine 'steam'"):
        player_of(small_plan(), Options(engine="steam"))


def test_undecided_tickets_are_told():
    plan = small_plan(1)
    run = replace(plan.scenario.run, cooldown=0.0)
    slow = replace(plan, scenario=replace(plan.scenario, run=run))
    pools = (replace(slow.scenario.pools[0], rosters=()),)
    nobody = replace(slow, scenario=replace(slow.scenario, pools=pools))
    told = results.run(nobody, strategies=["fifo"])
    assert any("100 % of tickets had no first reply" in sentence for sentence in told.sentences)


def test_earlier_results_are_not_overwritten_unless_forced(folder, found):
    with pytest.raises(FolderError, match="--force"):
        Folder.prepared(folder)


def test_other_files_are_never_overwritten(tmp_path):
    (tmp_path / "thesis.txt").write_text("mine")
    with pytest.raises(FolderError, match="not results"):
        Folder.prepared(tmp_path, force=True)
    assert (tmp_path / "thesis.txt").read_text() == "mine"


def test_forcing_empties_earlier_results(tmp_path):
    first = Folder.prepared(tmp_path / "run")
    first.write_manifest({})
    (tmp_path / "run" / "summary.csv").write_text("old")
    Folder.prepared(tmp_path / "run", force=True)
    assert not (tmp_path / "run" / "summary.csv").exists()


def test_a_file_in_the_way_is_an_error(tmp_path):
    (tmp_path / "run").write_text("")
    with pytest.raises(FolderError, match="is a file"):
        Folder.prepared(tmp_path / "run")


def test_the_next_free_folder_is_numbered(tmp_path):
    (tmp_path / "small-desk-1").mkdir()
    assert next_free("Small desk", tmp_path) == tmp_path / "small-desk-2"


def test_results_show_themselves_in_a_notebook(found):
    shown = found._repr_html_()
    assert "<table>" in shown
    assert "fifo" in shown
