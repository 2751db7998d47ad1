"""The building blocks of the file form: tables with known keys, and values as people write them.

A `Table` refuses unknown keys, missing keys and keys without a value. A `Written` value is one scalar or
small structure with its own way of being read. A `Short` is a table that may be written as one value.
Names that begin with `~` in the place of a validation error are ours, not keys of the file.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import Annotated, Any, ClassVar

from pydantic import BaseModel, ConfigDict, Field, GetCoreSchemaHandler, GetJsonSchemaHandler, model_validator
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema, PydanticCustomError, core_schema

from scenarios import units
from scenarios.mistakes import shown

Json = dict[str, Any]
NOT_GIVEN = "\0"
"""Stands for a name that is missing, which is a mistake; no file can say it."""


def key(
    description: str,
    example: object,
    unit: str = "none",
    default: object = ...,
    *,
    alias: str = "",
    written: str = "",
) -> Any:
    """A field of a table, with what the schema says of it; `written` is the default as a file says it."""
    extra: Json = {"x-unit": unit, "default": written} if written else {"x-unit": unit}
    return Field(
        default, description=description, examples=[example], alias=alias or None, json_schema_extra=extra
    )


def refusal(allowed: str, known: tuple[str, ...] = ()) -> PydanticCustomError:
    """The error of a value that is not what is allowed."""
    return PydanticCustomError("not_allowed", "not allowed", {"allowed": allowed, "known": known})


class Table(BaseModel):
    """A table with known keys."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    one_of: ClassVar[tuple[str, ...]] = ()
    """Keys of which exactly one must be given; none: no such rule."""

    @model_validator(mode="before")
    @classmethod
    def _check_keys(cls, data: object) -> object:
        """Refuse what is no table, and keys that are unknown or empty."""
        names = cls.keys()
        if not isinstance(data, dict):
            raise refusal(f"a table with the keys {', '.join(names) or 'of your choice'}")
        open_ended = cls.model_config.get("extra") == "allow"
        unknown = [] if open_ended else [name for name in data if name not in names]
        empty = {name: names.get(name, "") for name in data if data[name] is None and name not in unknown}
        if unknown or empty:
            faults = {"unknown": unknown, "names": list(names), "empty": empty}
            raise PydanticCustomError("keys", "keys", faults)
        if cls.one_of and len([name for name in cls.one_of if name in data]) != 1:
            raise refusal(f"a table with one of the keys {', '.join(cls.one_of)}")
        return data

    @classmethod
    def keys(cls) -> dict[str, str]:
        """Each key, and what it means."""
        return {info.alias or name: info.description or "" for name, info in cls.model_fields.items()}


@dataclass(frozen=True)
class Written:
    """A value with its own way of being read; `read` raises ValueError with what is allowed."""

    read: Callable[[Any], object]
    schema: Json = field(hash=False)
    name: str = ""
    """What families of tables that hold it are called after."""

    def __get_pydantic_core_schema__(self, source: object, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.no_info_plain_validator_function(self._checked)

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: GetJsonSchemaHandler) -> Json:
        return dict(self.schema)

    def _checked(self, value: object) -> object:
        try:
            return self.read(value)
        except (ValueError, OverflowError) as error:
            raise refusal(str(error)) from None


@dataclass(frozen=True)
class Short:
    """A table that may be written as the one value of `key`."""

    key: str
    schema: Json = field(hash=False)

    def __get_pydantic_core_schema__(self, source: object, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.no_info_before_validator_function(self._expanded, handler(source))

    def __get_pydantic_json_schema__(self, schema: Any, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        return {"anyOf": [dict(self.schema), handler(schema["schema"])]}

    def _expanded(self, value: object) -> object:
        return value if isinstance(value, dict) else {self.key: value}


@dataclass(frozen=True)
class Wanted:
    """What a filter wants of one attribute."""

    values: tuple[str, ...] = ()
    operator: str = ""
    number: float = 0.0


_COMPARISON = re.compile(r"(>=|<=|>|<|=)\s*([-+]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][-+]?\d+)?)")


def label(value: object) -> str:
    """A label: a word, or a number read as one."""
    match value:
        case bool():
            return "true" if value else "false"
        case str() if value.strip():
            return value
        case int() | float():
            return str(value)
    raise ValueError("a word")


def labels(value: object) -> tuple[str, ...]:
    """One label or a list of different ones."""
    every = tuple(label(item) for item in value) if isinstance(value, list) else (label(value),)
    if not every or len(set(every)) < len(every):
        raise ValueError("a word, or a list of different words")
    return every


def mix(value: object) -> dict[str, float]:
    """A label, or {label: share}; whether the shares add to 1 is asked later."""
    if not isinstance(value, dict):
        return {_or_mix(value): 1.0}
    if not value:
        raise ValueError("a word, or a table {word: share}")
    if not all(name.strip() for name in value):
        raise ValueError("a word, or a table {word: share}, no word empty")
    try:
        return {name: units.share(part) for name, part in value.items()}
    except ValueError:
        bad = next(name for name, part in value.items() if not _is_share(part))
        raise ValueError(f"a word, or a table of shares from 0 to 1; {bad} has {shown(value[bad])}") from None


def _or_mix(value: object) -> str:
    try:
        return label(value)
    except ValueError:
        raise ValueError("a word, or a table {word: share}") from None


def _is_share(value: object) -> bool:
    try:
        units.share(value)
    except ValueError:
        return False
    return True


def wanted(value: object) -> Wanted:
    """One condition of a filter: value, list of values, or a comparison with a number."""
    comparison = _COMPARISON.fullmatch(value.strip()) if isinstance(value, str) else None
    if comparison:
        return Wanted(operator=comparison[1], number=units.number(float(comparison[2])))
    try:
        return Wanted(values=labels(value))
    except ValueError:
        raise ValueError('a value, a list of values, or a comparison such as ">= 500"') from None


def whole(least: int, most: int) -> Callable[[object], int]:
    """A reader of whole numbers within bounds."""

    def read(value: object) -> int:
        if isinstance(value, float) and value.is_integer() and abs(value) < 2**53:
            value = int(value)
        if isinstance(value, bool) or not isinstance(value, int) or not least <= value <= most:
            raise ValueError(f"a whole number from {least:,} to {most:,}")
        return value

    return read


def not_negative(value: object) -> float:
    """A finite number from 0."""
    try:
        read = units.number(value)
    except ValueError:
        read = -1.0
    if read < 0:
        raise ValueError("a finite number from 0")
    return read


def between(least: float, most: float, or_zero: bool = False) -> Callable[[object], float]:
    """A reader of numbers within bounds, which 0 need not keep."""
    allowed = f"a number from {least:g} to {most:g}" + (", or 0" if or_zero else "")

    def read(value: object) -> float:
        try:
            found = units.number(value)
        except ValueError:
            found = -1.0
        if not (least <= found <= most or (or_zero and found == 0)):
            raise ValueError(allowed)
        return found

    return read


def positive_duration(value: object) -> float:
    """A duration above 0."""
    if (read := units.duration(value)) == 0:
        raise ValueError(f"{units.DURATIONS}, above 0")
    return read


def day(value: object) -> date:
    """A date as 2026-01-05."""
    try:
        if isinstance(value, str) and re.fullmatch(r"\d{4}-\d{2}-\d{2}", value.strip()):
            return date.fromisoformat(value.strip())
    except ValueError:
        pass
    raise ValueError("a date such as 2026-01-05")


def _text(description: str) -> Json:
    return {"type": "string", "description": description}


_SHARE: Json = {
    "anyOf": [
        {"type": "number", "minimum": 0, "maximum": 1},
        {"type": "string", "pattern": r"^[0-9.eE+-]+\s*%$"},
    ]
}
_SCALAR: Json = {"type": ["string", "number", "boolean"]}
_TIME: Json = {"anyOf": [{"type": "string", "pattern": r"^\s*[0-9.eE+-]+\s*[a-z]+\s*$"}, {"const": 0}]}
_MIX: Json = {"anyOf": [_SCALAR, {"type": "object", "additionalProperties": _SHARE, "minProperties": 1}]}

Share = Annotated[float, Written(units.share, _SHARE)]
Number = Annotated[float, Written(units.number, {"type": "number"}, "Number")]
NotNegative = Annotated[float, Written(not_negative, {"type": "number", "minimum": 0})]
Cv = Annotated[float, Written(between(0.001, 100.0), {"type": "number", "minimum": 0.001, "maximum": 100})]
"""A coefficient of variation of what always varies."""
Spread = Annotated[
    float, Written(between(0.001, 100.0, or_zero=True), {"type": "number", "minimum": 0, "maximum": 100})
]
"""A coefficient of variation that may be 0."""
Speed = Annotated[float, Written(between(0.01, 100.0), {"type": "number", "minimum": 0.01, "maximum": 100})]
"""A proficiency."""
Duration = Annotated[float, Written(units.duration, _TIME, "Duration")]
PositiveDuration = Annotated[float, Written(positive_duration, _TIME)]
Rate = Annotated[float, Written(units.rate, _text(units.RATES))]
Money = Annotated[float, Written(units.money_per_hour, _text(units.MONEY))]
LimitText = Annotated[units.Limit, Written(units.limit, _text(units.LIMITS))]
Label = Annotated[str, Written(label, _SCALAR)]
Labels = Annotated[
    tuple[str, ...],
    Written(
        labels, {"anyOf": [_SCALAR, {"type": "array", "items": _SCALAR, "minItems": 1, "uniqueItems": True}]}
    ),
]
MixForm = Annotated[dict[str, float], Written(mix, _MIX)]
WantedForm = Annotated[Wanted, Written(wanted, {"anyOf": [_SCALAR, {"type": "array", "items": _SCALAR}]})]
Day = Annotated[date, Written(day, {"type": "string", "format": "date"})]
FilterForm = dict[str, WantedForm]


def whole_number(least: int, most: int) -> Written:
    """The annotation of a whole number within bounds."""
    return Written(whole(least, most), {"type": "integer", "minimum": least, "maximum": most})
