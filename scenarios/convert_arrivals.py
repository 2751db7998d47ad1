"""How requests arrive: rates, forecasts and replays of the form as the sim knows them."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

import numpy as np
from numpy.typing import NDArray

from scenarios.convert_time import closed_days
from scenarios.form_desk import ProfileForm
from scenarios.form_tickets import ForecastForm, RateForm, ReplayForm, SegmentForm
from scenarios.mistakes import Path
from scenarios.reading import Reading, raw_keys
from scenarios.replay_rows import ReplayRows, minutes_after
from scenarios.tables import numbers_of, table
from scenarios.weekdays import FULL_NAMES, WEEKDAYS
from sim.profiles import HOURS, Profile, flat, forecast_arrivals, rate_arrivals
from sim.vocabulary import Codes, Floats, RateArrivals, ReplayArrivals

MOST_WEIGHTS = 12
"""Most weights of a profile per hour."""

NO_ARRIVALS = ReplayArrivals(np.empty(0), {})
_LIKE = re.compile(r"(?:like\s+)?([a-z]+)")


def arrivals_of(
    form: SegmentForm, path: Path, rows: ReplayRows | None, reading: Reading
) -> RateArrivals | ReplayArrivals:
    """The arrivals of one segment; none, and mistakes, where they cannot be read."""
    zone = reading.zone(form.timezone, (*path, "timezone"))
    where = (*path, "arrivals")
    if isinstance(form.arrivals, ReplayForm):
        return NO_ARRIVALS if rows is None else _replay(form.arrivals, rows, where, reading)
    profile = _profile(form.arrivals.profile, zone, (*where, "profile"), reading)
    if isinstance(form.arrivals, ForecastForm):
        return _forecast(form.arrivals, profile, zone, where, reading) or NO_ARRIVALS
    return _rate(form.arrivals, profile, where, reading)


def _rate(form: RateForm, profile: Profile, path: Path, reading: Reading) -> RateArrivals | ReplayArrivals:
    if not reading.fits(form.rate * reading.run.horizon / 10080.0, (*path, "rate")):
        return NO_ARRIVALS
    return rate_arrivals(
        form.rate, profile, desk_timezone=reading.timezone, day_cv=form.day_cv, **reading.time_line
    )


def _profile(name: str | None, zone: str, path: Path, reading: Reading) -> Profile:
    """A profile by its name; a flat one where none is given or it is a mistake."""
    if name is None:
        return flat(zone)
    profiles = reading.form.profiles or {}
    if name not in profiles:
        known = raw_keys(reading.data.get("profiles"))
        if name not in known:
            reading.report.unknown(path, name, known, "profiles")
        return flat(zone)
    reading.used.add(("profiles", name))
    form, where = profiles[name], ("profiles", name)
    own = zone if form.timezone is None else reading.zone(form.timezone, (*where, "timezone"))
    weights = _weights(form, where, reading)
    return Profile(weights, own, _like(form, where, reading))


def check_profiles(reading: Reading) -> None:
    """Note what is wrong with profiles that nothing uses; warn of them."""
    for name, form in (reading.form.profiles or {}).items():
        if ("profiles", name) not in reading.used:
            _weights(form, ("profiles", name), reading)
            _like(form, ("profiles", name), reading)


def _weights(form: ProfileForm, path: Path, reading: Reading) -> Floats:
    """The weights of a week; even ones where they are a mistake."""
    even = np.ones(HOURS)
    if (form.week is None) == (form.days is None and form.hours is None):
        if reading.report.clean(path):
            reading.report.add(path, "found neither or both, needed: week, or days and hours")
        return even
    if form.week is not None:
        return _scaled(form.week, HOURS, (*path, "week"), reading) if form.week else even
    days = _scaled(form.days or [1.0] * 7, 7, (*path, "days"), reading, finer=False)
    hours = _scaled(form.hours or [1.0] * 24, 24, (*path, "hours"), reading)
    week: Floats = np.outer(days, hours).ravel()
    return week if len(days) == 7 and len(hours) % 24 == 0 else even


def _scaled(given: list[float], size: int, path: Path, reading: Reading, finer: bool = True) -> Floats:
    """Weights on the scale that their sum is 1; even ones, and a mistake, where that cannot be."""
    fits = len(given) % size == 0 and 0 < len(given) <= size * MOST_WEIGHTS if finer else len(given) == size
    if not fits:
        allowed = f"{size} weights" + (f", or a multiple of {size}" if finer else "")
        reading.report.found(path, given, allowed)
        return np.full(size, 1.0 / size)
    greatest = max(given)
    if greatest <= 0:
        reading.report.add(path, "found weights that are all 0, needed: one above 0")
        return np.full(size, 1.0 / size)
    weights = np.array(given) / greatest
    scaled: Floats = weights / weights.sum()
    return scaled


def _like(form: ProfileForm, path: Path, reading: Reading) -> dict[date, int]:
    """Holidays → the weekday whose arrivals they have."""
    like: dict[date, int] = {}
    for country, text in (form.holidays or {}).items():
        where = (*path, "holidays", country)
        match = _LIKE.fullmatch(text.strip().lower())
        days = {
            **{name: day for day, name in enumerate(FULL_NAMES)},
            **{n: d for d, n in enumerate(WEEKDAYS)},
        }
        if match is None or match[1] not in days:
            reading.report.found(where, text, "like sun, or another day of the week")
            continue
        like |= dict.fromkeys(closed_days(country, where, reading), days[match[1]])
    return like


def _forecast(
    form: ForecastForm, profile: Profile, zone: str, path: Path, reading: Reading
) -> RateArrivals | None:
    """Arrivals by a file of volumes."""
    import pandas as pd  # noqa: PLC0415

    where = (*path, "forecast")
    frame = table(reading, form.forecast, ["start", "tickets"], where)
    own = reading.zone(form.timezone, (*path, "timezone")) if form.timezone else zone
    if frame is None:
        return None
    times = pd.to_datetime(frame["start"], format="ISO8601", errors="coerce")
    counts, bad = numbers_of(frame["tickets"])
    if times.isna().any() or bad is not None or not (counts >= 0).all():
        reading.report.add(where, f"found rows of {form.forecast} without a start such as 2026-01-05 09:00 "
                           "or a number of tickets from 0, needed: both in each row")  # fmt: skip
        return None
    starts, rows = np.unique(minutes_after(times, own, reading.start), return_inverse=True)
    codes = _requests(frame, form, where, reading)
    size = len(reading.levels["request"])
    place = np.zeros(len(rows), np.int64) if codes is None else codes
    volumes = np.zeros((len(starts), 1 if codes is None else size))
    np.add.at(volumes, (rows.astype(np.int64), place), counts)
    inside = (starts >= -10080.0) & (starts < reading.run.horizon)
    if not reading.fits(float(volumes[inside].sum()), where):
        return None
    return _spread(form, starts, volumes if codes is not None else volumes[:, 0], profile, where, reading)


def _requests(frame: Any, form: ForecastForm, path: Path, reading: Reading) -> NDArray[np.int64] | None:
    """The request of each row; None where the forecast names none."""
    if "request" not in frame.columns:
        return None
    names = reading.levels["request"]
    unknown = [name for name in dict.fromkeys(frame["request"]) if name not in names]
    for name in unknown[:5]:
        reading.report.unknown(path, name if isinstance(name, str) else None, names)
    return np.array([names.index(name) if name in names else 0 for name in frame["request"]], np.int64)


def _spread(  # noqa: PLR0917
    form: ForecastForm, starts: Floats, volumes: Floats, profile: Profile, path: Path, reading: Reading
) -> RateArrivals | None:
    try:
        found = forecast_arrivals(
            starts, volumes, profile, desk_timezone=reading.timezone, day_cv=form.day_cv, **reading.time_line
        )
    except (ValueError, IndexError) as error:
        reading.report.add(path, f"found {form.forecast}, which cannot be used: {error}")
        return None
    if found.expected.sum() <= 0:
        reading.report.add(
            path, f"found no tickets of {form.forecast} inside the run, needed: volumes for its time"
        )
        return None
    return found


def _replay(form: ReplayForm, rows: ReplayRows, path: Path, reading: Reading) -> ReplayArrivals:
    """Replayed tickets; blank and unmapped cells are drawn, or their rows skipped."""
    reading.fits(float(len(rows.created)), (*path, "replay"))
    known: dict[str, Codes] = {}
    numbers: dict[str, Floats] = {}
    for attribute, cells in rows.cells.items():
        where = (*path, "columns", attribute)
        if attribute in reading.numeric:
            numbers[attribute] = _as_numbers(cells)
        elif attribute in reading.levels and attribute not in ("tier", "pool", "segment", "channel"):
            known[attribute] = _codes(cells, reading.levels[attribute])
        else:
            names = [name for name in reading.levels if name not in ("tier", "pool", "segment", "channel")]
            reading.report.unknown(where, attribute, [*names, *reading.numeric], "attributes")
    blank = {name: codes < 0 for name, codes in known.items()} | {n: np.isnan(v) for n, v in numbers.items()}
    keep = np.ones(len(rows.created), np.bool_)
    if form.missing == "skip":
        for missing in blank.values():
            keep &= ~missing
    for attribute, missing in blank.items():
        if missing.all() and len(missing):
            column = (form.columns or {})[attribute]
            found = f"found no value of column {column} that is a {attribute} of this file"
            reading.report.add((*path, "columns", attribute), f"{found}; map them with `values`")
    return ReplayArrivals(
        created=rows.created[keep],
        known={name: codes[keep] for name, codes in known.items()},
        numbers={name: values[keep] for name, values in numbers.items()},
        drawn={name: int(missing[keep].sum()) for name, missing in blank.items()},
        skipped=rows.skipped + int((~keep).sum()),
    )


def _codes(cells: NDArray[Any], labels: tuple[str, ...]) -> Codes:
    places = {label: place for place, label in enumerate(labels)}
    return np.array([places.get(cell, -1) for cell in cells], np.int16)


def _as_numbers(cells: NDArray[Any]) -> Floats:
    def number(cell: object) -> float:
        try:
            value = float(str(cell))
        except ValueError:
            return np.nan
        return value if np.isfinite(value) else np.nan

    return np.array([np.nan if cell is None else number(cell) for cell in cells], np.float64)
