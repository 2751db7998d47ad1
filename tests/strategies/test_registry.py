from __future__ import annotations

import dataclasses
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

import strategies
from strategies import REGISTRY, catalogue, exchange_rates

MODULES = {path.stem for path in Path(strategies.__file__).parent.glob("[!_]*.py")}


def test_every_module_of_the_folder_is_in_the_registry() -> None:
    assert {kind.__module__.removeprefix("strategies.") for kind in REGISTRY.values()} == MODULES


@pytest.mark.parametrize("name", REGISTRY)
def test_a_strategy_stands_in_the_registry_under_its_own_name(name: str) -> None:
    kind: Any = REGISTRY[name]
    assert kind.name == name


@pytest.mark.parametrize("module", sorted(MODULES - {"ordered_list"}))
def test_a_module_has_the_name_of_its_strategy(module: str) -> None:
    assert REGISTRY[module] in vars(import_module(f"strategies.{module}")).values()


@pytest.mark.parametrize("name", REGISTRY)
def test_a_strategy_is_a_frozen_dataclass_with_words_about_each_option(name: str) -> None:
    kind: Any = REGISTRY[name]
    assert kind.__dataclass_params__.frozen
    assert all(field.metadata["doc"] for field in dataclasses.fields(kind))


def test_everything_exported_is_there_and_in_order() -> None:
    assert all(hasattr(strategies, name) for name in strategies.__all__)
    assert len(set(strategies.__all__)) == len(strategies.__all__)


def test_the_catalogue_tells_of_every_strategy_what_a_user_must_know() -> None:
    entries = catalogue()
    assert [entry["name"] for entry in entries] == list(REGISTRY)
    for entry in entries:
        assert all(entry[key] for key in ("first", "reads", "scale", "misleads"))


def test_the_catalogue_shows_defaults_as_a_scenario_file_writes_them() -> None:
    sla = next(entry for entry in catalogue() if entry["name"] == "sla")
    assert {each["option"]: each["default"] for each in sla["options"]} == {
        "metric": "",
        "by": "due",
        "horizon": "7 days",
        "no_promise": "5 days",
        "breached": "as_is",
    }
    assert sla["options"][1]["allowed"] == "due | slack | used"


def test_the_catalogue_tells_which_options_must_be_given() -> None:
    cost = next(entry for entry in catalogue() if entry["name"] == "cost")
    assert cost["options"][0] == {
        "option": "per_hour",
        "allowed": "number, or number per value",
        "default": "required",
        "meaning": "what an hour of waiting costs; with `by` one for each value",
    }


def test_exchange_rates_say_what_a_place_in_an_order_is_worth() -> None:
    assert "one place in a four-level priority order equals 2.33 days of age under fcfs" in exchange_rates()
