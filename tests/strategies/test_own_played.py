"""Rules of the user's own at play: on both engines, or asked at each hand-out by SimPy."""

from __future__ import annotations

import numpy as np
import pytest

from sim import compiled_engine, simpy_engine
from sim.desk import desk_of
from sim.draw import draw
from sim.outcome import Outcome
from strategies import Code, StrategyError, build, rank
from tests.laws import assert_all_laws
from tests.sim.random_desks import random_scenario
from tests.sim.test_same_bytes import differences

RULES = """\
from dataclasses import dataclass


@dataclass(frozen=True)
class Rule:
    quick: float = 1.0

    def score(self, view):
        return self.quick * 10 / (10 + view.mean_work) + 0.25 * (view.values("plan") == "gold")


@dataclass(frozen=True)
class Oldest:
    def choose(self, queue, agent, now):
        return min(queue, key=lambda ticket: (ticket.created, ticket.number))


@dataclass(frozen=True)
class FirstDue:
    def choose(self, queue, agent, now):
        return min(queue, key=lambda ticket: (self.due(ticket), ticket.number))

    def due(self, ticket):
        return ticket.due() if ticket.due() < float("inf") else ticket.joined + 5 * 1440


@dataclass(frozen=True)
class Priority:
    def choose(self, queue, agent, now):
        levels = ("urgent", "high", "normal", "low")
        return min(queue, key=lambda ticket: (levels.index(ticket.label("priority")), ticket.number))


@dataclass(frozen=True)
class Fit:
    def choose(self, queue, agent, now):
        assert [ticket.number for ticket in queue] == sorted({ticket.number for ticket in queue})
        assert all(ticket.joined <= now and agent.proficiency(ticket) > 0 for ticket in queue)
        return max(queue, key=lambda ticket: (agent.proficiency(ticket), -ticket.number))


@dataclass(frozen=True)
class Wrong:
    kind: str

    def choose(self, queue, agent, now):
        if self.kind == "nothing":
            return None
        if self.kind == "number":
            return queue[0].number
        if self.kind == "attribute":
            return queue[0].label("plam")
        if self.kind == "clock":
            return queue[0].due("first")
        if self.kind == "memory":
            asked.append(now)
            return queue[len(asked) % 2]
        return max([], default=None).number


asked = []
"""

BUSY = 5
"""The seed of a random desk where agents have much to choose from."""

SPECS = [
    ["./rules.py:Rule"],
    ["./rules.py:Rule", "fcfs"],
    [{"weighted": {"./rules.py:Rule": 0.5, "fcfs": 1}}],
    [{"weighted": {"./rules.py:Rule": {"weight": 0.5, "quick": 3}, "priority": 1}}],
    [{"per_tier": {"L1": ["./rules.py:Rule"], "otherwise": ["fcfs"]}}],
    [{"by_load": {"waiting": 2, "until": 1, "use": ["./rules.py:Rule"], "otherwise": ["fcfs"]}}],
    [{"boost": {"to": "urgent", "after": "1 h", "then": ["priority", "./rules.py:Rule", "fcfs"]}}],
]


@pytest.fixture(scope="module")
def code(tmp_path_factory) -> Code:
    folder = tmp_path_factory.mktemp("rules")
    (folder / "rules.py").write_text(RULES, encoding="utf-8")
    return Code(True, folder)


def played(spec: object, code: Code, seed: int, engine=simpy_engine) -> Outcome:
    """What happens on a random desk under a strategy; the laws hold."""
    scenario = random_scenario(np.random.default_rng(seed))
    workload, desk = draw(scenario, 0), desk_of(scenario)
    ranking = rank(build(spec, scenario, code=code), scenario, workload)
    outcome = engine.play(workload, desk, ranking)
    assert_all_laws(workload, desk, ranking, outcome)
    return outcome


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("spec", SPECS, ids=str)
def test_a_scoring_rule_gives_the_same_bytes_in_both_engines(spec, seed, code):
    defined = played(spec, code, seed)
    assert differences(defined, played(spec, code, seed, compiled_engine)) == []


@pytest.mark.parametrize("seed", range(12))
@pytest.mark.parametrize(
    ("rule", "same"),
    [("Oldest", ["fcfs"]), ("FirstDue", ["sla"]), ("Priority", ["priority"])],
    ids=["fcfs", "sla", "priority"],
)
def test_a_look_at_the_queue_finds_what_the_strategy_of_the_same_meaning_finds(rule, same, seed, code):
    asked, ranked = played([f"./rules.py:{rule}"], code, seed), played(same, code, seed)
    assert differences(asked.work, ranked.work) == []
    assert asked.stays.left.tobytes() == ranked.stays.left.tobytes()


@pytest.mark.parametrize("seed", range(12))
@pytest.mark.parametrize("beside", [[], [{"skill_based": {"overflow": "30 min"}}]], ids=["alone", "skilled"])
def test_a_rule_that_looks_at_the_queue_obeys_the_laws_of_the_desk(beside, seed, code):
    played([*beside, "./rules.py:Fit"], code, seed)


def test_the_compiled_engine_refuses_a_rule_that_looks_at_the_queue(code):
    with pytest.raises(ValueError, match="played by SimPy alone"):
        played(["./rules.py:Oldest"], code, 0, compiled_engine)


@pytest.mark.parametrize(
    ("kind", "said"),
    [
        ("nothing", "Wrong.choose: must give one of the tickets in `queue`, not None"),
        ("number", "Wrong.choose: must give one of the tickets in `queue`, not a int"),
        ("attribute", "Wrong.choose: no ticket of this scenario has `plam`"),
        ("clock", "Wrong.choose: there is no clock `first`; there are first_reply"),
        ("error", "Wrong.choose: AttributeError"),
        ("memory", "Wrong.choose: gives another ticket when asked again"),
    ],
)
def test_a_wrong_answer_is_told_with_file_line_and_class(kind, said, code):
    with pytest.raises(StrategyError) as caught:
        played([{"./rules.py:Wrong": {"kind": kind}}], code, BUSY)
    assert str(caught.value).startswith(f"{code.folder / 'rules.py'}:")
    assert said in str(caught.value)
