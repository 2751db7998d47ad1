"""Imported first by the process from which workers are forked: Ctrl-C is for the main process alone."""

from __future__ import annotations

import signal

signal.signal(signal.SIGINT, signal.SIG_IGN)
