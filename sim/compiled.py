"""One way to compile: numba with the same options everywhere, kept on disk between runs.

Numba's disk cache does not notice an edit in another module, so the cache folder is named by a digest of
all sources of `sim`. `NUMBA_DISABLE_JIT=1` leaves every function plain Python. Numba is loaded when the first
function is called: most functions are only ever part of others, and many commands call none.
"""

# ruff: noqa: PLC0415 - numba is loaded when it is needed
from __future__ import annotations

import hashlib
import logging
import os
import shutil
import time
from collections.abc import Callable
from functools import cache, cached_property, partial, update_wrapper
from pathlib import Path
from typing import Any, TypeVar, cast

import numpy as np

Compiled = TypeVar("Compiled", bound=Callable[..., Any])

PLAIN = os.environ.get("NUMBA_DISABLE_JIT", "0") not in {"", "0"}
"""Whether all functions stay plain Python."""
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
        _warn(str(problem))
        return None
    return ours


def _warn(why: str) -> None:
    logging.getLogger(__name__).warning(
        "Compiled code cannot be kept between runs, each start takes longer: %s", why
    )


def _forget_old_versions(root: Path) -> None:
    """Remove the cache folders that no run has used for long."""
    for marker in root.glob("compiled-*/used"):
        if time.time() - marker.stat().st_mtime > KEPT_FOR:
            shutil.rmtree(marker.parent, ignore_errors=True)


DIGEST = sources_digest(Path(__file__).parent)
"""Of the sources as they are loaded; they may be edited before the first function is called."""


def _numba() -> Any:
    """What compiles; its types are not those of what is compiled here."""
    import numba

    return numba


@cache
def _kept_in() -> Path | None:
    """Where this process keeps compiled code; None where it cannot be kept, or nothing is compiled."""
    import platformdirs

    config = _numba().config
    if config.DISABLE_JIT:
        return None
    return cache_folder(Path(config.CACHE_DIR or platformdirs.user_cache_dir("ticketlab")), DIGEST)


def compiled(function: Compiled) -> Compiled:
    """The function as machine code: exact floating-point arithmetic, compiled once and kept on disk.

    Calls among compiled functions are inlined: handing tuples of arrays over costs more than what is done.
    They make no arrays of their own (`_nrt=False`): without the counting of references to arrays they take
    half the time, to compile and to run.
    """
    return function if PLAIN else cast(Compiled, _Compiled(function, forceinline=True))


def compiled_apart(function: Compiled) -> Compiled:
    """The same, but called rather than inlined: for what is used in several places, or rarely."""
    return function if PLAIN else cast(Compiled, _Compiled(function))


class _Compiled:
    """A function that is found on disk or compiled when it is called, or is part of one that is compiled."""

    def __init__(self, function: Callable[..., Any], **options: bool) -> None:
        update_wrapper(self, function)
        self._function, self._options = function, options
        self._written = _written(function)

    def __call__(self, *given: Any) -> Any:
        return self.dispatcher(*given)

    @cached_property
    def dispatcher(self) -> Any:
        """What numba makes of the function."""
        numba, folder = _numba(), _kept_in()
        if folder is None or _written(self._function) != self._written:
            return numba.njit(_nrt=False, **self._options)(self._function)
        numba.config.CACHE_DIR = str(folder)
        made = numba.njit(cache=True, _nrt=False, **self._options)(self._function)
        if hasattr(getattr(made, "_cache", None), "_load_overload"):
            made._cache.load_overload = partial(_found_on_disk, made._cache)
            made._cache.save_overload = partial(_keep_on_disk, made._cache.save_overload)
        return made

    @cached_property
    def part(self) -> Any:
        """What numba makes of the function as a part of others.

        It is kept with them, not by itself, and has nothing by which Python could call it: of a short
        function that takes many arrays that would be most of what there is to compile.
        """
        bare = {"no_cpython_wrapper": True, "no_cfunc_wrapper": True}
        return _numba().njit(_nrt=False, **bare, **self._options)(self._function)

    @property
    def _numba_type_(self) -> Any:
        """By this numba knows what is called where others are compiled."""
        return self.part._numba_type_


def _written(function: Callable[..., Any]) -> float:
    """When the file of a function was written [s]; 0 where there is none.

    What was loaded before an edit must not be kept as what comes of the edited file.
    """
    try:
        return Path(function.__code__.co_filename).stat().st_mtime
    except OSError:
        return 0.0


def _found_on_disk(kept: Any, signature: Any, target: Any) -> Any:
    """What is kept of a function for arguments of these types; None: nothing, or nothing that can be read.

    Numba's own way gets ready to compile before it looks, which takes a quarter second in each process.
    """
    try:
        with kept._guard_against_spurious_io_errors():
            return kept._load_overload(signature, target)
    except Exception:  # a damaged file can raise anything; all is forgotten, and written anew
        kept.flush()
    return None


def _keep_on_disk(save: Callable[..., None], *made: Any) -> None:
    """Keeps what was compiled; where that fails, as on a full disk, one warning says so."""
    try:
        save(*made)
    except OSError as problem:
        _warn_once(problem.strerror or str(problem))


_warn_once = cache(_warn)


def keeps_compiled() -> bool:
    """Whether what this process compiles is there for others."""
    return _kept_in() is not None


def is_compiled(function: Callable[..., Any]) -> bool:
    """Whether a compiled function is ready to run, from an earlier run or because all stays plain Python."""
    if PLAIN:
        return True
    folder, module = _kept_in(), function.__module__.rpartition(".")[2]
    return folder is not None and any(folder.glob(f"*/{module}.{function.__name__}-*.nbc"))


def whole(number: int) -> int:
    """A constant that is of the type of all whole numbers; numba compiles anew for each plain one."""
    return cast(int, np.int64(number))


PLACE = whole(0x7FFFFFFF)
"""Numbers are masked with this before they serve as places in arrays: the compiler then knows that they do
not count from the end, and does not ask at every use."""
