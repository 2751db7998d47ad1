"""A weighted sum of scores."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from strategies._base import Described, Level, Strategy
from strategies._mistakes import StrategyError
from strategies._options import Place, anything, option, read_value, weight
from strategies._units import shown
from strategies._view import View

Member = tuple[Strategy, float]


@dataclass(frozen=True, kw_only=True)
class Weighted(Described):
    """A weighted sum of scores."""

    name = "weighted"
    first = "the largest weighted sum of scores"
    reads = "what its members read"
    scale = "Σ weight × score"
    misleads = (
        "weights look exact but mean exchange rates that nobody agreed to: see them before you trust them"
    )

    members: tuple[Member, ...] = field(
        metadata=option(
            anything,
            "strategies with weights: `{severity: 0.5, sla: {weight: 0.3, by: used}}`",
            "NAME",
        )
    )

    def levels(self, view: View) -> tuple[Level, ...]:
        """One level: the members' sum."""
        return (added([self._one(member, view).scaled(factor) for member, factor in self.members]),)

    def parts(self) -> tuple[Strategy, ...]:
        """Its members."""
        return tuple(member for member, _ in self.members)

    @classmethod
    def read(cls, spec: object, place: Place) -> Weighted | None:
        """Members by name, or a list of such tables where one name is needed twice."""
        tables = spec if isinstance(spec, list | tuple) else [spec]
        places = [place.at(at) for at in range(len(tables))] if tables is spec else [place]
        before = len(place.mistakes)
        found = []
        for table, where in zip(tables, places, strict=True):
            if not isinstance(table, Mapping) or not table:
                where.wrong(
                    f"must be weights by strategy such as {{severity: 0.7, vip: 0.3}}, not {shown(table)}"
                )
                continue
            found += [_read_one(name, value, where.at(str(name))) for name, value in table.items()]
        members = tuple(member for member in found if member is not None)
        if len(place.mistakes) == before and not any(factor for _, factor in members):
            place.wrong("needs a weight above 0")
        return cls(members=members) if len(place.mistakes) == before else None

    def _one(self, member: Strategy, view: View) -> Level:
        levels = member.levels(view)
        if len(levels) != 1:
            raise StrategyError((), _NOT_ONE.format(member.name, len(levels)))
        return levels[0]


_NOT_ONE = "`{}` has {} levels, and a weighted sum needs exactly one of each member"


def added(levels: list[Level]) -> Level:
    """The sum of some levels, in their order."""
    total = levels[0]
    for level in levels[1:]:
        total = Level(total.base + level.base, total.terms + level.terms, total.fit + level.fit)
    return total


def _read_one(name: object, value: object, place: Place) -> Member | None:
    """One member from its weight, or from its options with a weight among them."""
    options = dict(value) if isinstance(value, Mapping) else {}
    if isinstance(value, Mapping) and "weight" not in options:
        place.wrong("needs `weight`: its share in the sum")
    where = place.at("weight") if isinstance(value, Mapping) else place
    factor = read_value(weight, options.pop("weight", 1.0) if isinstance(value, Mapping) else value, where)
    member = place.read_member(name, options or None, place)
    if member is None or factor is None:
        return None
    if member.depths() != {1}:
        place.wrong(_NOT_ONE.format(name, " or ".join(map(str, sorted(member.depths())))))
    return member, factor
