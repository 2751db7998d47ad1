"""Whether what a user's own rule gives are scores of every ticket."""

from __future__ import annotations

import numpy as np

from sim.ranking import Origin
from sim.vocabulary import Floats
from strategies._base import Level, Term


def checked_scores(found: object, size: int) -> Floats:
    """One finite number per ticket; ValueError where it is not that."""
    try:
        scores = np.asarray(found, dtype=np.float64)
    except (TypeError, ValueError):
        raise ValueError(f"must give numbers, not {type(found).__name__}") from None
    if scores.shape != (size,):
        raise ValueError(f"must give one number per ticket, shape ({size},), not shape {scores.shape}")
    if not np.isfinite(scores).all():
        first = int(np.flatnonzero(~np.isfinite(scores))[0])
        raise ValueError(f"must give finite numbers, not {scores[first]} as for ticket {first}")
    return scores.copy()


def checked_levels(found: object, size: int) -> tuple[Level, ...]:
    """Levels whose numbers fit the ticket table; ValueError where they do not."""
    if not isinstance(found, tuple) or not all(isinstance(level, Level) for level in found):
        raise ValueError(f"must give a tuple of Level, not {type(found).__name__}")
    return tuple(
        Level(
            base=checked_scores(np.full(size, level.base) if np.ndim(level.base) == 0 else level.base, size),
            terms=tuple(_checked_term(term, size) for term in level.terms),
            fit=float(checked_scores([level.fit], 1)[0]),
        )
        for level in found
    )


def _checked_term(term: object, size: int) -> Term:
    """A term that an engine can play."""
    if not isinstance(term, Term):
        raise ValueError(f"must have terms of type Term, not {type(term).__name__}")
    if (term.origin >= Origin.DUE) != (term.clock is not None):
        raise ValueError("terms that grow from DUE or ELAPSED need a clock table, others have none")
    growth = checked_scores(term.growth, len(np.atleast_1d(term.growth)))
    if term.of is None:
        if len(growth) != 1:
            raise ValueError("a term without classes (`of`) has one growth")
    elif np.shape(term.of) != (size,) or not ((term.of >= -1) & (term.of < len(growth))).all():
        raise ValueError(f"`of` must give each of the {size} tickets one of the {len(growth)} growths")
    return term
