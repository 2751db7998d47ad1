"""How commands end: exit codes, and messages instead of tracebacks."""

from __future__ import annotations

import gc
import os
import sys
import tempfile
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import NoReturn

DONE, FAILED, WRONG_INPUT, INTERRUPTED = 0, 1, 2, 130


class WrongInputError(Exception):
    """What the user asked for cannot be done; the message says why and what is allowed."""


class GaveUpError(Exception):
    """What was begun could not be finished; the message says why, and what is kept."""


def open_closed_streams() -> None:
    """Who closed what is printed to (`>&-`) does not want it, but wants the command."""
    for name in ("stdout", "stderr"):
        if getattr(sys, name) is None:
            setattr(sys, name, Path(os.devnull).open("w", encoding="utf-8"))  # noqa: SIM115 - until the end


def guarded(command: Callable[[], int]) -> NoReturn:
    """Runs a command and leaves with its exit code: DONE, FAILED, WRONG_INPUT or INTERRUPTED."""
    try:
        code = command()
        sys.stdout.flush()
    except KeyboardInterrupt as stop:
        say(str(stop) or "interrupted")
        code = INTERRUPTED
    except BrokenPipeError:
        code = DONE
    except WrongInputError as problem:
        say(str(problem))
        code = WRONG_INPUT
    except GaveUpError as problem:
        say(str(problem))
        code = FAILED
    except MemoryError:
        say("there is not enough memory; play fewer replications at once (--workers) or a shorter run")
        code = FAILED
    except Exception as problem:
        say(f"failed: {type(problem).__name__}: {_first_line(problem)} (details in {_details()})")
        code = FAILED
    _drop_what_nobody_takes()
    _leave(code)


def say(message: str) -> None:
    """A message for the person at the terminal, apart from results."""
    try:
        print(message, file=sys.stderr, flush=True)
    except BrokenPipeError:
        return


def _first_line(problem: Exception) -> str:
    lines = str(problem).strip().splitlines()
    return lines[0][:200] if lines else "no message"


def _details() -> Path:
    """A file with the traceback, for a report to the authors."""
    with tempfile.NamedTemporaryFile(
        "w", prefix="ticketlab-", suffix=".log", delete=False, encoding="utf-8"
    ) as log:
        traceback.print_exc(file=log)
    return Path(log.name)


def _drop_what_nobody_takes() -> None:
    """A reader that has gone (`| head`), or a full disk, is no reason to complain at exit."""
    try:
        sys.stdout.flush()
    except (OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)


def _leave(code: int) -> NoReturn:
    """Ends the process without looking for garbage in all that was imported: that takes half a second."""
    gc.freeze()
    sys.exit(code)
