"""What a strategy is: something that scores the whole ticket table, on one level or several."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, ClassVar, Protocol

import numpy as np
from numpy.typing import NDArray

from sim.ranking import Origin
from sim.vocabulary import Codes, Floats, Scenario
from strategies._mistakes import Mistake

if TYPE_CHECKING:
    from strategies._view import View


@dataclass(frozen=True)
class ClockTable:
    """What a term adds for each target row and running clock, shape [R + 1, 6] as in `sim.ranking.Order`."""

    base: Floats
    growth: Floats
    """Per minute of the calendar."""
    calendar: NDArray[np.int16]

    def scaled(self, weight: float) -> ClockTable:
        """The same in a weighted sum."""
        return replace(self, base=self.base * weight, growth=self.growth * weight)


@dataclass(frozen=True)
class Term:
    """A part of a score that grows with time."""

    origin: Origin
    growth: Floats
    """Per minute, by class of ticket, the last for tickets of none; [0.0] where a clock table gives it."""
    of: Codes | None = None
    """Class of each ticket, −1 none; None: all in class 0."""
    metric: int = -1
    """The clock of a DUE or ELAPSED term; −1: the running one that is due first."""
    no_promise: float = 0.0
    """Where no clock runs it is due this long after joining the queue [min]."""
    clock: ClockTable | None = None

    def scaled(self, weight: float) -> Term:
        """The same in a weighted sum."""
        clock = self.clock.scaled(weight) if self.clock else None
        return replace(self, growth=self.growth * weight, clock=clock)


@dataclass(frozen=True)
class Level:
    """One level of a score: the first level that differs decides."""

    base: Floats | float = 0.0
    """Per ticket, or one number for all."""
    terms: tuple[Term, ...] = ()
    fit: float = 0.0
    """Weight of the agent's proficiency in the ticket's skill."""

    def scaled(self, weight: float) -> Level:
        """The same in a weighted sum."""
        terms = tuple(term.scaled(weight) for term in self.terms)
        return Level(self.base * weight, terms, self.fit * weight)


class Strategy(Protocol):
    """A way to decide who goes first."""

    @property
    def name(self) -> str:
        """The word for it in a scenario file."""
        ...

    def levels(self, view: View) -> tuple[Level, ...]:
        """The scores of the whole ticket table, as far as `view` says what is known."""
        ...

    def parts(self) -> tuple[Strategy, ...]:
        """The strategies that it holds."""
        ...

    def depths(self) -> frozenset[int]:
        """How many levels it may have."""
        ...

    def check(self, scenario: Scenario) -> Iterator[Mistake]:
        """What does not fit a scenario, by path inside its options."""
        ...


class Described:
    """What every strategy of the registry tells about itself, and how it is unless it says otherwise."""

    name: ClassVar[str]
    first: ClassVar[str]
    """Who goes first."""
    reads: ClassVar[str]
    scale: ClassVar[str]
    """What a score of 0 and of 1 means."""
    misleads: ClassVar[str]
    """When it misleads, in one honest sentence."""

    def parts(self) -> tuple[Strategy, ...]:
        """The strategies that it holds."""
        return ()

    def depths(self) -> frozenset[int]:
        """How many levels it may have."""
        return frozenset({1})

    def check(self, scenario: Scenario) -> Iterator[Mistake]:
        """What does not fit a scenario, by path inside its options."""
        yield from ()


def walk(strategy: Strategy) -> Iterator[Strategy]:
    """The strategy and all that it holds, outermost first."""
    yield strategy
    for part in strategy.parts():
        yield from walk(part)
