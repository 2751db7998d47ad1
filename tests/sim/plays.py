"""Small plays by hand: tickets with a stated plan, agents with stated intervals."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import partial
from typing import Any

import numpy as np

from sim.desk import desk_of
from sim.outcome import Outcome
from sim.ranking import Order, Origin, Ranking
from sim.simpy_engine import play
from sim.vocabulary import SOLVED, Scenario
from sim.workload import Attendance, TouchEnd, Touches, Workload

WEEK = 7 * 1440.0


@dataclass(frozen=True)
class Touch:
    """One planned touch: tier, work [min], how it ends, gap after it [min], handover [min]."""

    tier: int = 0
    work: float = 10.0
    end: TouchEnd = TouchEnd.SOLVED
    gap: float = np.inf
    handover: float = 0.0


@dataclass(frozen=True)
class Ticket:
    """One ticket by hand."""

    created: float
    touches: tuple[Touch, ...] = (Touch(),)
    priority: int = 2
    skill: int = 0
    true_priority: int | None = None
    true_skill: int | None = None
    request: int = 0
    policy: int = -1
    live: bool = False
    patience: float = np.inf
    triage_work: float = np.nan
    diagnosis: float = 5.0
    admitted: int = -1
    true_admitted: int | None = None
    columns: dict[str, int] = field(default_factory=dict)


def phased(observed: list[int], true: list[int], dtype: type) -> Any:
    return np.array([observed, true, true], dtype=dtype)


def workload_of(
    scenario: Scenario, tickets: list[Ticket], on: list[list[tuple[float, float]]] | None = None
) -> Workload:
    """A workload of these tickets; `on` gives the attended intervals of each agent (default: the rosters)."""
    n = len(tickets)
    rosters = [roster for pool in scenario.pools for roster in pool.rosters]
    paid = [list(zip(r.start.tolist(), r.end.tolist(), strict=True)) for r in rosters]
    on = paid if on is None else on
    names = {name for t in tickets for name in t.columns}
    columns = {"request": [t.request for t in tickets], "segment": [0] * n, "channel": [0] * n}
    columns |= {name: [t.columns.get(name, -1) for t in tickets] for name in names}
    touches = [touch for t in tickets for touch in t.touches]
    return Workload(
        replication=0,
        created=np.array([t.created for t in tickets], dtype=np.float64),
        columns={name: np.array(values, dtype=np.int16) for name, values in columns.items()},
        numbers={},
        customer=np.arange(n, dtype=np.int32),
        priority=phased(
            [t.priority for t in tickets],
            [t.priority if t.true_priority is None else t.true_priority for t in tickets],
            np.int16,
        ),
        skill=phased(
            [t.skill for t in tickets],
            [t.skill if t.true_skill is None else t.true_skill for t in tickets],
            np.int16,
        ),
        policy=phased([t.policy for t in tickets], [t.policy for t in tickets], np.int16),
        admitted=phased(
            [t.admitted for t in tickets],
            [t.admitted if t.true_admitted is None else t.true_admitted for t in tickets],
            np.int64,
        ),
        live=np.array([t.live for t in tickets], dtype=np.bool_),
        patience=np.array([t.patience for t in tickets], dtype=np.float64),
        leaves=np.array([t.patience < np.inf for t in tickets], dtype=np.bool_),
        triage_work=np.array([t.triage_work for t in tickets], dtype=np.float64),
        diagnosis=np.array([t.diagnosis for t in tickets], dtype=np.float64),
        diagnosis_handover=np.zeros(n),
        draw_predict=partial(np.full, (n, 2), 0.5),
        touches=Touches(
            first=np.cumsum([0] + [len(t.touches) for t in tickets]).astype(np.int64),
            tier=np.array([t.tier for t in touches], dtype=np.int16),
            work=np.array([t.work for t in touches], dtype=np.float64),
            handover=np.array([t.handover for t in touches], dtype=np.float64),
            end=np.array([t.end for t in touches], dtype=np.int8),
            gap=np.array([t.gap for t in touches], dtype=np.float64),
        ),
        attendance=Attendance(
            *_csr(on),
            *_csr(paid),
            draw_taste=partial(np.zeros, (len(rosters), len(scenario.requests))),
            draw_whims=partial(np.full, (len(rosters), 4096), 0.5),
        ),
        deflected=np.zeros((len(scenario.segments), len(scenario.requests)), dtype=np.int64),
        capped=0,
    )


def _csr(intervals: list[list[tuple[float, float]]]) -> tuple[Any, Any, Any]:
    first = np.cumsum([0] + [len(rows) for rows in intervals]).astype(np.int64)
    flat = [row for rows in intervals for row in rows]
    return (
        first,
        np.array([a for a, _ in flat], dtype=np.float64),
        np.array([b for _, b in flat], dtype=np.float64),
    )


def fixed_order(scenario: Scenario, base: np.ndarray, growth: float = 0.0) -> Ranking:
    """Ranks by a base score per ticket and, if asked, by age."""
    n, rows = len(base), len(scenario.policies) * len(scenario.priorities)
    terms = 1 if growth else 0
    return Ranking(
        orders=(
            Order(
                variant=np.zeros((2, len(scenario.tiers), 2, 2, 2), dtype=np.int16),
                base=np.asarray(base, dtype=np.float64).reshape(1, n, 1),
                growth_row=np.zeros((1, n), dtype=np.int32),
                growths=np.full((1, terms), growth),
                active=np.ones((1, terms), dtype=np.bool_),
                level=np.zeros(terms, dtype=np.int16),
                origin=np.full(terms, Origin.CREATED, dtype=np.int8),
                metric=np.full(terms, -1, dtype=np.int8),
                no_promise=np.zeros(terms),
                clock_base=np.zeros((terms, rows + 1, 6)),
                clock_growth=np.zeros((terms, rows + 1, 6)),
                clock_calendar=np.zeros((terms, rows + 1, 6), dtype=np.int16),
                clock_kind=np.zeros((terms, rows + 1, 6), dtype=np.int32),
                fit=np.zeros((1, 1)),
            ),
        )
    )


def first_come(scenario: Scenario, size: int) -> Ranking:
    return fixed_order(scenario, np.zeros(size), growth=1 / 10080)


def by_priority(scenario: Scenario, tickets: list[Ticket]) -> Ranking:
    return fixed_order(scenario, np.array([-t.priority for t in tickets], dtype=np.float64))


def played(
    scenario: Scenario, tickets: list[Ticket], ranking: Ranking | None = None, on: Any = None
) -> Outcome:
    """What happens to these tickets, first come first served unless told otherwise."""
    work = workload_of(scenario, tickets, on)
    return play(work, desk_of(scenario), ranking or first_come(scenario, len(tickets)))


__all__ = [
    "SOLVED",
    "Ticket",
    "Touch",
    "TouchEnd",
    "by_priority",
    "first_come",
    "fixed_order",
    "played",
    "workload_of",
]
