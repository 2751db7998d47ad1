"""The census against small cases by hand."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from scenarios.census import census, priority_shares, skill_shares
from scenarios.kinds import TooManyKinds
from sim.distributions import Constant, Lognormal, Uniform
from sim.vocabulary import (
    Condition,
    EntryRule,
    Mix,
    Policy,
    Scenario,
    Segment,
    SelfService,
    Triage,
    TriageMode,
)
from sim.workload import CORRECTED, OBSERVED, TRUE
from tests.sim.desks import replayed, tiny_pool, tiny_request, tiny_scenario, tiny_segment, tiny_step

WEEKLY = 4.0 * 168
ITIL = np.array([[0, 1, 2], [1, 2, 3], [2, 3, 3]], np.int16)


def itil_scenario() -> Scenario:
    """Impact 10/30/60 %, urgency 20/40/40 %, the matrix of four priorities."""
    request = tiny_request(
        impact=Mix(("high", "medium", "low"), (0.1, 0.3, 0.6)),
        urgency=Mix(("high", "medium", "low"), (0.2, 0.4, 0.4)),
    )
    return tiny_scenario(requests=(request,), priority_matrix=ITIL)


def policy(name: str, **values: str) -> Policy:
    """A policy without limits for tickets with these values."""
    return Policy(name, tuple(Condition(attribute, (value,)) for attribute, value in values.items()), {})


def plan_segment(premium: float, name: str = "everyone") -> Segment:
    return tiny_segment(name, traits={"plan": Mix(("premium", "standard"), (premium, 1 - premium))})


def test_a_plain_desk_has_one_kind_of_ticket() -> None:
    found = census(tiny_scenario())
    assert found.kinds.size == 1
    assert found.tickets_per_week == pytest.approx(WEEKLY)
    assert found.kinds.priority[:, 0].tolist() == [2, 2, 2]
    assert found.kinds.policy[:, 0].tolist() == [-1, -1, -1]


def test_the_itil_matrix_gives_its_priority_shares() -> None:
    urgent, high = 0.1 * 0.2, 0.1 * 0.4 + 0.3 * 0.2
    normal = 0.1 * 0.4 + 0.3 * 0.4 + 0.6 * 0.2
    expected = [urgent, high, normal, 1 - urgent - high - normal]
    assert priority_shares(itil_scenario()) == pytest.approx(expected)


def test_kinds_that_the_matrix_makes_alike_are_merged() -> None:
    assert census(itil_scenario()).kinds.size == 4


def test_the_first_priority_rule_that_matches_beats_the_matrix() -> None:
    rules = (((Condition("impact", ("high",)),), 3), ((Condition("impact", ("high", "low")),), 0))
    shares = priority_shares(replace(itil_scenario(), priority_rules=rules))
    assert shares == pytest.approx([0.6, 0.3 * 0.2, 0.3 * 0.4, 0.1 + 0.3 * 0.4])


def test_weights_add_to_the_tickets_of_a_week_whatever_filters_read() -> None:
    scenario = replace(
        itil_scenario(),
        segments=(plan_segment(0.2, "a"), plan_segment(0.7, "b")),
        policies=(policy("first", plan="premium", impact="high"), policy("rest", urgency="low")),
        pools=(tiny_pool(serves=(Condition("plan", ("standard",)),)), tiny_pool("others")),
    )
    scenario = replace(scenario, levels={**scenario.levels, "plan": ("premium", "standard")})
    found = census(scenario)
    assert found.kinds.weight.sum() == pytest.approx(2 * WEEKLY)
    assert found.shares(found.kinds.policy[TRUE], 2) == pytest.approx([0.45 * 0.1, (1 - 0.45 * 0.1) * 0.4])
    takes = (found.kinds.admitted[OBSERVED] & 1) > 0
    assert found.kinds.weight[takes].sum() / found.tickets_per_week == pytest.approx(0.55)


def test_numbers_are_cut_where_filters_compare_them() -> None:
    seats = Lognormal(400.0, 1.5)
    scenario = tiny_scenario(
        segments=(tiny_segment(numbers={"fields.seats": seats}),),
        policies=(
            Policy("large", (Condition("fields.seats", operator=">=", number=500.0),), {}),
            Policy("small", (Condition("fields.seats", operator="<", number=100.0),), {}),
        ),
    )
    shares = census(scenario).shares(census(scenario).kinds.policy[TRUE], 2)
    cut = seats.cdf(np.array([500.0, 100.0]))
    assert shares == pytest.approx([1 - cut[0], cut[1]])


def test_a_number_exactly_on_the_threshold_counts_as_the_operator_says() -> None:
    scenario = tiny_scenario(
        segments=(tiny_segment(numbers={"fields.seats": Constant(500.0)}),),
        policies=(
            Policy("above", (Condition("fields.seats", operator=">", number=500.0),), {}),
            Policy("equal", (Condition("fields.seats", operator="=", number=500.0),), {}),
        ),
    )
    assert census(scenario).kinds.policy[TRUE].tolist() == [1]


def test_a_ticket_without_the_attribute_meets_no_filter_on_it() -> None:
    scenario = tiny_scenario(
        segments=(tiny_segment(), tiny_segment("big", numbers={"fields.seats": Uniform(500.0, 900.0)})),
        policies=(Policy("any", (Condition("fields.seats", operator=">=", number=0.0),), {}),),
    )
    kinds = census(scenario).kinds
    assert dict(zip(kinds.segment.tolist(), kinds.policy[TRUE].tolist(), strict=True)) == {0: -1, 1: 0}


def test_self_service_takes_tickets_away_but_for_those_who_return() -> None:
    request = tiny_request(self_service=SelfService(0.4, returns=0.25, after=Constant(60.0)))
    found = census(tiny_scenario(requests=(request,)))
    assert found.volumes.requests[0, 0] == pytest.approx(WEEKLY)
    assert found.tickets_per_week == pytest.approx(WEEKLY * 0.7)
    assert found.volumes.deflected[0, 0] == pytest.approx(WEEKLY * 0.3)


def test_triage_spreads_true_priorities_over_observed_ones() -> None:
    confusion = np.full((4, 4), 0.1) + 0.6 * np.eye(4)
    triage = Triage(TriageMode.AUTOMATED, coverage=0.8, priority_confusion=confusion)
    found = census(replace(itil_scenario(), triage=triage))
    true = priority_shares(itil_scenario())
    assert found.shares(found.kinds.priority[TRUE], 4) == pytest.approx(true)
    assert found.shares(found.kinds.priority[CORRECTED], 4) == pytest.approx(true)
    assert found.shares(found.kinds.priority[OBSERVED], 4) == pytest.approx(
        0.8 * true @ confusion + 0.2 * true
    )


def test_policies_follow_the_observed_and_the_true_priority() -> None:
    confusion = np.eye(4)
    confusion[2] = [0.25, 0.0, 0.75, 0.0]
    triage = Triage(TriageMode.MANUAL, priority_confusion=confusion)
    found = census(tiny_scenario(triage=triage, policies=(policy("urgent", priority="urgent"),)))
    recorded = found.shares(found.kinds.policy[OBSERVED], 1)
    owed = found.shares(found.kinds.policy[TRUE], 1)
    assert [recorded[0], owed[0]] == pytest.approx([0.25, 0.0])


def test_the_first_entry_rule_that_matches_names_the_tier() -> None:
    request = tiny_request(
        entry=(EntryRule((Condition("plan", ("premium",)),), 1), EntryRule((), 0)),
        path={0: tiny_step(), 1: tiny_step()},
    )
    scenario = tiny_scenario(requests=(request,), segments=(plan_segment(0.2),), tiers=("L1", "L2"))
    found = census(scenario)
    assert found.shares(found.kinds.entry, 2) == pytest.approx([0.8, 0.2])


def test_a_replay_counts_its_own_combinations_and_draws_the_rest() -> None:
    arrivals = replayed([10081.0, 10082.0, 10083.0, 10084.0], priority=[0, 0, 3, -1], plan=[0, 1, 1, 0])
    scenario = tiny_scenario(
        segments=(replace(plan_segment(0.5), arrivals=arrivals),),
        policies=(policy("urgent premium", priority="urgent", plan="premium"),),
    )
    found = census(scenario)
    assert found.tickets_per_week == pytest.approx(1.0)
    assert priority_shares(scenario) == pytest.approx([0.5, 0.0, 0.25, 0.25])
    assert found.shares(found.kinds.policy[TRUE], 1) == pytest.approx([0.25])


def test_a_replayed_request_that_is_not_known_follows_the_mix() -> None:
    arrivals = replayed([10081.0, 10082.0], request=[1, -1])
    segment = tiny_segment(arrivals=arrivals, requests=Mix(("help", "buy"), (0.5, 0.5)))
    scenario = tiny_scenario(segments=(segment,), requests=(tiny_request(), tiny_request("buy")))
    found = census(scenario)
    assert found.shares(found.kinds.request, 2) == pytest.approx([0.25, 0.75])


def test_skills_are_counted_by_segment() -> None:
    segments = (tiny_segment("a", requests=Mix(("help", "buy"), (0.3, 0.7))), tiny_segment("b", per_hour=0.0))
    requests = (tiny_request(), tiny_request("buy", skill=1))
    shares = skill_shares(
        tiny_scenario(segments=segments, requests=requests, levels={"skill": ("general", "sales")})
    )
    assert shares.tolist() == [pytest.approx([0.3, 0.7]), [0.0, 0.0]]


def test_many_attributes_are_merged_as_soon_as_nothing_tells_them_apart() -> None:
    names = [f"fields.f{place}" for place in range(12)]
    labels = tuple(f"v{place}" for place in range(10))
    segment = tiny_segment(traits={name: Mix(labels, (0.1,) * 10) for name in names})
    when = tuple(Condition(name, ("v0", "v1")) for name in names)
    found = census(tiny_scenario(segments=(segment,), policies=(Policy("rare", when, {}),)))
    assert found.kinds.size == 2
    assert found.shares(found.kinds.policy[TRUE], 1) == pytest.approx([0.2**12])


def test_a_desk_without_tickets_has_no_kinds() -> None:
    found = census(tiny_scenario(segments=(tiny_segment(per_hour=0.0),)))
    assert found.kinds.size == 0
    assert found.tickets_per_week == 0


def test_filters_that_tell_too_many_kinds_apart_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("scenarios.kinds.MOST_KINDS", 3)
    traits = {name: Mix(("a", "b"), (0.5, 0.5)) for name in ("plan", "persona")}
    policies = (policy("one", plan="a"), policy("two", persona="a"))
    with pytest.raises(TooManyKinds, match="tell more than 3 kinds of tickets apart"):
        census(tiny_scenario(segments=(tiny_segment(traits=traits),), policies=policies))
