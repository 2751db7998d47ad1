from __future__ import annotations

import numpy as np

from results.breaking import breaking_hours


def week(**hours: float) -> np.ndarray:
    """Counts by hour of the week: `mon_8=5`."""
    days = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
    counts = np.zeros(168)
    for name, count in hours.items():
        day, hour = name.split("_")
        counts[days.index(day) * 24 + int(hour)] = count
    return counts


EVEN = np.ones(168)


def test_breaches_of_one_morning_are_told_with_their_hours():
    said = breaking_hours(week(mon_8=10, mon_9=10, mon_10=10, wed_15=2), EVEN)
    assert said.startswith("mostly for tickets created Mon 08:00–11:00: 94 % of the breaches, 2 % ")


def test_breaches_of_every_working_evening_are_told_together():
    evenings = {f"{day}_{hour}": 5.0 for day in ("mon", "tue", "wed", "thu", "fri") for hour in (17, 18)}
    assert "Mon–Fri 17:00–19:00" in breaking_hours(week(**evenings), EVEN)


def test_nights_pass_midnight():
    nights = np.zeros((7, 24))
    nights[:, [22, 23, 0, 1, 2]] = 3
    assert "every day 22:00–03:00" in breaking_hours(nights.ravel(), EVEN)


def test_breaches_spread_like_the_tickets_are_at_all_hours_alike():
    office = np.zeros((7, 24))
    office[:5, 9:17] = 7
    assert breaking_hours(office.ravel(), 10 * office.ravel()) == "at all hours alike"
