"""What people ask for: objectives and constraints as they write them.

An expression is `measure`, `measure[by=group]` or a weighted sum of such (`0.7 wait_mean + 0.3 asa`); a
constraint adds `>=` or `<=` and a number with its unit, and may ask for it `in 90 % of months`.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable
from dataclasses import dataclass

from results.groups import CROSS, Groups, crossing
from results.measure import Measure
from results.measures import groupings_of, measure_named
from scenarios import units
from sim.vocabulary import METRICS

FORM = "write measure, measure[by=group], or a weighted sum such as 0.7 wait_mean + 0.3 first_reply_mean"
CONSTRAINT_FORM = (
    'write an expression, >= or <=, and a number with its unit, such as "kept_share >= 95 %", '
    '"first_reply_p90[segment=firms] <= 8 h" or '
    '"first_reply_attainment[policy=premium] >= 95 % in 90 % of months"'
)
PERIODS = {"weeks": "week", "4 weeks": "4 weeks", "months": "month", "quarters": "quarter"}

_TERM = re.compile(
    r"""\s*(?P<sign>[-+−])?\s*(?:(?P<weight>\d+(?:\.\d*)?|\.\d+)\s*[*×·]?\s*)?
    (?P<measure>[a-z][a-z0-9_]*)\s*(?:\[\s*(?P<by>[^=\[\]]+?)\s*=\s*(?P<group>[^\[\]]+?)\s*\])?\s*""",
    re.VERBOSE,
)
_CONSTRAINT = re.compile(
    r"(?P<what>.*?)\s*(?P<sense>>=|<=|≥|≤)\s*(?P<bound>.*?)(?:\s+in\s+(?P<share>\S+(?:\s*%)?)\s+of\s+(?P<period>.+?))?\s*"
)
_POINTS = re.compile(r"(\d+(?:\.\d*)?|\.\d+)\s*points?")


@dataclass(frozen=True)
class Term:
    """One measure of one group, times a weight."""

    measure: Measure
    by: str = "all"
    group: str = "all"
    weight: float = 1.0

    @property
    def name(self) -> str:
        """`measure` or `measure[by=group]`."""
        return self.measure.name if self.by == "all" else f"{self.measure.name}[{self.by}={self.group}]"

    def place(self, groups: Groups) -> int:
        """The place of its group; ValueError with the known ones where there is none."""
        allowed = groupings_of(self.measure, groups.names)
        if self.by not in allowed:
            raise ValueError(f"{self.name}: {self.measure.name} is known by {', '.join(allowed)}")
        grouping = groups.groupings[groups.column(self.by)]
        if self.group not in grouping.labels:
            near = difflib.get_close_matches(self.group, grouping.labels, n=1, cutoff=0.0)
            raise ValueError(
                f"{self.name}: no {self.by} is called {self.group!r}; the nearest is {near[0]!r}"
            )
        return grouping.first + grouping.labels.index(self.group)


@dataclass(frozen=True)
class Expression:
    """A weighted sum of measures; most often a single one."""

    text: str
    terms: tuple[Term, ...]

    @property
    def unit(self) -> str:
        """The unit of all its measures; empty where they differ."""
        found = {term.measure.unit for term in self.terms}
        return found.pop() if len(found) == 1 else ""

    @property
    def single(self) -> Term | None:
        """Its only term, where it is one measure as it stands."""
        return self.terms[0] if len(self.terms) == 1 and self.terms[0].weight == 1 else None

    @property
    def sign(self) -> int:
        """1 where higher is better, −1 where lower is; ValueError where its terms do not say."""
        wanted = {_better(term) for term in self.terms} - {0}
        if len(wanted) != 1:
            problem = (
                "pull in different directions" if wanted else "say neither that high nor that low is good"
            )
            raise ValueError(f"{self.text}: its measures {problem}; it cannot be an objective")
        return wanted.pop()


@dataclass(frozen=True)
class Constraint:
    """An expression that is to be at least, or at most, a bound."""

    text: str
    expression: Expression
    at_least: bool
    bound: float
    share: float = 0.0
    """Of the periods in which it is to hold; 0: in the long run."""
    period: str = ""

    @property
    def sign(self) -> int:
        """1 where the expression is to be high."""
        return 1 if self.at_least else -1


def expression(text: str) -> Expression:
    """An expression as it was written; ValueError says what is wrong with it."""
    terms: list[Term] = []
    at = 0
    while at < len(text) or not terms:
        found = _TERM.match(text, at)
        if found is None or (terms and not found["sign"]):
            raise ValueError(f"{text!r} is no measure; {FORM}")
        weight = float(found["weight"] or 1) * (-1 if found["sign"] in {"-", "−"} else 1)
        by = crossing(found["by"]) if found["by"] else "all"
        group = found["group"] or "all"
        if CROSS in by and CROSS not in group:
            group = crossing(group)
        terms.append(Term(measure_named(found["measure"]), by, group, weight))
        at = found.end()
    return Expression(" ".join(text.split()), tuple(terms))


def constraint(text: str) -> Constraint:
    """A constraint as it was written; ValueError says what is wrong with it."""
    found = _CONSTRAINT.fullmatch(text.strip())
    if found is None or not found["what"] or not found["bound"]:
        raise ValueError(f"{text!r} is no constraint; {CONSTRAINT_FORM}")
    what = expression(found["what"])
    bound = amount(found["bound"], what)
    at_least = found["sense"] in {">=", "≥"}
    plain = " ".join(text.split())
    if not found["period"]:
        return Constraint(plain, what, at_least, bound)
    share = _read(units.share, found["share"], text)
    period = PERIODS.get(found["period"].strip())
    if period is None:
        raise ValueError(f"{text!r}: write in {found['share']} of {', '.join(PERIODS)}")
    own = what.single
    by_clock = [f"{metric}_attainment{owed}" for metric in METRICS for owed in ("", "_owed")]
    if own is None or own.measure.name not in by_clock or not at_least:
        what_can = "only the attainment of a clock that is to be high"
        raise ValueError(f"{text!r}: {what_can} can be asked for by {period}")
    if not 0 < share <= 1:
        raise ValueError(f"{text!r}: the share of periods must be above 0")
    return Constraint(plain, what, at_least, bound, share, period)


def parts_of(text: str | None) -> list[str]:
    """What stands between commas, but for those inside brackets."""
    parts = re.split(r",(?![^\[]*\])", text or "")
    return [part.strip() for part in parts if part.strip()]


def amount(text: str, what: Expression) -> float:
    """A number in the unit of an expression: `95 %`, `1 point`, `8 h`, `12`; ValueError: what is allowed."""
    text = text.strip()
    if what.unit == "share":
        in_points = _POINTS.fullmatch(text)
        if in_points:
            return float(in_points[1]) / 100
        return _read(units.share, text, text)
    if what.unit == "min":
        return _read(units.duration, text, text)
    number = text.removesuffix(what.unit).strip() if what.unit else text
    return _read(units.number, number, text)


def extra_groupings(wanted: tuple[Expression, ...]) -> tuple[str, ...]:
    """Crossings that the expressions need beside the usual groupings."""
    return tuple(dict.fromkeys(term.by for one in wanted for term in one.terms if CROSS in term.by))


def _better(term: Term) -> int:
    direction = {"low": 1, "high": -1}.get(term.measure.worse, 0)
    return direction if term.weight > 0 else -direction


def _read(reader: Callable[[object], float], text: str, whole: str) -> float:
    """What a reader of units makes of a text, or of the plain number that it is."""
    try:
        value: object = float(text.replace("−", "-"))
    except ValueError:
        value = text
    try:
        return reader(value if reader is not units.duration else text if value != 0 else 0)
    except ValueError as problem:
        raise ValueError(f"{whole!r}: write {problem}") from None
