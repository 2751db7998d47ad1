"""A desk and a hand of tickets, small enough to rank by hand."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

import numpy as np
import pytest

from sim.calendars import Calendar
from sim.distributions import Exponential
from sim.vocabulary import (
    Customers,
    EntryRule,
    Mix,
    Policy,
    Scenario,
    Step,
    Target,
)
from sim.workload import Attendance, Touches, Workload
from strategies import StrategyError, View, build, rank
from strategies._view import Moment
from tests.sim.desks import ALWAYS_OPEN, DAY, WEEK, tiny_pool, tiny_request, tiny_scenario, tiny_segment

FIRST_REPLY, FULL_RESOLUTION = 0, 4
URGENT, HIGH, NORMAL, LOW = range(4)
OFFICE = 1

OFFICE_HOURS = Calendar(
    "office",
    np.arange(-WEEK, 8 * WEEK, DAY) + 540.0,
    np.arange(-WEEK, 8 * WEEK, DAY) + 1020.0,
    business_day=480.0,
)


def step(mean: float, touches: Sequence[int] = (1,), shares: Sequence[float] = (1.0,)) -> Step:
    """A visit with work of this mean per touch."""
    return Step(Exponential(mean), tuple(touches), tuple(shares), (-1,), (1.0,))


def scenario(**changes: Any) -> Scenario:
    """Two tiers, two request types, a premium policy with two clocks, and every attribute."""
    parts: dict[str, Any] = {
        "segments": (tiny_segment(numbers={"fields.seats": Exponential(400.0)}, customers=Customers(5)),),
        "requests": (
            tiny_request(
                "incident",
                path={0: step(20.0, (1, 2), (0.5, 0.5)), 1: step(60.0)},
                impact=Mix(("high", "medium", "low"), (0.1, 0.3, 0.6)),
            ),
            tiny_request("how_to", channel="phone", path={0: step(10.0)}, entry=(EntryRule((), 0),)),
        ),
        "tiers": ("L1", "L2"),
        "pools": (tiny_pool("front"), tiny_pool("back", tier=1, skills={0: 0.5, 1: 2.0}, others=0.25)),
        "calendars": (ALWAYS_OPEN, OFFICE_HOURS),
        "policies": (
            Policy(
                "premium",
                (),
                {
                    (FIRST_REPLY, URGENT): Target(30.0, 0),
                    (FIRST_REPLY, HIGH): Target(60.0, OFFICE),
                    (FULL_RESOLUTION, URGENT): Target(480.0, 0),
                },
            ),
            Policy("standard", (), {(FIRST_REPLY, NORMAL): Target(240.0, OFFICE)}),
        ),
        "orders": {"plan": ("premium", "standard"), "persona": ("power_user", "casual")},
        "levels": {
            "skill": ("network", "printers"),
            "plan": ("premium", "standard", "free"),
            "account_type": ("enterprise", "small"),
            "persona": ("casual", "power_user"),
            "category": ("new", "established", "critical"),
            "impact": ("high", "medium", "low"),
            "fields.region": ("emea", "amer"),
        },
    }
    return tiny_scenario(**{**parts, **changes})


def workload(tickets: int, created: Sequence[float] | None = None, **columns: Any) -> Workload:
    """Tickets with the given codes; `priority` and `skill` may be one list or three (the phases).

    Numeric fields are given as `seats=[…]`, other custom fields as `region=[…]`.
    """
    known: dict[str, Any] = {"segment": [0] * tickets, "request": [0] * tickets, **columns}
    phased = {name: _phases(known.pop(name, [0] * tickets)) for name in ("priority", "skill", "policy")}
    seats = known.pop("seats", None)
    uniforms = known.pop("predict", np.zeros((tickets, 2)))
    nothing = np.zeros(tickets)
    return Workload(
        replication=0,
        created=np.array(range(tickets) if created is None else created, np.float64),
        columns=_columns(known),
        numbers={} if seats is None else {"fields.seats": np.array(seats, np.float64)},
        customer=np.zeros(tickets, np.int32),
        **phased,
        admitted=np.ones((3, tickets), np.int64),
        live=nothing.astype(bool),
        patience=np.full(tickets, np.inf),
        leaves=nothing.astype(bool),
        triage_work=np.full(tickets, np.nan),
        diagnosis=nothing,
        diagnosis_handover=nothing,
        draw_predict=partial(np.array, uniforms, np.float64),
        touches=_touches(tickets),
        attendance=_nobody(),
        deflected=np.zeros((1, 2), np.int64),
        capped=0,
    )


def _columns(known: Mapping[str, Sequence[int]]) -> dict[str, Any]:
    names = {"region": "fields.region"}
    return {names.get(name, name): np.array(codes, np.int16) for name, codes in known.items()}


def _phases(codes: Sequence[Any]) -> Any:
    array = np.array(codes, np.int16)
    return array if array.ndim == 2 else np.stack([array] * 3)


def _touches(tickets: int) -> Touches:
    work = np.full(tickets, 10.0)
    return Touches(
        first=np.arange(tickets + 1, dtype=np.int64),
        tier=np.zeros(tickets, np.int16),
        work=work,
        handover=0 * work,
        end=np.full(tickets, 4, np.int8),
        gap=np.full(tickets, np.inf),
    )


def _nobody() -> Attendance:
    none, first = np.zeros(0), np.zeros(1, np.int64)
    return Attendance(
        first, none, none, first, none, none, partial(np.zeros, (0, 2)), partial(np.zeros, (0, 4096))
    )


def bases(spec: object, desk: Scenario, tickets: Workload, **moment: int) -> list[list[float]]:
    """What every ticket scores on each level before anything grows: one list per level."""
    levels = build(spec, desk).levels(View(desk, tickets, Moment(**moment)))
    return [np.broadcast_to(level.base, (tickets.size,)).tolist() for level in levels]


def who_first(spec: object, desk: Scenario, tickets: Workload, now: float, **moment: int) -> list[int]:
    """The tickets from first to last at an instant, as a ranking without clocks orders them."""
    order = rank(build(spec, desk), desk, tickets).orders[0]
    v = order.variant[Moment(**moment)]
    score = order.base[v].copy()
    for m in np.flatnonzero(order.active[v]):
        growth = order.growths[order.growth_row[v], m]
        score[:, order.level[m]] += growth * (now - tickets.created)
    return sorted(range(tickets.size), key=lambda ticket: (*(-score[ticket]), ticket))


def wrong(spec: object, desk: Scenario | None = None) -> list[tuple[tuple[str | int, ...], str]]:
    """All mistakes of a strategy as it is written."""
    with pytest.raises(StrategyError) as caught:
        build(spec, scenario() if desk is None else desk)
    return [(path, message) for path, message in caught.value.mistakes]
