"""A grid is played: all strategies at all its points on the same draws, then the finalists on fresh ones."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

import pandas as pd

from results.asking import Question, Setup, setup_of
from results.contest import CONFIRMED, SEARCH, Cell, Contest
from results.continuing import begin
from results.crew import Crew
from results.criteria import Expression
from results.deciding import finalists, objective_of, standings_of
from results.factorial import factorial_effects
from results.files import Folder
from results.grid_results import GridResults
from results.grids import Grid, grid_of
from results.hiring import given_or_hired
from results.manifest import manifest
from results.player import Played, Player
from results.running import NothingPlayedError, Progress
from results.series import by_section, scores
from results.stage import Desk, Stage, write_found
from results.win_map import Spot, map_table, spot
from scenarios import Plan

STRATEGY = "strategy"
"""The factor that every grid has beside its own."""
FILES = ("winmap", "effects", "comparison", "promises", "summary")


class Contests:
    """The books of all points; each is a contest of its own."""

    def __init__(self, contests: Mapping[str, Contest]) -> None:
        self.at = dict(contests)

    @property
    def done(self) -> int:
        """Replications that all points have played."""
        return min(one.done for one in self.at.values())

    @property
    def units(self) -> int:
        """Independent units that all points have played."""
        return min(one.units for one in self.at.values())

    @property
    def playing(self) -> list[tuple[int, Player]]:
        """All points' players."""
        return [(place, one.playing[0][1]) for place, one in enumerate(self.at.values())]

    def take(self, what_if: str, played: Played) -> None:
        """Takes in a replication at one point."""
        self.at[what_if].take(what_if, played)


def setups_of(plan: Plan, question: Question) -> dict[str, Setup]:
    """What is played at each point, by its label; ValueError for what cannot be asked."""
    for option, given in (
        ("--what-if", question.what_if),
        ("--combine", question.combine),
        ("--until-sure", question.until_sure),
        ("--precision", question.precision),
        ("--pareto", question.pareto),
        ("--all-pairs", question.all_pairs),
        ("--control", question.control),
    ):
        if given:
            raise ValueError(f"--grid makes points of its own; leave out {option}")
    found = {}
    for label, one in grid_of(question.grid).plans(plan).items():
        setup = setup_of(one, replace(question, lean=True))
        player = replace(setup.players[0], what_if=label)
        found[label] = replace(setup, players=(player,), baseline=Cell(label, setup.baseline.strategy))
    return found


def grid_plan(
    plan: Plan,
    question: Question,
    folder: Folder | None = None,
    progress: Progress | None = None,
    crew: Crew | None = None,
    *,
    setups: Mapping[str, Setup] | None = None,
) -> GridResults:
    """Plays a grid, writes its folder, and returns what was found; all else as in a comparison."""
    begun = time.perf_counter()
    setups = setups_of(plan, question) if setups is None else setups
    setup = next(iter(setups.values()))
    if folder is not None:
        begin(plan, question, setups, folder)
    desk = Desk(folder, progress)
    options, engine = question.options, setup.players[0].engine
    with given_or_hired(crew, options.workers, engine, options.cluster) as playing:
        stages = _played(setups, question, playing, desk)
    if not stages[0].contest.done:
        raise NothingPlayedError
    results = _results(grid_of(question.grid), setup, stages, desk)
    if folder is not None:
        seconds = {**desk.seconds, "playing": time.perf_counter() - begun}
        told = {**manifest(plan, setup.players[0], results, seconds, options), "grid": list(question.grid)}
        write_found(folder, {name: getattr(results, name) for name in FILES}, told, stages)
    return results


def _played(setups: Mapping[str, Setup], question: Question, crew: Crew, desk: Desk) -> list[Stage[Contests]]:
    """The search at all points, and the confirmation of the finalists where there is to be one."""
    first = next(iter(setups.values()))
    search = Contests(
        {
            label: Contest(one.players, one.baseline, one.watched, one.replications, told=one.told)
            for label, one in setups.items()
        }
    )
    stages = [Stage(search, desk)]
    stages[0].play(crew, first.replications)
    wanted = first.replications if question.confirm is None else question.confirm
    if not search.done or stages[0].stopped or not wanted:
        return stages
    objective = _objective(first, search)
    fresh = {label: _fresh(one, search.at[label], objective, wanted) for label, one in setups.items()}
    stages.append(Stage(Contests(fresh), desk, fresh=True))
    stages[1].play(crew, wanted)
    return stages


def _fresh(setup: Setup, search: Contest, objective: Expression, replications: int) -> Contest:
    """A contest of the finalists of one point."""
    chosen = finalists(search, objective, standings_of(setup, search, objective))
    (player,) = setup.players
    names = dict.fromkeys([setup.baseline.strategy, *(cell.strategy for cell in chosen)])
    few = replace(player, strategies={name: player.strategies[name] for name in names})
    return Contest((few,), setup.baseline, setup.watched, replications, told=setup.told)


def _objective(setup: Setup, contests: Contests) -> Expression:
    """What was asked for; else the promise that fares worst under the baseline at the first point."""
    return objective_of(setup, next(iter(contests.at.values())))


def _results(grid: Grid, setup: Setup, stages: Sequence[Stage[Contests]], desk: Desk) -> GridResults:
    search = stages[0].contest
    objective = _objective(setup, search)
    fresh = stages[1].contest if len(stages) > 1 and stages[1].contest.units > 1 else None
    contests = {SEARCH: search} | ({CONFIRMED: fresh} if fresh is not None else {})
    spots = {
        stage: [
            (grid.described(point), spot(setup, objective, one, len(grid.points)))
            for point, one in zip(grid.points, own.at.values(), strict=True)
        ]
        for stage, own in contests.items()
    }
    if fresh is not None:
        spots[CONFIRMED] = [
            (values, as_seen(one, before))
            for (values, one), (_, before) in zip(spots[CONFIRMED], spots[SEARCH], strict=True)
        ]

    def staged(table: Callable[[Contest], pd.DataFrame]) -> pd.DataFrame:
        parts = [table(one).assign(stage=stage) for stage, own in contests.items() for one in own.at.values()]
        return pd.concat([part for part in parts if len(part)] or parts[:1], ignore_index=True)

    return GridResults(
        name=setup.players[0].scenario.name,
        grid=grid,
        setup=setup,
        objective_found=objective,
        spots=spots[CONFIRMED if fresh is not None else SEARCH],
        fresh=fresh.done if fresh is not None else 0,
        winmap=pd.concat(
            [map_table(own).assign(stage=stage) for stage, own in spots.items()], ignore_index=True
        ),
        effects=_effects(grid, search, objective),
        comparison=staged(
            lambda one: one.comparison(objective, setup.worth) if one.pairs else pd.DataFrame()
        ),
        promises=staged(Contest.promises),
        summary=staged(Contest.summary),
        replications_done=search.done,
        replications_asked=setup.replications,
        tickets=desk.tickets,
        interrupted=any(stage.stopped for stage in stages),
        folder=desk.folder.path if desk.folder else None,
    )


def as_seen(fresh: Spot, search: Spot) -> Spot:
    """A point on fresh replications: doubtful too where the search could not tell, or saw another ahead."""
    also = search.doubtful or fresh.winner != search.winner
    return replace(fresh, doubtful=fresh.doubtful or also)


def _effects(grid: Grid, contests: Contests, objective: Expression) -> pd.DataFrame:
    """Main effects and interactions of the factors and the strategy."""
    cells = [cell for one in contests.at.values() for cell in one.cells]
    own = [one.entries[cell].candidate for one in contests.at.values() for cell in one.cells]
    factors: dict[str, Sequence[str]] = {one.name: one.labels for one in grid.factors}
    strategies = tuple(dict.fromkeys(cell.strategy for cell in cells))
    if len(strategies) > 1:
        factors[STRATEGY] = strategies
    found = scores(own, objective, sections=by_section([objective]))
    return factorial_effects(found, factors)
