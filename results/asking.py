"""What a comparison is asked: which candidates, by what objective, under which constraints."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from results.blocks import check_blocks
from results.combining import Asked, Combined, check_asked, combined
from results.compared import Compared
from results.contest import Cell
from results.controls import expected_work
from results.criteria import Constraint, Expression, Term, amount, constraint, expression, extra_groupings
from results.entries import Watched
from results.groups import CROSS, Groups, crossing
from results.measures import measure_named
from results.odds import check_periods
from results.player import AS_WRITTEN, Player
from results.precision import FIRST as LOOKED_AT
from results.precision import Target, target
from results.promises import OWED, promises_of, triage_can_err
from results.running import Options, player_of
from results.series import by_section
from results.told import READ_BY, Told
from scenarios import Plan
from sim.vocabulary import Scenario

ALL = "all"
FIRST = 10
"""Running until it is sure begins with so many replications at least."""
TIMES = 20
"""The usual budget, in times of the replications of the search."""


@dataclass(frozen=True)
class Question:
    """A comparison as people ask for it; empty: as the file says."""

    options: Options = field(default_factory=Options)
    what_if: tuple[str, ...] = ()
    """Names of changes to play beside the file as written, or `all`."""
    objective: str = ""
    constraints: tuple[str, ...] = ()
    worth: str = ""
    """The difference of the objective that matters, with its unit."""
    all_pairs: bool = False
    until_sure: str = ""
    """The confidence with which the best is to be known, such as 95 %; needs `worth`."""
    budget: int | None = None
    """Replications after which certainty is given up; None: twenty times those of the search."""
    confirm: int | None = None
    """Fresh replications for those that decide; None: as many as in the search; 0: none."""
    precision: tuple[str, ...] = ()
    """What is to be known how well, such as `wait_mean ±5%`."""
    pareto: tuple[str, ...] = ()
    """Two or three objectives whose front is asked for."""
    combine: Asked | None = None
    """Combinations to build and compare."""
    measures: tuple[str, ...] = ()
    """Measures whose differences are told beside those that people read."""
    everything: bool = False
    """Whether the differences of all measures and groups are told."""
    grid: tuple[str, ...] = ()
    """Fields of the file that vary, with their values."""
    control: bool = False
    """Whether the work that was offered takes noise off the objective and the constraints."""
    lean: bool = False
    """Whether only the groupings that people read are kept; a single strategy will then do."""


@dataclass(frozen=True)
class Setup:
    """A comparison ready to be played."""

    players: tuple[Player, ...]
    """One per what-if, the file as written first; each has its baseline first."""
    baseline: Cell
    stated: Expression | None
    """None: the promise that fares worst under the baseline."""
    constraints: tuple[Constraint, ...]
    worth: float
    confidence: float
    """With which the best is to be known; 0: the replications asked for will do."""
    budget: int
    watched: Watched
    told: Told = field(default_factory=Told)
    precision: tuple[Target, ...] = ()
    pareto: tuple[Expression, ...] = ()
    combined: Combined | None = None

    @property
    def replications(self) -> int:
        """How many are asked for."""
        return self.players[0].scenario.run.replications


def setup_of(plan: Plan, question: Question) -> Setup:
    """The comparison of a plan; ValueError for what cannot be asked, ScenarioError for a wrong what-if."""
    asked = _read(plan, question)
    players, combined = _players(plan, question, asked)
    promised = default_objectives(players[0].scenario)
    wanted = (*asked.expressions, *([] if asked.stated else promised))
    terms = [term for one in wanted for term in one.terms]
    for player in players:
        _check(player, terms, asked.constraints)
    objective = asked.stated or promised[0]
    _ = objective.sign
    confidence = _confidence(question, objective, players[0])
    _check_noise(question, asked, objective, players)
    return Setup(
        players=players,
        baseline=Cell(AS_WRITTEN, plan.baseline),
        stated=asked.stated,
        constraints=asked.constraints,
        worth=amount(question.worth, objective) if question.worth else 0.0,
        confidence=confidence,
        budget=question.budget or TIMES * players[0].scenario.run.replications,
        watched=Watched(
            tuple({term.name: term for term in terms}.values()), asked.constraints, question.control
        ),
        told=Told(question.measures, asked.by, question.everything),
        precision=asked.precision,
        pareto=asked.pareto,
        combined=combined,
    )


@dataclass(frozen=True)
class _Asked:
    """What is asked for in words, read."""

    stated: Expression | None
    constraints: tuple[Constraint, ...]
    precision: tuple[Target, ...]
    pareto: tuple[Expression, ...]
    by: tuple[str, ...]

    @property
    def expressions(self) -> tuple[Expression, ...]:
        """All that has to be kept of every replication."""
        stated = (self.stated,) if self.stated else ()
        limits = (one.expression for one in self.constraints)
        return (*limits, *(one.expression for one in self.precision), *self.pareto, *stated)


def _read(plan: Plan, question: Question) -> _Asked:
    """What is asked for; ValueError for what is no measure, constraint or precision."""
    text = question.objective or plan.objective
    pareto = tuple(expression(one) for one in dict.fromkeys(question.pareto))
    if len(pareto) not in {0, 2, 3}:
        raise ValueError("--pareto needs two or three objectives, such as wait_mean,cost_per_week")
    for one in pareto:
        _ = one.sign
    if question.precision and question.until_sure:
        raise ValueError("--precision and --until-sure both say when to stop; choose one")
    found = _Asked(
        stated=expression(text) if text else None,
        constraints=tuple(constraint(one) for one in dict.fromkeys(question.constraints)),
        precision=tuple(target(one) for one in dict.fromkeys(question.precision)),
        pareto=pareto,
        by=(),
    )
    by = (*question.options.by, *extra_groupings(found.expressions))
    return replace(found, by=tuple(dict.fromkeys(crossing(one) for one in by)))


def _players(plan: Plan, question: Question, asked: _Asked) -> tuple[tuple[Player, ...], Combined | None]:
    """What plays the plan as written and under its what-ifs, and the combinations among its strategies."""
    plans, combined = _plans(plan, question)
    compared = Compared(tuple(one for one in asked.constraints if one.period), control=question.control)
    options = replace(question.options, by=asked.by)
    only = _few(plan, [*options.by, *_groupings(asked.expressions)]) if combined or question.lean else None
    players = tuple(
        replace(_player(one, plan.baseline, options, combined), what_if=name, compared=compared, only=only)
        for name, one in plans.items()
    )
    if not question.lean and sum(len(player.strategies) for player in players) < 2:
        raise ValueError("there is nothing to compare: name a second strategy, or a what-if")
    return players, combined


def _plans(plan: Plan, question: Question) -> tuple[dict[str, Plan], Combined | None]:
    """The plan as written and under its what-ifs, with the combinations among its strategies."""
    names = list(plan.what_if) if ALL in question.what_if else list(dict.fromkeys(question.what_if))
    plans = {AS_WRITTEN: plan, **{name: plan.with_change(name) for name in names}}
    if question.combine is None:
        return plans, None
    check_asked(question.combine, plan)
    beside = tuple(dict.fromkeys((plan.baseline, *_known(plan, question.options.strategies))))
    made = {name: combined(one, question.combine, beside) for name, one in plans.items()}
    kept = {name: one for _, own in reversed(made.values()) for name, one in own.kept.items()}
    return {name: own for name, (own, _) in made.items()}, replace(made[AS_WRITTEN][1], kept=kept)


def _known(plan: Plan, strategies: Sequence[str]) -> list[str]:
    """Those that the file has; who names another is told later."""
    return [name for name in strategies if name in plan.strategies]


def _few(plan: Plan, by: Sequence[str]) -> tuple[str, ...]:
    """The groupings that people read: with many candidates all others are too much to keep."""
    names = Groups.of(plan.scenario, by).names
    return tuple(name for name in names if name in {*READ_BY, *by} - {"all"})


def _groupings(wanted: Sequence[Expression]) -> list[str]:
    """The groupings that expressions are about."""
    return [term.by for one in wanted for term in one.terms if term.by != "all"]


def default_objectives(scenario: Scenario) -> list[Expression]:
    """Attainments of the promises that are judged, by owed targets where triage can err."""
    found = []
    for promise in promises_of(scenario):
        if math.isnan(promise.goal) or promise.owed != triage_can_err(scenario):
            continue
        policy = scenario.policies[promise.policy].name
        by, group = "policy", policy
        if promise.priority >= 0:
            by, group = f"policy{CROSS}priority", f"{policy}{CROSS}{scenario.priorities[promise.priority]}"
        name = f"{promise.metric_name().removesuffix(OWED)}_attainment{OWED if promise.owed else ''}"
        term = Term(measure_named(name), by, group)
        found.append(Expression(term.name, (term,)))
    nothing = Term(measure_named("first_reply_p90"))
    return found or [Expression(nothing.name, (nothing,))]


def _player(plan: Plan, baseline: str, options: Options, combined: Combined | None) -> Player:
    """What plays a plan, with the baseline first whether it was asked for or not."""
    made = tuple(name for name in combined.kept if name in plan.strategies) if combined else ()
    chosen = (*options.strategies, *made) or tuple(plan.strategies)
    return player_of(plan, replace(options, strategies=(baseline, *chosen)))


def _confidence(question: Question, objective: Expression, player: Player) -> float:
    """The confidence asked for; ValueError where it cannot be had."""
    if not question.until_sure:
        return 0.0
    confidence = amount(question.until_sure, Expression("", (Term(measure_named("kept_share")),)))
    if not 0.5 <= confidence < 1:
        raise ValueError(f"{question.until_sure!r}: the confidence must be at least 50 % and below 100 %")
    if not question.worth:
        raise ValueError("to run until it is sure, say what difference matters with --worth")
    if by_section([objective]):
        raise ValueError(f"{objective.text} is a quantile; running until it is sure needs a mean or a share")
    if player.scenario.run.replications < FIRST:
        raise ValueError(f"running until it is sure begins with at least {FIRST} replications")
    return confidence


def _check_noise(question: Question, asked: _Asked, objective: Expression, players: Sequence[Player]) -> None:
    """ValueError where noise cannot be taken off as asked, or replications are too few to tell of it."""
    run = players[0].scenario.run
    if question.control:
        _check_control(question, [objective, *asked.expressions], players)
    if run.stratify and question.confirm:
        check_blocks(question.confirm)
    if asked.precision and run.replications < LOOKED_AT:
        raise ValueError(f"--precision begins with at least {LOOKED_AT} replications")


def _check_control(question: Question, wanted: Sequence[Expression], players: Sequence[Player]) -> None:
    """ValueError where a control variate cannot be had, or would void what is promised."""
    if question.until_sure:
        raise ValueError("--until-sure gives its guarantee without a control variate; leave out --control")
    quantiles = [one.text for one in wanted if by_section([one])]
    if quantiles:
        raise ValueError(f"{quantiles[0]} is a quantile; --control needs means and shares")
    for player in players:
        expected_work(player.scenario)


def _check(player: Player, terms: Sequence[Term], constraints: Sequence[Constraint]) -> None:
    """ValueError where a what-if has no such group, or no whole period."""
    for term in terms:
        term.place(player.groups)
    for one in constraints:
        check_periods(one, player.groups)
