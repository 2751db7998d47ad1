from __future__ import annotations

import pytest

from scenarios import shipped, starter
from tests.scenarios.texts import plan


@pytest.mark.parametrize(
    "name", ["my desk", 'a "quoted" name', "with: colon # and more", "ünïcode", "  spaced\n out "]
)
def test_the_starter_reads_without_mistake_or_warning_under_any_name(name: str) -> None:
    made = plan(starter(name))
    assert made.scenario.name == " ".join(name.split())
    assert made.warnings == ()


def test_the_starter_has_two_segments_two_tiers_and_three_strategies() -> None:
    made = plan(starter("desk"))
    assert (len(made.scenario.segments), len(made.scenario.tiers), len(made.strategies)) == (2, 2, 3)


def test_the_starter_is_commented() -> None:
    assert starter("desk").count("#") >= 15


def test_the_starter_is_not_among_the_shipped_files() -> None:
    assert "starter" not in shipped()
    assert all(path.suffix == ".yaml" and path.is_file() for path in shipped().values())
