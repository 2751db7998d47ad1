"""Distributions of the form as distributions to draw from."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from scenarios.form_distributions import LAWS, Law, ValuesOf
from scenarios.mistakes import Path
from scenarios.reading import Reading
from scenarios.tables import numeric_column
from scenarios.units import MINUTES
from sim import distributions as dist
from sim.distributions import Distribution

MAKERS: dict[str, Callable[[Any], Distribution]] = {
    "constant": dist.Constant,
    "exponential": lambda law: dist.Exponential(law.mean),
    "lognormal": lambda law: dist.Lognormal(law.mean, law.cv),
    "gamma": lambda law: dist.Gamma(law.mean, law.cv),
    "erlang": lambda law: dist.Erlang(law.mean, law.stages),
    "triangular": lambda law: dist.Triangular(law.low, law.mode, law.high),
    "uniform": lambda law: dist.Uniform(law.low, law.high),
}


def distribution_of(law: Law[Any] | None, path: Path, reading: Reading) -> Distribution | None:
    """The distribution that a form means; None, and a mistake, where there is none such."""
    if law is None:
        return None
    name = next(name for name in LAWS if getattr(law, name) is not None)
    given = getattr(law, name)
    try:
        if name == "mixture":
            return _mixture(given, (*path, name), reading)
        if name == "empirical":
            return _empirical(given, (*path, name), reading)
        return MAKERS[name](given)
    except (ValueError, OverflowError, ZeroDivisionError) as error:
        reading.report.add(
            (*path, name), f"found {_shown(given)}, allowed: parameters that make a distribution: {error}"
        )
    return None


def _shown(given: Any) -> str:
    return str(given) if not hasattr(given, "__dict__") else ", ".join(f"{k} {v:g}" for k, v in given)


def _mixture(parts: list[Any], path: Path, reading: Reading) -> Distribution | None:
    if not parts:
        reading.report.found(path, parts, "a list of distributions with shares")
        return None
    mix = reading.mix({str(place): part.share for place, part in enumerate(parts)}, path)
    laws = [distribution_of(part, (*path, place), reading) for place, part in enumerate(parts)]
    known = [law for law in laws if law is not None]
    return dist.Mixture(mix.shares, tuple(known)) if len(known) == len(laws) else None


def _empirical(given: ValuesOf | list[float], path: Path, reading: Reading) -> Distribution | None:
    if isinstance(given, list):
        return dist.Empirical(tuple(given))
    values = numeric_column(reading, given.file, given.column, path)
    if values is None:
        return None
    return dist.Empirical(tuple(float(value) * MINUTES[given.unit] for value in values))
