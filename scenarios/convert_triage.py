"""Triage of the form as the sim knows it."""

from __future__ import annotations

import numpy as np

from scenarios.census import priority_shares, skill_shares
from scenarios.convert_distributions import distribution_of
from scenarios.form_desk import ErrorsForm, TriageForm
from scenarios.mistakes import Path
from scenarios.reading import SHARES_TOLERANCE, Reading
from sim.triage import confusion
from sim.vocabulary import Floats, Pool, Scenario, Triage, TriageMode

MODES = {"perfect": TriageMode.PERFECT, "manual": TriageMode.MANUAL, "automated": TriageMode.AUTOMATED}


def triage_of(reading: Reading, pools: tuple[Pool, ...]) -> Triage:
    """Triage without its errors, which need to know the tickets."""
    form, path = reading.form.triage or TriageForm(), ("triage",)
    mode = MODES[form.mode]
    automated = mode is TriageMode.AUTOMATED
    by_hand = form.mode == "manual" or (automated and form.otherwise == "manual" and form.coverage < 1)
    work = distribution_of(form.work, (*path, "work"), reading)
    by = _by(form, pools, reading)
    if by_hand and form.work is None and reading.report.clean((*path, "work")):
        reading.report.add(path, "found no key work, needed: the work of a manual triage, such as 3 min")
    if by_hand and form.by is None and reading.report.clean((*path, "by")):
        reading.report.add(path, "found no key by, needed: the pools or tiers that do manual triage")
    if form.errors and form.mode == "perfect":
        reading.report.warn((*path, "errors"), "mode is perfect: errors have no effect")
    return Triage(
        mode=mode,
        coverage=form.coverage if automated else 1.0,
        otherwise=MODES[form.otherwise or "perfect"] if automated else TriageMode.PERFECT,
        work=work if by_hand else None,
        by=by if by_hand else (),
        diagnosis=distribution_of(form.diagnosis, (*path, "diagnosis"), reading),
        corrects_priority=form.correct == "first_touch",
    )


def _by(form: TriageForm, pools: tuple[Pool, ...], reading: Reading) -> tuple[int, ...]:
    """Places of the pools that a pool's or tier's name means."""
    tiers, names = reading.levels["tier"], reading.levels["pool"]
    found: list[int] = []
    for name in form.by or ():
        if name not in tiers and name not in names:
            reading.report.unknown(("triage", "by"), name, [*tiers, *names])
        found += [place for place, pool in enumerate(pools) if name == pool.name or name == tiers[pool.tier]]
    return tuple(sorted(set(found)))


def check_errors(reading: Reading) -> None:
    """Note what is wrong with the errors of triage, whatever the tickets are."""
    form = reading.form.triage or TriageForm()
    if form.errors is None:
        return
    for attribute, errors in (("priority", form.errors.priority), ("skill", form.errors.skill)):
        if errors is not None:
            _check_one(errors, attribute, ("triage", "errors", attribute), reading)
    skill = form.errors.skill
    if skill is not None and form.mode != "perfect" and form.diagnosis is None and skill.accuracy != 1:
        needed = "the length of the touch that finds a wrong skill, such as 10 min"
        if reading.report.clean(("triage", "diagnosis")):
            reading.report.add(
                ("triage",), f"found errors in the skill but no key diagnosis, needed: {needed}"
            )


def _check_one(errors: ErrorsForm, attribute: str, path: Path, reading: Reading) -> None:
    if (errors.accuracy is None) == (errors.matrix is None):
        found = "neither accuracy nor matrix" if errors.accuracy is None else "both accuracy and matrix"
        if reading.report.clean(path):
            reading.report.add(path, f"found {found}, needed: one of them")
    if attribute == "skill" and errors.spread == "near":
        reading.report.found((*path, "spread"), "near", "majority, even: skills have no order")
    if errors.matrix is None:
        return
    labels = reading.levels[attribute]
    for true in labels:
        if true not in errors.matrix:
            reading.report.add(
                (*path, "matrix"), f"found no row {true}, needed: a row for each of {', '.join(labels)}"
            )
    for true, row in errors.matrix.items():
        reading.code(attribute, true, (*path, "matrix", true))
        for seen in row:
            reading.code(attribute, seen, (*path, "matrix", true, seen))
        if abs(sum(row.values()) - 1) > SHARES_TOLERANCE:
            total = f"{sum(row.values()):.6g}"
            reading.report.add(
                (*path, "matrix", true), f"found shares that add to {total}, allowed: shares that add to 1"
            )


def confusions(reading: Reading, scenario: Scenario) -> tuple[Floats | None, Floats | None]:
    """([true, observed] of the priority, [segment, true, observed] of the skill); None: no errors."""
    form = reading.form.triage or TriageForm()
    if form.errors is None or form.mode == "perfect":
        return None, None
    usual = "majority" if form.mode == "automated" else None
    by_priority = by_skill = None
    if form.errors.priority is not None:
        spread = form.errors.priority.spread or usual or "near"
        by_priority = _matrix(form.errors.priority, scenario.priorities, spread, priority_shares(scenario))
    if form.errors.skill is not None:
        spread = form.errors.skill.spread or usual or "even"
        spread = "weighted" if spread == "even" else spread
        rows = skill_shares(scenario)
        by_skill = np.array([_matrix(form.errors.skill, scenario.skills, spread, row) for row in rows])
    return by_priority, by_skill


def _matrix(errors: ErrorsForm, labels: tuple[str, ...], spread: str, weights: Floats) -> Floats:
    if errors.matrix is not None:
        given = np.array([[errors.matrix[true].get(seen, 0.0) for seen in labels] for true in labels])
        fitted: Floats = given / given.sum(axis=1, keepdims=True)
        return fitted
    accuracy = 1.0 if errors.accuracy is None else errors.accuracy
    return confusion(len(labels), accuracy, spread, weights.tolist())
