from __future__ import annotations

import pytest

from results.player import Played, Player
from sim.compiled_engine import play
from sim.desk import desk_of
from tests.sim.desks import tiny_scenario
from tests.sim.plays import first_come, workload_of


@pytest.fixture(scope="session", autouse=True)
def compiled_before_any_test_is_timed() -> None:
    """The engine's code is on disk for the processes that tests start."""
    scenario = tiny_scenario()
    play(workload_of(scenario, []), desk_of(scenario), first_come(scenario, 0))


@pytest.fixture
def played(monkeypatch: pytest.MonkeyPatch) -> list[tuple[int, bool]]:
    """The replications that are played from here on, and whether each confirms."""
    numbers: list[tuple[int, bool]] = []
    unwatched = Player.play

    def noted(self: Player, replication: int, confirm: bool = False) -> Played:
        numbers.append((replication, confirm))
        return unwatched(self, replication, confirm)

    monkeypatch.setattr(Player, "play", noted)
    return numbers
