"""What we learned: measures, their intervals, the files and tables made of them, and the command line."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from results.asking import Question
    from results.comparison_results import Comparison
    from results.files import Folder
    from results.findings import Results
    from results.grid_results import GridResults
    from results.running import Options
    from results.sizing.played import SizeResults
    from results.sizing.shifted import ShiftResults
    from scenarios import Plan


def run(
    plan: Plan,
    *,
    strategies: Sequence[str] | None = None,
    replications: int | None = None,
    seed: int | None = None,
    workers: int = 1,
    by: Sequence[str] = (),
    engine: str = "auto",
    cluster: str | None = None,
    out: Path | str | None = None,
    keep_tickets: bool = False,
    stratify: bool = False,
    force: bool = False,
    resume: Path | str | None = None,
) -> Results:
    """Plays a plan under its strategies and returns tidy frames that show themselves well in a notebook.

    None: as the file says. Where `out` names a folder, everything is written there too; `keep_tickets` then
    adds one row per ticket. `stratify` draws the day factors of every ten replications together, spread
    evenly. `resume` names the folder of a run that did not end, and goes on with it. With
    several `workers` the calling script needs its `__main__` guard; `cluster` is the address of a Dask
    scheduler, or `local`. Raises ValueError for an unknown strategy, grouping or engine, FolderError where
    `out` or `resume` cannot be used, ClusterError where the cluster cannot, and StoppedError where the
    workers or the disk gave up on the way.
    """
    from results.files import Folder  # noqa: PLC0415 - the command line must start fast
    from results.running import continuing, run_plan  # noqa: PLC0415

    options = _options(strategies, replications, seed, workers, by, engine, cluster, stratify=stratify)
    options = replace(options, keep_tickets=keep_tickets)
    if resume is not None:
        folder = Folder.continued(Path(resume))
        return run_plan(plan, continuing(plan, options, folder), folder)
    return run_plan(plan, options, _folder(out, force=force))


def compare(
    plan: Plan,
    *,
    strategies: Sequence[str] | None = None,
    what_if: Sequence[str] = (),
    objective: str = "",
    subject_to: Sequence[str] = (),
    worth: str = "",
    until_sure: str = "",
    budget: int | None = None,
    all_pairs: bool = False,
    confirm: int | None = None,
    precision: Sequence[str] = (),
    pareto: Sequence[str] = (),
    combine: Sequence[str] | None = None,
    combine_as: str = "list",
    up_to: int = 3,
    measures: Sequence[str] = (),
    everything: bool = False,
    stratify: bool = False,
    control: bool = False,
    replications: int | None = None,
    seed: int | None = None,
    workers: int = 1,
    by: Sequence[str] = (),
    engine: str = "auto",
    cluster: str | None = None,
    out: Path | str | None = None,
    force: bool = False,
    resume: Path | str | None = None,
) -> Comparison:
    """Compares strategies and what-ifs of a plan on the same tickets; the verdict and tidy frames.

    `objective`, `subject_to` and `worth` are written as on the command line; `what_if` may be `["all"]`.
    `until_sure` ("95 %") adds replications until the best is known up to `worth`, or `budget` is used up.
    `confirm` is the number of fresh replications for those that decide (None: as many as in the search).
    `precision` ("wait_mean ±5 %") adds replications until that is known. `combine` builds lists of up to
    `up_to` of these strategies, or weighted sums (`combine_as="weighted"`), and compares those; `pareto`
    names the objectives whose front is worth keeping. `measures` and `everything` widen `comparison`.
    `stratify` draws the day factors of every ten replications together, spread evenly; `control` takes off
    the objective what the work that came by chance explains of it.
    `resume` names the folder of a comparison that did not end, and goes on with it.
    Raises what `run` raises, ValueError for what cannot be asked, ScenarioError for an unknown what-if.
    """
    from results.asking import Question  # noqa: PLC0415 - the command line must start fast
    from results.combining import Asked  # noqa: PLC0415
    from results.comparing import compare_plan  # noqa: PLC0415

    question = Question(
        options=_options(strategies, replications, seed, workers, by, engine, cluster, stratify=stratify),
        what_if=tuple(what_if),
        objective=objective,
        constraints=tuple(subject_to),
        worth=worth,
        until_sure=until_sure,
        budget=budget,
        all_pairs=all_pairs,
        confirm=confirm,
        precision=tuple(precision),
        pareto=tuple(pareto),
        combine=None if combine is None else Asked(tuple(combine), combine_as, up_to),
        measures=tuple(measures),
        everything=everything,
        control=control,
    )
    question, folder = _begun(plan, question, out, resume, force=force)
    return compare_plan(plan, question, folder)


def grid(
    plan: Plan,
    fields: Sequence[str],
    *,
    strategies: Sequence[str] | None = None,
    objective: str = "",
    subject_to: Sequence[str] = (),
    worth: str = "",
    stratify: bool = False,
    confirm: int | None = None,
    replications: int | None = None,
    seed: int | None = None,
    workers: int = 1,
    by: Sequence[str] = (),
    engine: str = "auto",
    cluster: str | None = None,
    out: Path | str | None = None,
    force: bool = False,
    resume: Path | str | None = None,
) -> GridResults:
    """Plays strategies over a grid of fields: effects, interactions, and which strategy wins where.

    `fields` are written as on the command line: `tiers.L1.frontline.agents=12..16/2`. Raises what `compare`
    raises.
    """
    from results.asking import Question  # noqa: PLC0415 - the command line must start fast
    from results.gridding import grid_plan  # noqa: PLC0415

    question = Question(
        options=_options(strategies, replications, seed, workers, by, engine, cluster, stratify=stratify),
        objective=objective,
        constraints=tuple(subject_to),
        worth=worth,
        confirm=confirm,
        grid=tuple(fields),
    )
    question, folder = _begun(plan, question, out, resume, force=force)
    return grid_plan(plan, question, folder)


def size(
    plan: Plan,
    *,
    vary: Sequence[str] = (),
    subject_to: Sequence[str] = (),
    odds: str = "",
    certainty: str = "",
    strategies: Sequence[str] | None = None,
    replications: int | None = None,
    budget: int | None = None,
    exhaustive: bool = False,
    seed: int | None = None,
    workers: int = 1,
    engine: str = "auto",
    cluster: str | None = None,
    out: Path | str | None = None,
    force: bool = False,
) -> SizeResults:
    """The cheapest head-counts that keep the promises, under each strategy.

    `vary`, `subject_to`, `odds` and `certainty` are written as on the command line; empty: as the file's
    `sizing` says. Raises what `run` raises, and ValueError for what cannot be asked.
    """
    from results.sizing.played import size_plan  # noqa: PLC0415 - the command line must start fast
    from results.sizing.question import SizeQuestion  # noqa: PLC0415

    question = SizeQuestion(
        options=_options(strategies, replications, seed, workers, (), engine, cluster),
        vary=tuple(vary),
        subject_to=tuple(subject_to),
        odds=odds,
        certainty=certainty,
        budget=budget,
        exhaustive=exhaustive,
    )
    return size_plan(plan, question, _folder(out, force=force))


def size_shifts(
    plan: Plan,
    *,
    subject_to: Sequence[str] = (),
    odds: str = "",
    certainty: str = "",
    strategies: Sequence[str] | None = None,
    replications: int | None = None,
    budget: int | None = None,
    seed: int | None = None,
    workers: int = 1,
    engine: str = "auto",
    cluster: str | None = None,
    out: Path | str | None = None,
    force: bool = False,
) -> ShiftResults:
    """The cheapest shifts found that keep the promises, for the pools that have some under `sizing: shifts`.

    All else as for `size`.
    """
    from results.sizing.question import SizeQuestion  # noqa: PLC0415 - the command line must start fast
    from results.sizing.shifted import size_shifts as found  # noqa: PLC0415

    question = SizeQuestion(
        options=_options(strategies, replications, seed, workers, (), engine, cluster),
        subject_to=tuple(subject_to),
        odds=odds,
        certainty=certainty,
        budget=budget,
    )
    return found(plan, question, _folder(out, force=force))


def _options(  # noqa: PLR0917 - in the order in which everybody takes them
    strategies: Sequence[str] | None,
    replications: int | None,
    seed: int | None,
    workers: int,
    by: Sequence[str],
    engine: str,
    cluster: str | None,
    *,
    stratify: bool = False,
) -> Options:
    from results.running import Options  # noqa: PLC0415 - the command line must start fast

    chosen, crossed = tuple(strategies or ()), tuple(by)
    return Options(chosen, replications, seed, workers, crossed, engine, cluster=cluster, stratify=stratify)


def _begun(
    plan: Plan, question: Question, out: Path | str | None, resume: Path | str | None, *, force: bool
) -> tuple[Question, Folder | None]:
    """What is asked, and the folder where it begins or goes on."""
    from results.continuing import continued  # noqa: PLC0415 - the command line must start fast
    from results.files import Folder  # noqa: PLC0415

    if resume is None:
        return question, _folder(out, force=force)
    folder = Folder.continued(Path(resume))
    return continued(plan, question, folder), folder


def _folder(out: Path | str | None, *, force: bool) -> Folder | None:
    from results.files import Folder  # noqa: PLC0415 - the command line must start fast

    return None if out is None else Folder.prepared(Path(out), force=force)


__all__ = ["compare", "grid", "run", "size", "size_shifts"]
