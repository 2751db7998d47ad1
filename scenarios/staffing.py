"""When the people of a pool would work if there were more or fewer of them."""

from __future__ import annotations

from functools import lru_cache

from scenarios.convert_pools import rosters_of
from scenarios.convert_time import read_time
from scenarios.form_desk import HeadCount, RosterFile
from scenarios.form_reading import read_form
from scenarios.mistakes import Report, ScenarioError
from scenarios.plan import Plan
from scenarios.reading import Reading
from sim.vocabulary import Roster
from strategies import Code


class Staffing:
    """The rosters that the pools of a plan would have with other head-counts.

    A head-count table keeps its shape: the head-count is its largest hour, and the others go with it. Of a
    file, the first so many agents work.
    """

    def __init__(self, plan: Plan) -> None:
        report = Report(str(plan.path))
        form = read_form(plan.data, report)
        report.raise_if_any()
        if form is None:
            raise ScenarioError(report.mistakes)
        self._reading = Reading(form, plan.data, Code(plan.allow_code, plan.path.parent), report)
        self.rosters = lru_cache(maxsize=4096)(self._rosters)
        read_time(self._reading)

    def _rosters(self, tier: str, pool: str, agents: int, calendar: str = "") -> tuple[Roster, ...]:
        """The rosters of so many people, on the pool's own roster or on a calendar."""
        form, path = self._reading.form.tiers[tier][pool], ("tiers", tier, pool)
        if agents == 0:
            return ()
        if calendar:
            form = form.model_copy(update={"agents": agents, "roster": (calendar,), "timezone": None})
        elif isinstance(form.agents, HeadCount):
            form = form.model_copy(update={"agents": scaled(form.agents, agents)})
        elif not isinstance(form.roster, RosterFile):
            form = form.model_copy(update={"agents": agents})
        found = rosters_of(form, path, self._reading)
        self._reading.report.raise_if_any()
        return found[:agents]


def scaled(table: HeadCount, most: int) -> HeadCount:
    """A head-count table of the same shape whose largest hour has so many people; halves are rounded up."""
    peak = max(table.hours)
    return table.model_copy(
        update={"hours": [(2 * count * most + peak) // (2 * peak) for count in table.hours]}
    )
