from __future__ import annotations

import numpy as np

from sim.distributions import Lognormal
from sim.draw import draw
from sim.vocabulary import Condition, EntryRule, Mix, Policy, Triage, TriageMode
from sim.workload import CORRECTED, OBSERVED, TRUE
from tests.sim.desks import tiny_pool, tiny_request, tiny_scenario, tiny_segment, tiny_step

PLAN = Mix(("premium", "basic"), (0.3, 0.7))
IS_URGENT = (Condition("priority", ("urgent",)),)
IS_PREMIUM = (Condition("plan", ("premium",)),)
ALL_WRONG = np.roll(np.eye(4), 1, axis=1)
"""Every priority is observed one level lower, the lowest as urgent."""


def drawn(**changes):
    segment = tiny_segment(traits={"plan": PLAN}, numbers={"fields.seats": Lognormal(400.0, 1.5)})
    return draw(tiny_scenario(segments=(segment,), **changes), 0)


def erring(**changes):
    triage = Triage(TriageMode.AUTOMATED, priority_confusion=ALL_WRONG, **changes)
    return drawn(triage=triage, priority_rules=((IS_PREMIUM, 0),), policies=(Policy("p", IS_URGENT, {}),))


def test_without_errors_all_phases_are_one():
    work = drawn(priority_rules=((IS_PREMIUM, 0),))
    assert (work.priority[OBSERVED] == work.priority[TRUE]).all()
    assert work.priority.shape == (3, work.size)
    assert np.array_equal(work.priority[TRUE] == 0, work.codes("plan") == 0)


def test_the_first_touch_corrects_the_priority():
    work = erring()
    assert np.array_equal(work.priority[OBSERVED], (work.priority[TRUE] + 1) % 4)
    assert np.array_equal(work.priority[CORRECTED], work.priority[TRUE])


def test_the_priority_stays_as_observed_where_nobody_corrects_it():
    work = erring(corrects_priority=False)
    assert np.array_equal(work.priority[CORRECTED], work.priority[OBSERVED])
    assert not np.array_equal(work.priority[CORRECTED], work.priority[TRUE])


def test_the_policy_of_each_phase_follows_what_is_known_in_it():
    work = erring()
    for phase in (OBSERVED, CORRECTED, TRUE):
        assert np.array_equal(work.policy[phase] == 0, work.priority[phase] == 0)


def test_the_first_policy_that_matches_holds():
    policies = (Policy("one", IS_PREMIUM, {}), Policy("two", (), {}))
    work = drawn(policies=policies)
    assert np.array_equal(work.policy[OBSERVED], work.codes("plan"))


def test_pools_admit_what_their_filter_takes():
    big = (Condition("fields.seats", operator=">=", number=500.0),)
    pools = (tiny_pool("a"), tiny_pool("b", serves=IS_PREMIUM), tiny_pool("c", serves=big))
    work = drawn(pools=pools)
    seats = work.numbers["fields.seats"]
    expected = 1 + 2 * (work.codes("plan") == 0) + 4 * (seats >= 500)
    assert np.array_equal(work.admitted[OBSERVED], expected)
    assert len(set(expected)) == 4


def test_a_high_pool_number_has_its_own_bit():
    pools = tuple(tiny_pool(f"p{n}", agents=0, serves=IS_PREMIUM if n == 61 else ()) for n in range(62))
    work = drawn(pools=pools)
    has_last = work.admitted[OBSERVED] >> 61 & 1
    assert np.array_equal(has_last == 1, work.codes("plan") == 0)


def entry_tiers(rules, path=(0, 1)):
    request = tiny_request(entry=rules, path={tier: tiny_step() for tier in path})
    work = drawn(requests=(request,), tiers=("L1", "L2"), priority_rules=((IS_PREMIUM, 0),))
    return work.touches.tier[work.touches.first[:-1]], work


def test_the_first_entry_rule_that_matches_names_the_tier():
    tier, work = entry_tiers((EntryRule(IS_URGENT, 1), EntryRule((), 0), EntryRule(IS_PREMIUM, 0)))
    assert np.array_equal(tier == 1, work.codes("plan") == 0)


def test_without_a_rule_that_matches_a_ticket_begins_at_the_lowest_tier():
    tier, _ = entry_tiers((EntryRule(IS_PREMIUM, 0),), path=(0, 1))
    assert (tier == 0).all()
    tier, _ = entry_tiers((), path=(1,))
    assert (tier == 1).all()


def test_a_ticket_begins_where_its_observed_attributes_say():
    request = tiny_request(
        entry=(EntryRule(IS_URGENT, 1), EntryRule((), 0)), path={0: tiny_step(), 1: tiny_step()}
    )
    triage = Triage(TriageMode.AUTOMATED, priority_confusion=ALL_WRONG)
    work = drawn(requests=(request,), tiers=("L1", "L2"), triage=triage, default_priority=3)
    assert (work.touches.tier == 1).all()
