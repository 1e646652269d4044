"""Who owned a customer when, from his orders and from who took up the position of whom."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from tonglu.exchange.adventureworks.posts import Seat, Succession


@dataclass(frozen=True, slots=True)
class Tenure:
    """A position owns a customer on half-open days."""

    post: str
    start: date
    stop: date | None


def tenures(orders: Sequence[tuple[date, Seat]], successions: Sequence[Succession]) -> list[Tenure]:
    """The owners one after the other, from the first order on and without a gap; `orders` in order of days."""
    owner: dict[date, str] = {}
    for day, seat in orders:
        owner = {on: post for on, post in owner.items() if on < day}
        owner |= _from(day, seat, successions)
    found: list[Tenure] = []
    for start, post in sorted(owner.items(), reverse=True):
        stop = found[-1].start if found else None
        if found and found[-1].post == post:
            stop = found.pop().stop
        found.append(Tenure(post, start, stop))
    return found[::-1]


def _from(day: date, seat: Seat, successions: Sequence[Succession]) -> dict[date, str]:
    """The owner from the day of an order on: its position, then whoever takes that up."""
    owner, post = {day: seat.post}, seat.post
    for succession in successions:
        if succession.on > seat.since and succession.left == post:
            post = succession.taken_by
            owner[max(succession.on, day)] = post
    return owner
