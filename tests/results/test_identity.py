from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import pytest

from results.edition import edition
from results.identity import Identity, digest_of
from results.running import Options, player_of
from scenarios.plan import plan_of
from sim.vocabulary import Mix
from tests.results.plans import TEXT, small_plan


def identity(plan=None, **options) -> Identity:
    plan = plan or small_plan()
    return Identity.of(plan, player_of(plan, Options(**options)))


def test_the_same_run_is_the_same():
    assert identity().difference(identity()) == ""


def test_it_comes_back_from_its_text():
    one = identity(by=("vip",), strategies=("fifo",))
    assert Identity.read(one.written()) == one


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"seed": 1}'])
def test_another_text_is_refused(text):
    with pytest.raises(ValueError, match=r"."):
        Identity.read(text)


def test_another_number_of_replications_is_the_same_run():
    assert identity(replications=5).difference(identity(replications=9)) == ""


def test_the_engine_does_not_matter():
    assert identity(engine="simpy").difference(identity(engine="compiled")) == ""


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"seed": 7}, "another seed (1 there, 7 now)"),
        ({"strategies": ("fifo",)}, "other strategies (fifo, level there, fifo now)"),
        ({"by": ("vip",)}, "other groupings (--by) (none there, vip now)"),
        ({"keep_tickets": True}, "another choice of --keep-tickets (no there, yes now)"),
    ],
)
def test_it_says_in_what_a_run_differs(options, words):
    assert identity().difference(identity(**options)) == words


def test_another_scenario_file_differs():
    assert identity().difference(identity(small_plan(source=b"name: other"))) == "another scenario file"


def test_another_version_differs():
    other = replace(identity(), edition="ticketlab 9.9.9")
    assert other.difference(identity()) == f"another version (ticketlab 9.9.9 there, {edition()} now)"


def test_a_file_that_the_scenario_reads_counts(tmp_path):
    path = tmp_path / "desk.yaml"
    text = TEXT.replace("{rate: 1.25 per hour, profile: flat}", "{forecast: volumes.csv, profile: flat}")
    found = []
    for tickets in (500, 501):
        (tmp_path / "volumes.csv").write_text(
            "start,tickets\n" + "".join(f"2026-01-{5 + 7 * k:02d},{tickets}\n" for k in range(3))
        )
        found.append(identity(plan_of(text.encode(), path)))
    assert found[0].difference(found[1]) == "other contents of a file that the scenario reads"


class Plain:
    def __init__(self, value: int) -> None:
        self.value = value


@dataclass(frozen=True)
class Record:
    one: object


def test_digests_are_of_values_not_of_objects():
    for make in (lambda: Plain(3), lambda: Record({"a": np.arange(3)}), lambda: Record(frozenset("abc"))):
        assert digest_of(make()) == digest_of(make())


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (Plain(3), Plain(4)),
        (("ab", "c"), ("a", "bc")),
        ((1, (2,)), ((1, 2),)),
        (1, 1.0),
        (np.zeros(2), np.zeros((2, 1))),
        (np.zeros(2), np.zeros(2, np.int64)),
        (Mix(("a",), (1.0,)), Mix(("b",), (1.0,))),
        ({"a": 1, "b": 2}, {"b": 2, "a": 1}),
    ],
)
def test_digests_tell_different_values_apart(one, other):
    assert digest_of(one) != digest_of(other)
