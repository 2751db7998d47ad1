"""The desk in figures that planners know by heart, each beside what other desks report."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from results.words import duration, percent, three_figures
from scenarios.census import Census
from scenarios.load import FULL_TIME, Load
from sim.vocabulary import Pool, Scenario

WEEKS_PER_MONTH = 365.25 / 12 / 7


@dataclass(frozen=True)
class Figure:
    """One figure of the desk."""

    name: str
    value: float
    """NaN: does not apply. Durations in minutes, shares as shares."""
    text: str
    reference: str = ""
    """What other desks report, and who says so; empty where nobody does."""
    odd: bool = False
    """Far from what other desks report: worth a second look."""


def figures(scenario: Scenario, census: Census, load: Load) -> list[Figure]:
    """The figures that apply to this desk."""
    found = [*_volume(scenario, census, load), *_tickets(scenario, census, load), *_people(scenario, load)]
    return [figure for figure in found if not math.isnan(figure.value)]


def _volume(scenario: Scenario, census: Census, load: Load) -> list[Figure]:
    tickets = census.tickets_per_week
    front = float(sum(load.full_time[place] for place, pool in enumerate(scenario.pools) if pool.tier == 0))
    per_agent = tickets * WEEKS_PER_MONTH / front if front > 0 else math.nan
    asked = census.volumes.requests.sum()
    deflected = float(census.volumes.deflected.sum() / asked) if asked > 0 else math.nan
    return [
        Figure("tickets per week", tickets, three_figures(tickets)),
        _figure(
            f"tickets per {scenario.tiers[0]} agent and month",
            per_agent,
            three_figures(per_agent),
            "HDI 2013: 151–200 (median); 1 in 5 ≤ 60",
            (60, 500),
        ),
        _figure(
            "solved by self-service",
            deflected or math.nan,
            percent(deflected),
            "compilation 2026: 11–22 %",
            (0, 0.45),
        ),
        *_per_customer(scenario, census),
    ]


def _per_customer(scenario: Scenario, census: Census) -> list[Figure]:
    """Tickets per customer, for the segments that name theirs."""
    named = [place for place, segment in enumerate(scenario.segments) if segment.customers]
    customers = sum(segment.customers.count for segment in scenario.segments if segment.customers)
    if not customers:
        return []
    rate = float(census.volumes.tickets[named].sum()) * WEEKS_PER_MONTH / customers
    reference = "B2B SaaS, a wiki: 0.5–1"
    return [Figure("tickets per customer and month", rate, three_figures(rate), reference)]


def _tickets(scenario: Scenario, census: Census, load: Load) -> list[Figure]:
    if census.tickets_per_week == 0:
        return []
    touches = float(census.per_ticket(census.journeys.touches).sum())
    work = float(census.per_ticket(census.journeys.work + census.journeys.handover).sum())
    first = census.kinds.weight * (census.kinds.entry == 0)
    solved = census.journeys.solved_at_first[census.kinds.request, 0]
    at_first = float(first @ solved) / census.tickets_per_week
    escalated = float(census.per_ticket(census.journeys.escalated))
    reopen = [request.reopen.share if request.reopen else 0.0 for request in scenario.requests]
    reopened = float(np.array(reopen)[census.kinds.request] @ census.kinds.weight) / census.tickets_per_week
    last = len(scenario.tiers) - 1
    return [
        _figure(
            "touches per ticket, all tiers", touches, three_figures(touches), "B2B SaaS glossary: 1–4", (0, 6)
        ),
        _figure(
            "handle time per ticket, all tiers",
            work,
            duration(work),
            "HDI: phone 6–10 min; technical 23–30 min",
            (3, 120),
        ),
        _figure(
            f"solved at {scenario.tiers[0]}",
            at_first if last else math.nan,
            percent(at_first),
            "HDI 2013–15: 64–67 % at first contact",
            (0.4, 0.95),
        ),
        _figure(
            "escalated to a later tier",
            escalated if last else math.nan,
            percent(escalated),
            "a KPI site: under 10 % ideal, 15 % high",
            (0, 0.4),
        ),
        _figure(
            "reopened", reopened or math.nan, percent(reopened), "assumed: 3–8 %, no source known", (0, 0.15)
        ),
    ]


def _people(scenario: Scenario, load: Load) -> list[Figure]:
    paid, there = float(load.paid.sum()), float(load.attended.sum())
    if paid == 0:
        return []
    occupancy = float(load.balance.hours.sum()) / there if there > 0 else math.nan
    utilization = float(load.balance.hours.sum()) / paid
    away = (
        1
        - float(sum(row.sum() * _present(p) for row, p in zip(load.paid, scenario.pools, strict=True))) / paid
    )
    full_time = float(load.full_time.sum())
    return [
        _figure(
            "occupancy (work ÷ time available)",
            occupancy,
            percent(occupancy),
            "ICMI: 75–85 % is the aim",
            (0.5, 0.95),
        ),
        _figure(
            "utilization (work ÷ paid time)",
            utilization,
            percent(utilization),
            "HDI: 48 % on average, overload above 75 %",
            (0.25, 0.85),
        ),
        _figure(
            "absence and shrinkage of paid time",
            away or math.nan,
            percent(away),
            "survey: 24 %, technical support 21 %",
            (0.05, 0.4),
        ),
        Figure(f"paid full-time equivalents ({FULL_TIME:g} h)", full_time, three_figures(full_time)),
    ]


def _present(pool: Pool) -> float:
    """The share of paid time that absence and shrinkage leave."""
    return (1 - pool.absence) * (1 - pool.shrinkage)


def _figure(name: str, value: float, text: str, reference: str, usual: tuple[float, float]) -> Figure:
    low, high = usual
    return Figure(name, value, text, reference, not math.isnan(value) and not low <= value <= high)
