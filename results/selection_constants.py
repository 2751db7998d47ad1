"""Published constants of procedures that select the best with a stated probability."""

from __future__ import annotations


def kim_nelson(candidates: int, first: int, alpha: float, *, paired: bool = True) -> tuple[float, float]:
    """(η, h²) of Kim and Nelson's procedure with c = 1 (ACM TOMACS 11(3), 2001).

    `paired`: common random numbers; `first` is the number of replications in the first stage.
    """
    others = candidates - 1
    beta = alpha / others if paired else 1 - (1 - alpha) ** (1 / others)
    eta = ((2 * beta) ** (-2 / (first - 1)) - 1) / 2
    return eta, 2 * eta * (first - 1)
