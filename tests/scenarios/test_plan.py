from __future__ import annotations

import os
import pickle
from pathlib import Path

import pytest

from scenarios import ScenarioError, read
from sim.vocabulary import EndOfShift
from tests.scenarios.texts import SMALL, changed, plan


def refusal(path: str | Path) -> str:
    with pytest.raises(ScenarioError) as error:
        read(path)
    return str(error.value)


def test_a_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "nothing.yaml"
    assert refusal(path) == f"{path}: found no such file, allowed: a YAML file"


def test_a_folder_is_refused(tmp_path: Path) -> None:
    assert refusal(tmp_path) == f"{tmp_path}: found a folder, allowed: a YAML file"


@pytest.mark.skipif(os.geteuid() == 0, reason="root reads everything")
def test_an_unreadable_file_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "secret.yaml"
    path.write_text(SMALL)
    path.chmod(0)
    assert "cannot be read" in refusal(path)


@pytest.mark.parametrize("path", ["a\0b", "x" * 5000])
def test_a_path_that_cannot_be_is_refused(path: str) -> None:
    assert refusal(path)


def test_a_binary_file_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "picture.yaml"
    path.write_bytes(bytes(range(256)))
    assert "not text: allowed is YAML in UTF-8" in refusal(path)


def test_an_error_survives_the_way_between_processes() -> None:
    with pytest.raises(ScenarioError) as error:
        plan("[]")
    assert pickle.loads(pickle.dumps(error.value)).mistakes == error.value.mistakes


def test_a_plan_survives_the_way_between_processes() -> None:
    first = plan(SMALL)
    again = pickle.loads(pickle.dumps(first))
    assert again.strategies == first.strategies
    assert again.scenario.levels == first.scenario.levels


def test_the_first_strategy_is_the_baseline_unless_said() -> None:
    assert (
        plan(
            changed(("baseline: oldest\n", ""), ("objective: first_reply_attainment[policy=premium]\n", ""))
        ).baseline
        == "oldest"
    )


def test_the_objective_follows_the_promises_unless_said() -> None:
    without = ("objective: first_reply_attainment[policy=premium]\n", "")
    assert not plan(changed(without)).objective, "the worst promise is known only after the run"
    leaving = ("channel: phone,", "channel: phone, patience: 5 min,")
    assert plan(changed(without, leaving)).objective == "kept_share"
    errs = ("mode: manual, work", "errors: {priority: {accuracy: 0.8}}, mode: manual, work")
    assert plan(changed(without, leaving, errs)).objective == "kept_share_owed"
    no_promises = (SMALL[SMALL.index("sla:") : SMALL.index("baseline:")], "")
    assert not plan(changed(without, leaving, no_promises)).objective


def test_the_run_has_defaults() -> None:
    run = plan(
        changed(("run: {warmup: 1 week, measure: 5 weeks, cooldown: 1 week, replications: 2, seed: 3}\n", ""))
    ).scenario.run
    assert (run.warmup, run.measure, run.cooldown, run.replications, run.seed) == (
        20160,
        120960,
        20160,
        20,
        1,
    )


def test_changes_are_made_before_the_file_is_read(tmp_path: Path) -> None:
    path = tmp_path / "desk.yaml"
    path.write_text(SMALL)
    changes = {
        "tiers.L1.front.agents": 7,
        "tiers.L1.front.end_of_shift": "pause",
        "requests.incident.path.L1.touches": {1: 1},
    }
    pool, *_ = read(path, changes=changes).scenario.pools
    assert len(pool.rosters) == 7
    assert pool.end_of_shift is EndOfShift.PAUSE


def test_changes_add_up() -> None:
    more = plan(SMALL).with_changes({"tiers.L2.back.agents": 5}).with_change("more")
    assert [len(pool.rosters) for pool in more.scenario.pools] == [4, 5]


def test_a_change_that_leads_nowhere_is_refused() -> None:
    with pytest.raises(ScenarioError, match="there is no L7, allowed: L1, L2"):
        plan(SMALL).with_changes({"tiers.L7.back.agents": 5})


def test_an_unknown_what_if_is_refused() -> None:
    with pytest.raises(ScenarioError, match=r"found 'mor', allowed: more \(did you mean more\?\)"):
        plan(SMALL).with_change("mor")


def test_a_what_if_may_take_something_away() -> None:
    text = changed(("more: {tiers.L1.front.agents: 4}", "calm: {requests.incident.path.L1.touches: null}"))
    assert plan(text).with_change("calm").scenario.requests[0].path[0].touches == (1,)


def test_attributes_may_be_numbers_that_are_read_as_words() -> None:
    text = changed(
        ("plan: {premium: 0.5, standard: 0.5}", "plan: {1: 0.5, standard: 0.5}"),
        ("orders: {plan: [premium, standard]}", "orders: {plan: [1, standard]}"),
        ("when: {plan: premium}", "when: {plan: 1}"),
    )
    assert plan(text).scenario.levels["plan"] == ("1", "standard")


def test_a_vip_is_yes_or_true() -> None:
    vip = ("plan: {premium: 0.5, standard: 0.5}", "plan: {premium: 0.5, standard: 0.5}\n    vip: 10 %")
    rule = ("when: {plan: premium}", "when: {vip: true}")
    policy = plan(changed(vip, rule)).scenario.policies[0]
    assert policy.when[0].values == ("yes",)


def test_numbers_are_compared_in_filters() -> None:
    text = changed(("when: {plan: premium}", 'when: {fields.seats: ">= 500"}'))
    (condition,) = plan(text).scenario.policies[0].when
    assert (condition.attribute, condition.operator, condition.number) == ("fields.seats", ">=", 500.0)


def test_goals_fit_by_calendar_periods_of_the_desk() -> None:
    for period, weeks, fits in (
        ("month", 5, False),
        ("month", 9, True),
        ("4 weeks", 4, True),
        ("week", 1, True),
    ):
        text = changed(("per: week}", f"per: {period}}}"), ("measure: 5 weeks", f"measure: {weeks} weeks"))
        try:
            plan(text)
            found = True
        except ScenarioError:
            found = False
        assert found is fits, (period, weeks)


def test_impact_and_urgency_have_the_usual_matrix() -> None:
    scenario = plan(SMALL).scenario
    assert scenario.priority_matrix is not None
    assert scenario.priority_matrix.tolist() == [[0, 1, 2], [1, 2, 3], [2, 3, 3]]


def test_labels_that_the_usual_matrix_does_not_know_leave_the_default() -> None:
    scenario = plan(changed(("impact: {high: 0.5, low: 0.5}", "impact: {site: 0.5, person: 0.5}"))).scenario
    assert scenario.priority_matrix is None
    assert scenario.levels["impact"] == ("site", "person")
    assert scenario.priorities[scenario.default_priority] == "normal"


def test_a_pool_may_have_several_calendars_and_hours_past_midnight() -> None:
    night = changed(
        (
            'office: {mon-fri: "09:00-17:00"}',
            'office: {mon-fri: "09:00-17:00"}\n  night: {every day: "22:00-06:00"}',
        ),
        ("agents: 3, roster: office", "agents: 3, roster: [office, night]"),
    )
    roster = plan(night).scenario.pools[0].rosters[0]
    assert (roster.start[1], roster.end[1]) == (9 * 60.0, 17 * 60.0)
    assert (roster.start[2], roster.end[2]) == (22 * 60.0, 30 * 60.0)


def test_distributions_of_all_kinds_are_read() -> None:
    kinds = {
        "{gamma: {mean: 3 h, cv: 1}}": 180.0,
        "{erlang: {mean: 20 min, stages: 4}}": 20.0,
        "{triangular: {low: 5 min, mode: 10 min, high: 15 min}}": 10.0,
        "{uniform: {low: 5 min, high: 15 min}}": 10.0,
        "{mixture: [{share: 0.5, constant: 10 min}, {share: 0.5, exponential: {mean: 30 min}}]}": 20.0,
        "{empirical: [5 min, 15 min]}": 10.0,
        "{constant: 7 min}": 7.0,
    }
    for text, mean in kinds.items():
        work = plan(changed(("L2: {work: 30 min,", f"L2: {{work: {text},"))).scenario.requests[0].path[1].work
        assert work.mean == pytest.approx(mean), text
