"""The groups for which measures are reported, and which of them each ticket belongs to.

All groups of all groupings stand in one row of numbers, so that a ticket's memberships are one row of
places and all sums are made in one sweep. What a ticket's groups are is what the desk saw at its creation,
in the scenario's time zone; only `true_priority` is the truth.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from results.cells import Cells, Column
from sim.localtime import LocalTime, local_time
from sim.targets import PromiseTable, promise_table
from sim.vocabulary import Floats, Scenario
from sim.workload import TRUE, Workload

Places = NDArray[np.int64]

GROUPS_AT_ONCE = 8
"""For the groups of so many scenarios is kept what does not change from play to play."""

CROSS = "×"
"""Stands between the names of attributes, and of their values, that are crossed."""

ATTRIBUTES = (
    *("segment", "policy", "policy×priority", "priority", "true_priority", "plan", "request", "channel"),
    *("skill", "tier", "account_type", "category", "persona", "vip"),
)
PHASED = ("priority", "skill", "policy")
TIMES = ("week", "weekday", "hour", "hour_of_week")
UNTOLD = ("pool", "hour_of_week", "customer")
"""Groupings by which no quantile is told: too many tickets, or too much memory, would be needed."""
WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
HOURS = tuple(f"{hour:02d}:00" for hour in range(24))


@dataclass(frozen=True)
class Grouping:
    """One way to split: what by, into which groups, and where these begin in the row of all groups."""

    by: str
    labels: tuple[str, ...]
    first: int

    @property
    def span(self) -> tuple[int, int]:
        """The places of its groups."""
        return self.first, self.first + len(self.labels)


@dataclass(frozen=True, eq=False)
class Groups:
    """All groupings of a scenario."""

    scenario: Scenario
    time: LocalTime
    groupings: tuple[Grouping, ...]

    @classmethod
    def of(cls, scenario: Scenario, extra: Iterable[str] = (), only: Iterable[str] | None = None) -> Groups:
        """The groupings that every run reports, and extra ones: attributes, crossings, `customer`.

        `only` names those to report beside `all` instead of the usual ones. Raises ValueError for one that
        the scenario does not know.
        """
        time = local_time(scenario.timezone, scenario.start, 0.0, scenario.run.horizon)
        levels = _levels(scenario, time)
        usual = ["all", *(by for by in ATTRIBUTES if _known(by, levels) and _wanted(by, scenario)), "pool"]
        usual += [by for by in levels if by.startswith("fields.")] + list(TIMES)
        groupings, first = [], 0
        if only is not None:
            usual = ["all", *(crossing(name) for name in only)]
        for by in dict.fromkeys([*usual, *(crossing(name) for name in extra)]):
            labels = _labels(by, levels)
            groupings.append(Grouping(by, labels, first))
            first += len(labels)
        return cls(scenario, time, tuple(groupings))

    @cached_property
    def size(self) -> int:
        """Number of groups; also the place of "in no group"."""
        return self.groupings[-1].span[1]

    @cached_property
    def names(self) -> list[str]:
        """What the groupings split by."""
        return [grouping.by for grouping in self.groupings]

    @cached_property
    def labels(self) -> tuple[NDArray[np.object_], NDArray[np.object_]]:
        """What it is split by, and the group's label, of every group."""
        by = [grouping.by for grouping in self.groupings for _ in grouping.labels]
        group = [label for grouping in self.groupings for label in grouping.labels]
        return np.array(by, dtype=object), np.array(group, dtype=object)

    def span(self, by: str) -> tuple[int, int]:
        """The places of the groups of one grouping; an empty span where it is not there."""
        return self.groupings[self.names.index(by)].span if by in self.names else (0, 0)

    def column(self, by: str) -> int:
        """The place of a grouping; −1 where it is not there."""
        return self.names.index(by) if by in self.names else -1

    def members(self, workload: Workload) -> Cells:
        """The groups of every ticket; tickets have no pool."""
        columns = [self.split(by, self.codes(by, workload)) for by in self.names if by != "pool"]
        return Cells.of(columns, workload.size, self.size)

    def split(self, by: str, codes: NDArray[np.signedinteger]) -> Column:
        """One grouping of items that have these codes in it; other codes are in no group."""
        low, high = self.span(by)
        own = codes.astype(np.int32)
        # as numbers without a sign, negative codes are large
        np.minimum(own.view(np.uint32), np.uint32(high - low), out=own.view(np.uint32))
        return Column(own, low, high - low, by not in UNTOLD)

    def placed(self, by: str, codes: NDArray[np.signedinteger]) -> Places:
        """Places of the groups with these codes in one grouping; `size` for other codes."""
        low, high = self.span(by)
        return np.where((codes >= 0) & (codes < high - low), codes.astype(np.int64) + low, self.size)

    def codes(self, by: str, workload: Workload) -> NDArray[np.signedinteger]:
        """The group of every ticket in one grouping, counted from its first; −1: in none."""
        if CROSS in by:
            return self._crossed(by.split(CROSS), workload)
        if by in TIMES:
            return self.of_time(by, workload.created)
        special = _SPECIAL.get(by)
        if special:
            return special(self.scenario, workload)
        known = by in workload.columns or by in PHASED
        return workload.codes(by) if known else np.full(workload.size, -1)

    def _crossed(self, attributes: Sequence[str], workload: Workload) -> NDArray[np.signedinteger]:
        codes = np.zeros(workload.size, np.int64)
        missing = np.zeros(workload.size, np.bool_)
        levels = _levels(self.scenario, self.time)
        for attribute in attributes:
            own = self.codes(attribute, workload).astype(np.int64)
            codes = codes * len(levels[attribute]) + own
            missing |= own < 0
        return np.where(missing, -1, codes)

    def of_time(self, by: str, instants: Floats) -> NDArray[np.signedinteger]:
        """Codes of instants in one of the groupings by time."""
        if by == "week":
            return self.time.week(instants) - self.first_week
        hour = self.time.hour_of_week(instants).astype(np.int16)
        return hour // 24 if by == "weekday" else hour % 24 if by == "hour" else hour

    @cached_property
    def promises(self) -> PromiseTable:
        """What the scenario promises, as arrays."""
        return promise_table(self.scenario)

    @cached_property
    def first_week(self) -> int:
        """The local week in which the measured period begins, counted from the scenario's first."""
        return int(self.time.week(np.array([self.scenario.run.warmup]))[0])

    @cached_property
    def week_edges(self) -> Floats:
        """Edges of the weeks of the measured period [min]; the outer ones are its own."""
        run, time = self.scenario.run, self.time
        low, high = self.span("week")
        inner = [time.midnight(time.monday(self.first_week + k)) for k in range(1, high - low)]
        return np.array([run.warmup, *inner, run.measured_until])


def crossing(name: str) -> str:
    """`plan,priority` as the name of a crossing."""
    return CROSS.join(part.strip() for part in name.replace(CROSS, ",").split(","))


def _entry_tier(_: Scenario, workload: Workload) -> NDArray[np.signedinteger]:
    first, tiers = workload.touches.first, workload.touches.tier
    return tiers[first[:-1]] if len(tiers) else np.full(workload.size, -1)


def _wanted(by: str, scenario: Scenario) -> bool:
    triage = scenario.triage
    return by != "true_priority" or triage.priority_confusion is not None


def _known(by: str, levels: dict[str, tuple[str, ...]]) -> bool:
    return all(levels.get(part) for part in by.split(CROSS))


def _labels(by: str, levels: dict[str, tuple[str, ...]]) -> tuple[str, ...]:
    labels: list[str] = [""]
    for number, part in enumerate(by.split(CROSS)):
        if not levels.get(part):
            known = ", ".join(name for name, values in levels.items() if values)
            raise ValueError(f"tickets cannot be grouped by {part!r}; they can by: {known}")
        labels = [f"{left}{CROSS if number else ''}{right}" for left in labels for right in levels[part]]
    return tuple(labels)


def _levels(scenario: Scenario, time: LocalTime) -> dict[str, tuple[str, ...]]:
    """Attribute → labels of its values, also for what is not an attribute of the scenario."""
    levels = {name: tuple(labels) for name, labels in scenario.levels.items()}
    levels["all"] = ("all",)
    levels["policy"] = tuple(policy.name for policy in scenario.policies)
    levels["pool"] = tuple(pool.name for pool in scenario.pools)
    levels["true_priority"] = scenario.priorities
    levels["customer"] = _customers(scenario)
    run = scenario.run
    weeks = time.week(np.array([run.warmup, np.nextafter(run.measured_until, 0)]))
    levels["week"] = tuple(time.monday(week).isoformat() for week in range(weeks[0], weeks[1] + 1))
    levels["weekday"], levels["hour"] = WEEKDAYS, HOURS
    levels["hour_of_week"] = tuple(f"{day} {hour}" for day in WEEKDAYS for hour in HOURS)
    return levels


def _customers(scenario: Scenario) -> tuple[str, ...]:
    names: list[str] = []
    for segment in scenario.segments:
        count = segment.customers.count if segment.customers else 0
        names += [f"{segment.name} {number + 1}" for number in range(count)]
    return tuple(names)


def _customer_codes(scenario: Scenario, workload: Workload) -> NDArray[np.signedinteger]:
    """Customers numbered over the segments that have some; −1 elsewhere.

    The workload also numbers those of segments whose tickets are each their own customer, so what stands
    before a segment is only known by its first customer, the heaviest.
    """
    codes = np.full(workload.size, -1, np.int64)
    segment, before, counted = workload.columns["segment"], 0, 0
    for place, one in enumerate(scenario.segments):
        inside = segment == place
        if one.customers is None:
            before = -1
        elif inside.any():
            first = before if before >= 0 else int(workload.customer[inside].min())
            codes[inside] = workload.customer[inside] - first + counted
        if one.customers is not None:
            before += one.customers.count if before >= 0 else 0
            counted += one.customers.count
    return codes


_SPECIAL: dict[str, Callable[[Scenario, Workload], NDArray[np.signedinteger]]] = {
    "all": lambda _, workload: np.zeros(workload.size, np.int8),
    "customer": _customer_codes,
    "true_priority": lambda _, workload: workload.codes("priority", TRUE),
    "tier": _entry_tier,
}
"""What is not a column of the workload under its own name."""
