"""What a rule sees that looks at the queue at each hand-out: the agent, and the tickets they may take."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from sim.choosing import HandOut, Waits
from sim.columns import floats, ints
from sim.desk import mean_work, proficiency
from sim.vocabulary import METRICS, Scenario
from sim.workload import CORRECTED, OBSERVED, Workload
from strategies._mistakes import StrategyError, listed
from strategies._view import attributes

Ask = Callable[[tuple["WaitingTicket", ...], "Agent", float], "WaitingTicket"]
"""`choose` of a rule: queue, agent, now [min]."""


@dataclass(frozen=True, slots=True, eq=False)
class WaitingTicket:
    """A ticket that waits at a tier and that the agent may take, as the desk knows it now."""

    number: int
    """Tickets are numbered as they are created."""
    joined: float
    """When it joined this queue [min]."""
    _phase: int
    _due: Callable[[int, int], float]
    _known: _Known
    _tier: int

    @property
    def created(self) -> float:
        """When it was created [min]."""
        return self._known.created[self.number]

    @property
    def tier(self) -> str:
        """The tier where it waits."""
        return self._known.scenario.tiers[self._tier]

    @property
    def mean_work(self) -> float:
        """Mean work of a touch of its request at this tier [min]."""
        return self._known.mean_work[self._known.request[self.number]][self._tier]

    def label(self, attribute: str) -> str:
        """Its value of `priority`, `skill`, `plan`, `request`, `fields.NAME` …; empty: not given."""
        return self._known.label(self.number, attribute, self._phase)

    def value(self, field: str) -> float:
        """Its number in a numeric custom field (`fields.NAME`), NaN: not given."""
        return self._known.value(self.number, field)

    def due(self, metric: str | None = None) -> float:
        """When a running clock of its promise is due [min], without a name the first; ∞: none runs."""
        if metric is not None and metric not in METRICS:
            raise StrategyError((), f"there is no clock `{metric}`; there are {listed(METRICS)}")
        return self._due(self.number, -1 if metric is None else METRICS.index(metric))


@dataclass(frozen=True, slots=True)
class Agent:
    """The agent who is about to take a ticket."""

    number: int
    """Agents are numbered in the order of the file."""
    pool: str
    _speed: list[float]
    _known: _Known

    def proficiency(self, ticket: WaitingTicket) -> float:
        """How good they are at the skill that the ticket is thought to need."""
        return self._speed[self._known.skill[ticket._phase][ticket.number]]


class Asked:
    """A rule that is asked at each hand-out of one play."""

    def __init__(self, ask: Ask, scenario: Scenario, workload: Workload) -> None:
        self._ask = ask
        self._known = _Known(scenario, workload)
        speed = proficiency(scenario)[0].tolist()
        self._agents = [
            (pool.name, speed[place]) for place, pool in enumerate(scenario.pools) for _ in pool.rosters
        ]

    def choose(self, hand_out: HandOut) -> int:
        """The number of the ticket that the rule gives the agent."""
        queue = tuple(_ticket(each, hand_out, self._known) for each in hand_out.waiting)
        agent = Agent(hand_out.agent, *self._agents[hand_out.agent], self._known)
        return self._ask(queue, agent, hand_out.now).number


def _ticket(each: Waits, hand_out: HandOut, known: _Known) -> WaitingTicket:
    return WaitingTicket(each.ticket, each.joined, each.phase, hand_out.due, known, hand_out.tier)


class _Known:
    """The ticket table of one play, in forms that Python reads fast."""

    def __init__(self, scenario: Scenario, workload: Workload) -> None:
        self.scenario, self.workload = scenario, workload
        self.created = floats(workload.created)
        self.request = ints(workload.columns["request"])
        self.skill = [ints(workload.skill[phase]) for phase in (OBSERVED, CORRECTED)]
        self.mean_work: list[list[float]] = mean_work(scenario).tolist()
        self._labels = attributes(scenario)

    def label(self, ticket: int, attribute: str, phase: int) -> str:
        """A ticket's value of a categorical attribute."""
        if attribute not in self._labels:
            names = listed(sorted(self._labels))
            raise StrategyError((), f"no ticket of this scenario has `{attribute}`; they have {names}")
        code = int(self.workload.codes(attribute, phase)[ticket])
        return self._labels[attribute][code] if code >= 0 else ""

    def value(self, ticket: int, field: str) -> float:
        """A ticket's value of a numeric field."""
        if field not in self.workload.numbers:
            names = listed(sorted(self.workload.numbers))
            raise StrategyError((), f"no ticket of this scenario has a number `{field}`; there are {names}")
        return float(self.workload.numbers[field][ticket])
