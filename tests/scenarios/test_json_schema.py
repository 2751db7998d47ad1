from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator  # type: ignore[import-untyped]

from scenarios import schema, shipped, starter
from scenarios.yaml_text import read_text
from tests.scenarios.texts import SMALL

SCHEMA = schema()
FILES = {"example": Path(__file__).with_name("example.yaml"), **shipped()}


def validator(part: dict[str, Any]) -> Draft202012Validator:
    """A validator of a part of the schema, which may refer to the definitions of the whole."""
    return Draft202012Validator({**part, "$defs": SCHEMA["$defs"]})


def fields() -> Iterator[tuple[str, dict[str, Any]]]:
    """All fields of all tables."""
    for name, table in {"": SCHEMA, **SCHEMA["$defs"]}.items():
        for key, part in table.get("properties", {}).items():
            yield f"{name}.{key}", part
        if isinstance(table.get("additionalProperties"), dict):
            yield f"{name}.*", table["additionalProperties"]


def described(part: dict[str, Any]) -> str:
    """The description of a field, or of the table that it refers to."""
    own = part.get("description", "")
    refers = part.get("$ref", "#/$defs/").rsplit("/", 1)[-1]
    return str(own or SCHEMA["$defs"].get(refers, {}).get("description", ""))


def test_it_is_a_schema() -> None:
    Draft202012Validator.check_schema(SCHEMA)
    assert SCHEMA["$schema"].endswith("2020-12/schema")


def test_there_are_many_fields() -> None:
    assert len(list(fields())) > 120


@pytest.mark.parametrize(("name", "part"), list(fields()), ids=[name for name, _ in fields()])
def test_every_field_has_a_description_a_unit_and_an_example_that_fits(
    name: str, part: dict[str, Any]
) -> None:
    assert described(part)
    assert part["x-unit"]
    (example,) = part["examples"]
    if not name.endswith("OfNumber.mean") and "OfNumber." not in name:
        assert [error.message for error in validator(part).iter_errors(example)] == []


@pytest.mark.parametrize("name", FILES)
def test_files_that_ship_fit_the_schema(name: str) -> None:
    data = read_text(FILES[name].read_bytes(), name).data
    assert [f"{error.json_path}: {error.message}" for error in validator(SCHEMA).iter_errors(data)] == []


@pytest.mark.parametrize("text", [SMALL, starter("a desk")])
def test_other_good_files_fit_the_schema(text: str) -> None:
    assert list(validator(SCHEMA).iter_errors(read_text(text.encode(), "desk.yaml").data)) == []


def test_a_rule_from_a_file_of_ones_own_fits_the_schema() -> None:
    own = SMALL.replace("oldest: [fcfs]", "oldest: [{./my_rule.py:MyRule: {weight: 2}}, ./my_rule.py:Other]")
    assert own != SMALL
    assert list(validator(SCHEMA).iter_errors(read_text(own.encode(), "desk.yaml").data)) == []


@pytest.mark.parametrize(
    ("old", "new"), [("skill: technical", "skil: technical"), ("mode: manual", "mode: maybe")]
)
def test_wrong_files_do_not_fit_the_schema(old: str, new: str) -> None:
    data = read_text(SMALL.replace(old, new).encode(), "desk.yaml").data
    assert list(validator(SCHEMA).iter_errors(data))


def test_nothing_in_it_may_be_null() -> None:
    assert "null" not in str(SCHEMA)
