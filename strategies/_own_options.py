"""How the options of a user's own rule are read: by their types, as the dataclass states them."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from typing import Any, get_type_hints

from pydantic import TypeAdapter, ValidationError

from strategies._options import Place, Read, read_table
from strategies._rule_file import RuleFile
from strategies._units import shown


def read_own_options(file: RuleFile, kind: str, spec: object, place: Place) -> Mapping[str, Any] | None:
    """The options of a rule; None where one of them is wrong, which the place has been told."""
    rule = file.kind(kind)
    types = file.call(kind, get_type_hints, rule)
    fields = {field.name: field for field in dataclasses.fields(rule) if field.init}
    readers: dict[str, Read] = {
        name: field.metadata.get("read") or file.call(kind, _typed, types[name])
        for name, field in fields.items()
    }
    return read_table(fields, readers, spec, place)


def _typed(hint: Any) -> Read:
    """Reads a value of a type."""
    adapter: TypeAdapter[Any] = TypeAdapter(hint)

    def read(value: object, place: Place) -> Any:
        try:
            return adapter.validate_python(value)
        except ValidationError as wrong:
            message = wrong.errors(include_url=False)[0]["msg"]
            raise ValueError(f"{message.replace('Input should', 'must')}, not {shown(value)}") from None

    return read
