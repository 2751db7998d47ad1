from __future__ import annotations

from typing import Any

import pytest

from sim import compiled_engine, simpy_engine
from tests.sim import plays


@pytest.fixture(params=[simpy_engine.play, compiled_engine.play], ids=["simpy", "compiled"])
def engine(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Any:
    """Each engine in turn; plays by hand are played by it."""
    monkeypatch.setattr(plays, "play", request.param)
    return request.param
