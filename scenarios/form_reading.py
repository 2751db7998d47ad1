"""Plain data of a file as the form, with all that does not fit it."""

from __future__ import annotations

import copy
from functools import cache
from typing import Any

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from scenarios.form import ScenarioForm
from scenarios.form_values import NOT_GIVEN, Table
from scenarios.mistakes import Path, Report, listed, nearest, not_allowed, shown

MOST_PASSES = 60
TOP_STAND_INS: dict[str, Any] = {
    "name": "scenario",
    "start": "2001-01-01",
    "segments": {},
    "requests": {},
    "tiers": {},
    "strategies": {},
}
STAND_INS: dict[str, Any] = {
    "rate": "1 per week",
    "arrivals": {"rate": "1 per week"},
    "requests": {NOT_GIVEN: 1},
    "skill": NOT_GIVEN,
    "channel": "email",
    "entry": [],
    "path": {},
    "work": "1 min",
    "after": "1 min",
    "for": "1 min",
    "share": 0.5,
    "next": "solved",
    "tier": NOT_GIVEN,
    "priority": NOT_GIVEN,
    "when": {},
    "hours": [0] * 24,
    "day_cv": 0,
    "count": 1,
    "per": "week",
    "policies": {},
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
            _take_out(rest, path, path in removed or path not in report.places)
        removed.update(wrong)
    return None


def _report(details: ErrorDetails, report: Report, removed: set[Path]) -> list[Path]:
    """Report one error of the form; the paths to take out of the data because of it."""
    path: Path = tuple(part for part in details["loc"] if not str(part).startswith("~"))
    context: dict[str, Any] = details.get("ctx") or {}
    if details["type"] == "keys":
        return _report_keys(path, context, report, removed)
    if details["type"] == "missing":
        return _report_missing(path, report, removed)
    allowed = context.get("allowed") or _ALLOWED.get(details["type"], details["msg"])
    known: tuple[str, ...] = context.get("known", ())
    if details["type"] == "literal_error":
        known = tuple(word.strip("' ") for word in context["expected"].replace(" or ", ",").split(","))
        allowed = listed(known)
    place = report.nearest_place(path)
    if not any(gone[: len(place)] == place for gone in removed):
        report.found(path, details["input"], allowed, known)
    return [_removable(place)]


def _removable(path: Path) -> Path:
    """The path itself, or the list that holds it: places in lists must not move."""
    while path and isinstance(path[-1], int):
        path = path[:-1]
    return path


def _report_keys(path: Path, context: dict[str, Any], report: Report, removed: set[Path]) -> list[Path]:
    """Report unknown and empty keys; the key that was meant counts as told."""
    names = context["names"]
    for name in context["unknown"]:
        guess = nearest(name, names)
        also = f" (did you mean {guess}?)" if guess else ""
        removed.update([(*path, guess)] if guess else [])
        report.add((*path, name), f"found the unknown key {shown(name)}, allowed: {listed(names)}{also}")
    for name, text in context["empty"].items():
        report.add((*path, name), not_allowed(None, text or "a value"))
    return [(*path, name) for name in (*context["unknown"], *context["empty"])]


def _report_missing(path: Path, report: Report, removed: set[Path]) -> list[Path]:
    """A key that is not there: a stand-in comes in its place, or else what should hold it goes."""
    stands_in = path[-1] in (TOP_STAND_INS if len(path) == 1 else STAND_INS)
    if path not in removed:
        text = _text_of(str(path[-1]), len(path) == 1)
        report.add(path[:-1], f"found no key {path[-1]}, needed: {text}")
    return [path if stands_in else _removable(report.nearest_place(path[:-1]))]


def _text_of(key: str, at_top: bool) -> str:
    """What a key means, where it means the same in all tables that need it."""
    texts = {ScenarioForm.keys()[key]} if at_top else _texts().get(key, set())
    return next(iter(texts)) if len(texts) == 1 else "a value for it"


@cache
def _texts() -> dict[str, set[str]]:
    """What each key means in the tables that need it."""
    texts: dict[str, set[str]] = {}
    waiting: list[type[Table]] = [Table]
    while waiting:
        table = waiting.pop()
        waiting += table.__subclasses__()
        for name, info in table.model_fields.items():
            if info.is_required():
                texts.setdefault(info.alias or name, set()).add(info.description or "")
    return texts


def _take_out(data: Any, path: Path, again: bool) -> None:
    """Remove what is at a path, if it is still there; a stand-in takes the place of what is missing."""
    stand_ins = TOP_STAND_INS if len(path) == 1 else STAND_INS
    for part in path[:-1]:
        try:
            data = data[part]
        except (KeyError, IndexError, TypeError):
            return
    if isinstance(data, dict):
        data.pop(path[-1], None)
        if again and path[-1] in stand_ins:
            data[path[-1]] = copy.deepcopy(stand_ins[str(path[-1])])
