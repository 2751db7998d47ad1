"""Day factors of a block of replications that cover what can happen evenly: a Latin hypercube.

Within a block of ten replications each day's factor falls once into every tenth of its distribution; which
replication gets which tenth is drawn per day (McKay, Beckman and Conover 1979). Every replication alone is as
random as ever; together the ten are balanced, and only blocks are independent of each other.
"""

from __future__ import annotations

import numpy as np

from sim.streams import Kind, Purpose, Streams, generator
from sim.vocabulary import Floats

BLOCK = 10
"""Replications that are drawn together, numbered from 0."""

BELOW_ONE = float(np.nextafter(1.0, 0.0))


def day_uniforms(streams: Streams, kind: Kind, name: str, purpose: Purpose, days: int) -> Floats:
    """One uniform per day; of stratified streams, in the tenth that the replication has on that day."""
    own = streams.uniforms(kind, name, purpose, days)
    if not streams.stratified:
        return own
    block, place = divmod(streams.replication, BLOCK)
    together = Streams(streams.seed, block, streams.confirm)
    orders = generator(together.key(kind, name, Purpose.STRATUM, index=(purpose,)))
    stratum = orders.random((days, BLOCK)).argsort(axis=1, kind="stable")[:, place]
    return np.minimum((stratum + own) / BLOCK, BELOW_ONE)
