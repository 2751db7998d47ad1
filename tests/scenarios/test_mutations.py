"""Whatever is done to a scenario file, it reads or it is refused: never another error, never a hang.

More mutations are read, checked and played in `tests/results/test_mutations_played.py`.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path

import pytest

from scenarios import ScenarioError
from scenarios.mistakes import Mistake
from scenarios.plan import Plan, plan_of
from scenarios.yaml_text import read_text
from tests.scenarios.mutations import Mutation, mutations
from tests.scenarios.texts import SMALL

EXAMPLE = Path(__file__).with_name("example.yaml")
QUICK = 150


def outcome(text: bytes, path: Path) -> Plan | tuple[Mistake, ...]:
    """The plan that a text makes, or its mistakes."""
    try:
        return plan_of(text, path)
    except ScenarioError as error:
        return error.mistakes


def sample(source: bytes, count: int, seed: int = 1) -> list[Mutation]:
    """So many mutations of a file, the same ones every time."""
    every = list(mutations(read_text(source, "desk.yaml").data))
    return random.Random(seed).sample(every, min(count, len(every)))


def check(source: bytes, path: Path, chosen: list[Mutation]) -> tuple[int, int]:
    """Read every mutation; how many were accepted, and how many refused."""
    accepted = 0
    for mutation in chosen:
        try:
            found = outcome(mutation.text.encode(), path)
        except Exception as error:
            raise AssertionError(f"{mutation.name}: {type(error).__name__}: {error}") from error
        if isinstance(found, Plan):
            accepted += 1
        else:
            assert found, mutation.name
            assert all(mistake.message for mistake in found), mutation.name
    return accepted, len(chosen) - accepted


def test_a_sample_of_changed_small_files_reads_or_is_refused() -> None:
    accepted, refused = check(SMALL.encode(), EXAMPLE, sample(SMALL.encode(), QUICK))
    assert accepted >= 10
    assert refused >= 50


def lines(source: bytes) -> Iterator[bytes]:
    """Texts that are torn: cut short, a line lost, two lines joined, a character lost or doubled."""
    chance = random.Random(2)
    pieces = source.splitlines(keepends=True)
    for _ in range(40):
        place, character = chance.randrange(len(pieces)), chance.randrange(len(source))
        yield source[:character]
        yield b"".join(pieces[:place] + pieces[place + 1 :])
        yield b"".join(pieces[:place]) + b"".join(pieces[place:]).replace(b"\n", b" ", 1)
        yield source[:character] + source[character + 1 :]
        yield source[:character] + source[character : character + 1] * 2 + source[character + 1 :]


def test_torn_texts_read_or_are_refused() -> None:
    for number, text in enumerate(lines(SMALL.encode())):
        if number % 3 == 0:
            assert outcome(text, EXAMPLE)


@pytest.mark.slow
def test_more_torn_texts_read_or_are_refused() -> None:
    for text in lines(EXAMPLE.read_bytes()):
        assert outcome(text, EXAMPLE)
