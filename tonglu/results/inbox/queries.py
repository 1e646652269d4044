"""What waits for whom."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.db.models import Count, IntegerField, QuerySet, Subquery

from tonglu.directory.approvals.models import Approval, RuleBook
from tonglu.directory.approvals.models.rounds import ApprovalQuerySet
from tonglu.directory.calendar.models import LeaveAsk, LeaveAskQuerySet
from tonglu.directory.org.models import LEADERS, Person, Role
from tonglu.directory.org.scope import Scope
from tonglu.fieldwork.dayplans.models import DayPlan, DayPlanQuerySet
from tonglu.results.reports.models import DayReport, DayReportQuerySet
from tonglu.trade.orders.models import Order, OrderQuerySet

DELIVERING = frozenset({Role.CLERK, Role.DELIVERER})


# approvals of these kinds stand in a list of their own
LISTED = ("day_plan", "order_price")


class _Count(Subquery):
    """How many rows a queryset has, as a column."""

    template = "(SELECT COUNT(*) FROM (%(subquery)s) counted)"
    output_field = IntegerField()
    empty_result_set_value = 0


@dataclass
class Inbox:
    """What waits for a person, oldest first: plans and reports to sign, held orders, orders to deliver, approvals,
    requests for leave that he may answer.

    `returned` are his own plans that came back. Nobody is asked to sign his own.
    """

    person: Person
    scope: Scope

    @property
    def leads(self) -> bool:
        return bool(self.scope.roles & LEADERS)

    @cached_property
    def approvals(self) -> ApprovalQuerySet:
        """Whatever waits for his answer by the rules."""
        return Approval.objects.waiting_for(self.person, on=self.scope.on)

    @property
    def other_approvals(self) -> ApprovalQuerySet:
        """Those of them that stand in no list of their own here."""
        return self.approvals.exclude(kind__in=LISTED).told().order_by("asked_at")

    @cached_property
    def by_rules(self) -> bool:
        """Whether the company has rules that say who is asked; without, one who leads decides."""
        return RuleBook.in_force(on=self.scope.on) is not None

    @cached_property
    def _asked(self) -> dict[str, list[str]]:
        """kind → the documents that wait for his answer."""
        found: dict[str, list[str]] = defaultdict(list)
        for kind, document in self.approvals.values_list("kind", "object_id"):
            found[kind].append(document)
        return found

    @property
    def plans(self) -> DayPlanQuerySet:
        waiting = DayPlan.objects.filter(state=DayPlan.State.SUBMITTED)
        if self.by_rules:
            waiting = waiting.filter(pk__in=self._asked["day_plan"])
        else:
            waiting = waiting.visible_to(self.scope).exclude(person=self.person)
            waiting = waiting if self.leads else waiting.none()
        return waiting.select_related("person").annotate(n=Count("stops")).order_by("day", "person__code")

    @property
    def reports(self) -> DayReportQuerySet:
        waiting = DayReport.objects.visible_to(self.scope).filter(state=DayReport.State.FILED)
        waiting = waiting.exclude(person=self.person) if self.leads else waiting.none()
        return waiting.select_related("person").order_by("day", "person__code")

    @property
    def held(self) -> OrderQuerySet:
        waiting = Order.objects.held()
        if self.by_rules:
            waiting = waiting.filter(pk__in=self._asked["order_price"])
        else:
            waiting = waiting.visible_to(self.scope).exclude(person=self.person)
            waiting = waiting if self.leads else waiting.none()
        return waiting.select_related("customer", "person").with_amount().order_by("placed_at")

    @property
    def leave(self) -> LeaveAskQuerySet:
        waiting = LeaveAsk.objects.waiting_for(self.person, on=self.scope.on)
        return waiting.select_related("person").order_by("first", "id")

    @property
    def to_deliver(self) -> OrderQuerySet:
        waiting = Order.objects.visible_to(self.scope).to_deliver()
        return waiting if self.scope.roles & DELIVERING else waiting.none()

    @property
    def returned(self) -> DayPlanQuerySet:
        mine = DayPlan.objects.filter(person=self.person, state=DayPlan.State.RETURNED)
        return mine.filter(day__gte=self.scope.on)

    @cached_property
    def counts(self) -> dict[str, int]:
        """How many of each, in one query: every page shows their sum."""
        parts: dict[str, QuerySet[Any]] = {
            "plans": self.plans,
            "reports": self.reports,
            "held": self.held,
            "to_deliver": self.to_deliver,
            "returned": self.returned,
            "leave": self.leave,
        }
        counted = {key: _Count(rows.order_by().values("pk")) for key, rows in parts.items()}
        # one row to hang them on
        found: dict[str, int] = Person.objects.filter(pk=self.person.pk).order_by().values(**counted).get()  # type: ignore[assignment]
        others = sum(len(asked) for kind, asked in self._asked.items() if kind not in LISTED)
        return {**found, "others": others}

    @property
    def total(self) -> int:
        return sum(self.counts.values())


def inbox(*, person: Person, scope: Scope) -> Inbox:
    return Inbox(person, scope)
