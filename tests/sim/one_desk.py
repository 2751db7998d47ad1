"""A desk for a week, and what is seen of who works when."""

from __future__ import annotations

from sim.outcome import Ended
from tests.sim.desks import WEEK, tiny_pool, tiny_request, tiny_run, tiny_scenario, tiny_step

DAY = 1440.0
LONG = (0.0, WEEK)


def desk(*pools, **changes):
    """A week at a desk of these pools, nothing before or after."""
    tiers = tuple(f"L{t + 1}" for t in range(max((p.tier for p in pools), default=0) + 1))
    path = {t: tiny_step() for t in range(len(tiers))}
    return tiny_scenario(
        pools=pools or (tiny_pool(horizon=WEEK),),
        tiers=tiers,
        requests=(tiny_request(path=path),),
        run=tiny_run(warmup=0.0, measure=WEEK, cooldown=0.0),
        **changes,
    )


def team(agents=1, **changes):
    return tiny_pool(agents=agents, horizon=WEEK, **changes)


def stretches(outcome):
    """(ticket, agent, start, end, how it ended) in order."""
    work = outcome.work
    rows = zip(work.ticket, work.agent, work.start, work.end, work.ended, strict=True)
    return [(int(t), int(a), float(s), float(e), Ended(x)) for t, a, s, e, x in rows]


def starts(outcome):
    """ticket → start of its first stretch."""
    return {t: s for t, _, s, _, _ in reversed(stretches(outcome))}
