"""What is kept while replications come in: sums whose memory does not grow with their number."""

from __future__ import annotations

from results.player import Played, Player, total_seconds
from results.record import Record


class Books:
    """The replications of one player that have been taken in, in the order in which they were."""

    def __init__(self, player: Player, replications: int) -> None:
        self.player = player
        self.records = {name: Record(player.groups, replications) for name in player.strategies}
        self.done: list[int] = []
        self.seconds: dict[str, float] = {}
        self.tickets = self.capped = 0

    def take(self, one: Played) -> None:
        """Takes in one replication."""
        for name, contribution in one.strategies.items():
            self.records[name].add(contribution)
        self.done.append(one.replication)
        self.seconds = total_seconds([self.seconds, one.seconds])
        self.tickets += one.tickets
        self.capped += one.capped
