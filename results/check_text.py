"""The check as plain text, at most 100 columns wide."""

from __future__ import annotations

import math
import textwrap
from collections.abc import Sequence
from itertools import groupby
from typing import TYPE_CHECKING

from results.check_load import TierLoad, attended_columns
from results.check_promises import DAYS, Limit, Stake
from results.words import duration, hours, percent, plural, three_figures

if TYPE_CHECKING:
    from results.check import Check

WIDTH = 100
LONGEST = 48
"""Longer names are cut in tables."""

ALL = 0.9995
"""A larger bound on attainment is none."""

NOBODY = "·"


def text(check: Check) -> str:
    """All sections, one under the other."""
    sections = [
        [f"{check.scenario}: what can be said without simulating (local hours: {check.timezone})"],
        _remarks(check),
        _figures(check),
        _load(check),
        *(_heat(tier) for tier in check.tiers),
        _promises(check),
    ]
    return "\n\n".join("\n".join(section) for section in sections if section) + "\n"


def _remarks(check: Check) -> list[str]:
    if not check.remarks:
        return []
    return ["Worth a look", *(line for remark in check.remarks for line in _bullet(remark.text))]


def _bullet(sentence: str) -> list[str]:
    return textwrap.wrap(sentence, WIDTH, initial_indent="  ! ", subsequent_indent="    ")


def _figures(check: Check) -> list[str]:
    rows = [
        (figure.name, figure.text + (" ?" if figure.odd else ""), figure.reference)
        for figure in check.figures
    ]
    legend = "The desk in figures, beside what other desks report (? far from it)"
    return [legend, *table(rows)] if rows else []


def _load(check: Check) -> list[str]:
    """Tiers, their pools and skills."""
    rows = [("tier", "pool or skill", "people", "full time", "work a week", "occupancy")]
    for tier in check.tiers:
        pools = [pool for pool in check.pools if pool.tier == tier.tier]
        people = sum(pool.people for pool in pools)
        paid = three_figures(sum(pool.full_time for pool in pools))
        rows.append(
            (tier.tier, "all", f"{people:,}", paid, hours(tier.work_hours * 60), _percent(tier.occupancy))
        )
        rows += [
            ("", pool.pool, f"{pool.people:,}", three_figures(pool.full_time), "", _percent(pool.occupancy))
            for pool in pools
        ]
        rows += [
            (
                "",
                f"skill {skill.skill}",
                f"{skill.people:,}",
                "",
                hours(skill.work_hours * 60),
                _percent(skill.occupancy),
            )
            for skill in check.skills
            if skill.tier == tier.tier
        ]
    notes = (
        "Work is shared so that the busiest pool is as little busy as possible. A skill's occupancy is "
        "that of the least busy pool that may do it."
    )
    return [
        "Load and people in an average week",
        *table(rows),
        *textwrap.wrap(notes, WIDTH, initial_indent="  ", subsequent_indent="  "),
    ]


def _percent(share: float) -> str:
    return "nobody there" if math.isnan(share) else percent(share, places=0)


def _heat(tier: TierLoad) -> list[str]:
    """Occupancy by day and hour, in per cent."""
    columns = attended_columns(tier)
    if not columns:
        return []
    busiest = f"{DAYS[tier.peak_hour // 24]} {tier.peak_hour % 24:02}:00"
    title = (
        f"{tier.tier}: occupancy in % by hour (work of the night waits for the morning); "
        f"peak {busiest}, {three_figures(tier.peak_offered)} Erlangs"
    )
    head = "    " + "".join(f"{hour:4}" for hour in columns)
    lines = [
        f"{DAYS[day]} " + "".join(f"{_cell(tier, day * 24 + hour):>4}" for hour in columns)
        for day in range(7)
    ]
    return [*textwrap.wrap(title, WIDTH), head, *lines]


def _cell(tier: TierLoad, hour: int) -> str:
    there = tier.available[hour]
    return NOBODY if there <= 0 else f"{100 * tier.busy[hour] / there:.0f}"


def _promises(check: Check) -> list[str]:
    if not check.limits:
        return []
    lines = [
        "Promises: in open time and on the clock; `at most` bounds what any order and any head-count",
        "can keep, by the hours on the rosters and the length of the first touch",
    ]
    for (policy, metric), group in groupby(check.limits, key=lambda limit: (limit.policy, limit.metric)):
        limits = list(group)
        calendars = {limit.calendar for limit in limits}
        lines.append(f"  {policy}, {metric}" + (f" on {calendars.pop()}" if len(calendars) == 1 else ""))
        lines += [f"    {line}" for line in _stakes(check.stakes, policy, metric)]
        together = len({limit.uncovered for limit in limits}) == 1
        lines += _uncovered(limits[0]) if together else []
        lines += [f"  {line}" for line in _limits(limits)]
        lines += [] if together else [line for limit in limits for line in _uncovered(limit, limit.priority)]
    return lines


def _stakes(stakes: Sequence[Stake], policy: str, metric: str) -> list[str]:
    mine = [stake for stake in stakes if (stake.policy, stake.metric) == (policy, metric)]
    return [f"goal {percent(stake.goal)}: {stake.text}" for stake in mine]


def _limits(limits: Sequence[Limit]) -> list[str]:
    """One line per priority; `at most` only where the rosters or the first touch's length set a bound."""
    several = len({limit.calendar for limit in limits}) > 1
    bounded = any(limit.ceiling < ALL for limit in limits)
    start = limits[0].example.split(" → ")[0]
    rows = [["", "limit", "on the clock", f"{start} →", "at most" if bounded else ""]]
    for limit in limits:
        clock = duration(limit.shortest)
        if limit.longest > limit.shortest:
            clock += f" – {duration(limit.longest)}"
        where = f" ({limit.calendar})" if several else ""
        most = percent(limit.ceiling) if limit.ceiling < ALL else ""
        rows.append([limit.priority, limit.limit + where, clock, limit.example.split(" → ")[1], most])
    return table(rows)


def _uncovered(limit: Limit, priority: str = "") -> list[str]:
    """Hours in which the clock runs with nobody there who may serve."""
    if not limit.uncovered_hours:
        return []
    counted = plural(limit.uncovered_hours, "hour")
    who = f"{priority}: " if priority else ""
    missing = f"{who}runs {counted} a week with nobody there who may serve: {limit.uncovered}"
    return textwrap.wrap(missing, WIDTH, initial_indent="    ", subsequent_indent="      ")


def table(rows: Sequence[Sequence[str]]) -> list[str]:
    """Columns under each other, two spaces apart; long words are cut, the last column is wrapped."""
    rows = [
        [cell if len(cell) <= LONGEST else cell[: LONGEST - 1] + "…" for cell in row[:-1]] + [row[-1]]
        for row in rows
    ]
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]) - 1)]
    left = "  " + "".join(f"{{:<{width + 2}}}" for width in widths)
    lines: list[str] = []
    for row in rows:
        start = left.format(*row[:-1])
        last = textwrap.wrap(row[-1], max(WIDTH - len(start), 20)) or [""]
        lines += [(start + last[0]).rstrip(), *(" " * len(start) + more for more in last[1:])]
    return lines
