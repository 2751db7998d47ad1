"""More replications until what is asked for is known so well: `wait_mean ±5%`.

The half-width of the 95 % interval is held against γ ÷ (1 + γ) of the estimate, so that the truth lies
within γ of it (Law); replications grow by half from look to look, and a target counts as met when it still
is five replications later (Hoad, Robinson and Davies 2010), since the first short interval is often luck.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from results.contest import Contest
from results.criteria import Expression, amount, expression
from results.series import by_section, scores
from results.words import listed, percent, plural
from scenarios import units

FIRST = 10
"""Replications before the first look, at least."""
GROWTH = 1.5
AHEAD = 5
FORM = 'write a measure, ± and how well it is to be known, such as "wait_mean ±5%" or "kept_share ±1 point"'

_TARGET = re.compile(r"(?P<what>.+?)\s*(?:±|\+/?-)\s*(?P<within>.+)")
_RELATIVE = re.compile(r"(\d+(?:\.\d*)?|\.\d+)\s*%")


@dataclass(frozen=True)
class Target:
    """How well an expression is to be known."""

    text: str
    expression: Expression
    relative: float = 0.0
    """γ: the part of the value; 0: `within` counts."""
    within: float = math.inf
    """Half-width in the unit of the expression."""


def target(text: str) -> Target:
    """A target as it was written; ValueError says what is wrong with it."""
    found = _TARGET.fullmatch(text.strip())
    if found is None:
        raise ValueError(f"{text!r} is no precision; {FORM}")
    what, plain = expression(found["what"]), " ".join(text.split())
    part = _RELATIVE.fullmatch(found["within"].strip())
    if part:
        one = Target(plain, what, relative=units.share(f"{part[1]} %"))
    else:
        one = Target(plain, what, within=amount(found["within"], what))
    if not (one.relative > 0 or 0 < one.within < math.inf):
        raise ValueError(f"{text!r}: how well it is to be known must be above 0")
    return one


def worst(one: Target, contest: Contest) -> tuple[float, str]:
    """(half-width of the interval ÷ what is allowed, whose) of the candidate that is known worst."""
    found = scores(contest.candidates(), one.expression, sections=by_section([one.expression]))
    half = found.half_widths()
    gamma = one.relative
    allowed = gamma / (1 + gamma) * np.abs(found.value) if gamma else np.full(len(half), one.within)
    with np.errstate(divide="ignore", invalid="ignore"):
        share = np.where(half == 0, 0.0, half / allowed)
    share = np.where(np.isnan(share), np.inf, share)
    place = int(share.argmax())
    return float(share[place]), contest.cells[place].label


class Precision:
    """How many replications are still needed."""

    def __init__(self, targets: Sequence[Target], contest: Contest, cap: int) -> None:
        self.targets, self.contest, self.cap = targets, contest, cap
        self._met_at = 0
        """Units at which all targets were first met, as far as they still are; 0: they are not."""

    def wanted(self) -> int:
        """So many more replications before the next look; 0: it is known well enough, or the budget ends."""
        done, size = self.contest.units, self.contest.size
        left = max(self.cap // size - done, 0)
        if any(worst(one, self.contest)[0] > 1 for one in self.targets):
            self._met_at = 0
            return size * min(math.ceil(done * (GROWTH - 1)), left)
        self._met_at = self._met_at or done
        return size * min(max(self._met_at + AHEAD - done, 0), left)

    def sentences(self) -> list[str]:
        """How well everything is known, and where the budget ended before that."""
        known, said = [], []
        played = plural(self.contest.done, "replication")
        for one in self.targets:
            share, who = worst(one, self.contest)
            if share <= 1:
                known.append(one.text)
                continue
            reached = "not at all" if math.isinf(share) else f"to {_reached(one, share)}"
            said.append(
                f"The budget ended after {played} before {one.text} was reached: {who} is known {reached}."
            )
        if known:
            said.insert(0, f"Known as well as asked for, under every candidate: {listed(known)} ({played}).")
        return said


def _reached(one: Target, share: float) -> str:
    """How well it is known, as it was asked for."""
    if one.relative:
        half = share * one.relative / (1 + one.relative)
        return f"±{percent(half / (1 - half))}" if half < 1 else "less than its own size"
    return f"{share:.3g} times that"
