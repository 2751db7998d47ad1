"""Imported by the process from which workers are forked: they then have the compiled code already."""

from __future__ import annotations

import gc

from results.warming import must_compile, warm
from sim.compiled import keeps_compiled

if not (must_compile("compiled") and keeps_compiled()):
    warm("compiled")
gc.freeze()
