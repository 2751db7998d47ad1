"""Plain data of a file as the form, with all that does not fit it."""

from __future__ import annotations

import copy
from typing import Any

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from scenarios.form import ScenarioForm
from scenarios.mistakes import Path, Report, listed, nearest, not_allowed, shown

MOST_PASSES = 60
STAND_INS: dict[str, Any] = {
    "name": "scenario",
    "start": "2001-01-01",
    "segments": {},
    "requests": {},
    "tiers": {},
    "strategies": {},
}
"""What a file without these keys is read with, so that its other mistakes are found too."""
_ALLOWED = {
    "list_type": "a list",
    "dict_type": "a table",
    "string_type": "a word",
    "bool_type": "true or false",
}


def read_form(data: object, report: Report) -> ScenarioForm | None:
    """The form of what a file says; what does not fit is reported and left out.

    After each pass what was found wrong is taken out, and the rest is looked at again, so that one mistake
    hides no other. None: what is left is no scenario.
    """
    if not isinstance(data, dict):
        report.found((), data, f"a table with the keys {', '.join(ScenarioForm.keys())}")
        return None
    rest = copy.deepcopy(data)
    removed: set[Path] = set()
    for _ in range(MOST_PASSES):
        try:
            return ScenarioForm.model_validate(rest)
        except ValidationError as error:
            wrong = [
                path
                for details in error.errors(include_url=False)
                for path in _report(details, report, removed)
            ]
        for path in wrong:
            _take_out(rest, path)
        removed.update(wrong)
    return None


def _report(details: ErrorDetails, report: Report, removed: set[Path]) -> list[Path]:
    """Report one error of the form; the paths to take out of the data because of it."""
    path: Path = tuple(part for part in details["loc"] if not str(part).startswith("~"))
    context: dict[str, Any] = details.get("ctx") or {}
    if details["type"] == "keys":
        return _report_keys(path, context, report)
    if details["type"] == "missing":
        return _report_missing(path, report, removed)
    allowed = context.get("allowed") or _ALLOWED.get(details["type"], details["msg"])
    known: tuple[str, ...] = context.get("known", ())
    if details["type"] == "literal_error":
        known = tuple(word.strip("' ") for word in context["expected"].replace(" or ", ",").split(","))
        allowed = listed(known)
    report.found(path, details["input"], allowed, known)
    return [_removable(report.nearest_place(path))]


def _removable(path: Path) -> Path:
    """The path itself, or the list that holds it: places in lists must not move."""
    while path and isinstance(path[-1], int):
        path = path[:-1]
    return path


def _report_keys(path: Path, context: dict[str, Any], report: Report) -> list[Path]:
    names = context["names"]
    for name in context["unknown"]:
        guess = nearest(name, names)
        also = f" (did you mean {guess}?)" if guess else ""
        report.add((*path, name), f"found the unknown key {shown(name)}, allowed: {listed(names)}{also}")
    for name, text in context["empty"].items():
        report.add((*path, name), not_allowed(None, text or "a value"))
    return [(*path, name) for name in (*context["unknown"], *context["empty"])]


def _report_missing(path: Path, report: Report, removed: set[Path]) -> list[Path]:
    """A key that is not there: what holds it goes, or a stand-in comes where the file itself lacks it."""
    if path not in removed:
        keys = ScenarioForm.keys() if len(path) == 1 else {}
        report.add(
            path[:-1], f"found no key {path[-1]}, needed: {keys.get(str(path[-1])) or 'a value for it'}"
        )
    return [path if len(path) == 1 else _removable(report.nearest_place(path))]


def _take_out(data: Any, path: Path) -> None:
    """Remove what is at a path, if it is still there; at the top a stand-in takes its place."""
    if len(path) == 1 and path[0] in STAND_INS:
        data[path[0]] = copy.deepcopy(STAND_INS[str(path[0])])
        return
    for part in path[:-1]:
        try:
            data = data[part]
        except (KeyError, IndexError, TypeError):
            return
    if isinstance(data, dict):
        data.pop(path[-1], None)
