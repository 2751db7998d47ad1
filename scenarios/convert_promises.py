"""Promises of the form as policies with targets and goals."""

from __future__ import annotations

from scenarios.form import GoalForm, PolicyForm
from scenarios.mistakes import Path
from scenarios.names import filter_of
from scenarios.reading import Reading
from scenarios.units import Limit
from sim.grid import on_grid
from sim.presets import PRESETS
from sim.vocabulary import METRICS, Goal, Policy, SlaRules, Target

MOST_LIMIT = 20 * 366 * 1440.0


def rules_of(reading: Reading) -> SlaRules:
    """The rules by which clocks run."""
    name = reading.form.sla.preset if reading.form.sla else "zendesk"
    if name not in PRESETS:
        reading.report.unknown(("sla", "preset"), name, PRESETS)
        return PRESETS["zendesk"]
    return PRESETS[name]


def policies_of(reading: Reading) -> tuple[Policy, ...]:
    """The policies, in the order of the file."""
    given = reading.form.sla.policies if reading.form.sla else {}
    return tuple(_policy(name, form, reading) for name, form in given.items())


def _policy(name: str, form: PolicyForm, reading: Reading) -> Policy:
    path: Path = ("sla", "policies", name)
    own = reading.calendar(form.calendar, (*path, "calendar"))
    targets: dict[tuple[int, int], Target] = {}
    for place, metric in enumerate(METRICS):
        limits: Limit | dict[str, Limit] | None = getattr(form, metric)
        for priority, limit, where in _by_priority(limits, (*path, metric), reading):
            target = _target(limit, own, where, reading)
            if target is not None:
                targets[place, priority] = target
    if not targets and reading.report.clean(path):
        reading.report.add(path, f"found no limit, needed: a limit for one of {', '.join(METRICS)}")
    when = filter_of(form.when, (*path, "when"), reading)
    return Policy(name, when, targets, _goals(form.goal, targets, (*path, "goal"), reading))


def _by_priority(
    limits: Limit | dict[str, Limit] | None, path: Path, reading: Reading
) -> list[tuple[int, Limit, Path]]:
    """Priority and limit, and where it is written."""
    if limits is None:
        return []
    if isinstance(limits, Limit):
        return [(code, limits, path) for code in range(len(reading.levels["priority"]))]
    coded = [
        (reading.code("priority", name, (*path, name)), limit, (*path, name))
        for name, limit in limits.items()
    ]
    return [(code, limit, where) for code, limit, where in coded if code is not None]


def _target(limit: Limit, own: int | None, path: Path, reading: Reading) -> Target | None:
    """A limit as open minutes of its calendar."""
    place = own if limit.calendar is None else reading.calendar(limit.calendar, path)
    if place is None:
        return None
    calendar = reading.calendars[place]
    minutes = float(on_grid(limit.amount * (calendar.business_day if limit.business_days else 1.0)))
    if not 0 < minutes <= MOST_LIMIT:
        reading.report.add(path, f"found {minutes:g} min, allowed: a limit above 0 and below 20 years")
        return None
    return Target(minutes, place)


def _goals(
    form: GoalForm | None, targets: dict[tuple[int, int], Target], path: Path, reading: Reading
) -> tuple[Goal, ...]:
    if form is None:
        return ()
    goals: list[Goal] = []
    for place, metric in enumerate(METRICS):
        given: float | dict[str, float] | None = getattr(form, metric)
        have = [priority for of, priority in targets if of == place]
        if given is not None and not have:
            if reading.report.clean(path[:-1]):
                reading.report.add(
                    (*path, metric), f"found a goal for {metric}, which has no limit in this policy"
                )
        elif isinstance(given, dict):
            goals += _goals_by_priority(place, given, have, form.per, (*path, metric), reading)
        elif given is not None:
            goals.append(Goal(place, given, form.per))
    if not goals and reading.report.clean(path[:-1]):
        reading.report.add(path, f"found no goal, needed: a share for one of {', '.join(METRICS)}")
    return tuple(goals)


def _goals_by_priority(  # noqa: PLR0917
    metric: int, given: dict[str, float], have: list[int], per: str, path: Path, reading: Reading
) -> list[Goal]:
    """A goal for each priority that is named; `otherwise` is that of each of the rest."""
    names = reading.levels["priority"]
    goals: dict[int, float] = {}
    for name, share in given.items():
        if name == "otherwise":
            continue
        if name not in names:
            reading.report.unknown((*path, name), name, [*names, "otherwise"])
        elif names.index(name) not in have and reading.report.clean((*path[:-2], path[-1])):
            reading.report.add((*path, name), f"found a goal for {name}, which has no limit in this policy")
        else:
            goals[names.index(name)] = share
    if "otherwise" in given:
        goals |= {priority: given["otherwise"] for priority in have if priority not in goals}
    return [Goal(metric, goals[priority], per, priority) for priority in sorted(goals)]
