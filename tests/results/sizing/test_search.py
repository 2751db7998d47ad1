from __future__ import annotations

import numpy as np
import pytest

from results.sizing.desks import Counts
from results.sizing.search import Search
from results.sizing.start import start_counts
from tests.plain import needs_compiling
from tests.results.sizing.small_boxes import random_desk, search_of, setup

pytestmark = needs_compiling("40,000 tickets")


def found_by(seed: int, replications: int = 4) -> tuple[Search, Counts | None]:
    search = search_of(setup(random_desk(seed, replications), "fifo"))
    best = search.run(start_counts(search.box)).best
    return search, None if best is None else best.counts


def test_the_search_finds_the_optimum_of_the_sample_problem_with_few_desks() -> None:
    search, best = found_by(15, replications=2)
    exact = search_of(setup(random_desk(15, 2), "fifo"))
    found = exact.exhaust().best
    assert found is not None
    assert best is not None
    assert search.box.cost(best) == pytest.approx(found.cost)
    assert exact.looked[best].feasible
    assert search.trials.played < exact.trials.played / 2


def test_a_desk_that_fresh_tickets_refuse_is_not_found_again() -> None:
    search, best = found_by(4, replications=2)
    assert best is not None
    search.refuse(best, np.zeros(3))
    again = search.run(best).best
    assert again is not None
    assert again.counts != best
    assert again.cost >= search.box.cost(best)
    assert not all(mine <= theirs for mine, theirs in zip(again.counts, best, strict=True))


def test_what_flattered_a_refused_desk_is_asked_of_all_others_too() -> None:
    search, best = found_by(4, replications=2)
    assert best is not None
    flattered = np.array([0.0, 0.03, 0.0])
    search.refuse(best, flattered)
    again = search.run(best).best
    assert again is not None
    margins, _ = search.trials.margins(again.counts)
    assert (margins >= flattered - 1e-9).all()


@pytest.mark.slow
def test_on_twenty_random_desks_the_search_finds_what_trying_all_of_them_finds() -> None:
    same, played, tried = 0, 0, 0
    for seed in range(20):
        asked = setup(random_desk(seed), ("fifo", "first")[seed % 2])
        search, exact = search_of(asked), search_of(asked)
        best, found = search.run(start_counts(search.box)).best, exact.exhaust().best
        if best is not None:
            assert exact.looked[best.counts].feasible
        costs = [None if one is None else round(one.cost, 6) for one in (best, found)]
        same += costs[0] == costs[1]
        played, tried = played + search.trials.played, tried + exact.trials.played
    print(f"{same} of 20; {played:,} replications instead of {tried:,}")
    assert same >= 19
    assert played < tried / 3
