"""Ten stratified replications are one independent unit: what they add is added up before books take it in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields, replace

import numpy as np

from results.bins import merged
from results.digests import together
from results.player import Contribution, Played, Player, total_seconds
from results.promises import Kept
from results.words import plural
from sim.strata import BLOCK

LEAST = 10
"""Blocks without which there are no intervals worth having."""


def check_blocks(replications: int) -> None:
    """ValueError where so many stratified replications are not whole blocks, or too few of them."""
    if replications % BLOCK or replications < LEAST * BLOCK:
        raise ValueError(
            f"--stratify plays blocks of {BLOCK} replications, at least {LEAST} of them: "
            f"ask for {LEAST * BLOCK} replications or more, in tens ({replications} are asked for)"
        )


def blocks_in_words(blocks: int) -> str:
    """What stratifying does, in one sentence."""
    return (
        f"Day factors were drawn as a Latin hypercube in blocks of {BLOCK} replications: "
        f"every interval and test is of {plural(blocks, 'block')}."
    )


def unit_size(player: Player) -> int:
    """Replications that make one independent unit."""
    return BLOCK if player.scenario.run.stratify else 1


class Units:
    """Replications of one player on their way to becoming units."""

    def __init__(self, size: int) -> None:
        self.size = size
        self._begun: dict[int, list[Played]] = {}

    def complete(self, one: Played) -> Played | None:
        """The unit that a replication completes, as one; None: it is not whole yet."""
        if self.size == 1:
            return one
        block = self._begun.setdefault(one.replication // self.size, [])
        block.append(one)
        if len(block) < self.size:
            return None
        return united(self._begun.pop(one.replication // self.size))


def united(parts: Sequence[Played]) -> Played:
    """What some replications add, as if they were one."""
    return Played(
        replication=min(part.replication for part in parts),
        tickets=sum(part.tickets for part in parts),
        capped=sum(part.capped for part in parts),
        strategies={name: _added([part.strategies[name] for part in parts]) for name in parts[0].strategies},
        seconds=total_seconds([part.seconds for part in parts]),
    )


def _added(parts: Sequence[Contribution]) -> Contribution:
    first = parts[0]
    return replace(
        first,
        sums={name: np.sum([part.sums[name] for part in parts], axis=0) for name in first.sums},
        histograms={name: merged([part.histograms[name] for part in parts]) for name in first.histograms},
        kept=Kept(*(np.sum([getattr(part.kept, f.name) for part in parts], axis=0) for f in fields(Kept))),
        played_on=min(part.played_on for part in parts),
        digest=together([part.digest or b"" for part in parts]),
        replications=sum(part.replications for part in parts),
    )
