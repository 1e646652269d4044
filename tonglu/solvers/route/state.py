"""The routes under the knife, compiled: stops come off and go on, clocks are wound, a round is undone.

Inner functions are inlined by force and not cached on their own (see `kernel`). Only routes that were touched
are remembered, priced and restored.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numba import njit

from tonglu.solvers.route.problem import Floats, Ints, Problem

WHOLE = -1  # the customer's every visit is out, not the visit of one slot
BANK = -1  # the option of a customer who is left out

inner = njit(nogil=True, forceinline=True)


class State(NamedTuple):
    """Routes as rows of places with their start and end; `mark_*` is how a touched route looked before."""

    stops: Ints
    size: Ints
    load: Floats
    travel: Floats
    toil: Floats
    early: Floats  # when the rep is free to leave each stop, at the earliest
    late: Floats  # when he must be there at the latest
    route_of: Ints  # slots × customers; -1 where not visited
    option: Ints
    mark_stops: Ints
    mark_size: Ints
    mark_load: Floats
    mark_travel: Floats
    mark_toil: Floats
    touched: Ints  # routes in order of first touch
    is_touched: Ints
    out: Ints  # customers taken out in this round
    out_slot: Ints
    out_option: Ints
    best_route: Ints  # scratch, per slot
    best_at: Ints
    best_price: Floats
    tally: Ints  # [touched routes, customers out, customers in the bank, customers on a changed line]
    price: Floats  # [travel + balance + options + bank, overload]


TOUCHED, OUT, BANKED, CHANGED = 0, 1, 2, 3


def blank(problem: Problem) -> State:
    """No visits yet: everybody is in the bank."""
    n, slots, routes = problem.customers, problem.slots, len(problem.route_slot)
    longest = int(np.bincount(problem.reach, minlength=slots).max()) + 2
    stops = np.zeros((routes, longest), np.int32)
    stops[:, 0] = problem.start[problem.route_slot]
    stops[:, 1] = problem.end[problem.route_slot]
    travel = np.zeros(routes)  # a route that is not driven costs nothing
    room = np.zeros(n + len(problem.reach), np.int32)
    clock = np.zeros((routes, longest) if problem.timed else (1, 1))
    state = State(
        stops, np.zeros(routes, np.int32), np.zeros(routes), travel, np.zeros(routes),
        clock, clock.copy(), np.full((slots, n), -1, np.int32), np.full(n, BANK, np.int32),
        stops.copy(), np.zeros(routes, np.int32), np.zeros(routes), travel.copy(), np.zeros(routes),
        np.zeros(routes, np.int32), np.zeros(routes, np.int32),
        room.copy(), room.copy(), room.copy(),
        np.zeros(slots, np.int32), np.zeros(slots, np.int32), np.zeros(slots),
        np.array([0, 0, n, 0], np.int32), np.zeros(2),
    )  # fmt: skip
    state.price[0] = problem.drop.sum()
    if problem.timed:
        state.early[:, 0] = problem.begins[problem.route_slot]
        state.late[:, 1] = problem.ends[problem.route_slot]
    return state


@njit(nogil=True)
def wind(problem, state, route):  # type: ignore[no-untyped-def]
    """Set the clocks of a route: earliest leaving forwards, latest arrival backwards."""
    slot, size = problem.route_slot[route], state.size[route]
    stops, early, late = state.stops[route], state.early[route], state.late[route]
    early[0] = problem.begins[slot]
    for i in range(1, size + 1):
        c = stops[i]
        there = max(early[i - 1] + problem.leg[stops[i - 1], c], problem.opens[c])
        early[i] = there + problem.service[c]
    late[size + 1] = problem.ends[slot]
    for i in range(size, 0, -1):
        c = stops[i]
        leave = late[i + 1] - problem.leg[c, stops[i + 1]]
        late[i] = min(problem.closes[c], leave - problem.service[c])


@inner
def touch(state, route):  # type: ignore[no-untyped-def]
    """Remember how the route looks, once per round."""
    if state.is_touched[route]:
        return
    state.is_touched[route] = 1
    state.touched[state.tally[TOUCHED]] = route
    state.tally[TOUCHED] += 1
    size = state.size[route]
    for i in range(size + 2):
        state.mark_stops[route, i] = state.stops[route, i]
    state.mark_size[route] = size
    state.mark_load[route] = state.load[route]
    state.mark_travel[route] = state.travel[route]
    state.mark_toil[route] = state.toil[route]


@inner
def take(problem, state, route, at):  # type: ignore[no-untyped-def]
    """Take the stop at position `at` (from 1) off the route."""
    touch(state, route)
    stops, size = state.stops[route], state.size[route]
    a, c, b = stops[at - 1], stops[at], stops[at + 1]
    for i in range(at, size + 1):
        stops[i] = stops[i + 1]
    state.size[route] = size - 1
    state.load[route] -= problem.demand[c]
    state.toil[route] -= problem.service[c]
    state.travel[route] += problem.leg[a, b] - problem.leg[a, c] - problem.leg[c, b]
    if size == 1:
        state.travel[route] = 0.0
        state.load[route] = 0.0
        state.toil[route] = 0.0
    state.route_of[problem.route_slot[route], c] = -1


@inner
def put(problem, state, c, route, at):  # type: ignore[no-untyped-def]
    """Insert customer `c` after position `at` (0 = the start) of the route."""
    touch(state, route)
    stops, size = state.stops[route], state.size[route]
    a, b = stops[at], stops[at + 1]
    for i in range(size + 1, at, -1):
        stops[i + 1] = stops[i]
    stops[at + 1] = c
    state.size[route] = size + 1
    state.load[route] += problem.demand[c]
    state.toil[route] += problem.service[c]
    state.travel[route] += problem.leg[a, c] + problem.leg[c, b]
    if size > 0:
        state.travel[route] -= problem.leg[a, b]
    state.route_of[problem.route_slot[route], c] = route
    if problem.timed:
        wind(problem, state, route)


@inner
def locate(state, route, c):  # type: ignore[no-untyped-def]
    """The position of customer `c` on his route, from 1."""
    at = 1
    while state.stops[route, at] != c:
        at += 1
    return at


@inner
def lift(problem, state, c, slot):  # type: ignore[no-untyped-def]
    """Take customer `c` out of one slot, or with WHOLE of all, and note him as out."""
    o = state.option[c]
    k = state.tally[OUT]
    state.out[k], state.out_slot[k], state.out_option[k] = c, slot, o
    state.tally[OUT] = k + 1
    for j in range(problem.option_slots_at[o], problem.option_slots_at[o + 1]):
        s = problem.option_slots[j]
        if slot == WHOLE or s == slot:
            route = state.route_of[s, c]
            at = locate(state, route, c)
            take(problem, state, route, at)
    if slot == WHOLE:
        state.option[c] = BANK
        state.tally[BANKED] += 1
        state.tally[CHANGED] -= problem.option_changes[o]


@inner
def give_up(problem, state, c):  # type: ignore[no-untyped-def]
    """Take all visits of a customer away: one of them has no place."""
    o = state.option[c]
    for j in range(problem.option_slots_at[o], problem.option_slots_at[o + 1]):
        s = problem.option_slots[j]
        route = state.route_of[s, c]
        if route >= 0:
            at = locate(state, route, c)
            take(problem, state, route, at)
            if problem.timed:
                wind(problem, state, route)
    state.option[c] = BANK
    state.tally[BANKED] += 1
    state.tally[CHANGED] -= problem.option_changes[o]


@inner
def restore(problem, state):  # type: ignore[no-untyped-def]
    """Make every touched route and every option what it was before the round."""
    for k in range(state.tally[TOUCHED]):
        route = state.touched[k]
        slot = problem.route_slot[route]
        for i in range(1, state.size[route] + 1):
            c = state.stops[route, i]
            if state.route_of[slot, c] == route:
                state.route_of[slot, c] = -1
    for k in range(state.tally[TOUCHED]):
        route = state.touched[k]
        slot = problem.route_slot[route]
        for i in range(state.mark_size[route] + 2):
            state.stops[route, i] = state.mark_stops[route, i]
        state.size[route] = state.mark_size[route]
        state.load[route] = state.mark_load[route]
        state.travel[route] = state.mark_travel[route]
        state.toil[route] = state.mark_toil[route]
        for i in range(1, state.size[route] + 1):
            state.route_of[slot, state.stops[route, i]] = route
        if problem.timed:
            wind(problem, state, route)
    for k in range(state.tally[OUT]):
        state.option[state.out[k]] = state.out_option[k]


@inner
def change(problem, state, before):  # type: ignore[no-untyped-def]
    """What the round changed: (price without overload, overload). `before` is the tally at its beginning."""
    price, over = 0.0, 0.0
    for k in range(state.tally[TOUCHED]):
        route = state.touched[k]
        capacity = problem.capacity[problem.route_slot[route]]
        price += state.travel[route] - state.mark_travel[route]
        over += max(0.0, state.load[route] - capacity) - max(0.0, state.mark_load[route] - capacity)
        if problem.balance > 0.0:
            now = state.travel[route] + state.toil[route]
            then = state.mark_travel[route] + state.mark_toil[route]
            price += problem.balance * (now * now - then * then)
    for k in range(state.tally[OUT]):
        c, then, now = state.out[k], state.out_option[k], state.option[state.out[k]]
        if now != then and not (state.out_slot[k] != WHOLE and seen_before(state, k)):
            price += problem.drop[c] if now == BANK else problem.option_price[now]
            price -= problem.drop[c] if then == BANK else problem.option_price[then]
    most = problem.max_changes
    surplus = max(0, state.tally[CHANGED] - most) - max(0, before[CHANGED] - most)
    return price + surplus * problem.surplus_price, over


@inner
def seen_before(state, k):  # type: ignore[no-untyped-def]
    """Whether the customer of entry `k` is already in an earlier entry (several single visits of one)."""
    return np.any(state.out[:k] == state.out[k])


@inner
def is_out(state, c):  # type: ignore[no-untyped-def]
    return np.any(state.out[: state.tally[OUT]] == c)


@njit(cache=True, nogil=True)
def load_plan(problem, state, stops, size, option):  # type: ignore[no-untyped-def]
    """Make the state the given plan (arrays as `anneal` fills them)."""
    state.route_of[:] = -1
    state.is_touched[:] = 0
    state.tally[:] = 0
    state.price[:] = 0.0
    for route in range(len(size)):
        slot = problem.route_slot[route]
        travel, load, toil = 0.0, 0.0, 0.0
        for i in range(size[route] + 2):
            c = stops[route, i]
            state.stops[route, i] = c
            if i > 0 and size[route] > 0:
                travel += problem.leg[stops[route, i - 1], c]
            if 0 < i <= size[route]:
                load += problem.demand[c]
                toil += problem.service[c]
                state.route_of[slot, c] = route
        state.size[route], state.load[route] = size[route], load
        state.travel[route], state.toil[route] = travel, toil
        state.price[0] += travel + problem.balance * (travel + toil) ** 2
        state.price[1] += max(0.0, load - problem.capacity[slot])
        if problem.timed:
            wind(problem, state, route)
    for c in range(len(option)):
        o = option[c]
        state.option[c] = o
        if o == BANK:
            state.tally[BANKED] += 1
            state.price[0] += problem.drop[c]
        else:
            state.price[0] += problem.option_price[o]
            state.tally[CHANGED] += problem.option_changes[o]
    state.price[0] += max(0, state.tally[CHANGED] - problem.max_changes) * problem.surplus_price
