"""Which strategies may stand together, and where."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from strategies._base import Strategy
from strategies._mistakes import Mistake, Path
from strategies._own import Own
from strategies.ai_urgency import AiUrgency
from strategies.boost import Boost
from strategies.by_load import ByLoad
from strategies.pick_and_choose import PickAndChoose
from strategies.skill_based import SkillBased
from strategies.sla import Sla

Found = Sequence[tuple[Path, Strategy]]


def misplaced(found: Found) -> Iterator[Mistake]:
    """What breaks the rules of composition among the strategies that were read, each with its path."""
    yield from _once(found, _by_agent, "pick_and_choose by agent")
    yield from _once(found, lambda each: isinstance(each, Boost), "boost")
    yield from _once(found, lambda each: isinstance(each, AiUrgency), "ai_urgency")
    yield from _once(found, lambda each: isinstance(each, Sla) and each.breached == "last", "breached: last")
    yield from _at_the_top(found, _by_agent, "pick_and_choose by agent")
    yield from _at_the_top(found, lambda each: isinstance(each, ByLoad), "by_load")
    yield from _decides_alone(found)
    yield from _alone(found)
    yield from _one_overflow(found)


def _by_agent(strategy: Strategy) -> bool:
    return isinstance(strategy, PickAndChoose) and strategy.by == "agent"


def _once(found: Found, kind: Callable[[Strategy], bool], name: str) -> Iterator[Mistake]:
    for path, _ in [(path, each) for path, each in found if kind(each)][1:]:
        yield Mistake(path, f"a strategy may have `{name}` once")


def _at_the_top(found: Found, kind: Callable[[Strategy], bool], name: str) -> Iterator[Mistake]:
    for path, each in found:
        if kind(each) and not _on_top(path):
            yield Mistake(path, f"`{name}` may stand only in the strategy's own list, not inside another")


def _alone(found: Found) -> Iterator[Mistake]:
    """A load switch beside anything but skill_based and pick_and_choose."""
    if any(isinstance(each, ByLoad) and _on_top(path) for path, each in found):
        for path, each in found:
            if _on_top(path) and not isinstance(each, ByLoad | SkillBased | PickAndChoose):
                yield Mistake(path, "beside `by_load` only skill_based and pick_and_choose may stand; "
                                    "put it into `use` and `otherwise`")  # fmt: skip
    switches = [path for path, each in found if isinstance(each, ByLoad) and _on_top(path)]
    for path in switches[1:]:
        yield Mistake(path, "a strategy may have `by_load` once")


def _decides_alone(found: Found) -> Iterator[Mistake]:
    """A rule that looks at the queue inside another strategy, or beside anything but skill_based."""
    for place, rule in found:
        if isinstance(rule, Own) and rule.looks_at_queue:
            if not _on_top(place):
                yield Mistake(place, f"`{rule.name}` looks at the queue and decides alone: "
                                     "it cannot stand inside another strategy")  # fmt: skip
            for path, each in found:
                if path != place and _on_top(path) and not isinstance(each, SkillBased):
                    yield Mistake(path, f"never matters beside `{rule.name}`, which looks at the queue and "
                                        "decides alone; only skill_based may stand there")  # fmt: skip


def _one_overflow(found: Found) -> Iterator[Mistake]:
    skilled = [(path, each) for path, each in found if isinstance(each, SkillBased)]
    for path, each in skilled[1:]:
        if each != skilled[0][1]:
            yield Mistake(path, "rules the whole strategy, so every skill_based in it must say the same")


def _on_top(path: Path) -> bool:
    return len(path) <= 2
