"""Segments of the form as the sim knows them."""

from __future__ import annotations

from collections.abc import Mapping

from scenarios.convert_arrivals import arrivals_of
from scenarios.convert_distributions import distribution_of
from scenarios.form_tickets import SegmentForm
from scenarios.mistakes import Path
from scenarios.names import PER_CUSTOMER
from scenarios.reading import Reading
from scenarios.replay_rows import ReplayRows
from sim.distributions import Distribution
from sim.vocabulary import Customers, Mix, Segment


def segments_of(reading: Reading, replays: Mapping[str, ReplayRows]) -> tuple[Segment, ...]:
    """All segments, in the order of the file."""
    return tuple(
        _segment(name, form, replays.get(name), reading) for name, form in reading.form.segments.items()
    )


def _segment(name: str, form: SegmentForm, rows: ReplayRows | None, reading: Reading) -> Segment:
    path: Path = ("segments", name)
    for request in form.requests:
        reading.code("request", request, (*path, "requests", request))
    asked = {name: share for name, share in form.requests.items() if name in reading.levels["request"]}
    traits, numbers = _traits(form, path, reading)
    return Segment(
        name=name,
        arrivals=arrivals_of(form, path, rows, reading),
        requests=reading.mix(asked, (*path, "requests")) if len(asked) == len(form.requests) else Mix((), ()),
        customers=Customers(form.customers.count, form.customers.skew) if form.customers else None,
        traits=traits,
        numbers=numbers,
        ticket_traits={"category": reading.mix(form.category, (*path, "category"))} if form.category else {},
    )


def _traits(
    form: SegmentForm, path: Path, reading: Reading
) -> tuple[dict[str, Mix], dict[str, Distribution]]:
    """What is drawn per customer: labels, and numbers."""
    traits: dict[str, Mix] = {}
    numbers: dict[str, Distribution] = {}
    for attribute in PER_CUSTOMER:
        shares = getattr(form, attribute)
        if shares is not None:
            traits[attribute] = reading.mix(shares, (*path, attribute))
    if form.vip is not None:
        traits["vip"] = Mix(("no", "yes"), (1.0 - form.vip, form.vip))
    for name, given in (form.fields or {}).items():
        where = (*path, "fields", name)
        attribute = f"fields.{name}"
        if isinstance(given, dict):
            if attribute in reading.numeric:
                reading.report.add(where, f"found labels for {name}, which other segments give as a number")
            else:
                traits[attribute] = reading.mix(given, where)
        elif (law := distribution_of(given, where, reading)) is not None:
            numbers[attribute] = law
    return traits, numbers
