"""One way to compile: numba with the same options everywhere, kept on disk between runs.

Numba's disk cache does not notice an edit in another module, so the cache folder is named by a digest of
all sources of `sim`. `NUMBA_DISABLE_JIT=1` leaves every function plain Python.
"""

from __future__ import annotations

import hashlib
import logging
import shutil
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar, cast

import numba
import numpy as np
import platformdirs

Compiled = TypeVar("Compiled", bound=Callable[..., Any])

config: Any = numba.config
njit: Any = numba.njit

KEPT_FOR = 30 * 86_400.0
"""Cache folders of other versions of the sources are removed when unused for so long [s]."""


def sources_digest(folder: Path) -> str:
    """The version of the sources of a folder."""
    digest = hashlib.sha256()
    for source in sorted(folder.glob("*.py")):
        digest.update(source.name.encode() + b"\0" + source.read_bytes() + b"\0")
    return digest.hexdigest()[:16]


def cache_folder(root: Path, digest: str) -> Path | None:
    """The folder for compiled code, made if need be; None where nothing can be written."""
    ours = root / f"compiled-{digest}"
    try:
        ours.mkdir(parents=True, exist_ok=True)
        (ours / "used").touch()
        _forget_old_versions(root)
    except OSError as problem:
        logging.getLogger(__name__).warning(
            "Compiled code cannot be kept between runs, each start takes longer: %s", problem
        )
        return None
    return ours


def _forget_old_versions(root: Path) -> None:
    """Remove the cache folders that no run has used for long."""
    for marker in root.glob("compiled-*/used"):
        if time.time() - marker.stat().st_mtime > KEPT_FOR:
            shutil.rmtree(marker.parent, ignore_errors=True)


def _prepare_cache() -> bool:
    """Tell numba where to keep compiled code; False where it cannot be kept."""
    if config.DISABLE_JIT:
        return False
    root = Path(config.CACHE_DIR or platformdirs.user_cache_dir("ticketlab"))
    folder = cache_folder(root, sources_digest(Path(__file__).parent))
    if folder is not None:
        config.CACHE_DIR = str(folder)
    return folder is not None


_CACHED = _prepare_cache()


def compiled(function: Compiled) -> Compiled:
    """The function as machine code: exact floating-point arithmetic, compiled once and kept on disk.

    Calls among compiled functions are inlined: handing tuples of arrays over costs more than what is done.
    They make no arrays of their own (`_nrt=False`): without the counting of references to arrays they take
    half the time, to compile and to run.
    """
    return cast(Compiled, njit(cache=_CACHED, forceinline=True, _nrt=False)(function))


def compiled_apart(function: Compiled) -> Compiled:
    """The same, but called rather than inlined: for what is used in several places, or rarely."""
    return cast(Compiled, njit(cache=_CACHED, _nrt=False)(function))


def keeps_compiled() -> bool:
    """Whether what this process compiles is there for others."""
    return _CACHED


def is_compiled(function: Callable[..., Any]) -> bool:
    """Whether a compiled function is ready to run, from an earlier run or because all stays plain Python."""
    if config.DISABLE_JIT:
        return True
    module = function.__module__.rpartition(".")[2]
    return _CACHED and any(Path(config.CACHE_DIR).glob(f"*/{module}.{function.__name__}-*.nbc"))


def whole(number: int) -> int:
    """A constant that is of the type of all whole numbers; numba compiles anew for each plain one."""
    return cast(int, np.int64(number))
