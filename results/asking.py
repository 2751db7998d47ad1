"""What a comparison is asked: which candidates, by what objective, under which constraints."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from results.compared import Compared
from results.contest import Cell, Watched
from results.criteria import Constraint, Expression, Term, amount, constraint, expression, extra_groupings
from results.groups import CROSS
from results.measures import measure_named
from results.odds import check_periods
from results.player import AS_WRITTEN, Player
from results.promises import OWED, promises_of, triage_can_err
from results.running import Options, player_of
from results.series import by_section
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

    @property
    def replications(self) -> int:
        """How many are asked for."""
        return self.players[0].scenario.run.replications


def setup_of(plan: Plan, question: Question) -> Setup:
    """The comparison of a plan; ValueError for what cannot be asked, ScenarioError for a wrong what-if."""
    text = question.objective or plan.objective
    stated = expression(text) if text else None
    constraints = tuple(constraint(one) for one in dict.fromkeys(question.constraints))
    wanted = (*(one.expression for one in constraints), *([stated] if stated else []))
    by = (*question.options.by, *extra_groupings(wanted))
    options = replace(question.options, by=tuple(dict.fromkeys(by)))
    names = list(plan.what_if) if ALL in question.what_if else list(dict.fromkeys(question.what_if))
    plans = {AS_WRITTEN: plan, **{name: plan.with_change(name) for name in names}}
    compared = Compared(tuple(one for one in constraints if one.period))
    players = tuple(
        replace(_player(one, plan.baseline, options), what_if=name, compared=compared)
        for name, one in plans.items()
    )
    if sum(len(player.strategies) for player in players) < 2:
        raise ValueError("there is nothing to compare: name a second strategy, or a what-if")
    promised = default_objectives(players[0].scenario)
    terms = [term for one in (*wanted, *([] if stated else promised)) for term in one.terms]
    for player in players:
        _check(player, terms, constraints)
    objective = stated or promised[0]
    _ = objective.sign
    confidence = _confidence(question, objective, players[0])
    return Setup(
        players=players,
        baseline=Cell(AS_WRITTEN, plan.baseline),
        stated=stated,
        constraints=constraints,
        worth=amount(question.worth, objective) if question.worth else 0.0,
        confidence=confidence,
        budget=question.budget or TIMES * players[0].scenario.run.replications,
        watched=Watched(tuple({term.name: term for term in terms}.values()), constraints),
    )


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


def _player(plan: Plan, baseline: str, options: Options) -> Player:
    """What plays a plan, with the baseline first whether it was asked for or not."""
    chosen = options.strategies or tuple(plan.strategies)
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


def _check(player: Player, terms: Sequence[Term], constraints: Sequence[Constraint]) -> None:
    """ValueError where a what-if has no such group, or no whole period."""
    for term in terms:
        term.place(player.groups)
    for one in constraints:
        check_periods(one, player.groups)
