"""Queues with exact answers, and how long each has to be played to meet them.

The numbers were computed exactly, from the sources named; tolerances of theirs are below 1e-7.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from tests.cases.networks import erlang_r, immediate_reopening, jackson
from tests.cases.one_queue import (
    bank,
    busy_erlang_a,
    busy_erlang_c,
    county_hospital,
    erlang_a_interval,
    erlang_c_interval,
    fixed_work,
    lognormal_work,
)
from tests.cases.priorities import (
    accumulating_general_work,
    accumulating_tails,
    cost_of_orders,
    general_work_by_class,
    impatient_classes,
    tails_by_class,
    triage_classes,
    two_classes,
    work_by_class,
)
from tests.cases.queues import Case
from tests.cases.skills import n_design
from tests.cases.time_varying import infinite_desk, three_shifts

CASES: dict[str, tuple[int, int, Callable[[int], Case]]] = {
    "A02": (100, 154_000, erlang_c_interval),
    "A03 s=1": (100, 4_000, partial(county_hospital, servers=1)),
    "A03 s=2": (100, 10_000, partial(county_hospital, servers=2)),
    "A04 c=3": (100, 5_000, partial(bank, servers=3)),
    "A04 c=4": (100, 33_000, partial(bank, servers=4)),
    "A05 Erlang A": (100, 113_000, busy_erlang_a),
    "A05 Erlang C": (100, 80_000, busy_erlang_c),
    "A06 c=13": (100, 53_000, partial(erlang_a_interval, agents=13)),
    "A06 c=14": (100, 79_000, partial(erlang_a_interval, agents=14)),
    "A13": (100, 4_000, fixed_work),
    "A15": (100, 4_000, lognormal_work),
    "B01": (100, 7_000, two_classes),
    "B02 s=1": (100, 32_000, partial(triage_classes, servers=1)),
    "B02 s=2": (100, 174_000, partial(triage_classes, servers=2)),
    "B03": (100, 32_000, tails_by_class),
    "B05": (100, 23_000, work_by_class),
    "B06 equal": (100, 17_000, partial(impatient_classes, equal=True)),
    "B06 unequal": (100, 15_000, partial(impatient_classes, equal=False)),
    "B07": (100, 5_000, accumulating_general_work),
    "B08": (100, 20_000, accumulating_tails),
    "B12": (100, 4_000, cost_of_orders),
    "B15": (100, 8_000, general_work_by_class),
    "C01": (100, 31_000, n_design),
    "D02": (100, 65_000, jackson),
    "D03": (100, 12_000, immediate_reopening),
    "D04": (100, 120_000, erlang_r),
    "E01": (100, 11_000, infinite_desk),
    "E05": (100, 129_000, three_shifts),
}
"""Name → replications, measured tickets of each, and the case."""
