"""Members of a strategy that can never matter."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from sim.vocabulary import ALWAYS, METRICS, Scenario
from strategies._base import Strategy, walk
from strategies._own import Own
from strategies._values import ByValue
from strategies.aging import Aging
from strategies.boost import Boost
from strategies.cost import Cost
from strategies.custom_field import CustomField
from strategies.fcfs import Fcfs
from strategies.order import Order
from strategies.ordered_list import OrderedList
from strategies.per_tier import PerTier
from strategies.pick_and_choose import PickAndChoose
from strategies.priority import Priority
from strategies.severity import Severity
from strategies.skill_based import SkillBased
from strategies.sla import Sla
from strategies.vip import Vip
from strategies.weighted import Weighted


def idle_members(strategy: Strategy, scenario: Scenario) -> list[str]:
    """A sentence about each member of a strategy that can never change who goes first."""
    found = [sentence for each in walk(strategy) for sentence in _idle(each, scenario)]
    return list(dict.fromkeys(found))


def members_that_matter(members: Sequence[Strategy], scenario: Scenario) -> list[bool]:
    """Which members of a list can change what happens, standing one behind the other.

    Behind one whose scores are hardly ever equal only what rules who may take what still matters.
    """
    found, decided = [], False
    for member in members:
        rules = any(isinstance(each, SkillBased) or each.depths() == {0} for each in walk(member))
        found.append(rules or not decided)
        decided = decided or _tells_all_apart(member, scenario)
    return found


def _idle(strategy: Strategy, scenario: Scenario) -> Iterator[str]:
    if isinstance(strategy, OrderedList):
        yield from _behind(strategy, scenario)
    if isinstance(strategy, Weighted):
        yield from (
            f"`{member.name}` never matters: its weight is 0" for member, by in strategy.members if not by
        )
    if isinstance(strategy, Boost) and not any(_reads_priority(each) for each in walk(strategy)):
        yield "`boost` never matters: nothing in its `then` reads the priority"
    if isinstance(strategy, PerTier) and strategy.otherwise and set(scenario.tiers) <= set(strategy.tiers):
        yield "`otherwise` of `per_tier` never matters: every tier has a strategy of its own"
    if isinstance(strategy, Sla) and not any(policy.targets for policy in scenario.policies):
        yield "`sla` goes by the time of joining the queue alone: no policy promises anything"
    attribute = _attribute(strategy)
    if attribute is not None and len(scenario.levels.get(attribute, ())) == 1:
        only = scenario.levels[attribute][0]
        yield f"`{strategy.name}` never matters: every ticket with a `{attribute}` has `{only}`"


def _behind(members: OrderedList, scenario: Scenario) -> Iterator[str]:
    """Members of a list behind one that hardly ever ties, or behind themselves."""
    decided: Strategy | None = None
    for place, member in enumerate(members.members):
        if decided is not None and member.depths() != {0}:
            yield _never(member, decided)
        elif member in members.members[:place]:
            yield f"the second `{member.name}` never matters: it says what the first one has said"
        if decided is None and _tells_all_apart(member, scenario):
            decided = member


def _never(member: Strategy, decided: Strategy) -> str:
    why = f"it follows `{decided.name}`, whose scores are hardly ever equal"
    if isinstance(member, SkillBased):
        return f"`skill_based` only rules which tickets agents leave alone: as an order {why}"
    return f"`{member.name}` never matters: {why}"


def _tells_all_apart(strategy: Strategy, scenario: Scenario) -> bool:
    """Whether two tickets hardly ever score the same."""
    if isinstance(strategy, Fcfs):
        return True
    if isinstance(strategy, Sla):
        return _runs_always(strategy, scenario)
    if isinstance(strategy, Aging):
        rates = strategy.per_hour
        named = scenario.levels.get(strategy.by or "", ())
        return not isinstance(rates, Mapping) or all(rates.get(label, 0) > 0 for label in named)
    if isinstance(strategy, Weighted):
        return any(by > 0 and _tells_all_apart(member, scenario) for member, by in strategy.members)
    if isinstance(strategy, OrderedList):
        return any(_tells_all_apart(member, scenario) for member in strategy.members)
    return isinstance(strategy, Boost) and _tells_all_apart(strategy.then, scenario)


def _runs_always(sla: Sla, scenario: Scenario) -> bool:
    """Whether the clocks run day and night: what arrives while a calendar is closed is due at one instant."""
    metrics = range(len(METRICS)) if sla.metric is None else (METRICS.index(sla.metric),)
    return all(
        target.calendar == ALWAYS
        for policy in scenario.policies
        for (metric, _), target in policy.targets.items()
        if metric in metrics
    )


def _reads_priority(strategy: Strategy) -> bool:
    """Whether it may read the priority; of a rule of the user's own nobody knows."""
    by = strategy.by if isinstance(strategy, Aging | Cost) else _attribute(strategy)
    return isinstance(strategy, Severity | Own) or by == "priority"


def _attribute(strategy: Strategy) -> str | None:
    """The attribute whose values a strategy orders."""
    if isinstance(strategy, ByValue | CustomField):
        return strategy.attribute
    if isinstance(strategy, PickAndChoose):
        return "request" if strategy.by == "team" else None
    if isinstance(strategy, Order):
        return strategy.of
    if isinstance(strategy, Vip):
        return "vip"
    return "priority" if isinstance(strategy, Priority) else None
