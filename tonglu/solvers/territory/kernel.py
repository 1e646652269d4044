"""Moving border sites between territories, compiled."""

from __future__ import annotations

import numpy as np
from numba import njit


@njit(cache=True, nogil=True)
def improve(km, load, fixed, rep, today, budget, low, high, steep, at, to, connect):  # type: ignore[no-untyped-def]
    """Move sites to neighbouring territories while that lowers km + steep × (load outside low … high)².

    `rep` is changed in place. At most `budget` sites may differ from `today` (-1 = belongs to nobody today).
    With `connect` a site stays where taking it away would split its territory. Returns the number of moves.
    """
    n, k = km.shape
    loads, sizes, away = np.zeros(k), np.zeros(k, np.int64), 0
    for i in range(n):
        loads[rep[i]] += load[i]
        sizes[rep[i]] += 1
        away += today[i] >= 0 and rep[i] != today[i]
    seen, queue = np.zeros(n, np.int64), np.zeros(n, np.int64)
    moves, stamp, again, passes = 0, 0, True, 0
    while again and passes < 60:
        again, passes = False, passes + 1
        for i in range(n):
            a = rep[i]
            if fixed[i] or sizes[a] == 1:
                continue
            best, taker = -1e-9, -1
            for j in range(at[i], at[i + 1]):
                b = rep[to[j]]
                if b == a or b == taker:  # noqa: SIM109 - numba knows no such tuple
                    continue
                if today[i] >= 0 and away + (b != today[i]) - (a != today[i]) > budget:
                    continue
                change = (
                    km[i, b]
                    - km[i, a]
                    + steep
                    * (
                        outside(loads[a] - load[i], low, high)
                        - outside(loads[a], low, high)
                        + outside(loads[b] + load[i], low, high)
                        - outside(loads[b], low, high)
                    )
                )
                if change < best:
                    best, taker = change, b
            if taker < 0:
                continue
            stamp += 1
            if connect and splits(i, a, rep, at, to, seen, queue, stamp):
                continue
            away += today[i] >= 0 and (int(taker != today[i]) - int(a != today[i]))
            loads[a] -= load[i]
            loads[taker] += load[i]
            sizes[a] -= 1
            sizes[taker] += 1
            rep[i] = taker
            moves += 1
            again = True
    return moves


@njit(cache=True, nogil=True)
def outside(load, low, high):  # type: ignore[no-untyped-def]
    """The square of how far a load lies outside its bounds."""
    return max(0.0, load - high, low - load) ** 2


@njit(cache=True, nogil=True)
def splits(i, a, rep, at, to, seen, queue, stamp):  # type: ignore[no-untyped-def]
    """Whether the neighbours of site `i` in territory `a` would no longer hang together without it."""
    wanted, first = 0, -1
    for j in range(at[i], at[i + 1]):
        if rep[to[j]] == a:
            wanted += 1
            first = to[j]
    if wanted <= 1:
        return False
    seen[i] = stamp
    seen[first] = stamp
    queue[0], head, tail, found = first, 0, 1, 1
    while head < tail:
        c = queue[head]
        head += 1
        for j in range(at[c], at[c + 1]):
            x = to[j]
            if rep[x] != a or seen[x] == stamp:
                continue
            seen[x] = stamp
            queue[tail] = x
            tail += 1
            for e in range(at[i], at[i + 1]):
                if to[e] == x:
                    found += 1
                    break
            if found == wanted:
                return False
    return True


@njit(cache=True, nogil=True)
def pieces(rep, k, at, to):  # type: ignore[no-untyped-def]
    """(piece of each site, territory by territory counted from 0; pieces of each territory)."""
    n = len(rep)
    piece, queue, count = np.full(n, -1), np.zeros(n, np.int64), np.zeros(k, np.int64)
    for i in range(n):
        if piece[i] >= 0:
            continue
        a = rep[i]
        piece[i] = count[a]
        queue[0], head, tail = i, 0, 1
        while head < tail:
            c = queue[head]
            head += 1
            for j in range(at[c], at[c + 1]):
                x = to[j]
                if rep[x] == a and piece[x] < 0:
                    piece[x] = count[a]
                    queue[tail] = x
                    tail += 1
        count[a] += 1
    return piece, count
