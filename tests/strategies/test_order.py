from __future__ import annotations

import pytest

from tests.strategies.desk import bases, scenario, workload, wrong


def test_any_attribute_can_be_put_in_order() -> None:
    spec = [{"order": {"of": "channel", "values": ["phone", "email"]}}]
    assert bases(spec, scenario(), workload(3, channel=[0, 1, 0])) == [[0.0, 1.0, 0.0]]


def test_custom_fields_can_be_put_in_order() -> None:
    spec = [{"order": {"of": "fields.region", "values": ["amer", "emea"]}}]
    assert bases(spec, scenario(), workload(2, region=[0, 1])) == [[0.0, 1.0]]


def test_an_attribute_that_does_not_exist_is_a_mistake_with_the_nearest() -> None:
    ((path, message),) = wrong([{"order": {"of": "chanel", "values": ["phone"]}}])
    assert path == (0, "order", "of")
    assert message.endswith("did you mean `channel`?")


@pytest.mark.parametrize("level", ["tier", "pool", "policy"])
def test_what_is_of_the_desk_is_no_attribute_of_a_ticket(level: str) -> None:
    ((path, message),) = wrong([{"order": {"of": level, "values": ["L1"]}}])
    assert path == (0, "order", "of")
    assert message.startswith(f"no ticket of this scenario has `{level}`")


def test_a_value_that_does_not_occur_is_a_mistake() -> None:
    ((path, message),) = wrong([{"order": {"of": "channel", "values": ["fax"]}}])
    assert (path, message) == (
        (0, "order", "values"),
        "no ticket has `fax`: `channel` is one of email, phone",
    )


def test_it_needs_an_attribute_and_its_values() -> None:
    assert wrong(["order"]) == [
        ((0,), "needs `of`: the attribute: channel, request, segment, impact, `fields.NAME` …"),
        ((0,), "needs `values`: its values, who comes first"),
    ]
