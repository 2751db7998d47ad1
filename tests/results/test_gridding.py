from __future__ import annotations

import json
from dataclasses import replace
from types import SimpleNamespace
from typing import Any, cast

import pandas as pd
import pytest

import results
from results import win_map
from results.asking import Question
from results.contest import Cell, Contest
from results.crew import Crew
from results.files import Folder
from results.grid_text import as_csv, as_html, as_json, as_text
from results.gridding import Contests, as_seen, grid_plan
from results.plots.of_factorials import drawings_of_grid
from results.running import NothingPlayedError, Options
from results.win_map import COLUMNS
from tests.results.plans import twin_plan

RATE = "segments.business.arrivals.rate=1 per hour|1.4 per hour"
AGENTS = "tiers.L1.people.agents=1|2"
PREMIUM = "wait_mean[plan=premium]"
STANDARD = "wait_mean[plan=standard]"


def question(*grid: str, replications: int = 4, **asked: Any) -> Question:
    options = Options(strategies=("fifo", "contract"), replications=replications)
    return Question(options=options, grid=grid or (RATE, AGENTS), **asked)


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("out") / "grid"


@pytest.fixture(scope="module")
def found(folder):
    return grid_plan(twin_plan(), question(confirm=6), Folder.prepared(folder))


def test_a_grid_leaves_its_files_and_no_parts(folder, found):
    assert sorted(path.name for path in folder.iterdir()) == [
        *("comparison.csv", "confirmation.parquet", "effects.csv", "manifest.json", "promises.csv"),
        *("replications.parquet", "summary.csv", "winmap.csv"),
    ]
    assert json.loads((folder / "manifest.json").read_text())["grid"] == [RATE, AGENTS]


def test_the_map_has_every_strategy_at_every_point(folder, found):
    table = pd.read_csv(folder / "winmap.csv")
    assert tuple(table.columns) == ("rate", "agents", *COLUMNS, "stage")
    own = table[table["stage"] == "search"]
    assert len(own) == 4 * 2
    assert own.groupby(["rate", "agents"])["wins"].sum().tolist() == [1, 1, 1, 1]


def test_the_winner_by_construction_wins_everywhere(found):
    assert {spot.winner.strategy for _, spot in found.spots} == {"contract"}
    assert not found.spots[0][1].doubtful


def test_values_are_those_of_the_summary_at_the_point(found):
    point = "rate=1 per hour, agents=1"
    table = found.summary[(found.summary["stage"] == "search") & (found.summary["what_if"] == point)]
    own = table[(table["measure"] == "wait_mean") & (table["group"] == "premium")].set_index("strategy")
    told = found.winmap[(found.winmap["stage"] == "search") & (found.winmap["rate"] == "1 per hour")]
    told = told[told["agents"] == "1"].set_index("strategy")["value"]
    assert told["fifo"] == pytest.approx(own.loc["fifo", "estimate"])


def test_everybody_is_compared_with_the_baseline_at_the_same_point(found):
    own = found.comparison[found.comparison["family"] == "objective"]
    assert set(own["strategy"]) == {"contract"}
    assert own[own["stage"] == "search"]["what_if"].nunique() == 4
    assert {label.split(" with ")[1] for label in own["baseline"]} == set(own["what_if"])


def test_effects_are_those_of_the_mean_over_all_others(found):
    table = found.winmap[found.winmap["stage"] == "search"]
    wanted = table[table["agents"] == "2"]["value"].mean() - table["value"].mean()
    own = found.effects[(found.effects["effect"] == "agents") & (found.effects["level"] == "2")]
    assert own["value"].iloc[0] == pytest.approx(wanted)
    assert "agents × strategy" in set(found.effects["effect"])


def test_fresh_replications_decide(found):
    assert found.fresh == 6
    assert "6 fresh replications" in found.verdict[0]
    values = found.winmap.groupby("stage")["value"].first()
    assert values["search"] != values["confirmed"]


def test_twins_leave_no_doubt_and_rivals_do():
    options = Options(strategies=("oldest", "contract"), replications=3)
    asked = Question(options=options, grid=(AGENTS,), objective=STANDARD, confirm=0)
    found = grid_plan(twin_plan(), asked)
    first = found.spots[0][1]
    assert first.winner.strategy == "fifo"  # and its twin, oldest
    assert (
        first.doubtful
        == first.standings[next(c for c in first.standings if c.strategy == "contract")].may_be_best
    )


def test_a_grid_reads_well(found):
    text = as_text(found)
    assert "agents=2" in text
    assert "contract" in text
    assert "beyond the mean" in text
    assert json.loads(as_json(found))["baseline"] == "fifo"
    assert as_csv(found).startswith("rate,agents,strategy")
    assert "<table>" in as_html(found)


def test_a_grid_is_drawn(found):
    drawings = drawings_of_grid(found)
    assert [one.name for one in drawings] == ["win-map", "effects"]
    assert all(b"PNG" in one.png()[:8] and "<svg" in one.svg() for one in drawings)


def test_one_strategy_has_effects_and_no_map_of_winners():
    found = results.grid(twin_plan(), [AGENTS], strategies=["fifo"], replications=2, confirm=0)
    assert set(found.effects["effect"]) == {"agents"}
    assert found.comparison.empty
    assert [one.name for one in drawings_of_grid(found)] == ["effects"]
    assert "winner" in as_text(found)


@pytest.mark.parametrize(
    ("asked", "option"),
    [
        ({"what_if": ("all",)}, "--what-if"),
        ({"until_sure": "95 %"}, "--until-sure"),
        ({"all_pairs": True}, "--all"),
    ],
)
def test_what_goes_not_with_a_grid_is_told(asked, option):
    with pytest.raises(ValueError, match=f"leave out {option}"):
        grid_plan(twin_plan(), question(AGENTS, **asked))


class Stopped(Crew):
    """Is interrupted after so many jobs."""

    def __init__(self, after: int) -> None:
        super().__init__()
        self.after = after

    def play(self, jobs):
        for place, one in enumerate(super().play(jobs)):
            if place == self.after:
                raise KeyboardInterrupt
            yield one


def test_ctrl_c_keeps_the_replications_that_all_points_have():
    found = grid_plan(twin_plan(), question(AGENTS), crew=Stopped(5))
    assert found.interrupted
    assert found.replications_done == 2
    assert "Interrupted after 2 of 4 replications." in found.verdict


def test_ctrl_c_before_anything_is_finished_leaves_nothing():
    with pytest.raises(NothingPlayedError):
        grid_plan(twin_plan(), question(AGENTS), crew=Stopped(1))


def test_points_count_together():
    """A point that is a replication ahead waits for the others."""
    ahead, behind = (cast(Contest, SimpleNamespace(done=done)) for done in (3, 2))
    contests = Contests({"a": ahead, "b": behind})
    assert contests.done == 2


def test_who_is_ahead_is_told_where_the_best_is_in_doubt(found):
    first = found.spots[0][1]
    points = [({}, replace(first, winner=Cell("x", name), doubtful=True)) for name in ("a", "b", "a")]
    (said,) = (one for one in replace(found, spots=points).verdict if "in doubt" in one)
    assert said.startswith("At all 3 points the best is in doubt: a at 2 and b at 1 ahead on ")


def test_the_map_marks_the_winner_of_each_point_and_how_far_the_others_may_be_behind(found):
    table = found.winmap[found.winmap["stage"] == "confirmed"]
    for values, one in found.spots:
        own = table[(table["rate"] == values["rate"]) & (table["agents"] == values["agents"])]
        assert own[own["wins"]]["strategy"].tolist() == [one.winner.strategy]
        behind = {cell.strategy: abs(standing.behind) for cell, standing in one.standings.items()}
        assert dict(zip(own["strategy"], own["behind"], strict=True)) == pytest.approx(behind)


def test_fresh_replications_of_a_grid_are_others(folder, found):
    searched, fresh = (pd.read_parquet(folder / f"{n}.parquet") for n in ("replications", "confirmation"))
    sums = [
        set(one[(one["measure"] == "wait_mean") & (one["by"] == "all") & (one["replication"] < 4)]["sum"])
        for one in (searched, fresh)
    ]
    assert sums[0]
    assert not sums[0] & sums[1]


def test_what_is_called_sure_holds_for_all_points_together(monkeypatch):
    levels = []
    judged = win_map.standings

    def noted(candidates, objective, constraints, level):
        levels.append(level)
        return judged(candidates, objective, constraints, level)

    monkeypatch.setattr(win_map, "standings", noted)
    asked = question(AGENTS, replications=2, confirm=0)
    grid_plan(twin_plan(), asked)
    assert levels == pytest.approx([1 - 0.05 / 2] * 2)


def test_a_point_is_doubtful_where_the_search_saw_another_ahead_or_could_not_tell(found):
    sure = replace(found.spots[0][1], doubtful=False)
    other = replace(sure, winner=Cell(sure.winner.what_if, "somebody else"))
    assert not as_seen(sure, sure).doubtful
    assert as_seen(sure, other).doubtful
    assert as_seen(sure, replace(sure, doubtful=True)).doubtful
    assert as_seen(sure, other).winner == sure.winner
