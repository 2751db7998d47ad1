from __future__ import annotations

import json
from pathlib import Path

import pandas as pd
import pytest

import results
from results.files import Folder
from results.running import Options
from results.sizing.ceiling import CeilingError
from results.sizing.course import INFEASIBLE, SIZED, UNREACHABLE, UNSURE
from results.sizing.played import FILES, SizeResults, size_plan
from results.sizing.question import SizeQuestion
from results.sizing.text import as_csv, as_html, as_json, as_text, verdict
from scenarios.plan import Plan, plan_of
from tests.plain import needs_compiling
from tests.results.plans import TEXT

pytestmark = needs_compiling("100,000 tickets")

TWO_STRATEGIES = TEXT.replace("{agents: 1, roster: always}", "{agents: 1, roster: always, wage: 20 per hour}")
SHORT = (
    TWO_STRATEGIES.replace("warmup: 1 day, measure: 2 weeks", "warmup: 4 h, measure: 1 week")
    .replace("cooldown: 3 days", "cooldown: 6 h")
    .replace("rate: 5 per hour", "rate: 6 per hour")
    .replace("\n      goal: {first_reply: 90 %, per: week}", "")
)
ATTAINMENT = "first_reply_attainment[policy=premium] >= 90 %"
ASKED = f"sizing: {{vary: {{L1.people: 1..4}}, subject_to: '{ATTAINMENT}'}}\n"


def plan(text: str = SHORT + ASKED) -> Plan:
    return plan_of(text.encode(), Path("desk.yaml"))


def sized(question: SizeQuestion = SizeQuestion(budget=16), text: str = SHORT + ASKED) -> SizeResults:  # noqa: B008
    return size_plan(plan(text), question)


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> SizeResults:
    folder = Folder.prepared(tmp_path_factory.mktemp("out") / "sizing", force=False)
    return size_plan(plan(), SizeQuestion(budget=16), folder)


def heads(found: SizeResults) -> dict[str, int]:
    return dict(zip(found.sizing["strategy"], found.sizing["agents"], strict=True))


def test_each_strategy_is_sized_on_its_own(found: SizeResults) -> None:
    assert heads(found) == {"fifo": 2, "contract": 2}
    assert list(found.sizing["status"]) == [UNSURE, SIZED]
    assert found.sizing["cost_per_week"].tolist() == pytest.approx([2 * 168 * 20] * 2)


def test_only_figures_of_fresh_replications_are_told(found: SizeResults) -> None:
    course = found.courses[0]
    desk = course.desk
    assert desk is not None
    fresh, _ = course.fresh.margins(desk)
    searched, _ = course.trials.margins(desk)
    row = found.requirements[found.requirements["strategy"] == "fifo"].iloc[0]
    assert row["value"] == pytest.approx(0.9 + fresh[0])
    assert fresh[0] != searched[0]
    same_number = course.fresh.replications((1,)), course.trials.replications((1,))
    assert same_number == (4, 4)
    assert course.fresh.margins((1,))[0] != course.trials.margins((1,))[0]


def test_the_search_plays_what_a_run_of_that_desk_plays(found: SizeResults) -> None:
    changed = plan().with_changes({"tiers.L1.people.agents": 2})
    run = results.run(changed, strategies=["fifo"])
    margins, _ = found.courses[0].trials.margins((2,))
    assert found.courses[0].trials.replications((2,)) == 4
    assert float(run.promises["attainment"].iloc[0]) == pytest.approx(0.9 + margins[0])


def test_one_person_more_or_fewer_is_told_with_paired_intervals(found: SizeResults) -> None:
    own = found.neighbours[found.neighbours["strategy"] == "fifo"].set_index("change")
    assert set(own.index) == {-1, 1}
    assert own.loc[-1, "high"] < 0 < own.loc[1, "low"]
    assert own.loc[1, "cost_per_week"] == pytest.approx(168 * 20)


def test_further_points_cost_more(found: SizeResults) -> None:
    own = found.frontier[found.frontier["strategy"] == "fifo"]
    assert own["cost_per_week"].is_monotonic_increasing
    assert own["beyond"].is_monotonic_increasing
    assert own.loc[own["sized"], "L1.people"].tolist() == [2]


def test_every_desk_that_was_simulated_is_told(found: SizeResults) -> None:
    own = found.candidates[(found.candidates["strategy"] == "fifo") & (found.candidates["stage"] == "search")]
    assert set(own["L1.people"]) >= {1, 2, 3}
    keeps = own.set_index("L1.people")["keeps"]
    assert not keeps[1]
    assert keeps[2]


def test_the_folder_holds_the_tables_and_the_manifest(found: SizeResults) -> None:
    assert found.folder is not None
    for name in FILES:
        table = getattr(found, name)
        if len(table.columns):
            assert list(pd.read_csv(found.folder / f"{name}.csv").columns) == list(table.columns)
    manifest = json.loads((found.folder / "manifest.json").read_text(encoding="utf-8"))
    assert manifest["vary"] == {"L1.people": [1, 4]}
    assert manifest["subject_to"] == [ATTAINMENT]
    assert manifest["status"] == {"fifo": UNSURE, "contract": SIZED}
    assert not (found.folder / "parts").exists()


def test_what_is_printed_says_who_is_needed(found: SizeResults) -> None:
    text = as_text(found, 200)
    assert "contract: 2 in L1.people, 6,720 a week. That it keeps everything is at least 95 % certain" in text
    assert "after 16 fresh replications that is not 95 % certain" in " ".join(text.split())
    assert "Within the bounds: 4 desks" in text
    assert json.loads(as_json(found))["status"]["contract"] == SIZED
    assert as_csv(found).startswith(
        "strategy,pool,roster,agents,cost_per_week,status\nfifo,L1.people,,2,6720,"
    )
    assert "<table" in as_html(found)


def test_trying_every_desk_finds_the_same() -> None:
    question = SizeQuestion(Options(strategies=("fifo",)), budget=4, exhaustive=True)
    assert heads(sized(question)) == {"fifo": 2}


def test_no_desk_within_the_bounds_is_told_with_what_is_missing() -> None:
    question = SizeQuestion(Options(strategies=("fifo",)), vary=("L1.people=1..1",))
    found = sized(question)
    assert found.courses[0].status == INFEASIBLE
    (sentence,) = verdict(found)
    assert sentence.startswith(
        "fifo: No desk within the bounds keeps everything. The nearest, 1 in L1.people: "
    )
    assert "points short" in sentence
    assert found.sizing["agents"].isna().all()


def test_a_promise_above_the_ceiling_is_refused_with_the_hours_that_lack_cover() -> None:
    text = SHORT.replace("roster: always", "roster: day").replace(
        "profiles:", 'calendars: {day: {mon-fri: "09:00-17:00"}}\nprofiles:'
    )
    found = sized(SizeQuestion(Options(strategies=("fifo",))), text + ASKED)
    assert found.courses[0].status == UNREACHABLE
    (sentence,) = verdict(found)
    assert "cannot be kept by more people in L1.people" in sentence
    assert "where the rosters lack cover" in sentence


def test_where_nobody_asks_there_is_nothing_to_size_for() -> None:
    text = SHORT.replace("{premium: 0.3, standard: 0.7}", "{premium: 0, standard: 1}")
    with pytest.raises(
        CeilingError, match="no ticket is ever counted there, so there is nothing to size for"
    ):
        sized(text=text + ASKED)


def test_requirements_that_pull_apart_are_told() -> None:
    question = SizeQuestion(
        Options(strategies=("fifo",)),
        subject_to=(ATTAINMENT, "occupancy[tier=L1] >= 85 %"),
    )
    found = sized(question)
    assert found.courses[0].status == INFEASIBLE
    assert "occupancy[tier=L1] >= 85 %" in verdict(found)[0] or ATTAINMENT in verdict(found)[0]
