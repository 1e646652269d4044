"""A version of the targets as people read it: rep by period, with sums and what became of each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from tonglu.base.periods import Period, parse
from tonglu.directory.org.models import Person
from tonglu.directory.org.scope import Scope
from tonglu.planning.targets.models import TargetCell, TargetVersion
from tonglu.results.metrics import engine
from tonglu.results.metrics.engine import Cut
from tonglu.results.metrics.register import REGISTER


@dataclass(frozen=True, slots=True)
class Goal:
    """Target and commitment of a cell or a sum, and the actual; None where its period has not begun."""

    amount: Decimal
    must: Decimal
    actual: Decimal | None

    @property
    def achievement(self) -> Decimal | None:
        """In percent; None without an actual or a target."""
        if self.actual is None or not self.amount:
            return None
        return Decimal(100) * self.actual / self.amount

    def __add__(self, other: Goal) -> Goal:
        known = [goal.actual for goal in (self, other) if goal.actual is not None]
        return Goal(
            self.amount + other.amount, self.must + other.must, sum(known, Decimal(0)) if known else None
        )


@dataclass(frozen=True, slots=True)
class Row:
    person: Person
    goals: Sequence[Goal | None]
    total: Goal


@dataclass(frozen=True, slots=True)
class Grid:
    """Rows are people by code, columns periods by day; `sums` below the columns, `total` of all."""

    periods: Sequence[Period]
    rows: Sequence[Row]
    sums: Sequence[Goal]
    total: Goal


NONE = Goal(Decimal(0), Decimal(0), None)


def grid(*, version: TargetVersion, scope: Scope, as_of: date) -> Grid:
    """What of a version lies in a scope. Actuals are those that the board shows, of the same people and days."""
    cells = list(version.cells.visible_to(scope).select_related("person").order_by("start", "person__code"))
    periods = sorted({parse(cell.period) for cell in cells}, key=lambda period: (period.start, period.stop))
    actuals = _actuals(version, periods, scope, as_of)
    goals = {(cell.person, cell.period): _goal(cell, actuals, as_of) for cell in cells}
    people = sorted({person for person, _key in goals}, key=lambda person: person.code)
    rows = [_row(person, [goals.get((person, period.key)) for period in periods]) for person in people]
    sums = [_sum([row.goals[n] for row in rows]) for n in range(len(periods))]
    return Grid(periods, rows, sums, _sum([row.total for row in rows]))


def _row(person: Person, goals: Sequence[Goal | None]) -> Row:
    return Row(person, goals, _sum(goals))


def _sum(goals: Sequence[Goal | None]) -> Goal:
    return sum((goal for goal in goals if goal), NONE)


def _goal(cell: TargetCell, actuals: Mapping[tuple[str, str], Decimal], as_of: date) -> Goal:
    begun = cell.start <= as_of
    actual = actuals.get((cell.person.code, cell.period), Decimal(0)) if begun else None
    return Goal(cell.amount, cell.must, actual)


def _actuals(
    version: TargetVersion, periods: Sequence[Period], scope: Scope, as_of: date
) -> dict[tuple[str, str], Decimal]:
    """(employee code, period key) → the metric's value; empty for a metric that is not in the register."""
    found: dict[tuple[str, str], Decimal] = {}
    if version.plan.metric not in REGISTER:
        return found
    for kind in {period.kind for period in periods if period.kind != "custom"}:
        these = [period for period in periods if period.kind == kind]
        cut = Cut(these[0].start, these[-1].last, as_of, scope)
        for cell in engine.values(key=version.plan.metric, by=("rep", kind), cut=cut):
            if cell.value is not None:
                found[(cell.key[0], cell.key[1])] = cell.value
    return found
