from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from typing import Any

import pytest

from results.asking import Question, Setup, setup_of
from results.contest import Cell, Contest
from results.deciding import finalists, found_of, objective_of, pursuit_of, standings_of
from results.player import AS_WRITTEN, Played
from results.running import Options
from results.verdict_text import sentences
from tests.results.hall import hall_interval
from tests.results.plans import twin_plan

FIFO, CONTRACT, OLDEST = (Cell(AS_WRITTEN, name) for name in ("fifo", "contract", "oldest"))
EASY = "first_reply_attainment[policy=premium] >= 1 % in 50 % of weeks"
HARD = "first_reply_attainment[policy=premium] >= 100 % in 100 % of weeks"
REPLICATIONS = 12


def setup(**asked: Any) -> Setup:
    """What is asked, of the few groups that matter here."""
    question = Question(options=Options(replications=REPLICATIONS), **asked)
    found = setup_of(twin_plan(), question)
    few = tuple(replace(player, only=("plan", "policy")) for player in found.players)
    return replace(found, players=few)


@cache
def played(*, confirm: bool = False) -> Sequence[Played]:
    """All replications, with what any of the constraints needs."""
    (player,) = setup(constraints=(EASY, HARD)).players
    return [player.play(number, confirm) for number in range(REPLICATIONS)]


def contest(asked: Setup, count: int = REPLICATIONS, *, confirm: bool = False) -> Contest:
    found = Contest(asked.players, asked.baseline, asked.watched, count)
    for one in played(confirm=confirm)[:count]:
        found.take(AS_WRITTEN, one)
    return found


def verdict(asked: Setup, *, fresh: bool = False):
    search = contest(asked)
    return found_of(
        asked, objective_of(asked, search), search, contest(asked, confirm=True) if fresh else None
    )


def standing(asked: Setup, cell: Cell):
    search = contest(asked)
    return standings_of(asked, search, objective_of(asked, search))[cell]


def test_who_wins_by_construction_wins():
    assert verdict(setup()).winner == CONTRACT
    assert standing(setup(), CONTRACT).chance > 0.99


def test_twins_stand_alike():
    assert standing(setup(), OLDEST) == standing(setup(), FIFO)


def test_without_fresh_replications_the_verdict_says_so():
    found = verdict(setup())
    assert found.fresh == 0
    assert "looks better than it is" in sentences(found)[-1]


def test_fresh_replications_alone_decide():
    found = verdict(setup(), fresh=True)
    assert found.fresh == REPLICATIONS
    own = standings_of(setup(), contest(setup(), confirm=True), found.objective)
    assert found.standing == own[CONTRACT]


def test_the_runner_up_is_not_the_winner_under_another_name():
    asked = setup(objective="wait_mean[plan=standard]")
    search = contest(asked)
    objective = objective_of(asked, search)
    chosen = finalists(search, objective, standings_of(asked, search, objective))
    assert chosen == [FIFO, CONTRACT]


def test_a_winner_that_is_the_baselines_twin_is_told_so():
    said = " ".join(sentences(verdict(setup(objective="wait_mean[plan=standard]"))))
    assert "fifo is best" in said
    assert "fifo and oldest are identical" in said


def test_without_an_objective_the_worst_promise_is_judged():
    asked = replace(setup(), stated=None)
    assert objective_of(asked, contest(asked, 2)).text == "first_reply_attainment[policy=premium]"


def test_a_weighted_sum_is_the_sum_of_its_parts():
    parts = [
        standing(setup(objective=f"wait_mean[plan={plan}]"), CONTRACT) for plan in ("premium", "standard")
    ]
    both = setup(objective="0.25 wait_mean[plan=premium] + 0.75 wait_mean[plan=standard]")
    assert standing(both, CONTRACT).value == pytest.approx(0.25 * parts[0].value + 0.75 * parts[1].value)


def test_a_quantile_is_that_of_the_summary():
    asked = setup(objective="wait_p90[plan=premium]")
    search = contest(asked)
    table = search.summary().set_index(["strategy", "measure", "by", "group"])
    own = table.loc[("contract", "wait_p90", "plan", "premium")]
    found = standing(asked, CONTRACT)
    assert found.value == pytest.approx(own["estimate"])
    assert found.high == pytest.approx(own["high"])


def test_a_ratio_has_the_interval_of_the_summary():
    asked = setup()
    own = contest(asked).summary().set_index(["strategy", "measure", "by", "group"])
    own = own.loc[("contract", "wait_mean", "plan", "premium")]
    found = standing(asked, CONTRACT)
    assert (found.value, found.low) == pytest.approx((own["estimate"], own["low"]))


def test_who_breaks_a_constraint_does_not_win():
    asked = setup(constraints=("wait_mean[plan=standard] <= 100 min",))
    values = {cell: standing(asked, cell).limits[0] for cell in (FIFO, CONTRACT)}
    bound = (values[FIFO].value + values[CONTRACT].value) / 2
    found = verdict(setup(constraints=(f"wait_mean[plan=standard] <= {bound:.1f} min",)))
    assert values[CONTRACT].value > values[FIFO].value
    assert found.winner in {FIFO, OLDEST}


def test_where_nobody_keeps_the_constraints_the_nearest_is_named():
    found = verdict(setup(constraints=("wait_mean <= 0 min",)))
    assert sentences(found)[0].startswith("No candidate keeps all constraints; ")


def test_odds_that_are_the_same_in_every_replication_are_judged_as_trials():
    easy, hard = (standing(setup(constraints=(one,)), FIFO).limits[0] for one in (EASY, HARD))
    assert (easy.value, easy.verdict) == (1.0, "kept")
    assert (hard.value, hard.verdict) == (0.0, "broken")


def test_a_difference_that_does_not_matter_is_practically_the_same():
    found = verdict(setup(worth="100 days"))
    assert {one.verdict for one in found.against} == {"practically the same"}
    assert "practically so" in sentences(found)[0]


def test_one_replication_tells_nothing_apart():
    asked = setup()
    search = contest(asked, 1)
    found = found_of(asked, objective_of(asked, search), search, None)
    assert {one.verdict for one in found.against} == {"not yet told apart"}


def test_running_until_sure_needs_to_know_what_matters():
    with pytest.raises(ValueError, match="--worth"):
        setup(until_sure="95 %")


@pytest.mark.parametrize(
    ("asked", "message"),
    [
        ({"until_sure": "100 %"}, "below 100 %"),
        ({"until_sure": "95 %", "objective": "wait_p90"}, "is a quantile"),
    ],
)
def test_certainty_that_cannot_be_had_is_refused(asked, message):
    with pytest.raises(ValueError, match=message):
        setup(worth="1 min", **asked)


def test_who_falls_far_behind_is_out_after_the_first_stage():
    asked = setup(until_sure="95 %", worth="10 min")
    search = contest(asked)
    pursuit = pursuit_of(asked, search, objective_of(asked, search))
    assert pursuit.cells == [FIFO, CONTRACT]  # a twin runs once
    assert pursuit.alive == [CONTRACT]
    assert "With 95 % confidence contract is best" in pursuit.result().sentence


def test_those_that_are_left_play_on_until_the_best_is_known():
    asked = setup(until_sure="95 %", worth="0.001 min", objective="wait_mean")
    search = contest(asked)
    pursuit = pursuit_of(asked, search, objective_of(asked, search))
    assert pursuit.alive == [FIFO, CONTRACT]
    ((_, player),) = search.playing
    assert list(player.strategies) == ["fifo", "contract"]  # the twin rests
    for number in (REPLICATIONS, REPLICATIONS + 1):
        search.take(AS_WRITTEN, player.play(number))
    pursuit.look()
    assert search.done == REPLICATIONS + 2
    assert set(pursuit.result().left) == set(pursuit.alive)
    assert "the budget ended before that was sure" in pursuit.result().sentence


def test_what_has_played_on_is_told_with_all_its_replications_and_judged_with_those_in_common():
    asked = setup(until_sure="95 %", worth="0.001 min", objective="wait_mean")
    search = contest(asked)
    before = standings_of(asked, search, objective_of(asked, search))
    search.play_on([CONTRACT])
    ((_, player),) = search.playing
    assert list(player.strategies) == ["fifo", "contract"]  # the baseline plays on
    search.take(AS_WRITTEN, player.play(REPLICATIONS))
    told = search.summary().groupby("strategy")["replications"].first()
    assert told.to_dict() == {"fifo": 13, "contract": 13, "oldest": 12}
    assert standings_of(asked, search, objective_of(asked, search)) == before
    units = search.comparison(objective_of(asked, search), 0.0)
    assert set(units[units["strategy"] == "oldest"]["verdict"]) == {"identical"}


def test_the_winner_is_held_against_the_others_with_an_interval_for_each_pair():
    """Three candidates make three pairs, whichever of them leads."""
    asked = setup(objective="wait_mean[plan=standard]")
    search = contest(asked)
    found = found_of(asked, objective_of(asked, search), search, None)
    (told,) = [one for one in found.against if one.other == CONTRACT]
    series = [search.entries[cell].candidate.series for cell in (FIFO, CONTRACT)]
    ours, theirs = (one.linearised("wait_mean[plan=standard]") for one in series)
    away = ours[0] - theirs[0] + ours[1] - theirs[1]
    assert (told.low, told.high) == pytest.approx(hall_interval(away, 0.025 / 3))


def test_who_surely_breaks_a_constraint_cannot_be_best():
    asked = setup(constraints=("wait_mean[plan=premium] >= 10 days",), objective="wait_mean[plan=premium]")
    assert not any(standing(asked, cell).may_be_best for cell in (FIFO, CONTRACT))


BOTH = "0.25 wait_mean[plan=premium] + 0.75 wait_mean[plan=standard]"


def test_weights_count_in_the_spread_of_a_sum():
    asked = setup(objective=BOTH)
    search = contest(asked)
    series = search.entries[CONTRACT].candidate.series
    premium, standard = (series.linearised(f"wait_mean[plan={plan}]")[1] for plan in ("premium", "standard"))
    own = standing(asked, CONTRACT)
    units = own.value + 0.25 * premium + 0.75 * standard
    assert (own.low, own.high) == pytest.approx(hall_interval(units, 0.025))


def test_the_row_of_a_sum_is_the_candidate_less_the_baseline():
    asked = setup(objective=BOTH)
    table = contest(asked).comparison(objective_of(asked, contest(asked)), 0.0)
    row = table[(table["family"] == "objective") & (table["strategy"] == "contract")].iloc[0]
    wanted = standing(asked, CONTRACT).value - standing(asked, FIFO).value
    assert row["difference"] == pytest.approx(wanted)


def test_constraints_take_half_of_the_error():
    series = [contest(setup()).entries[cell].candidate.series for cell in (FIFO, CONTRACT)]
    ours, theirs = (one.linearised("wait_mean[plan=premium]") for one in series)
    away = ours[0] - theirs[0] + ours[1] - theirs[1]
    for constraints, error in (((), 0.05), ((EASY,), 0.025)):
        own = standing(setup(constraints=constraints), FIFO)
        assert own.behind == pytest.approx(hall_interval(away, error / 2)[1])


def test_nobody_loses_to_who_breaks_a_constraint():
    values = {cell: standing(setup(objective="wait_mean[plan=standard]"), cell) for cell in (FIFO, CONTRACT)}
    bound = (values[FIFO].value + values[CONTRACT].value) / 2
    asked = setup(constraints=(f"wait_mean[plan=standard] <= {bound:.1f} min",))
    assert standing(asked, FIFO).may_be_best
    assert not standing(setup(), FIFO).may_be_best
    assert standing(asked, CONTRACT).chance < 0.1
    assert standing(setup(), CONTRACT).chance > 0.9


def test_the_table_too_knows_what_difference_matters():
    search = contest(setup())
    rows = search.comparison(objective_of(setup(), search), 14_400.0)
    own = rows[(rows["family"] == "objective") & (rows["strategy"] == "contract")]
    assert own["verdict"].tolist() == ["practically the same"]


def test_what_the_winner_breaks_is_asked_of_the_tickets_that_decide(monkeypatch):
    asked = setup()
    search, fresh = contest(asked), contest(asked, confirm=True)
    told = []
    monkeypatch.setattr(
        "results.deciding.broken_by_winner",
        lambda promises, winner, baseline: told.append((promises, winner, baseline)) or "that it breaks",
    )
    found = found_of(asked, objective_of(asked, search), search, fresh)
    ((promises, *cells),) = told
    assert cells == [CONTRACT, FIFO]
    assert promises.equals(fresh.promises())
    assert sentences(found)[1] == "that it breaks"
