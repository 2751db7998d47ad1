"""A Python file of the user's own: run by its content, so that every worker runs the very same rule."""

from __future__ import annotations

import hashlib
import sys
import traceback
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache
from importlib.util import decode_source
from pathlib import Path
from types import ModuleType
from typing import Any

from strategies._mistakes import StrategyError, listed, nearest


@dataclass(frozen=True)
class Code:
    """Whether files of the user's own may be run, and the folder where their paths begin."""

    allowed: bool = False
    folder: Path = Path()


@dataclass(frozen=True)
class RuleFile:
    """A file with rules, as it was when the scenario was read."""

    path: str = field(compare=False)
    """As messages name it; the same file elsewhere is the same file."""
    source: bytes

    @classmethod
    def read(cls, path: Path) -> RuleFile:
        """The file at a path; ValueError where there is none that can be read."""
        try:
            return cls(str(path), path.read_bytes())
        except OSError as problem:
            raise ValueError(f"cannot read {path}: {problem.strerror or problem}") from None

    @property
    def sha256(self) -> str:
        """Digest of the source."""
        return hashlib.sha256(self.source).hexdigest()

    def kind(self, name: str) -> type[Any]:
        """The class of this name; ValueError where the file has none or does not run."""
        module = _module(self.path, self.source)
        found = vars(module)
        if isinstance(found.get(name), type):
            kind: type[Any] = found[name]
            return kind
        own = [
            key
            for key, each in found.items()
            if isinstance(each, type) and each.__module__ == module.__name__
        ]
        raise ValueError(f"{self.path} has no class `{name}`; it has {listed(own)}{nearest(name, own)}")

    def wrong(self, place: str, message: str, line: int) -> StrategyError:
        """What is wrong with the rule at a line of the file."""
        lines = decode_source(self.source).splitlines()
        shown = lines[line - 1].strip() if 0 < line <= len(lines) else ""
        where = f"{self.path}:{line}: {place}" if line else f"{self.path}: {place}"
        return StrategyError((), f"{where}: {message}" + (f"\n    {shown}" if shown else ""))

    def call(self, place: str, function: Callable[..., Any], *given: Any) -> Any:
        """What a function of the file answers; StrategyError with file and line where it fails."""
        try:
            return function(*given)
        except (Exception, SystemExit) as problem:
            line = _last_line(problem, self.path) or self.line_of(function)
            known = isinstance(problem, StrategyError)
            message = str(problem) if known else f"{type(problem).__name__}: {problem}"
            raise self.wrong(place, message, line) from None

    def line_of(self, function: object) -> int:
        """The line of the file where a function begins; 0: it is not of this file."""
        code = getattr(function, "__code__", None)
        return int(code.co_firstlineno) if code is not None and code.co_filename == self.path else 0


@cache
def _module(path: str, source: bytes) -> ModuleType:
    """A file as a module, run once per process; ValueError with file and line where it does not run."""
    digest = hashlib.sha256(path.encode() + b"\0" + source).hexdigest()
    module = ModuleType(f"ticketlab_rule_{digest[:32]}")
    module.__file__ = path
    sys.modules[module.__name__] = module
    try:
        exec(compile(source, path, "exec", dont_inherit=True), module.__dict__)
    except (Exception, SystemExit) as problem:
        del sys.modules[module.__name__]
        raise ValueError(_does_not_run(RuleFile(path, source), problem)) from None
    return module


def _does_not_run(file: RuleFile, problem: BaseException) -> str:
    if isinstance(problem, SyntaxError) and problem.filename == file.path:
        place, text = f"{file.path}:{problem.lineno or 1}", (problem.text or "").strip()
        return f"{place}: {type(problem).__name__}: {problem.msg}" + (f"\n    {text}" if text else "")
    what = f"{type(problem).__name__}: {problem}"
    line = _last_line(problem, file.path)
    return str(file.wrong("as it is loaded", what, line)) if line else f"{file.path}: {what}"


def _last_line(problem: BaseException, path: str) -> int:
    """The line of the file that failed, or led to what failed; 0: none."""
    lines = [at.lineno for at in traceback.extract_tb(problem.__traceback__) if at.filename == path]
    return (lines[-1] or 0) if lines else 0
