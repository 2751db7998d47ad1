"""The form of distributions: a bare value, or one table with the parameters that planners know."""

from __future__ import annotations

from typing import Annotated, Any, ClassVar, Generic, Literal, TypeVar

from pydantic import Discriminator, Tag

from scenarios import units
from scenarios.form_values import Cv, Duration, Number, Share, Short, Table, key, whole_number

Q = TypeVar("Q")
Stages = Annotated[int, whole_number(1, 1000)]

LAWS = (
    "constant",
    "exponential",
    "lognormal",
    "gamma",
    "erlang",
    "triangular",
    "uniform",
    "mixture",
    "empirical",
)
"""The names of distributions."""


class Family(Table, Generic[Q]):
    """A table about durations or about plain numbers."""

    @classmethod
    def model_parametrized_name(cls, params: tuple[Any, ...]) -> str:
        """`LawOfDuration`: the schema's name of one of the family."""
        written = getattr(params[0], "__metadata__", ())
        return f"{cls.__name__}Of{written[0].name if written else params[0]}"


class MeanOnly(Family[Q], Generic[Q]):
    """Exponential: known by its mean."""

    mean: Q = key("The mean.", "3 days", "as the quantity")


class MeanAndCv(Family[Q], Generic[Q]):
    """Lognormal or gamma: known by mean and spread."""

    mean: Q = key("The mean.", "18 min", "as the quantity")
    cv: Cv = key("Coefficient of variation: standard deviation divided by the mean.", 1.2, "ratio")


class MeanAndStages(Family[Q], Generic[Q]):
    """Erlang: the sum of so many equal exponential stages."""

    mean: Q = key("The mean of the whole.", "20 min", "as the quantity")
    stages: Stages = key("How many stages; more stages, less spread.", 3, "count")


class LowModeHigh(Family[Q], Generic[Q]):
    """Triangular: least, likeliest, most."""

    low: Q = key("The least value.", "5 min", "as the quantity")
    mode: Q = key("The likeliest value.", "10 min", "as the quantity")
    high: Q = key("The greatest value.", "40 min", "as the quantity")


class LowHigh(Family[Q], Generic[Q]):
    """Uniform: between two values."""

    low: Q = key("The least value.", "5 min", "as the quantity")
    high: Q = key("The greatest value.", "15 min", "as the quantity")


class ValuesOf(Table):
    """Empirical: the values of a column of a file."""

    file: str = key("A csv, csv.gz or parquet file, seen from the scenario file.", "work.csv", "path")
    column: str = key("The column that holds the values.", "minutes", "name")
    unit: Literal["s", "min", "h", "days"] = key("The unit of durations in the column.", "h", "name", "min")


def _kind(value: object) -> str:
    return "~file" if isinstance(value, dict) else "~list"


class Law(Family[Q], Generic[Q]):
    """One distribution."""

    one_of: ClassVar[tuple[str, ...]] = LAWS
    constant: Q | None = key(
        "Always the same; a bare value means this too.", "10 min", "as the quantity", None
    )
    exponential: MeanOnly[Q] | None = key("Memoryless.", {"mean": "3 days"}, default=None)
    lognormal: MeanAndCv[Q] | None = key("Long right tail.", {"mean": "18 min", "cv": 1.2}, default=None)
    gamma: MeanAndCv[Q] | None = key("Shorter right tail.", {"mean": "3 h", "cv": 1}, default=None)
    erlang: MeanAndStages[Q] | None = key("Sum of stages.", {"mean": "20 min", "stages": 3}, default=None)
    triangular: LowModeHigh[Q] | None = key(
        "Three guesses.", {"low": "5 min", "mode": "10 min", "high": "40 min"}, default=None
    )
    uniform: LowHigh[Q] | None = key("Anywhere between.", {"low": "5 min", "high": "15 min"}, default=None)
    mixture: list[Part[Q]] | None = key(
        "Several distributions with shares.",
        [{"share": 0.8, "constant": "5 min"}, {"share": 0.2, "exponential": {"mean": "1 h"}}],
        default=None,
    )
    empirical: (
        Annotated[
            Annotated[ValuesOf, Tag("~file")] | Annotated[list[Q], Tag("~list")],
            Discriminator(_kind),
        ]
        | None
    ) = key(
        "Values that were measured: a list, or a column of a file.",
        ["4 min", "9 min", "31 min"],
        default=None,
    )


class Part(Law[Q], Generic[Q]):
    """A distribution within a mixture, with its share."""

    share: Share = key("How often it is this one.", 0.2, "share")


_TIME_TEXT: dict[str, Any] = {"anyOf": [{"type": "string", "description": units.DURATIONS}, {"const": 0}]}
Times = Annotated[Law[Duration], Short("constant", _TIME_TEXT)]
Numbers = Annotated[Law[Number], Short("constant", {"type": "number"})]
