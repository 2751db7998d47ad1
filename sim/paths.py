"""What decides about a visit, as tables with a row for each kind: for each request type at each tier."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from sim.choices import Choice, Choices, choices
from sim.streams import Purpose
from sim.vocabulary import SOLVED, Codes, Floats, RequestType, Scenario, Step

NO_CHOICE: Choice = (SOLVED,), (1.0,)


@dataclass(frozen=True, eq=False)
class Paths:
    """The kinds of visits of a scenario: request type r at tier t is kind r × tiers + t."""

    tiers: int
    requests: tuple[RequestType, ...]
    """Of each kind."""
    tier: Codes
    """Of each kind."""
    onward: Choices
    """Where a visit leads to: a tier, or SOLVED."""
    touches: Choices
    """Planned touches of a visit, holds apart; one on phone and chat."""
    transfer_reply: Floats
    """Share of transfers of each kind that come with a reply; 0 where none are possible."""
    reopened: Floats
    """Share of each kind that is reopened once solved."""
    held: Floats
    """Share of touches of each kind that are put on hold."""
    asking: Mapping[Purpose, frozenset[int]]
    """The kinds whose visits are decided by lot, by what is decided."""

    @property
    def kinds(self) -> int:
        """How many there are."""
        return len(self.requests)

    def step(self, kind: int) -> Step:
        """A visit of this kind; KeyError where the request never comes to the tier."""
        return self.requests[kind].path[kind % self.tiers]


@lru_cache(maxsize=8)
def paths(scenario: Scenario) -> Paths:
    """The kinds of visits of a scenario; the same for all its replications."""
    tiers = len(scenario.tiers)
    kinds = [(request, request.path.get(tier)) for request in scenario.requests for tier in range(tiers)]
    onward = choices([(step.next, step.next_shares) if step else NO_CHOICE for _, step in kinds])
    touches = choices([_touches(request, step) for request, step in kinds])
    transfer_reply = np.array([_transfer_reply(request, step) for request, step in kinds])
    reopened = np.array([request.reopen.share if request.reopen else 0.0 for request, _ in kinds])
    held = np.array([_held(request, step) for request, step in kinds])
    return Paths(
        tiers=tiers,
        requests=tuple(request for request, _ in kinds),
        tier=np.arange(len(kinds), dtype=np.int16) % np.int16(tiers),
        onward=onward,
        touches=touches,
        transfer_reply=transfer_reply,
        reopened=reopened,
        held=held,
        asking={
            Purpose.NEXT: _where(onward.more > 0),
            Purpose.TOUCHES: _where(touches.more > 0),
            Purpose.TRANSFER_REPLY: _where((transfer_reply > 0) & (transfer_reply < 1)),
            Purpose.REOPEN: _where(reopened > 0),
            Purpose.HOLD: _where(held > 0),
            Purpose.HANDOVER: _where(np.array([request.handover is not None for request, _ in kinds])),
        },
    )


def _where(asked: NDArray[np.bool_]) -> frozenset[int]:
    return frozenset(np.flatnonzero(asked).tolist())


def _touches(request: RequestType, step: Step | None) -> Choice:
    return ((1,), (1.0,)) if step is None or request.live else (step.touches, step.touch_shares)


def _transfer_reply(request: RequestType, step: Step | None) -> float:
    return 0.0 if step is None or set(step.next) == {SOLVED} else request.transfer_reply


def _held(request: RequestType, step: Step | None) -> float:
    return 0.0 if request.live or step is None or step.hold is None else step.hold.share
