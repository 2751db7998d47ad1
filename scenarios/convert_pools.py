"""Tiers and pools of the form as the sim knows them, with everybody's roster."""

from __future__ import annotations

import numpy as np

from scenarios.convert_time import closed_days
from scenarios.form_desk import Away, HeadCount, PoolForm, RosterFile
from scenarios.form_values import NOT_GIVEN
from scenarios.mistakes import Path
from scenarios.names import filter_of
from scenarios.reading import Reading
from scenarios.replay_rows import minutes_after
from scenarios.tables import table
from sim.calendars import Calendar
from sim.grid import on_grid
from sim.rosters import calendar_rosters, file_rosters, headcount_rosters
from sim.vocabulary import EndOfShift, Pool, Roster

MOST_POOLS = 62
MOST_AGENT_DAYS = 5_000_000
ENDS = {"finish": EndOfShift.FINISH, "pause": EndOfShift.PAUSE, "hand_back": EndOfShift.HAND_BACK}


def pools_of(reading: Reading) -> tuple[Pool, ...]:
    """All pools, by tier and then by place."""
    given = [(tier, name, form) for tier, pools in reading.form.tiers.items() for name, form in pools.items()]
    if len(given) > MOST_POOLS:
        reading.report.add(("tiers",), f"found {len(given)} pools, allowed: at most {MOST_POOLS}")
        given = given[:MOST_POOLS]
    seen: dict[str, str] = {}
    for tier, name, _ in given:
        if name in seen:
            reading.report.add(
                ("tiers", tier, name), f"found {name} in {seen[name]} too, allowed: names that differ"
            )
        seen.setdefault(name, tier)
    for tier in reading.form.tiers:
        if tier == "solved":
            reading.report.add(
                ("tiers", tier), "found solved, which is the end of a path; allowed: other names"
            )
    return tuple(_pool(name, form, tier, reading) for tier, name, form in given)


def _pool(name: str, form: PoolForm, tier: str, reading: Reading) -> Pool:
    path: Path = ("tiers", tier, name)
    skills = _skills(form, path, reading)
    shrinkage = form.shrinkage or Away(share=0.0)
    other = form.other_work or Away(share=0.0)
    if form.others is not None and form.skills is None:
        reading.report.add(
            (*path, "others"), "found others without skills, needed: the skills that are listed"
        )
    rosters = rosters_of(form, path, reading)
    if form.absence and any(np.any(r.end - r.start > 10080.0) for r in rosters):
        reading.report.warn(
            (*path, "absence"), "a shift of this roster is longer than a week: absence takes it whole"
        )
    return Pool(
        name=name,
        tier=reading.levels["tier"].index(tier),
        rosters=rosters,
        skills=skills,
        others=form.others if isinstance(form.others, float) else 0.0,
        serves=filter_of(form.serves, (*path, "serves"), reading),
        helps=_helps(form, tier, path, reading),
        end_of_shift=ENDS[form.end_of_shift],
        wage=form.wage,
        absence=form.absence,
        shrinkage=shrinkage.share,
        shrinkage_block=on_grid(shrinkage.block),
        other_work=other.share,
        other_work_block=on_grid(other.block),
    )


def _skills(form: PoolForm, path: Path, reading: Reading) -> dict[int, float] | None:
    """Skill → proficiency; None: all at 1."""
    if form.skills is None:
        return None
    given = form.skills if isinstance(form.skills, dict) else dict.fromkeys(form.skills, 1.0)
    needed = reading.needed_skills
    some_lost = any(request.skill == NOT_GIVEN for request in reading.form.requests.values())
    for name in given:
        if name not in needed and not some_lost:
            reading.report.unknown((*path, "skills", name), name, needed, "skills")
    return {reading.levels["skill"].index(name): value for name, value in given.items() if name in needed}


def _helps(form: PoolForm, own: str, path: Path, reading: Reading) -> tuple[int, ...]:
    tiers: list[int] = []
    for name in form.helps or ():
        if name == own:
            reading.report.found((*path, "helps"), name, "tiers other than its own")
        elif name not in reading.levels["tier"]:
            others = [tier for tier in reading.levels["tier"] if tier != own]
            reading.report.unknown((*path, "helps"), name, others, "other tiers")
        else:
            tiers.append(reading.levels["tier"].index(name))
    return tuple(tiers)


def rosters_of(form: PoolForm, path: Path, reading: Reading) -> tuple[Roster, ...]:
    """When each agent is there; a mistake where nobody ever is."""
    zone = reading.zone(form.timezone, (*path, "timezone"))
    before = len(reading.report.touched)
    if isinstance(form.roster, RosterFile):
        rosters = _of_file(form, form.roster, zone, path, reading)
    elif isinstance(form.agents, HeadCount):
        rosters = _of_table(form, form.agents, zone, path, reading)
    else:
        rosters = _of_calendars(form, zone, path, reading)
    good = len(reading.report.touched) == before and reading.report.clean(path)
    if good and not any(len(roster.start) for roster in rosters):
        reading.report.add(path, "found a roster that never opens in the run, needed: somebody who is there")
    return rosters


def _of_calendars(form: PoolForm, zone: str, path: Path, reading: Reading) -> tuple[Roster, ...]:
    """So many agents by one or several calendars."""
    names = form.roster if isinstance(form.roster, tuple) else ()
    for key, given in (("agents", form.agents), ("roster", form.roster)):
        if given is None and reading.report.clean((*path, key)):
            needed = (
                "a number, or a head-count table" if key == "agents" else "a calendar, `always` or {file: …}"
            )
            reading.report.add(path, f"found no key {key}, needed: {needed}")
    count = form.agents if isinstance(form.agents, int) else 0
    if form.timezone is not None and reading.report.clean((*path, "timezone")):
        reading.report.add((*path, "timezone"), "found a time zone beside a calendar, which has its own")
    places = [reading.calendar(name, (*path, "roster")) for name in names]
    known = [reading.calendars[place] for place in places if place is not None]
    if not known or not _fits(count, path, reading):
        return ()
    home = reading.weeks[known[0].name].timezone
    staggered = form.breaks == "staggered"
    return calendar_rosters(_merged(known), count, timezone=home, staggered=staggered, **reading.time_line)


def _merged(calendars: list[Calendar]) -> Calendar:
    """One calendar that is open when any of these is."""
    if len(calendars) == 1:
        return calendars[0]
    opens = np.concatenate([calendar.opens for calendar in calendars])
    closes = np.concatenate([calendar.closes for calendar in calendars])
    order = np.argsort(opens, kind="stable")
    opens, closes = opens[order], np.maximum.accumulate(closes[order])
    begins = np.append(True, opens[1:] > closes[:-1])
    return Calendar("merged", opens[begins], closes[np.append(begins[1:], True)])


def _of_table(
    form: PoolForm, counts: HeadCount, zone: str, path: Path, reading: Reading
) -> tuple[Roster, ...]:
    where = (*path, "agents")
    if form.roster is not None:
        reading.report.add(
            (*path, "roster"), "found a roster beside a head-count table, allowed: one of them"
        )
    for key, values, size in (("hours", counts.hours, 24), ("days", counts.days, 7)):
        if len(values) != size:
            reading.report.found((*where, key), values, f"a list of {size}")
            return ()
    if not _fits(max(counts.hours), path, reading):
        return ()
    closed = closed_days(counts.holidays, (*where, "holidays"), reading)
    return headcount_rosters(counts.hours, counts.days, timezone=zone, closed=closed, **reading.time_line)


def _of_file(
    form: PoolForm, given: RosterFile, zone: str, path: Path, reading: Reading
) -> tuple[Roster, ...]:
    import pandas as pd  # noqa: PLC0415

    where = (*path, "roster", "file")
    if form.agents is not None:
        reading.report.add(
            (*path, "agents"), "found agents beside a roster file, which says how many there are"
        )
    frame = table(reading, given.file, ["agent", "start", "end"], where)
    if frame is None:
        return ()
    if "pool" in frame:
        frame = frame[frame["pool"] == path[-1]]
        if frame.empty:
            reading.report.add(where, f"found no rows of {path[-1]} in {given.file}, which has a column pool")
            return ()
    times = [pd.to_datetime(frame[column], format="ISO8601", errors="coerce") for column in ("start", "end")]
    if frame["agent"].isna().any() or any(time.isna().any() for time in times):
        needed = "an agent, and a start and an end such as 2026-01-05 09:00, in each row"
        reading.report.add(where, f"found rows of {given.file} that cannot be read, needed: {needed}")
        return ()
    starts, ends = (minutes_after(time, zone, reading.start) for time in times)
    if not _fits(frame["agent"].nunique(), path, reading):
        return ()
    try:
        return file_rosters(frame["agent"].tolist(), starts, ends, timezone=zone, **reading.time_line)
    except ValueError as error:
        reading.report.add(where, f"found {given.file}, which cannot be used: {error}")
        return ()


def _fits(agents: int, path: Path, reading: Reading) -> bool:
    """Whether so many agents are few enough to be kept in memory one by one."""
    days = agents * reading.run.horizon / 1440.0
    if days <= MOST_AGENT_DAYS:
        return True
    found = f"found {agents:,} agents over {reading.run.horizon / 1440.0:,.0f} days"
    reading.report.add((*path, "agents"), f"{found}, allowed: at most {MOST_AGENT_DAYS:,} days of agents")
    return False
