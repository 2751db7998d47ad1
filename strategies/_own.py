"""A rule of the user's own, `./my_rule.py:MyRule`, as a strategy among the others."""

from __future__ import annotations

import pickle
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from sim.vocabulary import Scenario
from sim.workload import Workload
from strategies._base import Level, Strategy, walk
from strategies._compile import same_levels
from strategies._hand_out import Agent, Asked, WaitingTicket
from strategies._mistakes import Mistake, StrategyError, listed
from strategies._options import Place
from strategies._own_levels import checked_levels, checked_scores
from strategies._own_options import read_own_options
from strategies._rule_file import Code, RuleFile
from strategies._view import View

METHODS = ("score", "levels", "choose")
"""What a rule may be asked; a class has one of them."""

ASKED_TWICE = 100
"""So many hand-outs of a play are asked about twice, to find rules that depend on chance or memory."""

_NO_MEMORY = "a rule may depend neither on chance nor on what it was asked before"

_WRITTEN = re.compile(r"(?P<path>.+\.py):(?P<kind>[^\W\d]\w*)")


@dataclass(frozen=True)
class Own:
    """A rule from a file of the user's own."""

    file: RuleFile
    written: str
    """The path as the scenario writes it."""
    kind: str
    """The class."""
    options: Mapping[str, Any]

    @property
    def name(self) -> str:
        """The word for it in a scenario file."""
        return f"{self.written}:{self.kind}"

    @property
    def looks_at_queue(self) -> bool:
        """Whether it is asked at each hand-out, with the queue in sight."""
        return self._method == "choose"

    def levels(self, view: View) -> tuple[Level, ...]:
        """Its scores of the whole ticket table; none where it looks at the queue."""
        if self.looks_at_queue:
            return ()
        levels = self._scores(view)
        if not same_levels(levels, self._scores(view)):
            raise self._wrong(f"gives other scores when asked again; {_NO_MEMORY}")
        return levels

    def parts(self) -> tuple[Strategy, ...]:
        """It holds no others."""
        return ()

    def depths(self) -> frozenset[int]:
        """One level, unless the rule says otherwise or looks at the queue."""
        if self.looks_at_queue:
            return frozenset({0})
        if not self._has("depths"):
            return frozenset({1})
        rule = self._rule()
        stated: frozenset[int] = self._call("depths", lambda: frozenset(map(int, rule.depths())))
        return stated

    def check(self, scenario: Scenario) -> Iterator[Mistake]:
        """What the rule itself says does not fit the scenario."""
        if self._has("check"):
            rule = self._rule()
            yield from self._call(
                "check", lambda: [Mistake(tuple(path), str(why)) for path, why in rule.check(scenario)]
            )

    def chooser(self, scenario: Scenario, workload: Workload) -> Asked:
        """The rule as it is asked at each hand-out of one play."""
        rule, twice = self._rule(), iter(range(ASKED_TWICE))

        def answer(queue: tuple[WaitingTicket, ...], agent: Agent, now: float) -> WaitingTicket:
            found = self._call("choose", rule.choose, queue, agent, now)
            if not isinstance(found, WaitingTicket) or found not in queue:
                raise self._wrong(f"must give one of the tickets in `queue`, not {_shown(found)}")
            return found

        def ask(queue: tuple[WaitingTicket, ...], agent: Agent, now: float) -> WaitingTicket:
            found = answer(queue, agent, now)
            if next(twice, None) is not None and answer(queue, agent, now) is not found:
                raise self._wrong(f"gives another ticket when asked again; {_NO_MEMORY}")
            return found

        return Asked(ask, scenario, workload)

    def __reduce__(self) -> tuple[Any, ...]:
        return _revived, (self.file, self.written, self.kind, pickle.dumps(self.options))

    def _scores(self, view: View) -> tuple[Level, ...]:
        """The scores of a rule made anew, as far as they can be played."""
        with np.errstate(all="ignore"):
            found = self._call(self._method, getattr(self._rule(), self._method), view)
        if self._method == "score":
            return (Level(self._checked(checked_scores, found, view.size)),)
        levels: tuple[Level, ...] = self._checked(checked_levels, found, view.size)
        if len(levels) not in self.depths():
            stated = " or ".join(map(str, sorted(self.depths())))
            raise self._wrong(f"gives {len(levels)} levels, but {stated} by its `depths`")
        return levels

    @property
    def _method(self) -> str:
        return next(method for method in METHODS if self._has(method))

    def _has(self, method: str) -> bool:
        return callable(getattr(self.file.kind(self.kind), method, None))

    def _rule(self) -> Any:
        """The rule, made anew: what it may remember ends with the play."""
        kind = self.file.kind(self.kind)
        return self.file.call(self.kind, lambda: kind(**self.options))

    def _call(self, method: str, function: Callable[..., Any], *given: Any) -> Any:
        return self.file.call(f"{self.kind}.{method}", function, *given)

    def _checked(self, check: Any, found: object, size: int) -> Any:
        try:
            return check(found, size)
        except ValueError as wrong:
            raise self._wrong(str(wrong)) from None

    def _wrong(self, message: str) -> StrategyError:
        method = getattr(self.file.kind(self.kind), self._method)
        return self.file.wrong(f"{self.kind}.{self._method}", message, self.file.line_of(method))


def _revived(file: RuleFile, written: str, kind: str, options: bytes) -> Own:
    """The rule in another process: its file is run there before its options are unpacked."""
    file.kind(kind)
    return Own(file, written, kind, pickle.loads(options))


def is_own(name: object) -> bool:
    """Whether a member's name means a file of the user's own."""
    return isinstance(name, str) and (name.endswith(".py") or ".py:" in name)


def read_own(name: str, options: object, place: Place, code: Code) -> Own | None:
    """The rule that a member names; None where it cannot be used, which the place has been told."""
    match = _WRITTEN.fullmatch(name)
    if match is None:
        place.wrong(f"must name a file and a class, such as ./my_rule.py:MyRule, not `{name}`")
        return None
    if not code.allowed:
        place.wrong(
            f"`{name}` is a Python file that would run on this machine; read it, and if you trust it "
            "say --allow-code (in Python: read(path, allow_code=True))"
        )
        return None
    try:
        file = RuleFile.read(code.folder / match["path"])
        _check_kind(file, match["kind"])
        values = read_own_options(file, match["kind"], options, place)
        if values is None:
            return None
        own = Own(file, match["path"], match["kind"], values)
        _ = own._rule(), own.depths()
    except ValueError as wrong:
        place.wrong(str(wrong))
        return None
    return own


def _check_kind(file: RuleFile, name: str) -> None:
    """ValueError where a class of the file is no rule."""
    kind = file.kind(name)
    parameters = getattr(kind, "__dataclass_params__", None)
    if parameters is None or not parameters.frozen:
        raise ValueError(f"{file.path}: `{name}` must be a frozen dataclass: write @dataclass(frozen=True)")
    has = [method for method in METHODS if callable(getattr(kind, method, None))]
    if len(has) != 1:
        found = " and ".join(has) or "none of them"
        raise ValueError(f"{file.path}: `{name}` needs one method of {listed(METHODS)}; it has {found}")


def looks_at_queue(strategy: Strategy) -> bool:
    """Whether a rule in it looks at the queue at each hand-out, so that SimPy alone can play it."""
    return any(isinstance(each, Own) and each.looks_at_queue for each in walk(strategy))


def own_code(strategies: Iterable[Strategy]) -> dict[str, str]:
    """The user's own files that some strategies run, as the scenario writes their paths → SHA-256."""
    every = [each for strategy in strategies for each in walk(strategy)]
    return {each.written: each.file.sha256 for each in every if isinstance(each, Own)}


def _shown(found: object) -> str:
    return "None" if found is None else f"a {type(found).__name__}"
