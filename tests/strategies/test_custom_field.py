from __future__ import annotations

from tests.strategies.desk import bases, scenario, workload, wrong

NAN = float("nan")


def test_a_field_s_values_go_by_an_order() -> None:
    spec = [{"custom_field": {"field": "region", "order": ["amer", "emea"]}}]
    assert bases(spec, scenario(), workload(3, region=[0, 1, -1])) == [[0.0, 1.0, 0.0]]


def test_a_field_s_values_go_by_weights() -> None:
    spec = [{"custom_field": {"field": "region", "weights": {"amer": 2, "emea": 1}}}]
    assert bases(spec, scenario(), workload(2, region=[0, 1])) == [[0.5, 1.0]]


def test_a_number_is_clipped_between_low_and_high() -> None:
    spec = [{"custom_field": {"field": "seats", "low": 100, "high": 300}}]
    tickets = workload(5, seats=[50, 150, 300, 900, NAN])
    assert bases(spec, scenario(), tickets) == [[0.0, 0.25, 1.0, 1.0, 0.0]]


def test_low_above_high_puts_small_numbers_first() -> None:
    spec = [{"custom_field": {"field": "seats", "low": 100, "high": 0}}]
    assert bases(spec, scenario(), workload(2, seats=[25, 100])) == [[0.75, 0.0]]


def test_an_unknown_field_is_a_mistake_with_the_nearest() -> None:
    ((path, message),) = wrong([{"custom_field": {"field": "regoin", "order": ["emea"]}}])
    assert path == (0, "custom_field", "field")
    assert message == (
        "no ticket of this scenario has a field `regoin`; fields are seats, region; did you mean `region`?"
    )


def test_a_number_needs_low_and_high() -> None:
    assert wrong([{"custom_field": {"field": "seats", "order": ["10"]}}]) == [
        ((0, "custom_field", "order"), "`seats` is a number: give `low` and `high`"),
        ((0, "custom_field"), "`seats` is a number: needs `low` and `high`"),
    ]


def test_low_and_high_must_differ() -> None:
    ((path, message),) = wrong([{"custom_field": {"field": "seats", "low": 5, "high": 5}}])
    assert (path, message) == ((0, "custom_field", "high"), "must differ from `low`")


def test_low_and_high_are_for_numbers() -> None:
    spec = [{"custom_field": {"field": "region", "order": ["emea"], "low": 0}}]
    message = "`region` is no number: give `order` or `weights`"
    assert wrong(spec) == [((0, "custom_field", "low"), message)]


def test_a_field_without_an_order_lists_its_values() -> None:
    ((path, message),) = wrong([{"custom_field": {"field": "region"}}])
    assert path == (0, "custom_field")
    assert message.endswith("its values are emea, amer")
