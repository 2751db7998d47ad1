"""Whether promises can be met by some ticket, and judged in the time that is measured."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import numpy as np

from scenarios.census import Census
from scenarios.mistakes import Path
from scenarios.reading import Reading
from sim.filters import COMPARISONS
from sim.vocabulary import Condition, Filter, Scenario
from sim.workload import OBSERVED, TRUE


def check_order(scenario: Scenario, reading: Reading) -> None:
    """Note policies whose tickets an earlier policy takes all, by their filters alone."""
    sound = [policy for policy in scenario.policies if reading.report.clean(("sla", "policies", policy.name))]
    for place, policy in enumerate(sound):
        for earlier in sound[:place]:
            if implied(earlier.when, policy.when):
                reading.report.add(
                    ("sla", "policies", policy.name),
                    f"found {policy.name}, which can never match: "
                    f"{earlier.name} before it takes all its tickets",
                )
                break


def check_matches(scenario: Scenario, counted: Census, reading: Reading) -> None:
    """Warn of policies that no ticket matches, or whose tickets earlier ones take all between them."""
    kinds = counted.kinds
    if not reading.report.clean(("sla",)):
        return
    for place, policy in enumerate(scenario.policies):
        matched = kinds.policy_matches[place] & (kinds.weight > 0)
        path: Path = ("sla", "policies", policy.name)
        if (kinds.policy[OBSERVED] == place).any() or (kinds.policy[TRUE] == place).any():
            continue
        if not matched.any():
            reading.report.warn(path, f"no ticket matches {policy.name}: this promise is never used")
        else:
            takers = np.unique(kinds.policy[OBSERVED][matched])
            names = " and ".join(scenario.policies[taker].name for taker in takers)
            reading.report.warn(path, f"{names} before it takes all its tickets: this promise is never used")


def implied(general: Filter, special: Filter) -> bool:
    """Whether every ticket that the special filter takes is taken by the general one too."""
    return all(any(_implies(given, wanted) for given in special) for wanted in general)


def _implies(given: Condition, wanted: Condition) -> bool:
    if given.attribute != wanted.attribute or bool(given.operator) != bool(wanted.operator):
        return False
    if not wanted.operator:
        return set(given.values) <= set(wanted.values)
    if given.operator[0] == wanted.operator[0] != "=":
        strict = len(wanted.operator) == 1 and len(given.operator) == 2
        compare = COMPARISONS[wanted.operator if strict else wanted.operator[0] + "="]
        return bool(compare(given.number, wanted.number))
    return given.operator == "=" and bool(COMPARISONS[wanted.operator](given.number, wanted.number))


def check_goals(scenario: Scenario, reading: Reading) -> None:
    """Note goals of which no whole period lies in the measured time."""
    begin = scenario.start.astimezone(ZoneInfo("UTC")) + timedelta(minutes=scenario.run.warmup)
    end = begin + timedelta(minutes=scenario.run.measure)
    zone = ZoneInfo(scenario.timezone)
    for policy in scenario.policies:
        unfit = [goal for goal in policy.goals if not fits(goal.period, begin, end, zone)]
        if unfit:
            reading.report.add(
                ("sla", "policies", policy.name, "goal", "per"),
                f"found {unfit[0].period}, but the {scenario.run.measure / 1440:g} days that are measured "
                f"hold no whole {unfit[0].period}; needed: a longer `measure` or a shorter period",
            )


def fits(period: str, begin: datetime, end: datetime, zone: ZoneInfo) -> bool:
    """Whether a whole calendar period lies within two instants."""
    for first, last in _periods(period, begin.astimezone(zone), zone):
        if first >= begin:
            return last <= end
    return False


def _periods(period: str, begin: datetime, zone: ZoneInfo) -> Iterator[tuple[datetime, datetime]]:
    """Calendar periods from the one that holds an instant on: weeks from Monday, months, quarters."""
    midnight = datetime(begin.year, begin.month, begin.day, tzinfo=zone)
    if period in ("week", "4 weeks"):
        length = timedelta(weeks=1 if period == "week" else 4)
        first = midnight - timedelta(days=midnight.weekday())
        for number in range(3):
            start = first + timedelta(weeks=1) * number
            yield start, start + length
        return
    months = 1 if period == "month" else 3
    place = (begin.year * 12 + begin.month - 1) // months * months
    for number in range(3):
        months_at = (place + number * months, place + (number + 1) * months)
        first_day, last_day = (datetime(m // 12, m % 12 + 1, 1, tzinfo=zone) for m in months_at)
        yield first_day, last_day
