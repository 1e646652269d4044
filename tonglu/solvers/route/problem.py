"""What the search works on: places, customers with their options, and slots of routes, all as flat arrays.

A *slot* is a day on which routes may be driven (for a fleet), or one rep's one day (then it holds one route).
An *option* of a customer is a set of slots in which he is visited together: one allowed day pattern, or one
pattern with one rep. Customers are the places 0 … n−1, depots and homes come after them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from tonglu.solvers.errors import BadInput

Floats = NDArray[np.float64]
Ints = NDArray[np.int32]


@dataclass(frozen=True, kw_only=True)
class Option:
    """Visit the customer in all of `slots`; `price` is what choosing it costs, `changes` marks a new line."""

    slots: tuple[int, ...]
    price: float = 0.0
    changes: bool = False


@dataclass(frozen=True, kw_only=True)
class Customer:
    """`demand` and `service` are per visit; service must start between `opens` and `closes`.

    `drop` is the price of leaving the customer out altogether; infinite where that is no choice.
    """

    options: tuple[Option, ...]
    demand: float = 0.0
    service: float = 0.0
    opens: float = -np.inf
    closes: float = np.inf
    drop: float = np.inf


@dataclass(frozen=True, kw_only=True)
class Slot:
    """Up to `vehicles` routes from place `start` to place `end`, between the instants `begins` and `ends`."""

    start: int
    end: int
    vehicles: int = 1
    capacity: float = np.inf
    begins: float = 0.0
    ends: float = np.inf


class Problem(NamedTuple):
    """The arrays of the kernel. `leg[a, b]` is travel from a to b, `gel` its transpose; routes are numbered
    slot by slot, slot s holding `slot_routes[s] … slot_routes[s+1]`; ragged lists are (pointers, values)."""

    leg: Floats
    gel: Floats
    demand: Floats
    service: Floats
    opens: Floats
    closes: Floats
    drop: Floats
    near: Ints
    reach_at: Ints
    reach: Ints
    option_at: Ints
    option_slots_at: Ints
    option_slots: Ints
    option_price: Floats
    option_changes: Ints
    slot_routes: Ints
    route_slot: Ints
    start: Ints
    end: Ints
    capacity: Floats
    begins: Floats
    ends: Floats
    timed: bool
    balance: float
    max_changes: int
    surplus_price: float

    @property
    def customers(self) -> int:
        return len(self.demand)

    @property
    def slots(self) -> int:
        return len(self.start)


def build(
    *,
    travel: Floats,
    customers: Sequence[Customer],
    slots: Sequence[Slot],
    balance: float = 0.0,
    max_changes: int | None = None,
) -> Problem:
    """The arrays for `travel` (places × places, customers first).

    `balance` prices the squared work (travel + service) of every route; at most `max_changes` customers may
    take an option that `changes`. Raises `BadInput` naming the customer's or slot's index.
    """
    _check(travel, customers, slots)
    options = [option for customer in customers for option in customer.options]
    reach = [sorted({s for o in customer.options for s in o.slots}) for customer in customers]
    scale = float(travel.max()) or 1.0
    leg = np.ascontiguousarray(travel, dtype=np.float64)
    both = leg[: len(customers), : len(customers)] + leg[: len(customers), : len(customers)].T
    dear = 1000.0 * scale
    return Problem(
        leg=leg,
        gel=np.ascontiguousarray(leg.T),
        demand=_floats(c.demand for c in customers),
        service=_floats(c.service for c in customers),
        opens=_floats(c.opens for c in customers),
        closes=_floats(c.closes for c in customers),
        drop=_floats(min(c.drop, dear) for c in customers),
        near=np.argsort(both - np.eye(len(customers)) * (2 * scale + 1), axis=1, kind="stable")[:, :200]
        .astype(np.int32)
        .copy(),
        reach_at=_pointers(reach),
        reach=_ints(s for row in reach for s in row),
        option_at=_pointers([c.options for c in customers]),
        option_slots_at=_pointers([o.slots for o in options]),
        option_slots=_ints(s for o in options for s in o.slots),
        option_price=_floats(o.price for o in options),
        option_changes=_ints(o.changes for o in options),
        slot_routes=_pointers([range(s.vehicles) for s in slots]),
        route_slot=_ints(i for i, s in enumerate(slots) for _ in range(s.vehicles)),
        start=_ints(s.start for s in slots),
        end=_ints(s.end for s in slots),
        capacity=_floats(s.capacity for s in slots),
        begins=_floats(s.begins for s in slots),
        ends=_floats(s.ends for s in slots),
        timed=any(np.isfinite(s.ends) for s in slots)
        or any(np.isfinite(c.opens) or np.isfinite(c.closes) for c in customers),
        balance=float(balance),
        max_changes=len(customers) if max_changes is None else int(max_changes),
        surplus_price=dear,
    )


def _check(travel: Floats, customers: Sequence[Customer], slots: Sequence[Slot]) -> None:
    if not customers:
        raise BadInput("customers", "the set is empty")
    if not slots:
        raise BadInput("slots", "the set is empty")
    if travel.ndim != 2 or travel.shape[0] != travel.shape[1] or len(travel) < len(customers):
        raise BadInput("travel", f"a square matrix of all places is needed, not {travel.shape}")
    bad = np.argwhere(~(np.isfinite(travel) & (travel >= 0)))
    if len(bad):
        raise BadInput(tuple(int(i) for i in bad[0]), "travel is negative or not a number")
    for i, customer in enumerate(customers):
        if not customer.options or not all(option.slots for option in customer.options):
            raise BadInput(i, "no allowed option, or one without a day")
        if not (customer.demand >= 0 and customer.service >= 0):
            raise BadInput(i, "demand or service is negative or not a number")
        if any(not 0 <= s < len(slots) for o in customer.options for s in o.slots):
            raise BadInput(i, "an option names a slot that does not exist")
    for i, slot in enumerate(slots):
        if not (0 <= slot.start < len(travel) and 0 <= slot.end < len(travel)):
            raise BadInput(i, "start or end is not a place")


def _floats(values: object) -> Floats:
    return np.array(list(values), dtype=np.float64)  # type: ignore[call-overload]


def _ints(values: object) -> Ints:
    return np.array(list(values), dtype=np.int32)  # type: ignore[call-overload]


def _pointers(rows: Sequence[object]) -> Ints:
    return np.cumsum([0, *(len(row) for row in rows)], dtype=np.int32)  # type: ignore[arg-type]
