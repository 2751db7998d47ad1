"""The urgency that a classifier of stated quality predicts from the first message."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np

from sim.triage import confused, confusion
from sim.vocabulary import Codes, Floats, Scenario
from strategies._base import Described, Level
from strategies._mistakes import Mistake, listed, nearest
from strategies._options import Duration, Matrix, OneOf, option, share, shares
from strategies._values import places
from strategies._view import View

COVERED, PREDICTED = 0, 1
"""Columns of `Workload.predict`."""


@dataclass(frozen=True, kw_only=True)
class AiUrgency(Described):
    """The urgency that a classifier of stated quality predicts from the first message."""

    name = "ai_urgency"
    first = "the urgency that a classifier of stated quality predicts"
    reads = "a prediction of the true urgency (of the true priority where no urgency is given)"
    scale = "the predicted urgency as an order; where it is silent, the commonest urgency"
    misleads = "its errors fall on the rare urgent tickets: with `spread: majority` those end among the many"

    accuracy: float | None = field(
        default=None, metadata=option(share, "share of predictions that are right")
    )
    spread: str = field(
        default="majority",
        metadata=option(
            OneOf(("majority", "near", "even")), "where errors go: commonest class, neighbours, anywhere"
        ),
    )
    matrix: Matrix | None = field(
        default=None,
        metadata=option(shares, "predicted by true urgency, instead of `accuracy`"),
    )
    coverage: float = field(default=1.0, metadata=option(share, "share of tickets that get a prediction"))
    delay: float = field(
        default=0.0, metadata=option(Duration(zero=True), "time from creation to the prediction")
    )

    def levels(self, view: View) -> tuple[Level, ...]:
        """One level: the prediction's place once it is there, before and without it that of the commonest."""
        truth, labels = true_urgency(view)
        by_label = places(labels, labels)
        silent = float(by_label[np.argmax(_counts(truth, labels))])
        if not view.predicted:
            return (Level(silent),)
        return (Level(np.where(self._covered(view), by_label[self.predictions(view)], silent)),)

    def predictions(self, view: View) -> Codes:
        """What the classifier says of every ticket, covered or not."""
        truth, labels = true_urgency(view)
        shares = self._shares(labels, _counts(truth, labels))
        return confused(shares, truth, view.workload.predict[:, PREDICTED])

    def predicted_at(self, view: View) -> Floats:
        """Instant from which each ticket's prediction is there [min], ∞: never."""
        return np.where(self._covered(view), view.workload.created + self.delay, np.inf)

    def check(self, scenario: Scenario) -> Iterator[Mistake]:
        """Quality that is not stated, stated twice, or about urgencies that do not exist."""
        if (self.accuracy is None) == (self.matrix is None):
            yield Mistake((), "needs `accuracy` or `matrix`, one of the two")
        labels = _labels(scenario)
        for true, row in (self.matrix or {}).items():
            for path, label in ((("matrix", true), true), *((("matrix", true, each), each) for each in row)):
                if label not in labels:
                    yield Mistake(path, f"urgency is one of {listed(labels)}{nearest(label, labels)}")
        without = [label for label in labels if label not in (self.matrix or labels)]
        if without:
            yield Mistake(("matrix",), f"needs a row for {listed(without)} too")

    def _covered(self, view: View) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
        return view.workload.predict[:, COVERED] < self.coverage

    def _shares(self, labels: tuple[str, ...], counts: Floats) -> Floats:
        if self.matrix is None:
            return confusion(len(labels), self.accuracy or 0.0, self.spread, counts.tolist())
        return np.array([[self.matrix[true].get(label, 0.0) for label in labels] for true in labels])


def true_urgency(view: View) -> tuple[Codes, tuple[str, ...]]:
    """Each ticket's true urgency; where none is given, the one at the same place as its true priority."""
    labels = _labels(view.scenario)
    priority = view.true_codes("priority")
    if "urgency" not in view.scenario.levels:
        return priority, labels
    steps = max(len(view.scenario.priorities) - 1, 1)
    like = np.rint(np.arange(steps + 1) / steps * (len(labels) - 1)).astype(np.int16)
    urgency = view.true_codes("urgency")
    return np.where(urgency >= 0, urgency, like[priority]), labels


def _labels(scenario: Scenario) -> tuple[str, ...]:
    return scenario.levels.get("urgency", scenario.priorities)


def _counts(truth: Codes, labels: tuple[str, ...]) -> Floats:
    return np.bincount(truth, minlength=len(labels)).astype(np.float64)
