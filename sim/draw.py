"""One replication's workload, drawn before the clock starts."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import numpy as np

from sim.alike import alike, looked_up
from sim.attendance import attend
from sim.distributions import Distribution, durations
from sim.intake import intake
from sim.journeys import plan_journeys
from sim.knowledge import by_phase, phases
from sim.lots import Lots
from sim.population import populate
from sim.streams import Purpose, Streams
from sim.vocabulary import Codes, Floats, RequestType, Scenario
from sim.workload import Workload


def draw(scenario: Scenario, replication: int, confirm: bool = False) -> Workload:
    """All that chance decides in one replication; `confirm`: a fresh one, for what was chosen by looking."""
    streams = Streams(scenario.run.seed, replication, confirm, scenario.run.stratify)
    came = intake(scenario, streams)
    tickets = came.tickets
    people = populate(scenario, came)
    request = people.columns["request"]
    known, triage_work = phases(scenario, tickets, people)
    journeys = plan_journeys(scenario, tickets, request, known[0].entry())
    return Workload(
        replication=replication,
        created=came.created,
        columns=people.columns,
        numbers=people.numbers,
        customer=people.customer,
        priority=by_phase(known, lambda phase: phase.priority),
        skill=by_phase(known, lambda phase: phase.skill),
        policy=by_phase(known, lambda phase: phase.policies()),
        admitted=by_phase(known, lambda phase: phase.admitted()),
        live=looked_up(np.array([kind.live for kind in scenario.requests]), request),
        patience=_patience(scenario, tickets, request),
        leaves=looked_up(np.array([kind.leaves for kind in scenario.requests]), request),
        triage_work=triage_work,
        diagnosis=_diagnosis(scenario, tickets, len(request)),
        diagnosis_handover=_diagnosis_handover(scenario, tickets, request),
        draw_predict=partial(_predictions, tickets),
        touches=journeys.touches,
        attendance=attend(scenario, streams),
        deflected=came.deflected,
        capped=journeys.capped,
    )


def by_request(
    scenario: Scenario,
    tickets: Lots,
    request: Codes,
    purpose: Purpose,
    *,
    length: Callable[[RequestType], Distribution | None],
    otherwise: float,
) -> Floats:
    """A duration of each ticket from its request's distribution, or `otherwise` [min]."""
    lengths = [(code, length(kind)) for code, kind in enumerate(scenario.requests)]
    if all(distribution is None for _, distribution in lengths):
        return alike(np.float64(otherwise), len(request))
    if len(lengths) == 1 and lengths[0][1] is not None:
        return tickets.times(purpose, lengths[0][1])
    uniforms = tickets.uniforms(purpose)
    times = np.full(len(request), otherwise)
    for code, distribution in lengths:
        if distribution is not None:
            mine = np.flatnonzero(request == code)
            times[mine] = durations(distribution, uniforms, mine)
    return times


def _patience(scenario: Scenario, tickets: Lots, request: Codes) -> Floats:
    """How long each customer waits for the first touch [min]; ∞: for ever."""
    purpose = Purpose.PATIENCE
    return by_request(
        scenario, tickets, request, purpose, length=lambda kind: kind.patience, otherwise=np.inf
    )


def _errs_in_skill(scenario: Scenario) -> bool:
    return scenario.triage.skill_confusion is not None


def _diagnosis(scenario: Scenario, tickets: Lots, size: int) -> Floats:
    """Length of the touch that finds a wrong skill [min]."""
    length = scenario.triage.diagnosis
    if length is None or not _errs_in_skill(scenario):
        return alike(np.float64(0.0), size)
    return tickets.times(Purpose.DIAGNOSIS, length)


def _diagnosis_handover(scenario: Scenario, tickets: Lots, request: Codes) -> Floats:
    """Extra reading work of whoever takes the ticket after a diagnosis [min]."""
    if not _errs_in_skill(scenario):
        return alike(np.float64(0.0), len(request))
    purpose = Purpose.DIAGNOSIS_HANDOVER
    return by_request(scenario, tickets, request, purpose, length=lambda kind: kind.handover, otherwise=0.0)


def _predictions(tickets: Lots) -> Floats:
    """[ticket, 2] uniforms for strategies that predict."""
    covered, predicted = (tickets.uniforms(p) for p in (Purpose.PREDICTION_COVERED, Purpose.PREDICTION))
    return np.stack((covered, predicted), axis=1)
