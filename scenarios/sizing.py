"""Which head-counts a sizing may vary, and what must hold, as the file asks for it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from scenarios.form_bounds import bounds
from scenarios.form_desk import PoolForm, RosterFile
from scenarios.form_sizing import VaryForm
from scenarios.mistakes import Path, not_allowed
from scenarios.reading import Reading
from scenarios.shifts import ShiftKind, shifts_of
from sim.vocabulary import Pool, Scenario


@dataclass(frozen=True)
class Variable:
    """A pool whose head-count may vary."""

    tier: str
    pool: str
    low: int
    high: int
    rosters: tuple[str, ...] = ()
    """Calendars with head-counts of their own; empty: the pool's own roster."""
    wage: float | None = None
    """Money per paid hour; None: the pool's own."""

    @property
    def name(self) -> str:
        """As it is written: `tier.pool`."""
        return f"{self.tier}.{self.pool}"


@dataclass(frozen=True)
class Sizing:
    """What a file asks `ticketlab size`."""

    vary: tuple[Variable, ...]
    subject_to: tuple[str, ...] = ()
    """Empty: the goals of the policies."""
    strategies: tuple[str, ...] = ()
    """Empty: all of the file."""
    odds: float | None = None
    """Share of periods in which goals are to be reached; None: in the long run."""
    certainty: float | None = None
    shifts: Mapping[str, tuple[ShiftKind, ...]] = field(default_factory=dict)
    """Pool name → the kinds of shifts from which its roster is to be made."""


def sizing_of(reading: Reading, pools: Sequence[Pool]) -> Sizing | None:
    """What the file asks for; None where it asks for nothing. All mistakes go to the report."""
    form = reading.form.sizing
    if form is None:
        return None
    if not form.vary and not form.shifts and reading.report.clean(("sizing", "vary")):
        reading.report.add(("sizing", "vary"), "found no pool, needed: one with its bounds, or shifts")
    if form.vary and form.shifts:
        reading.report.add(("sizing", "shifts"), "found shifts beside vary, allowed: one of them")
    vary = [_variable(name, given, pools, reading) for name, given in (form.vary or {}).items()]
    _check_wages([one for one in vary if one is not None], pools, reading)
    for name in form.strategies or ():
        if name not in reading.form.strategies:
            reading.report.unknown(("sizing", "strategies"), name, reading.form.strategies)
    for share, given_share in (("odds", form.odds), ("certainty", form.certainty)):
        if given_share is not None and not 0 < given_share < 1:
            reading.report.found(("sizing", share), given_share, "a share above 0 and below 1, such as 95 %")
    return Sizing(
        tuple(one for one in vary if one is not None),
        form.subject_to or (),
        form.strategies or (),
        form.odds,
        form.certainty,
        shifts_of(form.shifts, pools, reading),
    )


def asked_on_command_line(scenario: Scenario, text: str) -> Variable:
    """The pool and bounds of `L1.frontline=8..24`; ValueError says what is wrong."""
    name, equals, written = text.partition("=")
    if not equals:
        raise ValueError(f"{text!r}: write a pool and its bounds, such as L1.frontline=8..24")
    pools = pool_names(scenario.tiers, scenario.pools)
    if name.strip() not in pools:
        raise ValueError(f"--vary: {not_allowed(name.strip(), ', '.join(pools), pools)}")
    try:
        low, high = bounds(written)
    except ValueError as problem:
        raise ValueError(f"--vary {name.strip()}: found {written!r}, allowed: {problem}") from None
    return Variable(*pools[name.strip()], low, high)


def pool_names(tiers: Sequence[str], pools: Sequence[Pool]) -> dict[str, tuple[str, str]]:
    """`tier.pool` → tier and pool."""
    return {f"{tiers[pool.tier]}.{pool.name}": (tiers[pool.tier], pool.name) for pool in pools}


def _variable(name: str, given: VaryForm, pools: Sequence[Pool], reading: Reading) -> Variable | None:
    path: Path = ("sizing", "vary", name)
    known = pool_names(reading.levels["tier"], pools)
    if name not in known:
        reading.report.unknown(path, name, known)
        return None
    tier, pool = known[name]
    for calendar in given.roster or ():
        reading.calendar(calendar, (*path, "roster"))
    form = reading.form.tiers[tier][pool]
    low, high = given.between
    _check_roster_file(form, given, next(one for one in pools if one.name == pool), path, reading)
    return Variable(tier, pool, low, high, given.roster or (), given.wage)


def _check_roster_file(form: PoolForm, given: VaryForm, pool: Pool, path: Path, reading: Reading) -> None:
    """A file of shifts cannot say when people work whom it does not name."""
    if not isinstance(form.roster, RosterFile) or given.roster:
        return
    named = len(pool.rosters)
    if given.between[1] > named and named:
        allowed = f"at most {named}, whom its roster file names, or calendars under roster"
        reading.report.found(path, "{}..{}".format(*given.between), allowed)


def _check_wages(vary: Sequence[Variable], pools: Sequence[Pool], reading: Reading) -> None:
    """Where some wages are known, all must be; where none is, every paid hour counts the same."""
    wages = {pool.name: pool.wage for pool in pools}
    without = [one for one in vary if one.wage is None and wages[one.pool] is None]
    if without and len(without) < len(vary):
        for one in without:
            path = ("sizing", "vary", one.name)
            reading.report.add(path, "found no wage of this pool, needed: a wage, as other pools have one")
