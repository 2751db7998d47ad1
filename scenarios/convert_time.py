"""Start, length and calendars of a scenario."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from scenarios.form_desk import CalendarForm, RunForm
from scenarios.mistakes import Path, nearest
from scenarios.reading import Reading, Week
from scenarios.weekdays import DAYS_ALLOWED, FULL_NAMES, WEEKDAYS, weekdays
from sim.calendars import Calendar, always, holiday_dates, weekly_calendar
from sim.grid import on_grid
from sim.vocabulary import RunPlan

BEYOND = 400 * 1440.0
"""Calendars go on so long after the run's last instant [min]."""

MOST_INTERVALS = 48
LONGEST_RUN = 20 * 366 * 1440.0
FIRST_YEAR, LAST_YEAR = 1971, 2100
HOURS_ALLOWED = "hours such as 09:00-17:30, or a list of them"

_HOURS = re.compile(r"(\d{1,2}):(\d{2})\s*[-–]\s*(\d{1,2}):(\d{2})")


def read_time(reading: Reading) -> None:
    """Fill in time zone, start, run and calendars."""
    form = reading.form
    if not is_ok_zone(form.timezone, reading):
        form = form.model_copy(update={"timezone": "UTC"})
    reading.timezone = form.timezone
    day = form.start
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        reading.report.found(("start",), day, f"a date from {FIRST_YEAR} to {LAST_YEAR}")
        day = date(2001, 1, 1)
    reading.start = datetime(day.year, day.month, day.day, tzinfo=ZoneInfo(reading.timezone))
    reading.run = _run(form.run or RunForm(), reading)
    until = reading.run.horizon + BEYOND
    reading.calendars.append(always(until))
    reading.weeks["always"] = Week((((0, 1440),),) * 7, reading.timezone, frozenset())
    for name, calendar in (form.calendars or {}).items():
        if name == "always":
            reading.report.add(("calendars", name), "found always, which is built in; allowed: other names")
            continue
        week = _week(calendar, ("calendars", name), reading)
        reading.weeks[name] = week
        reading.calendars.append(_calendar(name, week, reading.start, until))


@lru_cache(maxsize=256)
def _calendar(name: str, week: Week, start: datetime, until: float) -> Calendar:
    """The calendar of a plan; one is built once, however many what-ifs use it."""
    return weekly_calendar(name, week.days, week.timezone, week.holidays, start, until)


def is_ok_zone(name: str, reading: Reading) -> bool:
    """Whether the file's own time zone exists; a mistake where not."""
    before = len(reading.report.touched)
    reading.zone(name, ("timezone",))
    return len(reading.report.touched) == before


def _run(form: RunForm, reading: Reading) -> RunPlan:
    plan = RunPlan(
        on_grid(form.warmup),
        on_grid(form.measure),
        on_grid(form.cooldown),
        form.replications,
        form.seed,
        form.forecast_cv,
    )
    if plan.horizon <= LONGEST_RUN and plan.measure > 0:
        return plan
    years = f"found {plan.horizon / (366 * 1440):.3g} years"
    reading.report.add(
        ("run",), f"{years}, allowed: warmup, measure and cooldown of at most 20 years together"
    )
    return RunPlan(0.0, 10080.0, 0.0, 1, 1)


def local_years(reading: Reading) -> range:
    """The years that the calendars reach."""
    last = reading.start + timedelta(minutes=reading.run.horizon + BEYOND)
    return range(reading.start.year - 1, last.year + 2)


def _week(form: CalendarForm, path: Path, reading: Reading) -> Week:
    days: list[tuple[tuple[int, int], ...]] = [()] * 7
    given: set[int] = set()
    for key, hours in (form.__pydantic_extra__ or {}).items():
        try:
            named = weekdays(key)
        except ValueError:
            guess = nearest(key, ("holidays", "timezone", "every day", *FULL_NAMES))
            also = f" (did you mean {guess}?)" if guess else ""
            allowed = f"holidays, timezone, and {DAYS_ALLOWED}"
            reading.report.add((*path, key), f"found the unknown key {key!r}, allowed: {allowed}{also}")
            continue
        for day in given.intersection(named):
            reading.report.add((*path, key), f"found {WEEKDAYS[day]} twice, allowed: each day once")
        given.update(named)
        intervals = _intervals(hours, (*path, key), reading)
        for day in named:
            days[day] = intervals
    if not any(days) and reading.report.clean(path):
        reading.report.add(path, f"found no open hours, allowed: {DAYS_ALLOWED} with {HOURS_ALLOWED}")
    zone = reading.zone(form.timezone, (*path, "timezone"))
    return Week(tuple(days), zone, closed_days(form.holidays, (*path, "holidays"), reading))


def _intervals(hours: tuple[str, ...], path: Path, reading: Reading) -> tuple[tuple[int, int], ...]:
    """(from, to) in minutes of the day; mistakes for what cannot be read."""
    intervals: list[tuple[int, int]] = []
    if len(hours) > MOST_INTERVALS:
        reading.report.found(path, hours, f"at most {MOST_INTERVALS} stretches of open hours")
        return ()
    for text in hours:
        match = _HOURS.fullmatch(text.strip())
        begin, end = (
            (int(match[1]) * 60 + int(match[2]), int(match[3]) * 60 + int(match[4])) if match else (-1, -1)
        )
        minutes_fit = match is not None and int(match[2]) < 60 and int(match[4]) < 60
        if not minutes_fit or not (0 <= begin < 1440 and 0 <= end <= 1440) or begin == end:
            reading.report.found(path, text, HOURS_ALLOWED)
        else:
            intervals.append((begin, end))
    return tuple(intervals)


def closed_days(form: str | list[str] | None, path: Path, reading: Reading) -> frozenset[date]:
    """The holidays that a country code or a list of dates names."""
    if form is None:
        return frozenset()
    if isinstance(form, str):
        try:
            return holiday_dates(form, local_years(reading))
        except (ValueError, KeyError, NotImplementedError) as error:
            allowed = (
                f"a country of the `holidays` package such as GB, US or DE-BY, or a list of dates ({error})"
            )
            reading.report.found(path, form, allowed)
            return frozenset()
    days: set[date] = set()
    for place, text in enumerate(form):
        try:
            days.add(date.fromisoformat(text.strip()))
        except ValueError:
            reading.report.found((*path, place), text, "a date such as 2026-12-25")
    return frozenset(days)
