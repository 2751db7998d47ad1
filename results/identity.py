"""What a run is: enough to tell whether another would leave the same bytes."""

from __future__ import annotations

import dataclasses
import hashlib
import json
from collections.abc import Mapping, Set
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

import numpy as np

from results.edition import edition
from results.player import Player
from scenarios import Plan

WORDS = {
    "sha256": "another scenario file",
    "seed": "another seed",
    "edition": "another version",
    "strategies": "other strategies",
    "by": "other groupings (--by)",
    "keep_tickets": "another choice of --keep-tickets",
    "why": "another choice of --why",
    "stratify": "another choice of --stratify",
    "played": "other contents of a file that the scenario reads",
}
"""What differs, in words; the first that does is told."""


@dataclass(frozen=True)
class Identity:
    """A run, as `run.json` in its folder of parts tells it."""

    file: str
    sha256: str
    seed: int
    edition: str
    strategies: tuple[str, ...]
    by: tuple[str, ...]
    keep_tickets: bool
    why: bool
    played: str
    """Digest of all that is played: the scenario with the files that it reads, and the strategies."""
    replications: int
    stratify: bool = False

    @classmethod
    def of(cls, plan: Plan, player: Player) -> Identity:
        """What a run of this plan by this player is."""
        run = player.scenario.run
        alike = replace(player.scenario, run=replace(run, replications=0))
        return cls(
            file=plan.path.name,
            sha256=plan.sha256,
            seed=run.seed,
            edition=edition(),
            strategies=tuple(player.strategies),
            by=player.by,
            keep_tickets=player.keep_tickets,
            why=player.why,
            played=digest_of((alike, player.strategies, player.what_if)),
            replications=run.replications,
            stratify=run.stratify,
        )

    @classmethod
    def read(cls, text: str) -> Identity:
        """The identity that was written; ValueError where it is none."""
        try:
            told = json.loads(text)
            if "comparison" in told:
                raise ValueError("what is there is a comparison; go on with it by `compare`")
            return cls(**{**told, "strategies": tuple(told["strategies"]), "by": tuple(told["by"])})
        except (KeyError, TypeError) as problem:
            raise ValueError(str(problem)) from problem

    def written(self) -> str:
        """The identity as text."""
        return json.dumps(dataclasses.asdict(self), indent=2, ensure_ascii=False) + "\n"

    def difference(self, other: Identity) -> str:
        """In what the other run differs from this one, in words; empty: in nothing that matters."""
        for name, words in WORDS.items():
            ours, theirs = getattr(self, name), getattr(other, name)
            if ours != theirs:
                readable = name not in {"sha256", "played"}
                return words + (f" ({shown(ours)} there, {shown(theirs)} now)" if readable else "")
        return ""


def digest_of(value: object) -> str:
    """The same text for equal values of the field, in any process."""
    digest = hashlib.sha256()
    _feed(digest.update, value)
    return digest.hexdigest()


def _feed(update: Any, value: Any) -> None:
    """Hands a value over, part by part; each part says what it is and how long."""
    feed = partial(_feed, update)
    update(f"{type(value).__name__} ".encode())
    if dataclasses.is_dataclass(value):
        for field in dataclasses.fields(value):
            if field.compare:
                feed(field.name)
                feed(getattr(value, field.name))
    elif isinstance(value, np.ndarray):
        update(f"{value.dtype.str}{value.shape} ".encode())
        update(np.ascontiguousarray(value).tobytes())
    elif isinstance(value, Mapping):
        feed(tuple(value.items()))
    elif isinstance(value, Set):
        feed(sorted(map(repr, value)))
    elif isinstance(value, tuple | list):
        update(f"{len(value)} ".encode())
        for inner in value:
            feed(inner)
    elif "__repr__" not in _own_methods(type(value)):
        feed(vars(value))
    else:
        text = repr(value).encode()
        update(f"{len(text)} ".encode() + text)


def _own_methods(kind: type) -> set[str]:
    """The methods that a type has beside those of every object."""
    return {name for each in kind.__mro__[:-1] for name in vars(each)}


def shown(value: object) -> str:
    """A value in words."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return ", ".join(map(str, value)) or "none" if isinstance(value, tuple) else str(value)
