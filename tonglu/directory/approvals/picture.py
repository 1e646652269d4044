"""A round as a picture of its steps: who was asked, who said what and when, who comes next."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from tonglu.directory.approvals.models import Approval, Seat
from tonglu.directory.org.models import Person, Position

State = Literal["approve", "refuse", "return", "waiting", "late", "next", "spared"]


@dataclass(frozen=True, slots=True)
class Chair:
    """A position of a step: its holder, what became of it. `escalated` where a level above was asked beside it;
    `spared` when the step or the round went on without it."""

    position: Position
    holder: Person | None
    state: State
    level: int = 0
    at: datetime | None = None
    due: datetime | None = None
    words: str = ""
    by: str = ""
    behalf: str = ""
    reminded: datetime | None = None


@dataclass(frozen=True, slots=True)
class StepShown:
    number: int
    any: bool
    chairs: Sequence[Chair]

    @property
    def state(self) -> State:
        """Of the step as a whole: the worst of those who wait, else what was said."""
        states = [chair.state for chair in self.chairs]
        order: tuple[State, ...] = ("refuse", "return", "late", "waiting", "approve", "next")
        return next((state for state in order if state in states), "spared")


def picture(approval: Approval, *, on: date, at: datetime) -> list[StepShown]:
    """The steps in order, as they stand at an instant."""
    rows = approval.seats.select_related("position", "answer__by__person", "answer__behalf", "reminder")
    by_step: dict[int, list[Seat]] = {}
    for row in rows.order_by("step", "place", "level"):
        by_step.setdefault(row.step, []).append(row)
    waiting = set(Seat.objects.waiting().filter(approval=approval).values_list("pk", flat=True))
    steps = []
    for number, step in enumerate(approval.steps):
        asked = by_step.get(number)
        chairs = (
            [_asked(row, row.pk in waiting, on, at) for row in asked]
            if asked
            else _not_yet(step.positions, approval.is_open, on)
        )
        steps.append(StepShown(number + 1, step.any, chairs))
    return steps


def _asked(seat: Seat, waits: bool, on: date, at: datetime) -> Chair:
    said = getattr(seat, "answer", None)
    reminder = getattr(seat, "reminder", None)
    holder = seat.position.holder(on=on)
    if said is None:
        state: State = ("late" if seat.due_at <= at else "waiting") if waits else "spared"
        return Chair(
            seat.position,
            holder,
            state,
            seat.level,
            due=seat.due_at,
            reminded=reminder.at if reminder else None,
        )
    person = getattr(said.by, "person", None)
    return Chair(
        seat.position,
        holder,
        said.verdict,
        seat.level,
        at=said.at,
        words=said.words,
        by=person.name if person else said.by.username,
        behalf=said.behalf.name if said.behalf else "",
    )


def _not_yet(positions: Sequence[int], is_open: bool, on: date) -> list[Chair]:
    found = Position.objects.in_bulk(list(positions))
    return [
        Chair(found[pk], found[pk].holder(on=on), "next" if is_open else "spared")
        for pk in positions
        if pk in found
    ]
