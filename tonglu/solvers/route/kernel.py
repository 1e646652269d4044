"""Ruin and recreate, compiled: one call of `anneal` tears and mends the routes some thousand times.

After SISR (Christiaens & Vanden Berghe, 2020): strings of neighbouring stops are taken out, then every customer
goes back where he costs least, with occasional blinks. Here a customer goes back into the cheapest of his
*options* (day patterns); loads may exceed capacity at a price that adapts; clocks never run over: who does not
fit waits in the bank.

Only `anneal` is cached. Numba's cache looks at the file of the function it loads, not at those it inlines, so the
digest of all compiled sources is part of its key.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from zlib import crc32

import numpy as np
from numba import njit, types
from numba.core import cgutils
from numba.extending import intrinsic

from tonglu.solvers.route.state import (
    BANK,
    BANKED,
    CHANGED,
    OUT,
    TOUCHED,
    WHOLE,
    change,
    give_up,
    inner,
    is_out,
    lift,
    locate,
    put,
    restore,
    touch,
    wind,
)

BLINK = 0.01  # share of positions overlooked
OPTION_BLINK = 0.1  # share of options overlooked
EPS = 1e-9


@intrinsic
def borrow(_context, bundle):  # type: ignore[no-untyped-def]
    """The same named tuple with arrays that nobody counts: reference counts took two thirds of the time."""

    def code(context, builder, _signature, arguments):  # type: ignore[no-untyped-def]
        fields = []
        unpacked = cgutils.unpack_tuple(builder, arguments[0])  # type: ignore[no-untyped-call]
        for kind, value in zip(bundle.types, unpacked, strict=True):
            if isinstance(kind, types.Array):
                array = context.make_array(kind)(context, builder, value=value)
                array.meminfo = cgutils.get_null_value(array.meminfo.type)  # type: ignore[no-untyped-call]
                array.parent = cgutils.get_null_value(array.parent.type)  # type: ignore[no-untyped-call]
                value = array._getvalue()
            fields.append(value)
        return context.make_tuple(builder, bundle, fields)

    return bundle(bundle), code


@inner
def draw(rng):  # type: ignore[no-untyped-def]
    """Uniform in [0, 1): xorshift64, its whole state in `rng[0]`."""
    x = rng[0]
    x ^= x << np.uint64(13)
    x ^= x >> np.uint64(7)
    x ^= x << np.uint64(17)
    rng[0] = x
    return (x >> np.uint64(11)) * (1.0 / 9007199254740992.0)


@inner
def ruin(problem, state, rng, mean_out, longest, whole_share):  # type: ignore[no-untyped-def]
    """Take out strings of stops around one customer: of one slot, or (whole) customers over all slots."""
    n = len(problem.demand)
    seed = int(draw(rng) * n)
    while state.option[seed] == BANK:
        seed = int(draw(rng) * n)
    whole = draw(rng) < whole_share
    o = state.option[seed]
    first = problem.option_slots_at[o]
    slot = problem.option_slots[first + int(draw(rng) * (problem.option_slots_at[o + 1] - first))]
    strings = int(draw(rng) * (4.0 * mean_out / (1.0 + longest))) + 1
    for j in range(problem.near.shape[1]):
        if strings == 0:
            return
        c = problem.near[seed, j]
        o = state.option[c]
        if o == BANK:
            continue
        if whole:
            first = problem.option_slots_at[o]
            slot = problem.option_slots[first + int(draw(rng) * (problem.option_slots_at[o + 1] - first))]
        route = state.route_of[slot, c]
        if route < 0 or state.is_touched[route]:
            continue
        cut(problem, state, rng, c, slot, route, longest, whole)
        strings -= 1


@inner
def cut(problem, state, rng, c, slot, route, longest, whole):  # type: ignore[no-untyped-def]
    """Lift a string of stops that holds customer `c`, half of the time sparing a piece within it."""
    size = state.size[route]
    length = int(draw(rng) * min(size, longest)) + 1
    spare = 0
    if length > 1 and draw(rng) < 0.5:
        while length + spare < size and draw(rng) > 0.5:
            spare += 1
    span = length + spare
    at = locate(state, route, c)
    low = max(1, at - span + 1)
    high = min(at, size - span + 1)
    begin = low + int(draw(rng) * (high - low + 1))
    spared = begin + 1 + int(draw(rng) * (length - 1)) if spare else begin + span
    # from the back, so that positions before stay what they are; the marks keep the names
    touch(state, route)
    for i in range(begin + span - 1, begin - 1, -1):
        if spared <= i < spared + spare:
            continue
        x = state.mark_stops[route, i]
        if whole and problem.option_at[x + 1] - problem.option_at[x] > 1:
            lift(problem, state, x, WHOLE)
        else:
            lift(problem, state, x, slot)


@inner
def seek(problem, state, rng, c, slot, penalty):  # type: ignore[no-untyped-def]
    """The cheapest place for customer `c` in the slot: into `best_route`, `best_at`, `best_price`."""
    there, back = problem.gel[c], problem.leg[c]
    demand, service, capacity = problem.demand[c], problem.service[c], problem.capacity[slot]
    best, best_route, best_at = np.inf, -1, -1
    empty_seen = False
    for route in range(problem.slot_routes[slot], problem.slot_routes[slot + 1]):
        size = state.size[route]
        stops = state.stops[route]
        if size == 0:
            if empty_seen:
                continue  # empty routes of a slot are all alike
            empty_seen = True
        load = state.load[route]
        price = penalty * (max(0.0, load + demand - capacity) - max(0.0, load - capacity))
        if price >= best:
            continue
        blind = int(draw(rng) / BLINK)
        add, at = np.inf, -1
        if problem.timed:
            for i in range(size + 1):
                a, b = stops[i], stops[i + 1]
                extra = there[a] + back[b] - (problem.leg[a, b] if size else 0.0)
                if extra < add and i != blind:
                    start = max(state.early[route, i] + there[a], problem.opens[c])
                    if (
                        start <= problem.closes[c] + EPS
                        and start + service + back[b] <= state.late[route, i + 1] + EPS
                    ):
                        add, at = extra, i
        else:
            for i in range(size + 1):
                a, b = stops[i], stops[i + 1]
                extra = there[a] + back[b] - (problem.leg[a, b] if size else 0.0)
                if extra < add and i != blind:
                    add, at = extra, i
        if at < 0:
            continue
        price += add
        if problem.balance > 0.0:
            work = state.travel[route] + state.toil[route]
            more = add + service
            price += problem.balance * more * (2.0 * work + more)
        if price < best:
            best, best_route, best_at = price, route, at
    state.best_price[slot], state.best_route[slot], state.best_at[slot] = best, best_route, best_at


@inner
def settle(problem, state, rng, c, penalty):  # type: ignore[no-untyped-def]
    """Choose the cheapest option of customer `c` and visit him there, or leave him in the bank."""
    for j in range(problem.reach_at[c], problem.reach_at[c + 1]):
        seek(problem, state, rng, c, problem.reach[j], penalty)
    best, chosen = problem.drop[c], BANK
    surplus = problem.surplus_price if state.tally[CHANGED] >= problem.max_changes else 0.0
    for o in range(problem.option_at[c], problem.option_at[c + 1]):
        if draw(rng) < OPTION_BLINK:
            continue
        price = problem.option_price[o] + problem.option_changes[o] * surplus
        for j in range(problem.option_slots_at[o], problem.option_slots_at[o + 1]):
            price += state.best_price[problem.option_slots[j]]
        if price < best:
            best, chosen = price, o
    if chosen == BANK:
        return
    state.option[c] = chosen
    state.tally[BANKED] -= 1
    state.tally[CHANGED] += problem.option_changes[chosen]
    for j in range(problem.option_slots_at[chosen], problem.option_slots_at[chosen + 1]):
        s = problem.option_slots[j]
        put(problem, state, c, state.best_route[s], state.best_at[s])


@inner
def sort_out(problem, state, rng):  # type: ignore[no-untyped-def]
    """Order who is out: at random, by demand and service, far first or near first (4 : 4 : 2 : 1)."""
    k = state.tally[OUT]
    key = np.empty(k)
    way = draw(rng) * 11.0
    for i in range(k):
        c = state.out[i]
        if way < 4.0:
            key[i] = draw(rng)
        elif way < 8.0:
            key[i] = -problem.demand[c] - problem.service[c]
        elif way < 10.0:
            key[i] = -problem.leg[problem.start[0], c]
        else:
            key[i] = problem.leg[problem.start[0], c]
    return np.argsort(key)


@inner
def mend(problem, state, rng, penalty):  # type: ignore[no-untyped-def]
    """Put back everybody who is out, and try everybody in the bank once more."""
    n = len(problem.demand)
    if state.tally[BANKED] > 0:
        for c in range(n):
            if state.option[c] == BANK and not is_out(state, c):
                k = state.tally[OUT]
                state.out[k], state.out_slot[k], state.out_option[k] = c, WHOLE, BANK
                state.tally[OUT] = k + 1
    for i in sort_out(problem, state, rng):
        c, slot = state.out[i], state.out_slot[i]
        if slot == WHOLE:
            settle(problem, state, rng, c, penalty)
            continue
        if state.option[c] == BANK:
            continue  # another of his visits found no place
        seek(problem, state, rng, c, slot, penalty)
        if state.best_route[slot] >= 0:
            put(problem, state, c, state.best_route[slot], state.best_at[slot])
        else:
            give_up(problem, state, c)


@inner
def one_round(problem, state, rng, heat, penalty, taste):  # type: ignore[no-untyped-def]
    """Ruin, recreate, and keep the result or restore. Returns whether it was kept."""
    before = state.tally.copy()
    for k in range(state.tally[TOUCHED]):
        state.is_touched[state.touched[k]] = 0
    state.tally[TOUCHED] = 0
    state.tally[OUT] = 0
    if state.tally[BANKED] < len(problem.demand):
        ruin(problem, state, rng, taste[0], taste[1], taste[2])
        if problem.timed:
            for k in range(state.tally[TOUCHED]):
                wind(problem, state, state.touched[k])
    mend(problem, state, rng, penalty)
    price, over = change(problem, state, before)
    if price + penalty * over < -heat * np.log(1.0 - draw(rng)):
        pass
    else:
        restore(problem, state)
        state.tally[BANKED], state.tally[CHANGED] = before[BANKED], before[CHANGED]
        return False
    state.price[0] += price
    state.price[1] += over
    return True


def _entry(edition: int) -> Callable[..., int]:
    """`anneal`, cached under the edition of its sources (values it closes over are part of numba's cache key)."""

    @njit(cache=True, nogil=True)
    def anneal(problem, state, best_stops, best_size, best_option, best, rng, rounds, heat, penalty, taste):  # type: ignore[no-untyped-def]
        """`rounds` rounds at one temperature; keeps the best plan without overload. Returns the rounds without.

        `taste` is (mean customers out, longest string, share of rounds over all slots); `best[0]` the best price.
        """
        clean = 0 * edition
        mine, yours = borrow(problem), borrow(state)  # type: ignore[call-arg,var-annotated]
        for _ in range(rounds):
            kept = one_round(mine, yours, rng, heat, penalty, taste)
            if state.price[1] > 1e-7:
                continue
            clean += 1
            if kept and state.price[0] < best[0] - 1e-9:
                best[0] = state.price[0]
                best_option[:] = state.option
                best_size[:] = state.size
                for route in range(len(state.size)):
                    for i in range(state.size[route] + 2):
                        best_stops[route, i] = state.stops[route, i]
        return clean

    return anneal


def _edition() -> int:
    here = Path(__file__).parent
    return crc32(b"".join((here / name).read_bytes() for name in ("kernel.py", "state.py", "problem.py")))


anneal = _entry(_edition())
