"""A sized desk when things turn out otherwise."""

from __future__ import annotations

import numpy as np
import pytest

from results.crew import Crew
from results.running import Options
from results.sizing.course import course_of, run_course
from results.sizing.question import SizeQuestion, setup_of
from results.sizing.sensitivity import (
    Scaled,
    changes_of,
    sensitivity_table,
    with_absence,
    with_handling,
    with_volume,
)
from scenarios.volumes import volumes
from sim.distributions import Gamma, Lognormal
from sim.draw import draw
from tests.results.sizing.weeks import week


def test_a_scaled_distribution_multiplies_every_draw() -> None:
    uniforms = np.linspace(0.05, 0.95, 7)
    plain, scaled = Gamma(10.0, 1.5), Scaled(Gamma(10.0, 1.5), 1.1)
    assert scaled.inverse(uniforms) == pytest.approx(plain.inverse(uniforms) * 1.1)
    assert scaled.cdf(scaled.inverse(uniforms)) == pytest.approx(uniforms)
    assert (scaled.mean, scaled.cv) == (pytest.approx(11.0), 1.5)


def test_volume_changes_what_is_expected_and_nothing_else() -> None:
    scenario = week().scenario
    more = with_volume(scenario, 1.1)
    assert volumes(more).tickets.sum() == pytest.approx(volumes(scenario).tickets.sum() * 1.1)
    assert more.requests == scenario.requests


def test_handling_time_leaves_the_tickets_as_they_come() -> None:
    scenario = week(step="{work: {lognormal: {mean: 10 min, cv: 1}}, next: {solved: 1}}").scenario
    one, other = draw(scenario, 0), draw(with_handling(scenario, 1.1), 0)
    assert other.created.tolist() == one.created.tolist()
    assert other.touches.work == pytest.approx(one.touches.work * 1.1, abs=1e-5)
    assert isinstance(scenario.requests[0].path[0].work, Lognormal)


def test_absence_stays_between_none_and_all() -> None:
    scenario = week(pool="{agents: 2, roster: always, absence: 0.03}").scenario
    assert with_absence(scenario, 0.05).pools[0].absence == pytest.approx(0.08)
    assert with_absence(scenario, -1.0).pools[0].absence == 0.0
    assert with_absence(scenario, 2.0).pools[0].absence == 1.0


def test_no_absence_is_a_change_only_where_there_is_some() -> None:
    assert "no absence" not in changes_of(week().scenario)
    assert "no absence" in changes_of(week(pool="{agents: 2, roster: always, absence: 0.03}").scenario)


def test_more_work_keeps_less_and_asks_for_no_fewer_people() -> None:
    plan = week(rate=300, limit="45 min", end="sizing: {vary: {L1.people: 1..3}}\n")
    setup = setup_of(plan, SizeQuestion(Options(replications=2), budget=4))
    (course,) = [course_of(setup, strategy) for strategy in setup.strategies]
    run_course(course, setup, Crew())
    found = sensitivity_table(setup, [course], Crew()).set_index("change")
    planned = found.loc["as planned"]
    assert planned["people_by_theory"] == 0
    for what in ("volume", "handling time"):
        less, more = found.loc[f"{what} −10 %"], found.loc[f"{what} +10 %"]
        assert more["value"] < planned["value"] < less["value"]
        assert less["people_by_theory"] <= 0 <= more["people_by_theory"]
    assert found.loc["absence +5 points", "value"] <= planned["value"]
