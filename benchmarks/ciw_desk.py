"""The bench desk in Ciw, as a Ciw user would write it."""

from __future__ import annotations

from collections.abc import Callable

import ciw

from benchmarks.bench_desk import AGENTS, MU, ONWARD, PATIENCE, PER_MINUTE, SHARES, SIGMA, Wait

ROUTES = [[0.0, ONWARD, 0.0], [0.0, 0.0, ONWARD], [0.0, 0.0, 0.0]]


def network() -> ciw.Network:
    """Three tiers, three classes by priority, lognormal work, exponential patience before the first touch."""
    nobody = None
    work = [ciw.dists.Lognormal(mean=mu, sd=SIGMA) for mu in MU]
    return ciw.create_network(
        arrival_distributions={
            name: [ciw.dists.Exponential(rate=PER_MINUTE * share), nobody, nobody]
            for name, share in SHARES.items()
        },
        service_distributions=dict.fromkeys(SHARES, work),
        reneging_time_distributions={
            name: [ciw.dists.Exponential(rate=1 / PATIENCE), nobody, nobody] for name in SHARES
        },
        routing=dict.fromkeys(SHARES, ROUTES),
        number_of_servers=list(AGENTS),
        priority_classes={name: place for place, name in enumerate(SHARES)},
    )


def play(minutes: float, seed: int) -> tuple[int, Callable[[], list[Wait]]]:
    """Plays so many minutes from an empty desk: the number of tickets, and the waits for L1."""
    ciw.seed(seed)
    simulation = ciw.Simulation(network())
    simulation.simulate_until_max_time(minutes)

    def waits() -> list[Wait]:
        records = simulation.get_all_records(only=["service", "renege"])
        return [(r.customer_class, r.arrival_date, r.waiting_time) for r in records if r.node == 1]

    return int(simulation.nodes[0].number_of_individuals), waits
