from __future__ import annotations

import pytest

from results.caveats import caveats


@pytest.mark.parametrize(
    ("done", "interrupted", "told"),
    [
        (4, False, []),
        (2, True, ["Interrupted after 2 of 4 replications."]),
        (1, False, ["One replication gives no intervals, so nobody knows."]),
        (
            1,
            True,
            [
                "Interrupted after 1 of 4 replications.",
                "One replication gives no intervals, so nobody knows.",
            ],
        ),
    ],
)
def test_what_was_not_played_is_told(done: int, interrupted: bool, told: list[str]) -> None:
    assert caveats(done, 4, interrupted=interrupted, so=", so nobody knows") == told
