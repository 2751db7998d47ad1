"""Without compilation (`NUMBA_DISABLE_JIT=1`): large plays are left to smaller tests of the same code."""

from __future__ import annotations

import numba
import pytest

PLAIN = bool(numba.config.DISABLE_JIT)


def needs_compiling(what: str) -> pytest.MarkDecorator:
    """Skips, in plain Python, a test that would play for minutes; `what` says how much it plays."""
    return pytest.mark.skipif(
        PLAIN, reason=f"{what}: minutes in plain Python; smaller tests run the same code"
    )


def examples(number: int) -> int:
    """So many random examples with compilation, a tenth of them without."""
    return number // 10 if PLAIN else number
