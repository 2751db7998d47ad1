"""What a sizing is asked: which head-counts may vary, what must hold, how often and how surely."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from results.criteria import Constraint, constraint, extra_groupings
from results.groups import CROSS
from results.measure import Measure
from results.odds import check_periods
from results.player import Player
from results.promises import Promise, promises_of, triage_can_err
from results.running import Options, player_of
from results.sizing.desks import Box
from scenarios import Plan
from scenarios.sizing import Sizing, asked_on_command_line
from scenarios.units import share
from sim.vocabulary import Scenario

CERTAINTY = 0.95
TIMES = 10
"""The usual budget of the confirmation, in times of the replications of the search."""
MOST_DESKS = 300
"""So many desks are looked at for each strategy."""
IN_PERIODS = {"week": "weeks", "4 weeks": "4 weeks", "month": "months", "quarter": "quarters"}
FALLS_WITH_STAFF = ("tickets_per_agent_day", "occupancy", "utilization")
RISES_WITH_STAFF = ("cost_per_week", "cost_per_ticket")


@dataclass(frozen=True)
class SizeQuestion:
    """A sizing as people ask for it; empty: as the file says."""

    options: Options = field(default_factory=Options)
    vary: tuple[str, ...] = ()
    """Pools with bounds, as `L1.frontline=8..24`."""
    subject_to: tuple[str, ...] = ()
    odds: str = ""
    """Share of the contract periods in which goals are to be reached; else they hold in the long run."""
    certainty: str = ""
    budget: int | None = None
    """Fresh replications after which certainty is given up; None: ten times those of the search."""
    exhaustive: bool = False
    """Whether every desk of the box is simulated."""
    most_desks: int = MOST_DESKS


@dataclass(frozen=True)
class Asked:
    """What must hold of whatever is sized, and on what it is tried."""

    requirements: tuple[Constraint, ...]
    remarks: tuple[str, ...]
    certainty: float
    budget: int
    player: Player
    """Of the plan as written, under all strategies that are sized."""

    @property
    def strategies(self) -> tuple[str, ...]:
        """Those that are sized, each on its own."""
        return tuple(self.player.strategies)

    @property
    def replications(self) -> int:
        """So many of each desk in the search."""
        return self.player.scenario.run.replications


@dataclass(frozen=True)
class Setup(Asked):
    """A sizing of head-counts ready to be played."""

    box: Box
    exhaustive: bool
    most_desks: int


def setup_of(plan: Plan, question: SizeQuestion) -> Setup:
    """The sizing of a plan; ValueError for what cannot be asked."""
    vary = [asked_on_command_line(plan.scenario, text) for text in question.vary]
    box = Box.of(plan, vary or (plan.sizing or Sizing(())).vary)
    asked = asked_of(plan, question)
    return Setup(
        box=box,
        requirements=asked.requirements,
        certainty=asked.certainty,
        budget=asked.budget,
        player=asked.player,
        remarks=asked.remarks if box.waged else (*asked.remarks, NO_WAGES),
        exhaustive=question.exhaustive,
        most_desks=question.most_desks,
    )


def asked_of(plan: Plan, question: SizeQuestion) -> Asked:
    """What must hold, how surely, and who plays; ValueError for what cannot be asked."""
    asked = plan.sizing or Sizing(())
    odds = _share("--odds", question.odds) or asked.odds
    requirements, remarks = requirements_of(plan.scenario, question.subject_to or asked.subject_to, odds)
    _check_contradictions(requirements)
    names = question.options.strategies or asked.strategies
    by = tuple(
        dict.fromkeys((*question.options.by, *extra_groupings(tuple(r.expression for r in requirements))))
    )
    player = player_of(plan, replace(question.options, strategies=names, by=by))
    player = replace(player, only=_groupings(player, requirements))
    for one in requirements:
        for term in one.expression.terms:
            term.place(player.groups)
        check_periods(one, player.groups)
    return Asked(
        requirements,
        tuple(remarks),
        certainty=_share("--certainty", question.certainty) or asked.certainty or CERTAINTY,
        budget=question.budget or TIMES * player.scenario.run.replications,
        player=player,
    )


NO_WAGES = "No pool has a wage, so that every paid hour costs 1: cost_per_week is paid hours per week."


def requirements_of(
    scenario: Scenario, texts: Sequence[str], odds: float | None
) -> tuple[tuple[Constraint, ...], list[str]]:
    """What must hold: what is written, else the goals of the policies; and remarks for people.

    `odds` ask for goals, and for attainments of a policy that has a goal, in so many of its periods; what
    is written with odds of its own keeps them. Where triage can err, goals are of what is owed.
    """
    goals = _goals(scenario)
    if texts:
        wanted = [constraint(text) for text in dict.fromkeys(texts)]
        missed = []
        for place, one in enumerate(wanted):
            period = None if one.period or odds is None else _period(scenario, one, goals)
            if odds is not None and period:
                wanted[place] = constraint(f"{one.text} in {100 * odds:.9g} % of {IN_PERIODS[period]}")
            elif odds is not None and not one.period:
                missed.append(one.text)
        said = [
            f"{text} is asked for in the long run: odds are of goals, by their periods." for text in missed
        ]
        return tuple(wanted), said
    if not goals:
        raise ValueError("no policy has a goal: say what must hold, with --subject-to or sizing: subject_to")
    found = [constraint(_goal_text(scenario, goal, odds)) for goal in goals]
    return tuple({one.text: one for one in found}.values()), []


def staff_helps(one: Constraint) -> int:
    """1 where more people help to keep a constraint, −1 where fewer do, 0 where neither can be said."""
    effects = {_rises(term.measure) * (1 if term.weight > 0 else -1) for term in one.expression.terms}
    return one.sign * effects.pop() if len(effects) == 1 else 0


def _rises(measure: Measure) -> int:
    """1 where a measure rises with more people, −1 where it falls, 0 where neither can be said."""
    if measure.name in RISES_WITH_STAFF:
        return 1
    if measure.name in FALLS_WITH_STAFF:
        return -1
    return {"low": 1, "high": -1}.get(measure.worse, 0)


def _goals(scenario: Scenario) -> list[Promise]:
    """The promises that are judged, as they are owed."""
    owed = triage_can_err(scenario)
    return [one for one in promises_of(scenario) if not math.isnan(one.goal) and one.owed == owed]


def _goal_text(scenario: Scenario, goal: Promise, odds: float | None) -> str:
    policy = scenario.policies[goal.policy].name
    group = f"policy={policy}"
    if goal.priority >= 0:
        group = f"policy{CROSS}priority={policy}{CROSS}{scenario.priorities[goal.priority]}"
    metric = goal.metric_name().removesuffix("_owed")
    measure = f"{metric}_attainment{'_owed' if goal.owed else ''}"
    text = f"{measure}[{group}] >= {100 * goal.goal:.9g} %"
    return text if odds is None else f"{text} in {100 * odds:.9g} % of {IN_PERIODS[goal.period]}"


def _period(scenario: Scenario, one: Constraint, goals: Sequence[Promise]) -> str | None:
    """The contract period of the policy whose attainment a constraint is about."""
    term = one.expression.single
    if term is None or not one.at_least or "_attainment" not in term.measure.name:
        return None
    policies = [policy.name for policy in scenario.policies]
    named = [name for name in policies if term.group.split(CROSS)[0] == name and term.by.startswith("policy")]
    own = {goal.period for goal in goals if policies[goal.policy] in (named or policies)}
    return own.pop() if len(own) == 1 else None


def _check_contradictions(requirements: Sequence[Constraint]) -> None:
    """ValueError where two requirements leave no value of the same measure."""
    long_run = [one for one in requirements if not one.period]
    for low in long_run:
        for high in long_run:
            same = low.expression.terms == high.expression.terms
            if same and low.at_least and not high.at_least and low.bound > high.bound:
                raise ValueError(f"{low.text} and {high.text} contradict each other: nothing keeps both")


def _groupings(player: Player, requirements: Sequence[Constraint]) -> tuple[str, ...]:
    """What is told of every desk: the requirements' own groupings, promises, tiers and pools."""
    usual = ("policy", "tier", "pool", "segment")
    wanted = [term.by for one in requirements for term in one.expression.terms if term.by != "all"]
    return tuple(dict.fromkeys([*(by for by in usual if by in player.groups.names), *wanted, *player.by]))


def _share(option: str, text: str) -> float | None:
    """A share that was written; None where nothing was."""
    if not text:
        return None
    try:
        found = share(text)
    except ValueError as problem:
        raise ValueError(f"{option} {text!r}: write {problem}") from None
    if not 0 < found < 1:
        raise ValueError(f"{option} {text!r}: write a share above 0 and below 100 %")
    return found
