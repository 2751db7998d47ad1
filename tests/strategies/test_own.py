from __future__ import annotations

import pickle
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from strategies import Code, StrategyError, View, build, idle_members, looks_at_queue, own_code, rank
from tests.strategies.desk import scenario, workload

ROOT = Path(__file__).parents[2]
HEAD = """\
from dataclasses import dataclass, field
from typing import Literal
import numpy as np

"""
PREMIUM = """\
@dataclass(frozen=True)
class Rule:
    weight: float = 1.0

    def score(self, view):
        return self.weight * (view.values("plan") == "premium")
"""
LOOKS = """\
@dataclass(frozen=True)
class Looks:
    def choose(self, queue, agent, now):
        return queue[0]
"""


@pytest.fixture
def desk():
    return scenario()


@pytest.fixture
def tickets():
    return workload(3, plan=[1, 0, 2], seats=[10, 500, float("nan")])


def rule(body: str, folder: Path, member: object = "./rule.py:Rule", desk=None):
    """The strategy that a rule file makes, alone or as a member says."""
    (folder / "rule.py").write_text(HEAD + body, encoding="utf-8")
    spec = member if isinstance(member, list) else [member]
    return build(spec, desk or scenario(), code=Code(True, folder))


def refusal(body: str, folder: Path, member: object = "./rule.py:Rule") -> str:
    with pytest.raises(StrategyError) as caught:
        rule(body, folder, member)
    return str(caught.value)


def failure(score: str, folder: Path, tickets) -> str:
    """What is said of a rule whose score is this expression."""
    body = f"@dataclass(frozen=True)\nclass Rule:\n    def score(self, view):\n        return {score}\n"
    made = rule(body, folder)
    with pytest.raises(StrategyError) as caught:
        rank(made, scenario(), tickets)
    return str(caught.value)


# --------------------------------------------------------------------------- where it may stand


def test_a_rule_scores_every_ticket(tmp_path, desk, tickets):
    made = rule(PREMIUM, tmp_path)
    assert made.levels(View(desk, tickets))[0].base.tolist() == [0.0, 1.0, 0.0]


def test_options_are_read_by_the_types_of_the_fields(tmp_path, desk, tickets):
    made = rule(PREMIUM, tmp_path, {"./rule.py:Rule": {"weight": 2}})
    assert made.levels(View(desk, tickets))[0].base.tolist() == [0.0, 2.0, 0.0]


def test_a_rule_sees_a_boosted_ticket_as_one_of_the_raised_priority(tmp_path, desk, tickets):
    body = (
        "@dataclass(frozen=True)\nclass Rule:\n    def score(self, view):\n"
        "        return -1.0 * view.codes('priority')\n"
    )
    spec = [{"boost": {"to": "urgent", "after": "1 h", "then": ["./rule.py:Rule"]}}]
    low = workload(1, priority=[3])
    order = rank(rule(body, tmp_path, spec), desk, low).orders[0]
    scores = [order.base[order.variant[0, 0, boosted, 0, 0], 0, 0] for boosted in (0, 1)]
    assert scores == [-3.0, 0.0]


def test_a_rule_may_give_levels_that_grow_as_the_strategies_of_the_package_do(tmp_path, desk):
    body = """\
from sim.ranking import Origin
from strategies import Level, Term

@dataclass(frozen=True)
class Rule:
    def levels(self, view):
        return Level(1.0 * view.codes("plan")), Level(terms=(Term(Origin.CREATED, np.array([1 / 60])),))

    def depths(self):
        return {2}
"""
    made = rule(body, tmp_path)
    order = rank(made, desk, workload(3, plan=[0, 0, 1])).orders[0]
    assert order.base.shape[2] == 2
    assert order.growths.tolist() == [[1 / 60]]


def test_a_rule_does_not_change_the_workload(tmp_path, desk, tickets):
    said = failure("view.codes('plan').__iadd__(1) * 1.0", tmp_path, tickets)
    assert "read-only" in said
    assert tickets.columns["plan"].tolist() == [1, 0, 2]


# --------------------------------------------------------------------------- other processes


def test_a_rule_travels_to_another_process_with_its_source(tmp_path, desk):
    made = rule(PREMIUM, tmp_path, {"./rule.py:Rule": {"weight": 2}})
    (tmp_path / "rule.py").unlink()
    script = (
        "import pickle, sys\n"
        "made, view = pickle.load(sys.stdin.buffer)\n"
        "print(made.levels(view)[0].base.tolist())\n"
    )
    table = View(desk, workload(2, plan=[0, 1]))
    done = subprocess.run(
        [sys.executable, "-c", script],
        input=pickle.dumps((made, table)),
        capture_output=True,
        cwd=ROOT,
        check=True,
    )
    assert done.stdout.decode().strip() == "[2.0, 0.0]"


def test_options_of_a_class_in_the_file_travel_too(tmp_path):
    body = """\
from enum import Enum

class Way(Enum):
    UP = "up"

@dataclass(frozen=True)
class Rule:
    way: Way = Way.UP

    def score(self, view):
        return np.full(view.size, float(self.way is Way.UP))
"""
    made = rule(body, tmp_path, {"./rule.py:Rule": {"way": "up"}})
    assert pickle.loads(pickle.dumps(made)) == made


def test_the_files_of_a_strategy_are_named_with_their_digests(tmp_path):
    inside = rule(PREMIUM, tmp_path, ["plan", {"weighted": {"./rule.py:Rule": 1}}])
    (digest,) = own_code([inside]).values()
    other = rule(PREMIUM + "\n", tmp_path)
    assert list(own_code([other])) == ["./rule.py"]
    assert own_code([other])["./rule.py"] != digest
    assert other != rule(PREMIUM, tmp_path)


def test_the_same_file_in_another_folder_is_the_same_rule(tmp_path):
    (tmp_path / "other").mkdir()
    assert rule(PREMIUM, tmp_path) == rule(PREMIUM, tmp_path / "other")


# --------------------------------------------------------------------------- what is refused


def test_no_file_is_run_unless_code_is_allowed(tmp_path):
    (tmp_path / "rule.py").write_text("raise SystemExit('it ran')", encoding="utf-8")
    with pytest.raises(StrategyError, match="--allow-code") as caught:
        build(["plan", "./rule.py:Rule"], scenario(), code=Code(False, tmp_path))
    assert caught.value.path == (1,)


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ("class Rule\n", "rule.py:5: SyntaxError: expected ':'\n    class Rule"),
        ("x = 1 / 0\n", "rule.py:5: as it is loaded: ZeroDivisionError: division by zero\n    x = 1 / 0"),
        ("raise SystemExit(3)\n", "rule.py:5: as it is loaded: SystemExit: 3"),
        ("import no_such_package\n", "rule.py:5: as it is loaded: ModuleNotFoundError"),
        (PREMIUM.replace("Rule", "Rules"), "has no class `Rule`; it has Rules; did you mean `Rules`?"),
        ("Rule = 3\n", "has no class `Rule`; it has none"),
        (PREMIUM.replace("(frozen=True)", ""), "`Rule` must be a frozen dataclass"),
        (PREMIUM.replace("score", "scores"), "needs one method of score, levels, choose; it has none"),
        (PREMIUM + "    def choose(self, *a): ...\n", "of score, levels, choose; it has score and choose"),
        (PREMIUM + "    def __post_init__(self):\n        raise ValueError('no')\n", "Rule: ValueError: no"),
        (PREMIUM + "    def depths(self):\n        return 5\n", "Rule.depths: TypeError"),
        (PREMIUM + "    def check(self, scenario):\n        return [((), 'no such desk')]\n", "no such desk"),
    ],
)  # fmt: skip
def test_a_file_that_does_not_run_is_told_with_its_own_line(body, said, tmp_path):
    assert said in refusal(body, tmp_path)


def test_a_file_that_is_not_there_is_told(tmp_path):
    assert "cannot read" in refusal(PREMIUM, tmp_path, "./other.py:Rule")


def test_a_file_without_a_class_is_told(tmp_path):
    assert "such as ./my_rule.py:MyRule" in refusal(PREMIUM, tmp_path, "./rule.py")


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"weigth": 2}, "unknown option; known ones are weight; did you mean `weight`?"),
        ({"weight": "much"}, "must be a valid number, unable to parse string as a number, not `much`"),
        ([1], "must be a table of options, not a list"),
    ],
)
def test_a_wrong_option_is_told(options, said, tmp_path):
    assert said in refusal(PREMIUM, tmp_path, {"./rule.py:Rule": options})


def test_an_option_without_a_default_is_asked_for(tmp_path):
    assert "needs `weight`" in refusal(PREMIUM.replace(" = 1.0", ""), tmp_path)


@pytest.mark.parametrize(
    ("score", "said"),
    [
        ("[1.0, 2.0]", "one number per ticket, shape (3,), not shape (2,)"),
        ("1.0", "not shape ()"),
        ("view.numbers('fields.seats')", "finite numbers, not nan as for ticket 2"),
        ("np.ones(3) / 0", "finite numbers, not inf"),
        ("['a', 'b', 'c']", "must give numbers, not list"),
        ("None", "not shape ()"),
        ("view.codes('plam')", "no ticket of this scenario has `plam`"),
        ("{}['x']", "KeyError: 'x'"),
    ],
)
def test_wrong_scores_are_told_with_file_line_and_class(score, said, tmp_path, tickets):
    found = failure(score, tmp_path, tickets)
    assert found.startswith(f"{tmp_path / 'rule.py'}:")
    assert "Rule.score: " in found
    assert said in found


def test_a_rule_that_throws_dice_is_told(tmp_path, tickets):
    said = failure("np.random.default_rng().random(view.size)", tmp_path, tickets)
    assert "Rule.score: gives other scores when asked again" in said


def test_nobody_says_that_a_boost_never_matters_to_a_rule_of_ones_own(tmp_path, desk):
    spec = [{"boost": {"to": "urgent", "after": "1 h", "then": ["./rule.py:Rule"]}}]
    assert idle_members(rule(PREMIUM, tmp_path, spec), desk) == []


def test_a_failing_line_is_shown(tmp_path, tickets):
    assert "rule.py:8: Rule.score: KeyError: 'x'\n    return {}['x']" in failure("{}['x']", tmp_path, tickets)


@pytest.mark.parametrize(
    ("levels", "said"),
    [
        ("[1]", "a tuple of Level, not list"),
        ("(Level(), Level())", "gives 2 levels, but 1 by its `depths`"),
        ("(Level(np.zeros(9)),)", "shape (3,), not shape (9,)"),
        ("(Level(terms=(1,)),)", "terms of type Term, not int"),
        ("(Level(terms=(Term(Origin.DUE, np.array([0.0])),)),)", "need a clock table"),
        ("(Level(terms=(Term(Origin.CREATED, np.array([1.0, 2.0])),)),)", "has one growth"),
        ("(Level(terms=(Term(Origin.CREATED, np.ones(2), np.full(3, 2)),)),)", "one of the 2 growths"),
    ],
)
def test_wrong_levels_are_told(levels, said, tmp_path, tickets):
    body = (
        "from sim.ranking import Origin\nfrom strategies import Level, Term\n\n"
        f"@dataclass(frozen=True)\nclass Rule:\n    def levels(self, view):\n        return {levels}\n"
    )
    with pytest.raises(StrategyError) as caught:
        rank(rule(body, tmp_path), scenario(), tickets)
    assert said in str(caught.value)


# --------------------------------------------------------------------------- rules that look at the queue


def test_a_rule_that_looks_at_the_queue_is_known_as_one(tmp_path):
    assert looks_at_queue(rule(LOOKS, tmp_path, ["skill_based", "./rule.py:Looks"]))
    assert not looks_at_queue(rule(PREMIUM, tmp_path))


@pytest.mark.parametrize(
    ("spec", "said"),
    [
        (["./rule.py:Looks", "fcfs"], "never matters beside `./rule.py:Looks`"),
        ([{"per_tier": {"L1": ["./rule.py:Looks"], "otherwise": ["fcfs"]}}], "cannot stand inside another"),
        ([{"weighted": {"./rule.py:Looks": 1, "fcfs": 1}}], "cannot stand inside another"),
    ],
)
def test_a_rule_that_looks_at_the_queue_decides_alone(spec, said, tmp_path):
    assert said in refusal(LOOKS, tmp_path, spec)


def test_values_are_labels_and_empty_where_not_given(desk):
    found = View(desk, workload(2, plan=[1, -1])).values("plan")
    assert found.tolist() == ["standard", ""]


def test_equal_scores_go_by_ticket_number(tmp_path, desk):
    made = rule(PREMIUM, tmp_path)
    order = rank(made, desk, workload(3, plan=[1, 0, 0])).orders[0]
    assert np.argsort(-order.base[0, :, 0], kind="stable").tolist() == [1, 2, 0]
