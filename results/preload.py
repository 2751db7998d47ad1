"""Imported first by the process from which workers are forked: the main process answers Ctrl-C, and warns."""

from __future__ import annotations

import logging
import signal

from results.memory import look_rarely_for_garbage

look_rarely_for_garbage()
signal.signal(signal.SIGINT, signal.SIG_IGN)
logging.getLogger("sim.compiled").setLevel(logging.ERROR)
