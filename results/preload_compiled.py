"""Imported by the process from which workers are forked: they then have the compiled code already."""

from __future__ import annotations

from results.warming import warm

warm("compiled")
