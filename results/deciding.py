"""From the books of a comparison to its verdict: who leads, who decides, and by how much."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from results.asking import Setup, default_objectives
from results.contest import Cell, Contest
from results.criteria import Expression
from results.drift import cautions, too_few
from results.estimates import CONFIDENCE
from results.families import t_factor
from results.findings import judged_promises, worst_promise
from results.paid_with import broken_by_winner
from results.series import by_section, scores
from results.until_sure import Pursuit, Sure
from results.verdict import Standing, in_order, standings
from results.verdict_text import Against, Found
from results.verdict_words import in_words, units_needed


def objective_of(setup: Setup, search: Contest) -> Expression:
    """What was asked for; else the promise that fares worst under the baseline."""
    if setup.stated is not None:
        return setup.stated
    table = search.promises()
    baseline = (table["what_if"] == setup.baseline.what_if) & (table["strategy"] == setup.baseline.strategy)
    worst = worst_promise(judged_promises(table[baseline]))
    return {one.text: one for one in default_objectives(setup.players[0].scenario)}[worst]


def standings_of(setup: Setup, contest: Contest, objective: Expression) -> dict[Cell, Standing]:
    """How the candidates of a stage stand."""
    found = standings(contest.candidates(), objective, setup.constraints)
    return dict(zip(contest.cells, found, strict=True))


def finalists(
    contest: Contest, objective: Expression, found: Mapping[Cell, Standing], sure: Sure | None = None
) -> list[Cell]:
    """The leader, the runner-up that is not the leader under another name, and the baseline.

    Where replications were added until it was sure, those that were left go first.
    """
    cells = list(found)
    order = [cells[place] for place in in_order(list(found.values()), objective)]
    order = list(dict.fromkeys([*(sure.left if sure else ()), *order]))
    leader = order[0]
    others = [cell for cell in order[1:] if not contest.identical(leader, cell)]
    return list(dict.fromkeys([leader, *others[:1], contest.baseline]))


def pursuit_of(setup: Setup, search: Contest, objective: Expression) -> Pursuit:
    """Those that may still be best, each once; who keeps no chance of keeping the constraints is out."""
    found = standings_of(setup, search, objective)
    wanted: list[Cell] = []
    for cell, one in found.items():
        if one.feasible and not _has_twin(search, cell, wanted):
            wanted.append(cell)
    return Pursuit(search, objective, wanted or list(found), setup.confidence, setup.worth)


def found_of(
    setup: Setup, objective: Expression, search: Contest, fresh: Contest | None, sure: Sure | None = None
) -> Found:
    """The verdict: by fresh replications of the finalists where there are any, else by the search."""
    searched = standings_of(setup, search, objective)
    chosen = finalists(search, objective, searched, sure)
    decisive = fresh if fresh is not None else search
    deciding = {cell: one for cell, one in standings_of(setup, decisive, objective).items() if cell in chosen}
    cells = list(deciding)
    winner = cells[in_order(list(deciding.values()), objective)[0]]
    others = [cell for cell in chosen if cell != winner]
    rivals = len(chosen) if fresh is not None else len(search.cells)
    return Found(
        objective=objective,
        worth=setup.worth,
        baseline=setup.baseline,
        leader=chosen[0],
        winner=winner,
        standing=deciding[winner],
        against=_against(setup, objective, decisive, [winner, *others], rivals),
        also=tuple(
            cell
            for cell, one in searched.items()
            if one.may_be_best and cell not in chosen and not _has_twin(search, cell, chosen)
        ),
        twins=_twins(search),
        fresh=fresh.done if fresh is not None else 0,
        sure=sure.sentence if sure is not None else "",
        breaks=broken_by_winner(decisive.promises(), winner, setup.baseline),
    )


def _against(
    setup: Setup, objective: Expression, contest: Contest, wanted: Sequence[Cell], rivals: int
) -> tuple[Against, ...]:
    """The first against each of the others, with intervals that hold together for all pairs of rivals.

    Who is winner and runner-up was chosen by looking, so all pairs of those who could have been chosen
    count: all candidates in the search, the finalists on fresh replications.
    """
    winner, others = wanted[0], wanted[1:]
    if not others:
        return ()
    sections = by_section([objective])
    own = scores([contest.entries[cell].candidate for cell in wanted], objective, sections=sections)
    known = own.freedom > 0
    difference = own.value[0] - own.value[1:]
    error = np.array([own.error(0, place) if known else np.nan for place in range(1, len(wanted))])
    pairs = rivals * (rivals - 1) // 2
    down, up = own.reaches(own.deviations[:1] - own.deviations[1:], t_factor(pairs, own.freedom))
    identical = np.array([contest.identical(winner, cell) for cell in others])
    worth = np.full(len(others), setup.worth)
    low, high = (difference - down, difference + up) if known else (error, error)
    sign = np.full(len(others), float(objective.sign))
    words = in_words(low, high, sign, worth=worth, identical=identical)
    tail = np.full(len(others), (1 - CONFIDENCE) / 2 / pairs)
    units = np.full(len(others), own.units)
    needed = units_needed(difference, error, units, worth=worth, tail=tail) * contest.done / own.units
    return tuple(
        Against(
            other=cell,
            difference=float(difference[place]),
            low=float(low[place]),
            high=float(high[place]),
            verdict=str(words[place]),
            needed=float(np.ceil(needed[place])),
        )
        for place, cell in enumerate(others)
    )


def cautions_of(setup: Setup, objective: Expression, search: Contest) -> list[str]:
    """What makes the figures say less than they seem to."""
    drifts = {cell.label: entry.candidate.record.drift for cell, entry in search.entries.items()}
    wanted = (objective, *(one.expression for one in setup.constraints))
    few = too_few([term.measure for one in wanted for term in one.terms], search.done)
    said = cautions(setup.players[0].scenario.run, drifts)
    return [*said, *([few] if few and search.done > 1 else [])]


def _has_twin(contest: Contest, cell: Cell, others: Sequence[Cell]) -> bool:
    return any(contest.identical(cell, other) for other in others)


def _twins(contest: Contest) -> tuple[tuple[Cell, ...], ...]:
    """Groups of candidates with the same outcome on every ticket."""
    groups: dict[tuple[bytes, ...], list[Cell]] = {}
    for cell in contest.cells:
        groups.setdefault(tuple(contest.entries[cell].digests), []).append(cell)
    return tuple(tuple(cells) for cells in groups.values() if len(cells) > 1)
