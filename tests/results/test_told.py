from __future__ import annotations

import pytest

from results.asking import Question, setup_of
from results.measures import MEASURES
from results.told import READ, Told
from tests.results.plans import twin_plan


@pytest.fixture(scope="module")
def groups():
    return setup_of(twin_plan(), Question()).players[0].groups


def told_by(groups, told: Told) -> set[str]:
    return set(groups.labels[0][told.places(groups)])


def test_every_measure_that_people_read_is_there():
    assert set(READ) <= set(MEASURES)


def test_times_of_creation_are_told_on_demand_alone(groups):
    assert told_by(groups, Told()) == {
        "all",
        "segment",
        "policy",
        "policy×priority",
        "priority",
        "tier",
        "pool",
    }
    assert "hour" in told_by(groups, Told(by=("hour",)))


def test_everything_is_every_measure_and_group(groups):
    told = Told(everything=True)
    assert told_by(groups, told) == set(groups.names)
    assert told.measure_names() == set(MEASURES)


def test_a_measure_that_is_asked_for_is_told():
    assert "asa" not in Told().measure_names()
    assert "asa" in Told(("asa",)).measure_names()
