"""What waits for whom."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from django.db.models import Count

from tonglu.directory.approvals.models import Approval, RuleBook
from tonglu.directory.approvals.models.rounds import ApprovalQuerySet
from tonglu.directory.calendar.models import LeaveAsk, LeaveAskQuerySet
from tonglu.directory.org.models import LEADERS, Person, Role
from tonglu.directory.org.scope import Scope
from tonglu.fieldwork.dayplans.models import DayPlan, DayPlanQuerySet
from tonglu.results.reports.models import DayReport, DayReportQuerySet
from tonglu.trade.orders.models import Order, OrderQuerySet

DELIVERING = frozenset({Role.CLERK, Role.DELIVERER})


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
        return self.approvals.exclude(kind__in=("day_plan", "order_price")).told().order_by("asked_at")

    @cached_property
    def by_rules(self) -> bool:
        """Whether the company has rules that say who is asked; without, one who leads decides."""
        return RuleBook.in_force(on=self.scope.on) is not None

    def _asked(self, kind: str) -> list[str]:
        return list(self.approvals.filter(kind=kind).values_list("object_id", flat=True))

    @property
    def plans(self) -> DayPlanQuerySet:
        waiting = DayPlan.objects.filter(state=DayPlan.State.SUBMITTED)
        if self.by_rules:
            waiting = waiting.filter(pk__in=self._asked("day_plan"))
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
            waiting = waiting.filter(pk__in=self._asked("order_price"))
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
        parts = {
            "plans": self.plans,
            "reports": self.reports,
            "held": self.held,
            "to_deliver": self.to_deliver,
            "returned": self.returned,
            "leave": self.leave,
            "others": self.other_approvals,
        }
        return {key: rows.count() for key, rows in parts.items()}

    @property
    def total(self) -> int:
        return sum(self.counts.values())


def inbox(*, person: Person, scope: Scope) -> Inbox:
    return Inbox(person, scope)
