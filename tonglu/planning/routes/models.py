from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date

from django.db import models

from tonglu.base.dated import Dated, in_force
from tonglu.customers.cards.models import Customer
from tonglu.directory.calendar.rules import WorkCalendar
from tonglu.directory.org.models import Position
from tonglu.planning.routes.rules import is_due, next_due


class JourneyPlan(Dated):
    """The permanent lines of a position 线路计划: a cycle of `cycle_weeks` weeks, counted from the Monday of `start`."""

    position = models.ForeignKey(Position, on_delete=models.PROTECT, related_name="journey_plans")
    name = models.CharField(max_length=64)
    cycle_weeks = models.PositiveSmallIntegerField(default=1)

    class Meta(Dated.Meta):
        ordering = ["position", "start"]

    def stops_on(self, day: date) -> list[Stop]:
        """The stops due on a day, in the order of the line, of customers that the position still owns."""
        owned = in_force(day, prefix="customer__ownerships__")
        stops = self.stops.filter(
            owned, weekday=day.weekday(), customer__ownerships__position=self.position_id
        )
        wanted = (
            stops.filter(customer__state=Customer.State.ACTIVE)
            .select_related("customer")
            .order_by("sequence")
        )
        return [
            s for s in wanted if is_due(day, since=self.start, cycle_weeks=self.cycle_weeks, weeks=s.weeks)
        ]


class Stop(models.Model):
    """An outlet on a line: its weekday (0 = Monday), the weeks of the cycle as bits, its place in the order."""

    plan = models.ForeignKey(JourneyPlan, on_delete=models.CASCADE, related_name="stops")
    customer = models.ForeignKey(Customer, on_delete=models.PROTECT, related_name="stops")
    weekday = models.PositiveSmallIntegerField()
    weeks = models.PositiveIntegerField(default=1)
    sequence = models.PositiveSmallIntegerField()
    minutes = models.PositiveSmallIntegerField(default=10)

    class Meta:
        ordering = ["weekday", "sequence"]
        constraints = [
            models.UniqueConstraint(fields=["plan", "customer", "weekday"], name="routes_stop_once_a_day"),
            models.CheckConstraint(condition=models.Q(weekday__lte=6), name="routes_stop_weekday"),
        ]


def plan_of(*, position: Position, on: date) -> JourneyPlan | None:
    return position.journey_plans.filter(in_force(on)).first()


def next_dates(*, customers: Collection[int], after: date, calendar: WorkCalendar) -> dict[int, date]:
    """customer id → the first worked day after `after` on which his line comes by; absent where none does.

    A stop that falls on a day off is not made up for: the next one counts.
    """
    lines: dict[tuple[int, int], list[Stop]] = {}
    due = Stop.objects.filter(in_force(after, prefix="plan__"), customer__in=customers).select_related("plan")
    for stop in due:
        lines.setdefault((stop.customer_id, stop.plan_id), []).append(stop)
    found: dict[int, date] = {}
    for (customer, _plan), stops in lines.items():
        day = _next_worked(stops, after, calendar)
        if day and (customer not in found or day < found[customer]):
            found[customer] = day
    return found


def _next_worked(stops: Sequence[Stop], after: date, calendar: WorkCalendar) -> date | None:
    plan = stops[0].plan
    pattern = [(stop.weekday, stop.weeks) for stop in stops]
    day: date | None = after
    for _attempt in range(20):
        day = next_due(day, since=plan.start, cycle_weeks=plan.cycle_weeks, stops=pattern) if day else None
        if day is None or calendar.is_worked(day):
            return day
    return None
