"""Request types of the form as the sim knows them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import cast

from scenarios.convert_distributions import distribution_of
from scenarios.form_tickets import EntryForm, PatienceForm, RequestForm, StepForm
from scenarios.mistakes import Path
from scenarios.names import filter_of
from scenarios.reading import Reading
from sim.distributions import Constant, Distribution
from sim.vocabulary import (
    MAX_VISITS,
    SOLVED,
    EntryRule,
    Hold,
    Mix,
    Reopen,
    RequestType,
    SelfService,
    Step,
)

LIVE = ("phone", "chat")
STAND_IN = Constant(1.0)
"""In place of a distribution that is a mistake."""


def requests_of(reading: Reading) -> tuple[RequestType, ...]:
    """All request types, in the order of the file."""
    return tuple(_request(name, form, reading) for name, form in reading.form.requests.items())


def _request(name: str, form: RequestForm, reading: Reading) -> RequestType:
    path: Path = ("requests", name)
    live = form.channel in LIVE
    return RequestType(
        name=name,
        skill=reading.code("skill", form.skill, (*path, "skill")) or 0,
        channel=form.channel,
        live=live,
        entry=_entry(form, path, reading),
        path=_steps(form, path, live, reading),
        impact=_graded(form.impact, "impact", path, reading),
        urgency=_graded(form.urgency, "urgency", path, reading),
        sentiment=_graded(form.sentiment, "sentiment", path, reading),
        self_service=_self_service(form, (*path, "self_service"), reading),
        patience=distribution_of(form.patience, (*path, "patience"), reading),
        leaves=_leaves(form.patience, live, (*path, "patience", "then"), reading),
        handover=distribution_of(form.handover, (*path, "handover"), reading),
        transfer_reply=form.transfer_reply,
        reopen=_reopen(form, (*path, "reopen"), reading),
    )


def _some(law: object, path: Path, reading: Reading) -> Distribution:
    """A distribution, or a stand-in where it is a mistake."""
    return distribution_of(cast("PatienceForm", law), path, reading) or STAND_IN


def _graded(shares: Mapping[str, float] | None, attribute: str, path: Path, reading: Reading) -> Mix | None:
    """A mix of labels that the attribute knows."""
    if shares is None:
        return None
    for label in shares:
        reading.code(attribute, label, (*path, attribute, label))
    return reading.mix(shares, (*path, attribute))


def _self_service(form: RequestForm, path: Path, reading: Reading) -> SelfService | None:
    if form.self_service is None:
        return None
    back = form.self_service.returns
    if back is None:
        return SelfService(form.self_service.share)
    after = _some(back.after, (*path, "returns", "after"), reading)
    return SelfService(form.self_service.share, back.share, after)


def _leaves(form: PatienceForm | None, live: bool, path: Path, reading: Reading) -> bool:
    """Whether customers leave when their patience ends."""
    return form is not None and (live if form.then is None else form.then == "leaves")


def _reopen(form: RequestForm, path: Path, reading: Reading) -> Reopen | None:
    if form.reopen is None:
        return None
    return Reopen(form.reopen.share, _some(form.reopen.after, (*path, "after"), reading))


def _entry(form: RequestForm, path: Path, reading: Reading) -> tuple[EntryRule, ...]:
    """The entry rules; a mistake where the last one leaves tickets without a tier."""
    where = (*path, "entry")
    given: list[tuple[EntryForm, Path]] = (
        [(rule, (*where, place)) for place, rule in enumerate(form.entry)]
        if isinstance(form.entry, list)
        else [(form.entry, where)]
    )
    rules: list[EntryRule] = []
    for rule, at in given:
        tier = reading.code("tier", rule.tier, (*at, "tier"))
        if tier is not None and rule.tier not in form.path and reading.report.clean((*path, "path")):
            allowed = ", ".join(form.path) or "nothing: the path is empty"
            reading.report.add(at, f"found {rule.tier}, where the path has no step, allowed: {allowed}")
        rules.append(EntryRule(filter_of(rule.when, (*at, "when"), reading), tier or 0))
    if all(rule.when for rule, _ in given) and reading.report.clean(where):
        last = "a last rule without `when`, for tickets that no rule before takes"
        reading.report.add(where, f"found no tier for the rest, needed: {last}")
    for rule, at in given[:-1]:
        if not rule.when:
            reading.report.add(at, f"found {rule.tier} for all tickets, so that no later rule can matter")
    return tuple(rules)


def _steps(form: RequestForm, path: Path, live: bool, reading: Reading) -> dict[int, Step]:
    steps: dict[int, Step] = {}
    for name, step in form.path.items():
        where = (*path, "path", name)
        tier = reading.code("tier", name, where)
        if live:
            _check_live(step, where, form.channel, reading)
        if tier is not None:
            steps[tier] = _step(step, where, form, reading)
    if not form.path and reading.report.clean((*path, "path")):
        reading.report.add(
            (*path, "path"), "found an empty path, allowed: a step for each tier that tickets visit"
        )
    return steps


def _check_live(step: StepForm, path: Path, channel: str, reading: Reading) -> None:
    if step.touches is not None and any(share and label != "1" for label, share in step.touches.items()):
        reading.report.add((*path, "touches"), f"found several touches, allowed on {channel}: 1")
    if step.hold is not None:
        reading.report.add((*path, "hold"), f"found a hold, allowed on {channel}: none")


def _step(form: StepForm, path: Path, request: RequestForm, reading: Reading) -> Step:
    touches, shares = _touches(form, (*path, "touches"), reading)
    several = any(number > 1 and share > 0 for number, share in zip(touches, shares, strict=True))
    reply = distribution_of(form.customer_reply, (*path, "customer_reply"), reading)
    if several and form.customer_reply is None and request.channel not in LIVE:
        needed = "customer_reply, how long the customer takes to answer"
        reading.report.add(
            (*path, "touches"), f"found several touches without customer_reply, needed: {needed}"
        )
    hold = None
    if form.hold is not None:
        hold = Hold(form.hold.share, _some(form.hold.length, (*path, "hold", "for"), reading))
    after = reading.mix(form.next, (*path, "next"))
    return Step(
        work=_some(form.work, (*path, "work"), reading),
        touches=touches,
        touch_shares=shares,
        next=tuple(_next(label, path, request, reading) for label in after.labels),
        next_shares=after.shares,
        customer_reply=reply,
        hold=hold,
    )


def _touches(form: StepForm, path: Path, reading: Reading) -> tuple[tuple[int, ...], tuple[float, ...]]:
    if form.touches is None:
        return (1,), (1.0,)
    mix = reading.mix(form.touches, path)
    numbers: list[int] = []
    for label in mix.labels:
        known = label.isdecimal() and 1 <= int(label[:6]) <= MAX_VISITS
        if not known:
            reading.report.found(
                (*path, label), label, f"numbers of touches from 1 to {MAX_VISITS}, with shares"
            )
        numbers.append(int(label[:6]) if known else 1)
    return tuple(numbers), mix.shares


def _next(label: str, path: Path, request: RequestForm, reading: Reading) -> int:
    """The tier that a visit leads to, or SOLVED."""
    if label == "solved":
        return SOLVED
    where = (*path, "next", label)
    known = [*reading.levels["tier"], "solved"]
    if label not in known:
        reading.report.unknown(where, label, known)
        return SOLVED
    if label not in request.path and reading.report.clean(path[:-1]):
        reading.report.add(
            where, f"found {label}, where the path has no step, allowed: {', '.join(request.path)}, solved"
        )
    return reading.levels["tier"].index(label)
