"""A comparison is played: a search among all candidates, then fresh replications for those that decide."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import asdict, dataclass, field, replace
from typing import Any

import pandas as pd

from results.asking import Question, Setup, setup_of
from results.comparison_results import Comparison
from results.contest import CONFIRMED, SEARCH, Contest
from results.continuing import begin
from results.crew import Crew
from results.criteria import Expression
from results.deciding import cautions_of, finalists, found_of, objective_of, pursuit_of, standings_of
from results.files import Folder
from results.hiring import given_or_hired
from results.manifest import manifest
from results.noise import control_table, noise_in_words
from results.player import AS_WRITTEN
from results.precision import Precision
from results.running import NothingPlayedError, Progress
from results.screening import SCREENED, Screening, on_front, pareto_table, screening, staying, worth_keeping
from results.stage import Desk, Stage, write_found
from results.until_sure import Sure
from scenarios import Plan


def compare_plan(
    plan: Plan,
    question: Question,
    folder: Folder | None = None,
    progress: Progress | None = None,
    crew: Crew | None = None,
    *,
    setup: Setup | None = None,
) -> Comparison:
    """Plays a comparison, writes its folder, and returns what was found.

    What is there already is not played again; FolderError where the folder holds parts of another comparison.
    Ctrl-C ends it early with what is finished; NothingPlayedError where no replication is, StoppedError where
    the workers or the disk gave up. A `crew` that is given plays, and is not dismissed; a `setup` that was
    made of the plan and the question before is not made again.
    """
    begun = time.perf_counter()
    setup = setup_of(plan, question) if setup is None else setup
    if folder is not None:
        begin(plan, question, {AS_WRITTEN: setup}, folder)
    desk = Desk(folder, progress)
    options, engine = question.options, setup.players[0].engine
    with given_or_hired(crew, options.workers, engine, options.cluster) as playing:
        course = _played(setup, question, playing, desk)
    if not course.search.contest.done:
        raise NothingPlayedError
    seconds = {**desk.seconds, "playing": time.perf_counter() - begun}
    results = _results(setup, course, desk, seconds)
    if folder is not None:
        tables = {name: getattr(results, name) for name in FILES}
        write_found(folder, tables, _manifest(plan, question, results), course.stages)
    return results


@dataclass
class _Course:
    """What was played, stage after stage, and what came of it on the way."""

    stages: list[Stage[Contest]]
    sure: Sure | None = None
    screening: Screening | None = None
    said: list[str] = field(default_factory=list)

    @property
    def search(self) -> Stage[Contest]:
        """The first stage."""
        return self.stages[0]


def _played(setup: Setup, question: Question, crew: Crew, desk: Desk) -> _Course:
    """The search, what makes it sure, and the confirmation where there is to be one."""
    search = Contest(
        setup.players,
        setup.baseline,
        setup.watched,
        setup.replications,
        told=setup.told,
        all_pairs=question.all_pairs,
    )
    course = _Course([Stage(search, desk)])
    _search(setup, course, crew)
    if not search.done or course.search.stopped:
        return course
    objective = objective_of(setup, search)
    _reach_precision(setup, course, crew)
    _make_sure(setup, course, objective, crew)
    wanted = setup.replications if question.confirm is None else question.confirm
    if wanted and not course.search.stopped:
        fresh = _confirming(setup, search, objective, course.sure, wanted)
        course.stages.append(Stage(fresh, desk, fresh=True))
        course.stages[1].play(crew, wanted)
    return course


def _search(setup: Setup, course: _Course, crew: Crew) -> None:
    """All candidates; where they are combinations, only those that may be best after a few replications."""
    stage, contest = course.search, course.search.contest
    if setup.combined is None:
        stage.play(crew, setup.replications)
        return
    stage.play(crew, min(SCREENED * contest.size, setup.replications))
    if not contest.done:
        return
    objective = objective_of(setup, contest)
    rest = setup.replications - contest.done
    stay = staying(setup, contest, objective) if rest and not stage.stopped else contest.cells
    course.screening = screening(setup, setup.combined, contest, objective, stay)
    if rest and not stage.stopped:
        contest.drop([cell for cell in contest.cells if cell not in stay])
        stage.play(crew, rest)


def _reach_precision(setup: Setup, course: _Course, crew: Crew) -> None:
    """More replications until everything is known as well as asked for, or the budget ends."""
    if not setup.precision:
        return
    precision = Precision(setup.precision, course.search.contest, setup.budget)
    while not course.search.stopped and (count := precision.wanted()):
        course.search.play(crew, count)
    course.said += precision.sentences()


def _make_sure(setup: Setup, course: _Course, objective: Expression, crew: Crew) -> None:
    """More replications of those that may be best, until it is sure or the budget ends."""
    if not setup.confidence or course.search.stopped:
        return
    search = course.search.contest
    pursuit = pursuit_of(setup, search, objective)
    end, step = min(pursuit.most, setup.budget // search.size), max(search.units // 4, 1)
    while len(pursuit.alive) > 1 and search.units < end and not course.search.stopped:
        course.search.play(crew, search.size * min(step, end - search.units))
        pursuit.look()
    course.sure = pursuit.result()


def _confirming(
    setup: Setup, search: Contest, objective: Expression, sure: Sure | None, replications: int
) -> Contest:
    """A contest of the finalists, and of those on the front where several objectives count."""
    chosen = finalists(search, objective, standings_of(setup, search, objective), sure)
    chosen = list(dict.fromkeys([*chosen, *on_front(setup, search)]))
    players = []
    for player in setup.players:
        first = next(iter(player.strategies))
        own = [cell.strategy for cell in chosen if cell.what_if == player.what_if]
        if own:
            names = dict.fromkeys([first, *own])
            players.append(replace(player, strategies={name: player.strategies[name] for name in names}))
    return Contest(
        players,
        setup.baseline,
        setup.watched,
        replications,
        told=setup.told,
        all_pairs=True,
        only=chosen,
    )


def _results(setup: Setup, course: _Course, desk: Desk, seconds: dict[str, float]) -> Comparison:
    search, stages = course.search.contest, course.stages
    objective = objective_of(setup, search)
    fresh = stages[1].contest if len(stages) > 1 and stages[1].contest.units > 1 else None
    decisive = search if fresh is None else fresh
    contests = {SEARCH: search} | ({CONFIRMED: fresh} if fresh is not None else {})

    def staged(table: Callable[[Contest], pd.DataFrame]) -> pd.DataFrame:
        parts = [table(one).assign(stage=stage) for stage, one in contests.items()]
        return pd.concat(parts, ignore_index=True)

    return Comparison(
        name=setup.players[0].scenario.name,
        setup=setup,
        found=found_of(setup, objective, search, fresh, course.sure),
        standings=standings_of(setup, search, objective),
        confirmed=standings_of(setup, fresh, objective) if fresh is not None else {},
        comparison=staged(lambda one: one.comparison(objective, setup.worth)),
        gains=staged(Contest.gains),
        answers=staged(Contest.answers),
        announcements=staged(Contest.announcements),
        promises=staged(Contest.promises),
        summary=staged(Contest.summary),
        waits=staged(Contest.waits),
        load=staged(Contest.load),
        why=staged(Contest.why),
        pareto=staged(lambda one: pareto_table(setup, one)) if setup.pareto else pd.DataFrame(),
        combinations=course.screening.table if course.screening else pd.DataFrame(),
        effects=course.screening.effects if course.screening else pd.DataFrame(),
        control=staged(lambda one: control_table(one, objective)) if search.controlled else pd.DataFrame(),
        remarks=(
            *(course.screening.sentences if course.screening else ()),
            *course.said,
            *noise_in_words(decisive, objective),
            *worth_keeping(setup, decisive, fresh=fresh is not None),
            *cautions_of(setup, objective, search),
        ),
        replications_done=search.done,
        replications_asked=setup.replications,
        tickets=desk.tickets,
        seconds=seconds,
        interrupted=any(stage.stopped for stage in stages),
        folder=desk.folder.path if desk.folder else None,
        rows=tuple(stages[0].rows),
    )


FILES = (
    *("comparison", "gains", "answers", "announcements", "promises", "summary", "waits", "load", "why"),
    *("pareto", "combinations", "effects", "control"),
)
"""What is written as CSV files; the last ones where they were asked for."""


def _manifest(plan: Plan, question: Question, results: Comparison) -> dict[str, Any]:
    """What was compared; only `timing` and `machine` differ between equal comparisons."""
    setup = results.setup
    return {
        **manifest(plan, setup.players[0], results, results.seconds, question.options),
        "what_if": [player.what_if for player in setup.players[1:]],
        "subject_to": [one.text for one in setup.constraints],
        "worth": question.worth,
        "control": question.control,
        "precision": [one.text for one in setup.precision],
        "pareto": [one.text for one in setup.pareto],
        "combined": None if setup.combined is None else asdict(setup.combined.asked),
        "confirmed": [cell.label for cell in results.confirmed],
        "confirmed_replications": results.found.fresh,
    }
