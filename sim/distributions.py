"""Distributions as planners state them, drawn by inversion: one uniform per duration."""

from __future__ import annotations

from typing import Protocol

import numpy as np
from numpy.typing import NDArray


class Distribution(Protocol):
    """A distribution of durations [min] or plain numbers."""

    @property
    def mean(self) -> float:
        """Its mean."""
        ...

    @property
    def cv(self) -> float:
        """Its coefficient of variation."""
        ...

    def inverse(self, uniforms: NDArray[np.float64]) -> NDArray[np.float64]:
        """The quantiles at the uniforms: a unit quantile times the mean, not yet on the time grid."""
        ...
