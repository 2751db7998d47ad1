"""Fields of a scenario varied together: `segments.firms.arrivals.rate=200..400/50 per week`."""

from __future__ import annotations

import itertools
import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

from results.words import plural
from scenarios import Plan, ScenarioError
from scenarios.changes import ChangeError, path_of

FORM = (
    "write a field of the file, = and its values: tiers.L1.frontline.agents=12|14|16, or a range with a "
    "step, segments.firms.arrivals.rate=200..400/50 per week"
)
MOST_POINTS = 256

_NUMBER = r"[-+]?(?:\d+(?:\.\d*)?|\.\d+)"
_RANGE = re.compile(rf"({_NUMBER})\s*\.\.\s*({_NUMBER})\s*/\s*({_NUMBER})\s*(.*)")


@dataclass(frozen=True)
class Factor:
    """A field and the values it takes."""

    path: str
    levels: tuple[Any, ...]
    labels: tuple[str, ...]
    """The values as they were written."""
    name: str = ""
    """As much of the path as tells it from the others."""


@dataclass(frozen=True)
class Grid:
    """All combinations of the factors' values."""

    factors: tuple[Factor, ...]

    @property
    def points(self) -> list[tuple[int, ...]]:
        """The places of the values, the last factor varying fastest."""
        return list(itertools.product(*(range(len(one.levels)) for one in self.factors)))

    def label(self, point: Sequence[int]) -> str:
        """`rate=200 per week, agents=14`."""
        return ", ".join(f"{name}={value}" for name, value in self.described(point).items())

    def described(self, point: Sequence[int]) -> dict[str, str]:
        """The values at a point, by the names of the factors."""
        return {one.name: one.labels[place] for one, place in zip(self.factors, point, strict=True)}

    def changes(self, point: Sequence[int]) -> dict[str, Any]:
        """What a point changes in the file."""
        return {one.path: one.levels[place] for one, place in zip(self.factors, point, strict=True)}

    def plans(self, plan: Plan) -> dict[str, Plan]:
        """The plan at every point; ValueError where a field is not there, or a value is none for it."""
        for one in self.factors:
            try:
                path_of(plan.data, one.path)
            except ChangeError as problem:
                raise ValueError(f"--grid: {problem}") from problem
        found = {}
        for point in self.points:
            try:
                found[self.label(point)] = plan.with_changes(self.changes(point))
            except ScenarioError as problem:
                raise ValueError(f"--grid, at {self.label(point)}: {problem}") from problem
        return found


def grid_of(texts: Sequence[str]) -> Grid:
    """The grid of some fields as they were written; ValueError says what is wrong with it."""
    factors = [_factor(text) for text in texts]
    paths = [one.path for one in factors]
    twice = next((path for path in paths if paths.count(path) > 1), None)
    if twice is not None:
        raise ValueError(f"--grid varies {twice} twice")
    points = math.prod(len(one.levels) for one in factors)
    if points > MOST_POINTS:
        raise ValueError(f"--grid has {points:,} points, at most {MOST_POINTS}: take fewer values")
    if points < 2:
        raise ValueError(f"--grid varies nothing: {FORM}")
    names = _names(paths)
    return Grid(tuple(Factor(one.path, one.levels, one.labels, names[one.path]) for one in factors))


def _factor(text: str) -> Factor:
    path, given, values = (part.strip() for part in text.partition("="))
    if not path or not given or not values:
        raise ValueError(f"--grid {text!r}: {FORM}")
    found = _RANGE.fullmatch(values)
    if found is None and ".." in values:
        raise ValueError(f"--grid {text!r}: a range needs a step; {FORM}")
    labels = _steps(text, *found.groups()) if found else [one.strip() for one in values.split("|")]
    if not all(labels):
        raise ValueError(f"--grid {text!r}: a value is empty; {FORM}")
    if len(set(labels)) < len(labels):
        raise ValueError(f"--grid {text!r}: a value stands there twice")
    return Factor(path, tuple(_value(text, one) for one in labels), tuple(labels))


def _steps(text: str, first: str, last: str, step: str, unit: str) -> list[str]:
    """The values of a range, both ends included where the steps meet them."""
    low, high, by = float(first), float(last), float(step)
    if by <= 0 or high < low:
        raise ValueError(f"--grid {text!r}: the range must rise by steps above 0")
    count = math.floor((high - low) / by + 1e-9) + 1
    if count > MOST_POINTS:
        raise ValueError(f"--grid {text!r}: {plural(count, 'value')}, at most {MOST_POINTS}")
    return [f"{low + place * by:.10g}{' ' + unit if unit else ''}" for place in range(count)]


def _value(text: str, written: str) -> Any:
    """A value as the scenario file would give it."""
    try:
        return YAML(typ="safe", pure=True).load(written)
    except YAMLError as problem:
        raise ValueError(f"--grid {text!r}: {written!r} cannot be read as a value") from problem


def _names(paths: Sequence[str]) -> Mapping[str, str]:
    """The shortest ends of the paths that tell them apart."""
    for size in range(1, max(path.count(".") for path in paths) + 2):
        names = {path: ".".join(path.split(".")[-size:]) for path in paths}
        if len(set(names.values())) == len(paths):
            return names
    return {path: path for path in paths}
