"""Laws that hold on every outcome, whatever the desk and the strategy.

Each function raises AssertionError with a sentence where its law is broken.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from sim.desk import Desk
from sim.outcome import Ended, Outcome
from sim.ranking import Ranking
from sim.workload import CORRECTED, OBSERVED, TRUE, Workload

Floats = NDArray[np.float64]

DONE = (Ended.REPLY, Ended.HELD, Ended.TRANSFER, Ended.TRANSFER_REPLY, Ended.SOLVED)


def assert_all_laws(work: Workload, desk: Desk, ranking: Ranking, outcome: Outcome) -> None:
    tickets_are_conserved(work, outcome)
    little(outcome)
    no_touch_begins_off_duty(work, outcome)
    nobody_does_two_things_at_once(outcome)
    no_agent_idles_while_a_ticket_they_may_take_waits(work, desk, ranking, outcome)
    work_in_is_work_done(work, desk, outcome)
    touches_follow_the_plan(work, outcome)


def tickets_are_conserved(work: Workload, outcome: Outcome) -> None:
    came, may_come = work.created < outcome.end, work.created <= outcome.end
    solved, left = ~np.isnan(outcome.last_solve), ~np.isnan(outcome.left)
    touched = ~np.isnan(outcome.first_touch)
    assert not (solved & left).any(), "a ticket cannot be solved and have left"
    assert not (touched & left).any(), "a ticket that was touched cannot leave"
    assert not ((solved | left | touched) & ~may_come).any(), "nothing happens to tickets that have not come"
    waiting = np.isnan(outcome.stays.left)
    places = np.zeros(work.size, dtype=np.int64)
    np.add.at(places, outcome.stays.ticket[waiting], 1)
    np.add.at(places, outcome.work.ticket[outcome.work.ended == Ended.CUT], 1)
    np.add.at(places, _paused_at_the_end(outcome), 1)
    assert places.max(initial=0) <= 1, "a ticket cannot be in two places at the end"
    untouched = came & ~touched & ~left
    assert (places[untouched] == 1).all(), "whoever came and was not served or lost still waits"


def _paused_at_the_end(outcome: Outcome) -> list[int]:
    """Tickets whose work has stopped until an agent is back."""
    last = dict(zip(outcome.work.agent.tolist(), range(len(outcome.work.agent)), strict=True))
    return [int(outcome.work.ticket[row]) for row in last.values() if outcome.work.ended[row] == Ended.PAUSED]


def little(outcome: Outcome) -> None:
    """The area under the number waiting is the sum of the waits, counted in two ways."""
    left = np.where(np.isnan(outcome.stays.left), outcome.end, outcome.stays.left)
    times = np.concatenate([outcome.stays.joined, left])
    steps = np.concatenate([np.ones(len(left)), -np.ones(len(left))])
    order = np.lexsort((-steps, times))
    number = np.cumsum(steps[order])
    assert number.min(initial=0) >= 0, "less than nobody waits"
    area = float(np.sum(number[:-1] * np.diff(times[order])))
    assert np.isclose(area, float(np.sum(left - outcome.stays.joined)), rtol=1e-9, atol=1e-6)


def no_touch_begins_off_duty(work: Workload, outcome: Outcome) -> None:
    for agent, start, _ in _by_agent(work, outcome):
        on, off = _attended(work, agent)
        place = np.searchsorted(on, start, side="right") - 1
        inside = (place >= 0) & (start < off[place])
        assert inside.all(), f"agent {agent} begins off duty at {start[~inside][:3]}"


def nobody_does_two_things_at_once(outcome: Outcome) -> None:
    log = outcome.work
    for who in (log.agent, log.ticket):
        order = np.lexsort((log.end, log.start, who))
        same = who[order][1:] == who[order][:-1]
        assert (log.start[order][1:] >= log.end[order][:-1])[same].all(), "two stretches at once"


def no_agent_idles_while_a_ticket_they_may_take_waits(
    work: Workload, desk: Desk, ranking: Ranking, outcome: Outcome
) -> None:
    stays = outcome.stays
    left = np.where(np.isnan(stays.left), outcome.end, stays.left)
    pools = np.where(stays.group < 0, desk.triage_pools, 0)
    known = stays.group >= 0
    pools[known] = outcome.classes[stays.group[known], 0]
    until = np.full(len(left), np.inf)
    if ranking.strict:
        own = _own_pools(work, desk, outcome, pools)
        overflow = stays.joined + ranking.overflow
        until = np.where(own == pools, np.inf, overflow)
    for agent, start, end in _by_agent(work, outcome):
        bit = 1 << desk.agent_pool[agent]
        may = (pools & bit) > 0
        idle = _minus(_attended(work, agent), (start, end), outcome.end)
        joined, gone = stays.joined[may], left[may]
        if ranking.strict:
            listed = (own[may] & bit) > 0
            joined = np.where(listed, joined, np.maximum(joined, until[may]))
        longest = _overlap(idle, (joined, gone))
        assert longest == 0, f"agent {agent} idles for {longest} min while a ticket they may take waits"


def work_in_is_work_done(work: Workload, desk: Desk, outcome: Outcome) -> None:
    """Time at work times proficiency is the planned work of the touches that were done."""
    log = outcome.work
    pool = np.array(desk.agent_pool)[log.agent] if len(log.agent) else np.zeros(0, dtype=np.int64)
    plain = (log.ended != Ended.TRIAGED) & (log.ended != Ended.DIAGNOSED)
    finished = np.isin(log.ended, DONE)
    simple = np.isnan(work.triage_work) & (work.skill[OBSERVED] == work.skill[TRUE])
    whole = np.isin(log.ended, [*DONE, Ended.PAUSED, Ended.HANDED_BACK]) & plain & simple[log.ticket]
    done = np.zeros(work.size)
    speed = desk.speed[pool, work.skill[TRUE][log.ticket]]
    np.add.at(done, log.ticket[whole], ((log.end - log.start) * speed)[whole])
    ended = np.zeros(work.size, dtype=np.int64)
    np.add.at(ended, log.ticket[finished], 1)
    open_touch = np.zeros(work.size, dtype=np.bool_)
    last = {int(t): int(e) for t, e in zip(log.ticket, log.ended, strict=True)}
    for ticket, how in last.items():
        open_touch[ticket] = how not in DONE
    planned = np.concatenate([[0.0], np.cumsum(work.touches.work + work.touches.handover)])
    first = work.touches.first[:-1]
    expected = planned[first + ended] - planned[first]
    sure = simple & ~open_touch
    gap = np.abs(done - expected)[sure]
    assert (gap <= 1e-5 * (1 + expected[sure])).all(), f"work done differs from work planned by {gap.max()}"


def touches_follow_the_plan(work: Workload, outcome: Outcome) -> None:
    log = outcome.work
    done = np.isin(log.ended, DONE)
    order = np.lexsort((log.start[done], log.ticket[done]))
    ticket, ended = log.ticket[done][order], log.ended[done][order]
    begins = np.r_[True, ticket[1:] != ticket[:-1]] if len(ticket) else np.zeros(0, dtype=np.bool_)
    place = np.arange(len(ticket)) - np.maximum.accumulate(np.where(begins, np.arange(len(ticket)), 0))
    plan = work.touches.end[work.touches.first[ticket] + place]
    assert (plan == ended).all(), "touches end as planned, in the planned order"


def _by_agent(work: Workload, outcome: Outcome) -> list[tuple[int, Floats, Floats]]:
    log = outcome.work
    agents = len(work.attendance.on_first) - 1
    return [(a, log.start[log.agent == a], log.end[log.agent == a]) for a in range(agents)]


def _attended(work: Workload, agent: int) -> tuple[Floats, Floats]:
    there = work.attendance
    span = slice(there.on_first[agent], there.on_first[agent + 1])
    return there.on_start[span], there.on_end[span]


def _own_pools(work: Workload, desk: Desk, outcome: Outcome, pools: NDArray[np.int64]) -> NDArray[np.int64]:
    """Of the pools that may take a stay's ticket, those that list its skill (all where none does)."""
    group = outcome.stays.group
    skill = np.zeros(len(group), dtype=np.int64)
    skill[group >= 0] = outcome.classes[group[group >= 0], 1]
    own = pools & desk.listing[skill]
    return np.where((own == 0) | (group < 0), pools, own)


def _minus(on: tuple[Floats, Floats], busy: tuple[Floats, Floats], end: float) -> tuple[Floats, Floats]:
    """Time on duty less time at work, up to the end of the run."""
    points = np.unique(np.concatenate([*on, *busy, [end]]))
    points = points[points <= end]
    middle = (points[:-1] + points[1:]) / 2
    keep = _covered(on, middle) & ~_covered(busy, middle)
    return points[:-1][keep], points[1:][keep]


def _covered(intervals: tuple[Floats, Floats], at: Floats) -> NDArray[np.bool_]:
    start, end = np.sort(intervals[0]), np.sort(intervals[1])
    return np.searchsorted(start, at, side="right") > np.searchsorted(end, at, side="right")


def _overlap(one: tuple[Floats, Floats], other: tuple[Floats, Floats]) -> float:
    """Time that both sets of intervals cover."""
    points = np.unique(np.concatenate([*one, *other]))
    if len(points) < 2:
        return 0.0
    middle = (points[:-1] + points[1:]) / 2
    both = _covered(one, middle) & _covered(other, middle)
    return float(np.sum(np.diff(points)[both]))


__all__ = ["CORRECTED", "assert_all_laws"]
