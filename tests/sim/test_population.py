from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from sim.distributions import Lognormal
from sim.intake import intake
from sim.population import Population, clientele, customer_weights, populate
from sim.streams import Streams
from sim.vocabulary import Customers, Mix, Scenario
from tests.sim.desks import replayed, tiny_request, tiny_scenario, tiny_segment

STREAMS = Streams(seed=5, replication=0)
PLAN = Mix(("premium", "standard"), (0.2, 0.8))


def people_of(scenario: Scenario, streams: Streams = STREAMS) -> Population:
    return populate(scenario, intake(scenario, streams))


def of_segment(**changes) -> Population:
    return people_of(tiny_scenario(segments=(tiny_segment(per_hour=40.0, **changes),)))


def test_weights_have_mean_one_the_stated_cv_and_the_heaviest_first():
    weights = customer_weights(Customers(50_000, 1.2), "s", STREAMS)
    assert abs(weights.mean() - 1) < 4 * 1.2 / np.sqrt(50_000)
    assert weights.std() == pytest.approx(1.2, rel=0.05)
    assert (np.diff(weights) <= 0).all()


def test_tickets_come_from_customers_in_proportion_to_their_weights():
    segment = tiny_segment(customers=Customers(20, 1.0))
    weights = customer_weights(Customers(20, 1.0), segment.name, STREAMS)
    owner = clientele(segment, STREAMS, 200_000).owner
    share = weights / weights.sum()
    error = 4 * np.sqrt(share * (1 - share) / 200_000) + 1e-9
    assert (abs(np.bincount(owner, minlength=20) / 200_000 - share) < error).all()


def test_without_skew_customers_are_alike():
    assert customer_weights(Customers(4, 0.0), "s", STREAMS).tolist() == [1.0] * 4


def test_an_extreme_skew_still_has_a_customer():
    weights = customer_weights(Customers(1, 30.0), "s", STREAMS)
    assert weights[0] > 0


def test_without_customers_each_ticket_is_its_own():
    people = of_segment()
    assert len(np.unique(people.customer)) == len(people.customer)


def test_a_trait_is_the_same_for_all_tickets_of_a_customer():
    people = of_segment(customers=Customers(50, 0.5), traits={"plan": PLAN})
    for customer in range(50):
        assert len(set(people.columns["plan"][people.customer == customer])) <= 1


def test_traits_have_their_shares_over_customers():
    plan = of_segment(traits={"plan": PLAN}).columns["plan"]
    assert abs((plan == 0).mean() - 0.2) < 4 * np.sqrt(0.16 / len(plan))


def test_numbers_are_drawn_per_customer():
    people = of_segment(customers=Customers(30, 0.5), numbers={"fields.seats": Lognormal(400.0, 1.5)})
    seats = people.numbers["fields.seats"]
    assert len(np.unique(seats)) == len(np.unique(people.customer))


def test_categories_are_drawn_per_ticket():
    mix = Mix(("new", "old"), (0.1, 0.9))
    people = of_segment(customers=Customers(1), ticket_traits={"category": mix})
    category = people.columns["category"]
    assert abs((category == 0).mean() - 0.1) < 4 * np.sqrt(0.09 / len(category))


def test_an_attribute_more_changes_no_other():
    before = of_segment(customers=Customers(50, 0.5), traits={"plan": PLAN})
    more = {"vip": Mix(("no", "yes"), (0.5, 0.5)), "plan": PLAN}
    after = of_segment(
        customers=Customers(50, 0.5), traits=more, numbers={"fields.seats": Lognormal(4.0, 1.0)}
    )
    assert np.array_equal(before.columns["plan"], after.columns["plan"])
    assert np.array_equal(before.customer, after.customer)


def test_a_change_of_skew_leaves_who_has_which_plan():
    before = of_segment(customers=Customers(500, 0.5), traits={"plan": PLAN})
    after = of_segment(customers=Customers(500, 1.5), traits={"plan": PLAN})
    both = dict(zip(before.customer, before.columns["plan"], strict=True))
    assert all(both.get(c, p) == p for c, p in zip(after.customer, after.columns["plan"], strict=True))


def test_what_a_segment_does_not_say_is_missing():
    segments = (
        tiny_segment("a", traits={"plan": PLAN}, numbers={"fields.seats": Lognormal(4.0, 1.0)}),
        tiny_segment("b"),
    )
    people = people_of(tiny_scenario(segments=segments))
    in_b = people.columns["segment"] == 1
    assert (people.columns["plan"][in_b] == -1).all()
    assert (people.columns["plan"][~in_b] >= 0).all()
    assert np.array_equal(np.isnan(people.numbers["fields.seats"]), in_b)
    assert (people.columns["vip"] == -1).all()


def test_customers_are_numbered_through_the_segments():
    segments = (tiny_segment("a", customers=Customers(10)), tiny_segment("b", customers=Customers(5)))
    people = people_of(tiny_scenario(segments=segments))
    in_b = people.columns["segment"] == 1
    assert set(people.customer[~in_b]) == set(range(10))
    assert set(people.customer[in_b]) == set(range(10, 15))


def test_impact_follows_the_request_and_is_missing_where_it_has_none():
    urgent = tiny_request("break", impact=Mix(("high", "low"), (0.25, 0.75)), channel="phone")
    segment = tiny_segment(per_hour=60.0, requests=Mix(("help", "break"), (0.5, 0.5)))
    people = people_of(tiny_scenario(requests=(tiny_request(), urgent), segments=(segment,)))
    asked = people.columns["request"] == 1
    impact = people.columns["impact"]
    assert (impact[~asked] == -1).all()
    assert abs((impact[asked] == 0).mean() - 0.25) < 4 * np.sqrt(0.1875 / asked.sum())
    assert np.array_equal(people.columns["channel"], asked)


def test_what_a_replay_knows_beats_what_would_be_drawn():
    count = 1000
    arrivals = replayed(
        np.arange(float(count)).tolist(), plan=[1, -1] * (count // 2), impact=[0] + [-1] * 999
    )
    segment = tiny_segment(arrivals=arrivals, traits={"plan": Mix(("premium", "standard"), (1.0, 0.0))})
    request = tiny_request(impact=Mix(("high", "low"), (0.0, 1.0)))
    people = people_of(tiny_scenario(segments=(segment,), requests=(request,)))
    assert people.columns["plan"].tolist() == [1, 0] * (count // 2)
    assert people.columns["impact"].tolist() == [0] + [1] * 999


def test_a_replay_s_numbers_are_kept_and_blank_ones_drawn():
    arrivals = replace(replayed([1.0, 2.0, 3.0]), numbers={"fields.seats": np.array([7.0, np.nan, 9.0])})
    segment = tiny_segment(arrivals=arrivals, numbers={"fields.seats": Lognormal(4.0, 0.0)})
    people = people_of(tiny_scenario(segments=(segment,)))
    assert people.numbers["fields.seats"].tolist() == [7.0, 4.0, 9.0]


def test_an_attribute_that_only_a_replay_knows_is_a_column():
    arrivals = replayed([1.0, 2.0], plan=[1, -1])
    levels = {"plan": ("premium", "standard")}
    people = people_of(tiny_scenario(segments=(tiny_segment(arrivals=arrivals),), levels=levels))
    assert people.columns["plan"].tolist() == [1, -1]
