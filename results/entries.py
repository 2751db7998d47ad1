"""One candidate's books in a comparison."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from results.announcements import SUMS as ANNOUNCED
from results.blocks import unit_size
from results.compared import announced_of, gains_of
from results.criteria import Constraint, Term
from results.gains import GainRecord
from results.player import Contribution, Player
from results.record import Record
from results.series import Candidate, Series
from sim.vocabulary import Floats


@dataclass(frozen=True)
class Watched:
    """What is kept of every replication for objective and constraints."""

    terms: tuple[Term, ...]
    constraints: tuple[Constraint, ...] = ()
    control: bool = False
    """Whether the work that was offered takes noise off."""


class Entry:
    """One candidate's books."""

    def __init__(self, player: Player, replications: int, watched: Watched, expected: float) -> None:
        """`expected` is the work of an independent unit, where it takes noise off; else NaN."""
        self.player = player
        record = Record(player.groups, replications // unit_size(player))
        series = Series(player.groups, watched.terms, watched.constraints, expected)
        self.candidate = Candidate(record, series)
        self.gains = GainRecord(player.groups, player.by)
        self.announced = np.zeros((len(ANNOUNCED), player.groups.size))
        self.digests: list[bytes] = []

    def add(self, one: Contribution, ratios: tuple[Floats, Floats]) -> None:
        """Takes in one replication."""
        self.candidate.record.add(one)
        self.candidate.series.add(ratios, one.sums)
        gains = gains_of(one.sums)
        if gains is not None:
            self.gains.add(gains, one.replications)
        self.announced += announced_of(one.sums)
        self.digests.append(one.digest or b"")
