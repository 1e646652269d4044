from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from tonglu.base.accounts.models import Account
from tonglu.base.errors import NotYours, Refused
from tonglu.base.ids import new_id
from tonglu.base.journal.models import record
from tonglu.base.money import ZERO, MoneyField
from tonglu.customers.cards.models import Customer
from tonglu.directory.approvals.answering import answered
from tonglu.directory.approvals.asking import ask
from tonglu.directory.approvals.course import Verdict
from tonglu.directory.calendar.models import work_calendar
from tonglu.directory.org.models import Company, Person, Position
from tonglu.directory.org.scope import Scope
from tonglu.directory.org.signed import Signature
from tonglu.planning.routes.models import plan_of


class Purpose(models.TextChoices):
    """Why a customer is visited 拜访目的."""

    ORDER = "order", _("订货")
    NEW = "new", _("开发新客户")
    RESEARCH = "research", _("市场调研")
    COLLECTION = "collection", _("收款")
    SERVICE = "service", _("服务")
    COMPLAINT = "complaint", _("客诉处理")
    OTHER = "other", _("其他")


@dataclass(frozen=True, slots=True)
class Call:
    """A stop that is wanted on a day."""

    customer_id: int
    purpose: str = Purpose.ORDER
    from_line: bool = True


class DayPlanQuerySet(models.QuerySet["DayPlan"]):
    def visible_to(self, scope: Scope) -> DayPlanQuerySet:
        return self.filter(scope.facts_q())


class DayPlan(models.Model):
    """Where a person goes on a day, and what he means to reach 每日拜访计划.

    It is a draft until he submits it, and then waits for one who leads him to sign it or give it back.
    """

    class State(models.TextChoices):
        DRAFT = "draft", _("草稿")
        SUBMITTED = "submitted", _("待签核")
        SIGNED = "signed", _("已签核")
        RETURNED = "returned", _("已退回")

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="day_plans")
    position = models.ForeignKey(Position, on_delete=models.PROTECT, related_name="day_plans")
    day = models.DateField(db_index=True)
    line = models.CharField(max_length=64, blank=True)
    goal_visits = models.PositiveSmallIntegerField(default=0)
    goal_deals = models.PositiveSmallIntegerField(default=0)
    goal_sales = MoneyField(default=ZERO)
    state = models.CharField(max_length=16, choices=State.choices, default=State.DRAFT)
    submitted_at = models.DateTimeField(null=True)

    objects = DayPlanQuerySet.as_manager()

    class Meta:
        ordering = ["-day", "person__code"]
        constraints = [models.UniqueConstraint(fields=["person", "day"], name="dayplans_one_a_day")]

    @classmethod
    def open(cls, *, person: Person, on: date, by: Account | None, at: datetime) -> DayPlan | None:
        """The plan of a day; drafted from the lines when there is none yet, None where nothing is planned."""
        plan = cls.objects.filter(person=person, day=on).first()
        if plan or not work_calendar(person=person).is_worked(on):
            return plan
        held = [(position, plan_of(position=position, on=on)) for position in person.held(on=on)]
        due = [(position, line, stops) for position, line in held if line and (stops := line.stops_on(on))]
        if not due:
            return None
        position, line, _stops = due[0]
        calls = [Call(stop.customer_id) for _p, _l, stops in due for stop in stops]
        return cls._draft(person=person, position=position, on=on, line=line.name, calls=calls, by=by, at=at)

    @classmethod
    @transaction.atomic
    def _draft(
        cls,
        *,
        person: Person,
        position: Position,
        on: date,
        line: str,
        calls: Sequence[Call],
        by: Account | None,
        at: datetime,
    ) -> DayPlan:
        plan, created = cls.objects.get_or_create(
            person=person,
            day=on,
            defaults={"position": position, "line": line, "goal_visits": len(calls)},
        )
        if created:
            plan._replace_stops(calls)
            record(verb="dayplan.draft", obj=plan, by=by, at=at, facts={"date": on, "stops": len(calls)})
        return plan

    @classmethod
    @transaction.atomic
    def submit(
        cls,
        *,
        person: Person,
        position: Position,
        on: date,
        calls: Sequence[Call],
        goal_deals: int,
        goal_sales: Decimal,
        by: Account,
        at: datetime,
    ) -> DayPlan:
        """Hands in the day's calls and goals for signing. Raises Refused once it is signed, or without calls."""
        if not calls:
            raise Refused(_("{on} 的计划没有客户；至少排一家"), on=on, code="empty_plan")
        plan = cls.objects.filter(person=person, day=on).first()
        if plan is None:
            plan = cls._draft(person=person, position=position, on=on, line="", calls=calls, by=by, at=at)
        if plan.state == cls.State.SIGNED:
            raise Refused(
                _("{on} 的计划已签核，不能再改；临时拜访请在当天加访"), on=on, code="already_signed"
            )
        plan._replace_stops(calls)
        plan.goal_visits, plan.goal_deals, plan.goal_sales = len(calls), goal_deals, goal_sales
        plan.state, plan.submitted_at = cls.State.SUBMITTED, at
        plan.save(update_fields=["goal_visits", "goal_deals", "goal_sales", "state", "submitted_at"])
        record(verb="dayplan.submit", obj=plan, by=by, at=at, facts={"date": on, "stops": len(calls)})
        ask(kind="day_plan", document=plan, by=by, at=at)
        return plan

    @classmethod
    @transaction.atomic
    def bring(
        cls,
        *,
        person: Person,
        position: Position,
        on: date,
        calls: Sequence[Call],
        goal_deals: int,
        goal_sales: Decimal,
        by: Account,
        at: datetime,
        signature: Signature | None = None,
    ) -> DayPlan:
        """A plan of a day that has passed, as it stood elsewhere; whoever signed it there is named, or it is a draft.

        Nobody is asked to sign it any more. Raises Refused for a day with a plan or one that is not over.
        """
        if on >= Company.current().business_date(at):
            raise Refused(_("{on} 还没有过去；请提交计划，由上级签核"), on=on, code="not_past")
        if cls.objects.filter(person=person, day=on).exists():
            raise Refused(_("{name} {on} 已有计划"), name=person.name, on=on, code="plan_exists")
        plan = cls.objects.create(
            person=person,
            position=position,
            day=on,
            goal_visits=len(calls),
            goal_deals=goal_deals,
            goal_sales=goal_sales,
            state=cls.State.SIGNED if signature else cls.State.DRAFT,
        )
        plan._replace_stops(calls)
        if signature:
            signer = signature.account(position=position, on=on)
            Decision.objects.create(
                plan=plan, approved=True, words=signature.words, by=signer, at=signature.at
            )
        facts = {"date": on, "stops": len(calls), "signed_by": signature.person.name if signature else ""}
        record(verb="dayplan.bring", obj=plan, by=by, at=at, facts=facts)
        return plan

    def _replace_stops(self, calls: Sequence[Call]) -> None:
        """The stops as wanted now."""
        wanted = {call.customer_id: (place, call) for place, call in enumerate(calls, start=1)}
        if len(wanted) != len(calls):
            raise Refused(_("同一客户一天只排一次；请去掉重复的客户"), code="stop_twice")
        unknown = set(wanted) - set(Customer.objects.filter(pk__in=wanted).values_list("pk", flat=True))
        if unknown:
            raise Refused(
                _("客户 {customer} 不存在；请同步后重新安排"), customer=min(unknown), code="unknown_customer"
            )
        self.stops.exclude(customer__in=wanted).delete()
        PlannedStop.objects.bulk_create(
            [
                PlannedStop(
                    plan=self,
                    customer_id=customer_id,
                    sequence=place,
                    purpose=call.purpose,
                    from_line=call.from_line,
                )
                for customer_id, (place, call) in wanted.items()
            ],
            update_conflicts=True,
            unique_fields=["plan", "customer"],
            update_fields=["sequence", "purpose", "from_line"],
        )

    @transaction.atomic
    def decide(self, *, approve: bool, words: str, by: Account, at: datetime) -> None:
        """One who is asked signs it, or gives it back with a reason. Nobody signs his own."""
        if by.pk == self.person.account_id:
            raise NotYours(_("不能签核自己的计划；请上级签核"))
        if self.state != self.State.SUBMITTED:
            raise Refused(
                _("{name} {day} 的计划{state}，不在待签核状态"),
                name=self.person.name,
                day=self.day,
                state=self.get_state_display(),
            )
        if not approve and not words.strip():
            raise Refused(_("退回计划要写明原因"))
        verdict: Verdict = "approve" if approve else "return"
        if not answered(kind="day_plan", document=self, verdict=verdict, words=words, by=by, at=at):
            self.settle(approve=approve, words=words, by=by, at=at)
        self.refresh_from_db(fields=["state"])

    def settle(self, *, approve: bool, words: str, by: Account, at: datetime) -> None:
        """What a decision does to the plan."""
        self.state = self.State.SIGNED if approve else self.State.RETURNED
        self.save(update_fields=["state"])
        Decision.objects.create(plan=self, approved=approve, words=words.strip(), by=by, at=at)
        verb = "dayplan.sign" if approve else "dayplan.return"
        record(verb=verb, obj=self, by=by, at=at, facts={"date": self.day, "words": words.strip()})

    @property
    def decision(self) -> Decision | None:
        """The latest one."""
        return self.decisions.order_by("-id").first()


class PlannedStop(models.Model):
    """A customer on a day plan; done when that person visits that customer on that day.

    No visit points here: a visit may reach the server before the plan it fulfils.
    """

    plan = models.ForeignKey(DayPlan, on_delete=models.CASCADE, related_name="stops")
    customer = models.ForeignKey(Customer, on_delete=models.PROTECT, related_name="planned_stops")
    sequence = models.PositiveSmallIntegerField()
    purpose = models.CharField(max_length=16, choices=Purpose.choices, default=Purpose.ORDER)
    from_line = models.BooleanField(default=True)

    class Meta:
        ordering = ["sequence"]
        constraints = [models.UniqueConstraint(fields=["plan", "customer"], name="dayplans_customer_once")]


class Decision(models.Model):
    """What the supervisor said to a submitted plan. Append-only."""

    plan = models.ForeignKey(DayPlan, on_delete=models.PROTECT, related_name="decisions")
    approved = models.BooleanField()
    words = models.CharField(max_length=400, blank=True)
    by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()


class DayMark(models.Model):
    """Start or end of a person's day 上下班, as the phone recorded it. Append-only."""

    class Kind(models.TextChoices):
        START = "start", _("开工")
        END = "end", _("收工")

    id = models.UUIDField(primary_key=True, default=new_id)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="day_marks")
    kind = models.CharField(max_length=8, choices=Kind.choices)
    at = models.DateTimeField()
    business_date = models.DateField(db_index=True)
    lng = models.FloatField(null=True)
    lat = models.FloatField(null=True)

    class Meta:
        ordering = ["at"]

    @classmethod
    @transaction.atomic
    def record(
        cls,
        *,
        id: UUID,
        person: Person,
        kind: DayMark.Kind,
        happened_at: datetime,
        place: tuple[float, float] | None,
        at: datetime,
    ) -> DayMark:
        """`place` is (lng, lat) in WGS-84 degrees."""
        lng, lat = place or (None, None)
        day = Company.current().business_date(happened_at)
        mark = cls(id=id, person=person, kind=kind, at=happened_at, business_date=day, lng=lng, lat=lat)
        mark.save(force_insert=True)
        record(verb=f"day.{kind}", obj=mark, by=person.account, at=at, facts={"date": day})
        return mark
