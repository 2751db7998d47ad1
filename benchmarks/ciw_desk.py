"""The bench desk in Ciw, as a Ciw user would write it."""

from __future__ import annotations

import math

import ciw

SHARES = {"urgent": 0.1, "high": 0.3, "normal": 0.6}
AGENTS = (20, 8, 4)
MEANS = (60.0, 72.0, 120.0)
SIGMA = 0.8
PER_MINUTE = 18.4 / 60
ROUTES = [[0.0, 0.25, 0.0], [0.0, 0.0, 0.25], [0.0, 0.0, 0.0]]
PATIENCE = 480.0


def network() -> ciw.Network:
    """Three tiers, three classes by priority, lognormal work, exponential patience before the first touch."""
    nobody = None
    work = [ciw.dists.Lognormal(mean=math.log(m) - SIGMA**2 / 2, sd=SIGMA) for m in MEANS]
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


def play(minutes: float, seed: int) -> ciw.Simulation:
    """Plays so many minutes from an empty desk."""
    ciw.seed(seed)
    simulation = ciw.Simulation(network())
    simulation.simulate_until_max_time(minutes)
    return simulation


def tickets(simulation: ciw.Simulation) -> int:
    """The number of tickets that arrived."""
    return int(simulation.nodes[0].number_of_individuals)


def mean_waits(simulation: ciw.Simulation) -> dict[str, float]:
    """Priority → mean wait until the first touch or until the customer left [min]."""
    waits: dict[str, list[float]] = {name: [] for name in SHARES}
    for record in simulation.get_all_records(only=["service", "renege"]):
        if record.node == 1:
            waits[record.customer_class].append(record.waiting_time)
    return {name: math.fsum(each) / len(each) for name, each in waits.items()}
