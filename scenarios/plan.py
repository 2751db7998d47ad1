"""A scenario file that has been read and checked, ready to be played."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path as FilePath
from typing import Any

from scenarios.changes import ChangeError, changed
from scenarios.convert import Converted, convert
from scenarios.mistakes import Mistake, Report, ScenarioError, listed, nearest
from scenarios.reading import LIMIT_TICKETS
from scenarios.sizing import Sizing
from scenarios.yaml_text import MOST_BYTES, Text, read_text
from sim.vocabulary import Scenario
from strategies import Code, Strategy


@dataclass(frozen=True)
class Plan:
    """What a scenario file asks for."""

    path: FilePath
    source: bytes
    """The file, byte by byte."""
    scenario: Scenario
    strategies: Mapping[str, Strategy]
    baseline: str
    """The strategy that others are compared with."""
    objective: str
    """`measure` or `measure[by=group]`; empty: the promise that fares worst under the baseline."""
    what_if: Mapping[str, Mapping[str, Any]]
    """name → dotted path → new value."""
    warnings: tuple[str, ...] = ()
    """What is allowed but probably not meant, each with file and line."""
    data: Mapping[str, Any] = field(default_factory=dict)
    """The plain data of the file, with the changes that were asked for."""
    changes: Mapping[str, Any] = field(default_factory=dict)
    limit_tickets: float = LIMIT_TICKETS
    allow_code: bool = False
    """Whether the strategies may be Python files of the user's own."""
    sizing: Sizing | None = None
    """What the file asks `ticketlab size`."""

    @property
    def sha256(self) -> str:
        """The digest of the file."""
        return hashlib.sha256(self.source).hexdigest()

    def with_change(self, name: str) -> Plan:
        """The plan under one of its what-ifs; ScenarioError where it has none of this name."""
        if name not in self.what_if:
            known = listed(self.what_if) or "none: the file has no what_if"
            guess = nearest(name, self.what_if)
            also = f" (did you mean {guess}?)" if guess else ""
            message = f"found {name!r}, allowed: {known}{also}"
            raise ScenarioError([Mistake(str(self.path), 0, "what_if", message)])
        return self.with_changes(self.what_if[name])

    def with_changes(self, changes: Mapping[str, Any]) -> Plan:
        """The plan with some values of its file changed; ScenarioError where that makes no scenario."""
        return plan_of(
            self.source,
            self.path,
            limit_tickets=self.limit_tickets,
            changes={**self.changes, **changes},
            allow_code=self.allow_code,
        )


def read(
    path: str | os.PathLike[str],
    *,
    limit_tickets: float = LIMIT_TICKETS,
    changes: Mapping[str, Any] | None = None,
    allow_code: bool = False,
) -> Plan:
    """The plan that a scenario file makes; ScenarioError with all its mistakes where it makes none.

    `limit_tickets` is the most tickets that one replication may be expected to have. `changes` are dotted
    paths into the file with new values. `allow_code` lets its strategies be Python files of the user's own,
    which then run: say so only of files that you trust.
    """
    source = _bytes_of(FilePath(path))
    return plan_of(
        source, FilePath(path), limit_tickets=limit_tickets, changes=changes, allow_code=allow_code
    )


def _bytes_of(path: FilePath) -> bytes:
    """The bytes of a file; ScenarioError where it is none."""
    try:
        if path.is_dir():
            raise IsADirectoryError
        with path.open("rb") as file:
            return file.read(MOST_BYTES + 1)
    except FileNotFoundError:
        message = "found no such file, allowed: a YAML file"
        raise ScenarioError([Mistake(str(path), 0, "", message)]) from None
    except IsADirectoryError:
        message = "found a folder, allowed: a YAML file"
        raise ScenarioError([Mistake(str(path), 0, "", message)]) from None
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise ScenarioError([Mistake(str(path), 0, "", f"cannot be read: {reason}")]) from None


def plan_of(
    source: bytes,
    path: FilePath,
    *,
    limit_tickets: float = LIMIT_TICKETS,
    changes: Mapping[str, Any] | None = None,
    allow_code: bool = False,
) -> Plan:
    """The plan that the bytes of a scenario file make; relative paths in it begin at the folder of `path`."""
    text = read_text(source, str(path))
    report = Report(str(path), text.places, list(text.mistakes))
    data = _with_changes(text, changes or {}, report)
    frames: dict[str, Any] = {}
    converted = convert(data, report, Code(allow_code, path.parent), limit_tickets, frames)
    if converted is not None and not changes:
        _check_what_ifs(converted, data, report, text, frames)
    report.raise_if_any()
    if converted is None:
        raise ScenarioError([Mistake(str(path), 0, "", "found no scenario")])
    form = converted.reading.form
    return Plan(
        path=path,
        source=source,
        scenario=converted.scenario,
        strategies=converted.strategies,
        baseline=form.baseline or next(iter(converted.strategies)),
        objective=form.objective or _usual_objective(converted.scenario),
        what_if=dict(form.what_if or {}),
        warnings=tuple(report.warnings),
        data=data,
        changes=dict(changes or {}),
        limit_tickets=limit_tickets,
        allow_code=allow_code,
        sizing=converted.sizing,
    )


def _with_changes(text: Text, changes: Mapping[str, Any], report: Report) -> Any:
    """The data of the file with the changes; mistakes for those that lead nowhere."""
    if not changes or not isinstance(text.data, dict):
        return text.data
    try:
        return changed(text.data, changes)
    except ChangeError as error:
        raise ScenarioError([*report.mistakes, Mistake(report.file, 0, "changes", str(error))]) from None


def _check_what_ifs(
    converted: Converted, data: dict[str, Any], report: Report, text: Text, frames: dict[str, Any]
) -> None:
    """Note what-ifs that lead nowhere, or that make a file with mistakes."""
    reading = converted.reading
    sound = not report.mistakes
    for name, changes in (reading.form.what_if or {}).items():
        path = ("what_if", name)
        if not changes:
            report.add(path, "found no change, needed: dotted path → new value")
        paths = [path_to for path_to in changes if _leads_somewhere(data, path_to, changes, report, path)]
        if sound and len(paths) == len(changes) and changes:
            trial = Report(report.file, text.places)
            new = changed(data, changes)
            new.pop("what_if", None)
            convert(new, trial, reading.own_code, reading.limit_tickets, frames)
            where = (*path, paths[0]) if len(paths) == 1 else path
            for mistake in trial.mistakes:
                report.add(where, f"with this change, {mistake.field}: {mistake.message}")


def _leads_somewhere(
    data: dict[str, Any], dotted: str, changes: Mapping[str, Any], report: Report, path: tuple[str, ...]
) -> bool:
    try:
        changed(data, {dotted: changes[dotted]})
    except ChangeError as error:
        report.add((*path, dotted), str(error))
        return False
    if dotted.partition(".")[0] == "what_if":
        report.add((*path, dotted), "found a change of what_if itself, allowed: any other key")
        return False
    return True


def _usual_objective(scenario: Scenario) -> str:
    """Where customers can leave, attainment flatters a desk that loses them: the share of clocks kept.

    By owed targets, where triage can err.
    """
    if not (scenario.policies and any(r.leaves for r in scenario.requests)):
        return ""
    return "kept_share" if scenario.triage.priority_confusion is None else "kept_share_owed"
