"""Positions 岗位 from the dated territory history: which a seller held on a day, and who took up what another left."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from tonglu.exchange.adventureworks.source import Employee, Source, Stay

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Held:
    """A person holds the position of that code on half-open days."""

    post: str
    start: date
    stop: date | None

    def __contains__(self, day: date) -> bool:
        return self.start <= day and (self.stop is None or day < self.stop)


@dataclass(frozen=True, slots=True)
class Seat:
    """The position to which a fact of a day belongs; `since` is the last day on which it was surely his."""

    post: str
    since: date
    vacant: bool = False


@dataclass(frozen=True, slots=True)
class Succession:
    """On that day the customers of one position pass to another."""

    on: date
    left: str
    taken_by: str


@dataclass(frozen=True, slots=True)
class Posts:
    """`territories`: territory by the code of a rep's position; `leaders`: territories led, by a leader's code."""

    held: Mapping[str, Sequence[Held]]
    territories: Mapping[str, str] = field(default_factory=dict)
    leaders: Mapping[str, frozenset[str]] = field(default_factory=dict)
    successions: Sequence[Succession] = ()

    def seat(self, seller: str, on: date) -> Seat:
        """The position he held that day; after one ended, that one, and before his first one, the first."""
        begun = [held for held in self.held[seller] if held.start <= on]
        if not begun:
            return Seat(self.held[seller][0].post, on, vacant=True)
        current = [held for held in begun if on in held]
        if current:
            return Seat(current[-1].post, on)
        last = begun[-1]
        return Seat(last.post, last.stop - _DAY if last.stop else on, vacant=True)


def posts(source: Source, superiors: Mapping[str, str]) -> Posts:
    """One position per rep and territory, one per leader; reps are the sellers with a territory history."""
    held: dict[str, list[Held]] = {}
    territories: dict[str, str] = {}
    for stay in sorted(source.stays, key=lambda stay: (stay.seller, stay.start)):
        code = rep_post(stay)
        territories[code] = stay.territory
        held.setdefault(stay.seller, []).append(Held(code, stay.start, stay.stop))
    leaders = {}
    for employee in source.employees:
        if employee.id in superiors and employee.id not in held:
            code = leader_post(employee)
            leaders[code] = _led(employee.id, source, superiors)
            held[employee.id] = [Held(code, employee.hired, None)]
    return Posts(held, territories, leaders, successions(source.stays))


def rep_post(stay: Stay) -> str:
    return f"T{int(stay.territory):02d}-{stay.seller}"


def leader_post(employee: Employee) -> str:
    return f"L{employee.level}-{employee.id}"


def _led(leader: str, source: Source, superiors: Mapping[str, str]) -> frozenset[str]:
    below = (s for s in source.sellers if leader in line_above(s.id, superiors))
    return frozenset(seller.territory for seller in below if seller.territory)


def line_above(person: str, superiors: Mapping[str, str]) -> Iterable[str]:
    """Everyone above a person, the nearest first."""
    while person := superiors.get(person, ""):
        yield person


def successions(stays: Sequence[Stay]) -> list[Succession]:
    """Where exactly one leaves a territory and exactly one other takes it up that day; in order of days."""
    found = []
    for territory, on in sorted({(stay.territory, stay.stop) for stay in stays if stay.stop}):
        left = [s for s in stays if s.territory == territory and s.stop == on]
        taken = [s for s in stays if s.territory == territory and s.start == on]
        if len(left) == len(taken) == 1:
            found.append(Succession(on, rep_post(left[0]), rep_post(taken[0])))
    return sorted(found, key=lambda succession: succession.on)
