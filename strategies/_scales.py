"""The time scales on which growing scores reach 1 unless a scenario says otherwise."""

from __future__ import annotations

WEEK = 7 * 1440.0
"""Age at which `fcfs` reaches 1, and time before the due instant at which `sla` leaves 0 [min]."""

NO_PROMISE = 5 * 1440.0
"""Where no clock runs a ticket counts as due this long after joining the queue [min]."""
