"""The next ticket for an agent, in the compiled engine: triage first, then the best-ranked or best-liked."""

from __future__ import annotations

import numpy as np

from sim.calendars import Clocks, open_time
from sim.compiled import PLACE, compiled, compiled_apart, whole
from sim.kernel_heaps import NOBODY, Ints, Row, Table, drop_number, without_head
from sim.kernel_waiting import UNTRIAGED, gives_up, has_given_up, slot
from sim.vocabulary import Floats

FIRST, SECOND = whole(0), whole(1)
"""Orders."""


@compiled
def next_for(
    rules: Row,
    tickets: Table,
    instants: Floats,
    agents: Table,
    tiers: Table,
    served: Ints,
    classes: Table,
    heads: Ints,
    nodes: Table,
    links: Ints,
    scores: Floats,
    stays_at: Floats,
    terms: Table,
    fit: Floats,
    speed: Floats,
    mean_work: Floats,
    taste: Floats,
    whims: Floats,
    clocks: Clocks,
    untriaged: Ints,
    count: Row,
    agent: int,
    now: float,
) -> int:
    """The ticket that an agent takes; NOBODY where there is none."""
    pool = int(agents[agent]["pool"])
    if (rules["triage_pools"] >> pool) & 1:
        while count["untriaged"] > 0:
            first = int(untriaged[0])
            row = tickets[slot(tickets, first)]
            if row["number"] == first and row["group"] == UNTRIAGED:
                if not has_given_up(row, now):
                    return first
                gives_up(rules, tickets, instants, tiers, nodes, stays_at, count, first)
            drop_number(untriaged, count)
    place, tier, ticket = 0, NOBODY, NOBODY
    while ticket == NOBODY and served[pool, place] != NOBODY:
        tier = int(served[pool, place])
        ticket = best(
            rules,
            tickets,
            instants,
            tiers,
            classes,
            heads,
            nodes,
            links,
            scores,
            stays_at,
            terms,
            fit,
            speed,
            clocks,
            count,
            pool,
            tier,
            now,
        )
        place += 1
    if ticket != NOBODY and rules["picks"]:
        whim = whims[agent, agents[agent]["whims"] % whims.shape[1]]
        agents[agent]["whims"] += 1
        if whim < rules["pick_strength"]:
            ticket = favourite(
                rules, tiers, classes, heads, nodes, speed, mean_work, taste, agent, pool, tier
            )
    return ticket


@compiled
def head_of(
    rules: Row,
    tickets: Table,
    instants: Floats,
    tiers: Table,
    heads: Ints,
    nodes: Table,
    links: Ints,
    scores: Floats,
    stays_at: Floats,
    count: Row,
    order: int,
    first: int,
    levels: int,
    group: int,
    now: float,
) -> int:
    """The node that goes first in a class, once those that wait no more are dropped; NOBODY."""
    place = (2 * group + order) & PLACE
    node = int(heads[place])
    while node != NOBODY:
        ticket = int(nodes[node & PLACE]["ticket"])
        if nodes[node & PLACE]["alive"] == 1:
            if not has_given_up(tickets[slot(tickets, ticket)], now):
                break
            gives_up(rules, tickets, instants, tiers, nodes, stays_at, count, ticket)
        node = without_head(nodes, links, scores, count, order, first, levels, node)
    heads[place] = node
    return node


@compiled_apart
def best(
    rules: Row,
    tickets: Table,
    instants: Floats,
    tiers: Table,
    classes: Table,
    heads: Ints,
    nodes: Table,
    links: Ints,
    scores: Floats,
    stays_at: Floats,
    terms: Table,
    fit: Floats,
    speed: Floats,
    clocks: Clocks,
    count: Row,
    pool: int,
    tier: int,
    now: float,
) -> int:
    """The ticket of the tier that ranks first among those a pool may take; NOBODY."""
    tier &= PLACE
    if tiers[tier]["waiting"] == 0:
        return NOBODY
    order = order_of(rules, tiers, tier)
    levels = int(rules["levels"])
    first = order * int(rules["width"])
    leader, leading, before = NOBODY, NOBODY, NOBODY
    group = int(tiers[tier]["classes"])
    while group != NOBODY:
        group &= PLACE
        row = classes[group]
        following = int(row["next"])
        if (row["pools"] >> pool) & 1:
            node = head_of(
                rules,
                tickets,
                instants,
                tiers,
                heads,
                nodes,
                links,
                scores,
                stays_at,
                count,
                order,
                first,
                levels,
                group,
                now,
            )
            if node == NOBODY:
                unlist(tiers, classes, tier, before, group)
                group = following
                continue
            if leader == NOBODY or outranks(
                nodes,
                scores,
                terms,
                fit,
                clocks,
                order,
                first,
                levels,
                node,
                speed[pool, row["skill"]],
                leader,
                speed[pool, classes[leading]["skill"]],
                now,
            ):
                leader, leading = node, group
        before, group = group, following
    return NOBODY if leader == NOBODY else int(nodes[leader & PLACE]["ticket"])


@compiled
def unlist(tiers: Table, classes: Table, tier: int, before: int, group: int) -> None:
    """A class in which nobody waits any more is passed over until a ticket joins it."""
    row = classes[group & PLACE]
    row["listed"] = 0
    if before == NOBODY:
        tiers[tier & PLACE]["classes"] = row["next"]
    else:
        classes[before & PLACE]["next"] = row["next"]


@compiled
def order_of(rules: Row, tiers: Table, tier: int) -> int:
    """The order in force at a tier."""
    return FIRST if rules["orders"] == 1 or tiers[tier]["on"] == 1 else SECOND


@compiled_apart
def outranks(
    nodes: Table,
    scores: Floats,
    terms: Table,
    fit: Floats,
    clocks: Clocks,
    order: int,
    first: int,
    levels: int,
    one: int,
    mine: float,
    other: int,
    theirs: float,
    now: float,
) -> bool:
    """Whether one head goes before another now, given the agent's proficiency in the skill of each."""
    for level in range(levels):
        here = score_of(scores, terms, fit, clocks, order, first, levels, level, one, mine, now)
        there = score_of(scores, terms, fit, clocks, order, first, levels, level, other, theirs, now)
        if here != there:
            return bool(here > there)
    return bool(nodes[one]["ticket"] < nodes[other]["ticket"])


@compiled_apart
def score_of(
    scores: Floats,
    terms: Table,
    fit: Floats,
    clocks: Clocks,
    order: int,
    first: int,
    levels: int,
    level: int,
    node: int,
    speed: float,
    now: float,
) -> float:
    """What a waiting ticket scores on a level for an agent of that proficiency."""
    place = first + 2 * levels
    score = float(scores[node, place - levels + level])
    variant = int(scores[node, place])
    for m in range(terms.shape[1]):
        if terms[order, m]["level"] == level:
            place = first + 2 * levels + 1 + 3 * m
            calendar = int(scores[node, place + 1])
            clock = now if calendar == 0 else open_time(clocks, calendar, now)
            score += scores[node, place] * (clock - scores[node, place + 2])
    if fit[order, variant, level] != 0.0:
        score += fit[order, variant, level] * speed
    return score


@compiled_apart
def favourite(
    rules: Row,
    tiers: Table,
    classes: Table,
    heads: Ints,
    nodes: Table,
    speed: Floats,
    mean_work: Floats,
    taste: Floats,
    agent: int,
    pool: int,
    tier: int,
) -> int:
    """The head of the class that an agent likes best: short work, own skill, private taste.

    `best` has just been asked for the same pool and tier: in the classes it left listed somebody waits.
    """
    order = order_of(rules, tiers, tier)
    most, chosen = -np.inf, NOBODY
    group = int(tiers[tier]["classes"])
    while group != NOBODY:
        row = classes[group]
        if (row["pools"] >> pool) & 1:
            request = int(row["request"])
            short = 60.0 / (60.0 + mean_work[request, tier])
            own = rules["pick_taste"] * taste[agent, request]
            liking = short + speed[pool, row["skill"]] + own
            ticket = int(nodes[heads[2 * group + order]]["ticket"])
            if liking > most or (liking == most and ticket < chosen):
                most, chosen = liking, ticket
        group = int(row["next"])
    return chosen
