"""How long customers wait in front of c agents, by Erlang: B (loss), C (all wait), A (some leave).

Recursions and incomplete gamma functions in forms that neither overflow nor lose digits for thousands of
agents. Erlang A after Palm; its integrals as in Mandelbaum and Zeltyn (2007).
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from scipy.optimize import brentq
from scipy.special import erfcx, gammainc, gammaln, ndtr

MOST_AGENTS = 100_000
"""More are never looked for."""


def blocking(agents: int, load: float) -> float:
    """Erlang B: the share of calls that find all agents busy, where nobody waits."""
    blocked = 1.0
    for agent in range(1, agents + 1):
        blocked = load * blocked / (agent + load * blocked)
    return blocked


@dataclass(frozen=True)
class Queue:
    """A steady queue: Poisson arrivals, exponential handling, c agents, exponential patience."""

    agents: int
    rate: float
    """Arrivals per minute."""
    handling: float
    """Mean handling time [min]."""
    patience: float = math.inf
    """Mean patience [min]; ∞: nobody leaves, Erlang C."""

    def __post_init__(self) -> None:
        if self.agents < 0 or self.rate < 0 or self.handling <= 0 or self.patience <= 0:
            raise ValueError("agents and rate must be at least 0, handling and patience above 0")

    @property
    def load(self) -> float:
        """Offered load: agents kept busy if nobody waited or left (Erlangs)."""
        return self.rate * self.handling

    @property
    def impatient(self) -> bool:
        """Whether customers leave: Erlang A."""
        return math.isfinite(self.patience)

    @property
    def steady(self) -> bool:
        """Whether the queue does not grow for ever."""
        return self.impatient or self.load < self.agents

    @cached_property
    def waiting(self) -> float:
        """The chance of having to wait."""
        if not self.steady:
            return 1.0
        if self.impatient:
            return self._longer(0.0)
        busy = blocking(self.agents, self.load)
        return busy / (1.0 - self.load / max(self.agents, 1) * (1.0 - busy))

    @property
    def mean_wait(self) -> float:
        """Mean wait of all, of those who leave too [min]; ∞ for a queue that grows."""
        if not self.steady:
            return math.inf
        if self.impatient:
            return self.leaving * self.patience
        return self.waiting * self.handling / (self.agents - self.load)

    @cached_property
    def leaving(self) -> float:
        """The share of customers who leave before they are served."""
        return max(0.0, 1.0 - self.within(math.inf)) if self.impatient else 0.0

    @property
    def occupancy(self) -> float:
        """The share of their time that agents are busy; 1 for a queue that grows."""
        if not self.agents:
            return 1.0
        return min(self.load * (1.0 - self.leaving) / self.agents, 1.0) if self.steady else 1.0

    def within(self, limit: float) -> float:
        """The share of all customers who are served after at most so long [min]."""
        if not self.steady:
            return 0.0
        if not self.impatient:
            spare = (self.agents - self.load) / self.handling
            return 1.0 - self.waiting * math.exp(-spare * limit)
        if not self.agents:
            return 0.0
        at_once = 1.0 - self.waiting
        shape, offered = self._shape, self.rate * self.patience
        if offered == 0:
            return 1.0
        if math.isinf(limit):
            later = 0.0
        else:
            gone = math.expm1(-limit / self.patience)
            decay = -offered * gone - (shape + 1) * limit / self.patience
            later = math.exp(self._log_scale + decay + log_gamma_ratio(shape + 1, offered * (1 + gone)))
        soon = math.exp(self._log_scale + log_gamma_ratio(shape + 1, offered)) - later
        return at_once + soon

    @property
    def _shape(self) -> float:
        """Agents × patience ÷ handling: how many would be served while one waits in patience."""
        return self.agents * self.patience / self.handling

    @cached_property
    def _log_scale(self) -> float:
        """Log of λ patience ÷ (1 ÷ B(c − 1) + λ J), which makes densities of the wait sum to 1."""
        offered = self.rate * self.patience
        blocked = blocking(self.agents - 1, self.load)
        idle = -math.log(blocked) if blocked > 0 else math.inf
        waiting = math.log(offered) + log_gamma_ratio(self._shape, offered)
        return math.log(offered) - float(np.logaddexp(idle, waiting))

    def _longer(self, limit: float) -> float:
        """The chance that a customer of endless patience would wait longer than that, in Erlang A."""
        offered = self.rate * self.patience
        if not self.agents or offered == 0:
            return 0.0 if self.agents else 1.0
        gone = math.expm1(-limit / self.patience)
        decay = -offered * gone - self._shape * limit / self.patience
        return math.exp(self._log_scale + decay + log_gamma_ratio(self._shape, offered * (1 + gone)))


def log_gamma_ratio(shape: float, upto: float) -> float:
    """Log of e^z z^−x γ(x, z), γ being the lower incomplete gamma function; stable for all x and z > 0."""
    if upto > shape:
        return float(gammaln(shape) + upto - shape * math.log(upto) + math.log(gammainc(shape, upto)))
    step, total, term = 0, 1.0, 1.0
    while term > 1e-17 * total:
        step += 1
        term *= upto / (shape + step)
        total += term
    return math.log(total / shape)


def fewest(holds: Callable[[int], bool], at_least: int = 0) -> int:
    """The smallest number of agents for which something holds that more agents never break.

    ValueError where not even very many do.
    """
    low, high = at_least - 1, max(at_least, 1)
    while not holds(high):
        low, high = high, 2 * high
        if high > MOST_AGENTS:
            raise ValueError(f"not even {MOST_AGENTS:,} agents are enough")
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if holds(middle) else (middle, high)
    return high


def agents_for(rate: float, handling: float, share: float, limit: float, patience: float = math.inf) -> int:
    """The fewest agents with whom so large a share is served within the limit [min]."""
    if rate == 0:
        return 0
    if not 0 < share < 1:
        raise ValueError("the share must lie between 0 and 1")
    return fewest(lambda agents: Queue(agents, rate, handling, patience).within(limit) >= share)


def halfin_whitt(beta: float) -> float:
    """The chance of waiting before R + β √R agents, R large, where nobody leaves."""
    if beta <= 0:
        return 1.0
    return 1.0 / (1.0 + beta * float(ndtr(beta)) / _density(beta))


def garnett(beta: float, patience: float) -> float:
    """The chance of waiting before R + β √R agents, R large, with patience in handling times."""
    slack = beta * math.sqrt(patience)
    return 1.0 / (1.0 + _hazard(slack) / _hazard(-beta) / math.sqrt(patience))


def square_root_rule(load: float, waiting: float, patience: float = math.inf) -> int:
    """R + β √R agents, β such that a share `waiting` waits; patience in handling times.

    Good where R is 10 or more.
    """
    if not 0 < waiting < 1:
        raise ValueError("the chance of waiting must lie between 0 and 1")
    if math.isinf(patience):
        beta = brentq(lambda b: halfin_whitt(b) - waiting, 0.0, 12.0)
    else:
        beta = brentq(lambda b: garnett(b, patience) - waiting, -12.0, 12.0)
    return math.ceil(load + float(beta) * math.sqrt(load))


def _density(at: float) -> float:
    return math.exp(-at * at / 2) / math.sqrt(2 * math.pi)


def _hazard(at: float) -> float:
    """φ ÷ (1 − Φ) of the normal distribution."""
    return math.sqrt(2 / math.pi) / float(erfcx(at / math.sqrt(2)))
