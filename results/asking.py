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
from scenarios import Plan
from sim.vocabulary import Scenario

ALL = "all"


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
    return Setup(
        players=players,
        baseline=Cell(AS_WRITTEN, plan.baseline),
        stated=stated,
        constraints=constraints,
        worth=amount(question.worth, objective) if question.worth else 0.0,
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


def _check(player: Player, terms: Sequence[Term], constraints: Sequence[Constraint]) -> None:
    """ValueError where a what-if has no such group, or no whole period."""
    for term in terms:
        term.place(player.groups)
    for one in constraints:
        check_periods(one, player.groups)
