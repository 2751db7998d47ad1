"""A comparison goes on from its part files: what it was asked, and whether it still is the same one."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from results.asking import Question, Setup
from results.combining import Asked
from results.edition import edition
from results.files import Folder, FolderError
from results.identity import digest_of, shown
from results.running import Options
from scenarios import Plan

QUESTION = {
    "strategies": "other strategies",
    "replications": "another number of replications",
    "by": "other groupings (--by)",
    "stratify": "another choice of --stratify",
    "what_if": "other what-ifs",
    "objective": "another objective",
    "constraints": "other constraints",
    "worth": "another difference that matters (--worth)",
    "all_pairs": "another choice of --all-pairs",
    "until_sure": "another confidence (--until-sure)",
    "budget": "another budget",
    "confirm": "another number of fresh replications (--confirm)",
    "precision": "another precision",
    "pareto": "other objectives of the front (--pareto)",
    "combine": "other combinations",
    "measures": "other measures (--measure)",
    "everything": "another choice of --everything",
    "grid": "another grid",
    "control": "another choice of --control",
}
"""What is asked, and what is said where it differs."""
OPTIONS = ("strategies", "replications", "seed", "by", "stratify")
"""Of how it is played, what leaves other bytes."""


@dataclass(frozen=True)
class ComparisonIdentity:
    """A comparison, as `run.json` in its folder of parts tells it."""

    sha256: str
    """Of the scenario file."""
    seed: int
    edition: str
    asked: Mapping[str, Any]
    """The question, field by field."""
    played: str
    """Digest of all that is played: the scenarios with the files that they read, and the strategies."""

    @classmethod
    def of(cls, plan: Plan, question: Question, setups: Mapping[str, Setup]) -> ComparisonIdentity:
        """What a comparison of this plan is, which is played as the setups say."""
        players = [player for setup in setups.values() for player in setup.players]
        return cls(
            sha256=plan.sha256,
            seed=players[0].scenario.run.seed,
            edition=edition(),
            asked=_asked(question),
            played=digest_of([(one.scenario, one.strategies, one.what_if, one.by) for one in players]),
        )

    @classmethod
    def read(cls, text: str) -> ComparisonIdentity:
        """The identity that was written; ValueError where it is none."""
        try:
            return cls(**json.loads(text)["comparison"])
        except (KeyError, TypeError) as problem:
            raise ValueError("what is there is no comparison") from problem

    def written(self) -> str:
        """The identity as text."""
        return json.dumps({"comparison": dataclasses.asdict(self)}, indent=2, ensure_ascii=False) + "\n"

    def question(self) -> Question:
        """What was asked."""
        told: dict[str, Any] = {
            name: tuple(one) if isinstance(one, list) else one for name, one in self.asked.items()
        }
        options = Options(**{name: told.pop(name) for name in OPTIONS})
        made = told.pop("combine")
        combine = None if made is None else Asked(**{**made, "members": tuple(made["members"])})
        return Question(options=options, combine=combine, **told)


def continued(plan: Plan, question: Question, folder: Folder) -> Question:
    """The question of the comparison in a folder; what is not asked now stays as it was.

    Raises FolderError where something else is asked now than there, saying what.
    """
    there = _read(folder)
    if there.sha256 != plan.sha256:
        raise _refused(folder, "another scenario file")
    if there.edition != edition():
        raise _refused(folder, f"another version ({there.edition} there, {edition()} now)")
    now, plain = _asked(question), _asked(Question())
    seed = question.options.seed
    if seed not in {None, there.seed}:
        raise _refused(folder, f"another seed ({there.seed} there, {seed} now)")
    for name, words in QUESTION.items():
        if now[name] not in (plain[name], there.asked[name]):
            raise _refused(folder, f"{words} ({_told(there.asked[name])} there, {_told(now[name])} now)")
    before = there.question()
    ours = question.options
    options = replace(before.options, workers=ours.workers, engine=ours.engine, cluster=ours.cluster)
    return replace(before, options=options)


def begin(plan: Plan, question: Question, setups: Mapping[str, Setup], folder: Folder) -> None:
    """Writes down what is compared; FolderError where the folder holds parts of something else."""
    own = ComparisonIdentity.of(plan, question, setups)
    if folder.has_identity and _read(folder).played != own.played:
        raise _refused(folder, "other contents of a file that the scenario reads")
    folder.write_identity(own.written())


def _read(folder: Folder) -> ComparisonIdentity:
    try:
        return ComparisonIdentity.read(folder.identity)
    except (OSError, ValueError) as problem:
        raise FolderError(f"{folder.path} holds nothing that can be continued: {problem}") from problem


def _refused(folder: Folder, why: str) -> FolderError:
    return FolderError(f"cannot continue {folder.path}: {why}")


def _asked(question: Question) -> dict[str, Any]:
    """The question as JSON knows it."""
    told = {field.name: getattr(question, field.name) for field in dataclasses.fields(question)}
    options = told.pop("options")
    told |= {name: getattr(options, name) for name in OPTIONS}
    told["combine"] = question.combine and dataclasses.asdict(question.combine)
    return dict(json.loads(json.dumps(told)))


def _told(value: Any) -> str:
    """A value in words."""
    if isinstance(value, Mapping):
        return ", ".join(f"{name} {_told(one)}" for name, one in value.items())
    if value is None or value == "":
        return "none"
    return shown(tuple(value) if isinstance(value, list) else value)
