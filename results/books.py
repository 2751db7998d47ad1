"""What is kept while replications come in: sums whose memory does not grow with their number."""

from __future__ import annotations

from results.blocks import Units, unit_size
from results.player import Played, Player, total_seconds
from results.record import Record


class Books:
    """The replications of one player that have been taken in, in the order in which they were."""

    def __init__(self, player: Player, replications: int) -> None:
        self.player = player
        self.size = unit_size(player)
        """Replications of an independent unit."""
        self.records = {name: Record(player.groups, replications // self.size) for name in player.strategies}
        self.done: list[int] = []
        self._whole = Units(self.size)
        self.seconds: dict[str, float] = {}
        self.tickets = self.capped = 0

    @property
    def units(self) -> int:
        """Independent units that are whole."""
        return len(self.done) // self.size

    def take(self, one: Played) -> None:
        """Takes in one replication; it counts once all of its unit have been played."""
        unit = self._whole.complete(one)
        if unit is None:
            return
        for name, contribution in unit.strategies.items():
            self.records[name].add(contribution)
        self.done += range(unit.replication, unit.replication + self.size)
        self.seconds = total_seconds([self.seconds, unit.seconds])
        self.tickets += unit.tickets
        self.capped += unit.capped
