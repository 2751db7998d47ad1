from __future__ import annotations

from typing import Any

import pytest

from scenarios.changes import ChangeError, changed, path_of

DATA: dict[str, Any] = {"tiers": {"L1": {"front.line": {"agents": 3}}}, "rules": [{"priority": "high"}]}


def test_a_change_leaves_the_data_as_it_was() -> None:
    new = changed(DATA, {"tiers.L1.front.line.agents": 4})
    assert new["tiers"]["L1"]["front.line"] == {"agents": 4}
    assert DATA["tiers"]["L1"]["front.line"] == {"agents": 3}


def test_the_last_key_may_be_new() -> None:
    assert changed(DATA, {"tiers.L1.back": {1: 2}})["tiers"]["L1"]["back"] == {"1": 2}


def test_places_in_lists_count_from_zero() -> None:
    assert changed(DATA, {"rules.0.priority": "low"})["rules"] == [{"priority": "low"}]
    assert path_of(DATA, "rules.0") == ("rules", 0)


def test_nothing_removes_what_is_there() -> None:
    assert changed(DATA, {"rules": None}) == {"tiers": DATA["tiers"]}


@pytest.mark.parametrize(
    ("path", "message"),
    [
        ("tirs.L1.x", "there is no tirs, allowed: tiers, rules .did you mean tiers"),
        ("rules.7.priority", "there is no 7, allowed: 0"),
        ("rules.x", "there is no x, allowed: 0"),
        ("rules.0.priority.deep", "rules.0.priority holds nothing that has keys"),
        ("", "a path with an empty key"),
        ("tiers.L1.", "a path with an empty key"),
    ],
)
def test_a_path_that_leads_nowhere_is_refused(path: str, message: str) -> None:
    with pytest.raises(ChangeError, match=message):
        changed(DATA, {path: 1})
