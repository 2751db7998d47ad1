"""The form of scenario files as JSON Schema, for editors that complete and check."""

from __future__ import annotations

from typing import Any

from scenarios.form import ScenarioForm

DIALECT = "https://json-schema.org/draft/2020-12/schema"


def schema() -> dict[str, Any]:
    """JSON Schema (draft 2020-12) of a scenario file: description, `x-unit` and example of every field."""
    written = ScenarioForm.model_json_schema(by_alias=True)
    names = {f"#/$defs/{name}": part.get("title", name) for name, part in written["$defs"].items()}
    tidy: dict[str, Any] = _renamed(_tidy(written), names)
    definitions = {names[f"#/$defs/{name}"]: part for name, part in tidy.pop("$defs").items()}
    return {"$schema": DIALECT, **tidy, "$defs": dict(sorted(definitions.items()))}


def _renamed(part: Any, names: dict[str, str]) -> Any:
    """The same with references to the titles of definitions."""
    if isinstance(part, list):
        return [_renamed(item, names) for item in part]
    if not isinstance(part, dict):
        return part
    new = {name: _renamed(item, names) for name, item in part.items()}
    if isinstance(new.get("$ref"), str):
        new["$ref"] = f"#/$defs/{names[new['$ref']]}"
    return new


def _tidy(part: Any) -> Any:
    """The same without `null`, which a file may not say, and without titles that only repeat keys."""
    if isinstance(part, list):
        return [_tidy(item) for item in part]
    if not isinstance(part, dict):
        return part
    kept = {name: _tidy(item) for name, item in part.items() if not _says_nothing(name, item)}
    options = [option for option in kept.get("anyOf", []) if option != {"type": "null"}]
    if options:
        del kept["anyOf"]
        kept = {**options[0], **kept} if len(options) == 1 else {**kept, "anyOf": options}
    if "oneOf" in kept:
        kept["anyOf"] = kept.pop("oneOf")
    kept.pop("discriminator", None)
    return kept


def _says_nothing(name: str, item: Any) -> bool:
    return (name == "title" and isinstance(item, str)) or (name == "default" and item is None)
