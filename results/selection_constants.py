"""Published constants of procedures that select the best with a stated probability."""

from __future__ import annotations

import numpy as np
from scipy import optimize, stats


def kim_nelson(candidates: int, first: int, alpha: float, *, paired: bool = True) -> tuple[float, float]:
    """(η, h²) of Kim and Nelson's procedure with c = 1 (ACM TOMACS 11(3), 2001).

    `paired`: common random numbers; `first` is the number of replications in the first stage.
    """
    others = candidates - 1
    beta = alpha / others if paired else 1 - (1 - alpha) ** (1 / others)
    eta = ((2 * beta) ** (-2 / (first - 1)) - 1) / 2
    return eta, 2 * eta * (first - 1)


def rinott(candidates: int, first: int, confidence: float) -> float:
    """Rinott's constant h, for candidates that were each played on tickets of their own (1978).

    With common tickets use `kim_nelson`.
    """
    freedom = first - 1
    chi2 = stats.chi2(freedom)
    logs = np.linspace(np.log(chi2.ppf(1e-14)), np.log(chi2.isf(1e-14)), 400)
    at = np.exp(logs)
    weight = chi2.pdf(at) * at * (logs[1] - logs[0])
    noise = np.sqrt(freedom * (1 / at[:, None] + 1 / at[None, :]))

    def surplus(h: float) -> float:
        return float(weight @ (weight @ stats.norm.cdf(h / noise)) ** (candidates - 1)) - confidence

    return float(optimize.brentq(surplus, 0.01, 50.0, xtol=1e-10))


def dudewicz_dalal(candidates: int, first: int, confidence: float) -> float:
    """Dudewicz and Dalal's constant h₁, for candidates on tickets of their own (1975)."""
    t = stats.t(first - 1)
    at = np.linspace(-40.0, 40.0, 4001)
    weight = t.pdf(at) * (at[1] - at[0])

    def surplus(h: float) -> float:
        return float(weight @ t.cdf(at + h) ** (candidates - 1)) - confidence

    return float(optimize.brentq(surplus, 0.0, 50.0, xtol=1e-10))
