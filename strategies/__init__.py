"""What we decide: who goes first. One module per strategy, and how they combine.

A strategy is a frozen dataclass of its options with one method, `levels`, that scores the whole ticket
table. `build` makes one from the plain data of a scenario file, `rank` compiles it for one workload.
"""

from __future__ import annotations

from sim.vocabulary import Scenario
from strategies._base import Level, Strategy, Term
from strategies._build import Registry, build_from
from strategies._catalogue import Entry, OptionEntry, entries, exchange_rates
from strategies._combine import Combination, Combinations, lists_of, shortest, weighted_sums_of
from strategies._hand_out import Agent, WaitingTicket
from strategies._idle import idle_members
from strategies._mistakes import Mistake, StrategyError
from strategies._own import looks_at_queue, own_code
from strategies._rank import rank
from strategies._rule_file import Code
from strategies._view import View
from strategies.account_type import AccountType
from strategies.aging import Aging
from strategies.ai_urgency import AiUrgency
from strategies.boost import Boost
from strategies.by_load import ByLoad
from strategies.cost import Cost
from strategies.custom_field import CustomField
from strategies.customer_category import CustomerCategory
from strategies.fcfs import Fcfs
from strategies.order import Order
from strategies.ordered_list import OrderedList
from strategies.per_tier import PerTier
from strategies.persona import Persona
from strategies.pick_and_choose import PickAndChoose
from strategies.plan import Plan
from strategies.priority import Priority
from strategies.severity import Severity
from strategies.shortest_work import ShortestWork
from strategies.skill_based import SkillBased
from strategies.sla import Sla
from strategies.vip import Vip
from strategies.weighted import Weighted

REGISTRY: Registry = {
    "account_type": AccountType,
    "plan": Plan,
    "customer_category": CustomerCategory,
    "persona": Persona,
    "vip": Vip,
    "custom_field": CustomField,
    "severity": Severity,
    "ai_urgency": AiUrgency,
    "fcfs": Fcfs,
    "sla": Sla,
    "skill_based": SkillBased,
    "pick_and_choose": PickAndChoose,
    "priority": Priority,
    "order": Order,
    "aging": Aging,
    "shortest_work": ShortestWork,
    "cost": Cost,
    "list": OrderedList,
    "weighted": Weighted,
    "boost": Boost,
    "by_load": ByLoad,
    "per_tier": PerTier,
}
"""Every strategy by the word for it in a scenario file."""

NO_CODE = Code()
"""Files of the user's own are refused."""


def build(spec: object, scenario: Scenario, registry: Registry = REGISTRY, code: Code = NO_CODE) -> Strategy:
    """The strategy that a list such as `[plan, sla]` means; raises StrategyError with all its mistakes.

    `code` says whether the list may name Python files of the user's own, which then run.
    """
    return build_from(registry, spec, scenario, code)


def catalogue(registry: Registry = REGISTRY) -> list[Entry]:
    """Every strategy in words: who goes first, what it reads, its scale, options, and when it misleads."""
    return entries(registry)


__all__ = [
    "REGISTRY",
    "Agent",
    "Code",
    "Combination",
    "Combinations",
    "Entry",
    "Level",
    "Mistake",
    "OptionEntry",
    "Strategy",
    "StrategyError",
    "Term",
    "View",
    "WaitingTicket",
    "build",
    "catalogue",
    "exchange_rates",
    "idle_members",
    "lists_of",
    "looks_at_queue",
    "own_code",
    "rank",
    "shortest",
    "weighted_sums_of",
]
