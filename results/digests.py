"""Are two outcomes the same on every ticket? Recognised from digests, replication by replication."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from hashlib import sha256

import numpy as np

from sim.outcome import Outcome
from sim.vocabulary import Floats


def digest(outcome: Outcome, sums: Mapping[str, Floats]) -> bytes:
    """What is the same where every ticket fared the same and every measure is.

    How an order sorted waiting tickets into classes is left out: it shows in nothing.
    """
    work, stays = outcome.work, outcome.stays
    columns = (
        *(outcome.first_touch, outcome.first_reply, outcome.last_solve, outcome.left),
        *(outcome.touches, outcome.transfers, outcome.reopenings),
        *(work.ticket, work.agent, work.start, work.end, work.ended),
        *(stays.ticket, stays.tier, stays.joined, stays.left),
        *(outcome.messages.ticket, outcome.messages.time),
    )
    found = sha256()
    for column in columns:
        found.update(np.ascontiguousarray(column).data)
    for name, values in sums.items():
        found.update(name.encode())
        found.update(np.ascontiguousarray(values).data)
    return found.digest()


def together(digests: Sequence[bytes]) -> bytes:
    """One digest of several."""
    return sha256(b"".join(digests)).digest()
