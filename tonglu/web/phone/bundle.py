"""What a rep's phone holds: one bundle of parts, of which only what changed is sent."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Q, TextChoices
from django.utils.translation import gettext as _
from pydantic import BaseModel

from tonglu.base.dated import in_force
from tonglu.directory.calendar.models import LeaveKind, work_calendar
from tonglu.directory.calendar.rules import WorkCalendar
from tonglu.directory.catalog.models import MustStock, Sku
from tonglu.directory.org.models import Company, Person
from tonglu.directory.org.scope import Scope
from tonglu.fieldwork.dayplans.models import DayPlan, Purpose
from tonglu.fieldwork.visits.models import CallStep
from tonglu.fieldwork.visits.queries import visited
from tonglu.fieldwork.visits.reasons import NoOrder, Refusal
from tonglu.planning.routes.models import next_dates
from tonglu.results.boards.queries import performance
from tonglu.results.reports.models import DayReport
from tonglu.trade.prices.models import PriceRule
from tonglu.web.phone.approvals import approvals_of
from tonglu.web.phone.cards import customer_cards
from tonglu.web.phone.forms import colleagues, forms_of
from tonglu.web.phone.leave import leaves_of, team_leave
from tonglu.web.phone.relations import note_taken
from tonglu.web.phone.schemas import (
    ChoiceOut,
    CompanyOut,
    DayPlanOut,
    DayReportOut,
    MetricOut,
    MustStockOut,
    PerformanceOut,
    PersonOut,
    PlannedStopOut,
    PriceOut,
    PullOut,
    SkuOut,
    StepOut,
    StepSetOut,
)

DAYS_AHEAD = 3


def pull(*, person: Person, have: Mapping[str, str], at: datetime) -> PullOut:
    """The parts of this person's bundle whose hash differs from what his phone has."""
    today = Company.current().business_date(at)
    scope = person.scope(on=today)
    parts = _parts(person, scope, at)
    customers = customer_cards(person=person, scope=scope)
    hashes = {name: _hash(part) for name, part in parts.items()}
    hashes |= {f"customer/{customer.id}": _hash(customer) for customer in customers}
    gone = [int(key.partition("/")[2]) for key in have if key.startswith("customer/") and key not in hashes]
    fresh = {name: part for name, part in parts.items() if have.get(name) != hashes[name]}
    sent = [c for c in customers if have.get(f"customer/{c.id}") != hashes[f"customer/{c.id}"]]
    note_taken(person, sent, at=at)
    return PullOut(
        generated_at=at,
        today=today,
        hashes=hashes,
        gone=gone,
        customers=sent,
        **{name: fresh.get(name) for name in parts},
    )


def _hash(part: Any) -> str:
    body = part.model_dump_json() if isinstance(part, BaseModel) else repr(part)
    return hashlib.sha256(body.encode()).hexdigest()[:16]


def _parts(person: Person, scope: Scope, at: datetime) -> dict[str, Any]:
    calendar = work_calendar(person=person)
    return {
        "person": person_out(person, on=scope.on),
        "company": company_out(Company.current()),
        "days": _days(person, scope.on, calendar, at),
        "calendar": _marks(calendar, scope.on),
        # to one who has left, his phone shows no more than the office would
        "skus": _skus() if scope.positions else [],
        "prices": _prices(scope) if scope.positions else [],
        "must_stock": _must_stock(scope.on) if scope.positions else [],
        "step_sets": _step_sets(),
        "refusal_reasons": _choices(Refusal),
        "no_order_reasons": _choices(NoOrder),
        "purposes": _choices(Purpose),
        "performance": _performance(person, scope.on),
        "reports": _reports(person, scope.on),
        "approvals": approvals_of(person, on=scope.on, at=at),
        "forms": forms_of(scope),
        "colleagues": colleagues(scope),
        "leave_kinds": _choices(LeaveKind),
        "leaves": leaves_of(person, on=scope.on),
        "team_leave": team_leave(person, on=scope.on),
    }


def _choices(reasons: type[TextChoices]) -> list[ChoiceOut]:
    return [ChoiceOut(key=key, name=str(name)) for key, name in reasons.choices]


def person_out(person: Person, *, on: date) -> PersonOut:
    position = person.position(on=on)
    return PersonOut(
        id=person.pk,
        code=person.code,
        name=person.name,
        role=position.role if position else "",
        unit=position.unit.name if position else "",
        language=person.account.language if person.account else "zh-hans",
    )


def company_out(company: Company) -> CompanyOut:
    return CompanyOut(
        name=company.name,
        currency=company.currency,
        time_zone=company.time_zone,
        demo=company.source == "demo",
    )


def _marks(calendar: WorkCalendar, today: date) -> dict[str, str]:
    days = (today + timedelta(days=n) for n in range(-14, 46))
    return {day.isoformat(): mark for day in days if (mark := calendar.mark(day))}


def _days(person: Person, today: date, calendar: WorkCalendar, at: datetime) -> list[DayPlanOut]:
    ahead = calendar.workdays(today + timedelta(days=n) for n in range(1, 15))[:DAYS_AHEAD]
    plans = [DayPlan.open(person=person, on=day, by=person.account, at=at) for day in (today, *ahead)]
    return [_day(plan, calendar) for plan in plans if plan]


def _day(plan: DayPlan, calendar: WorkCalendar) -> DayPlanOut:
    stops = list(plan.stops.all())
    done = visited(plan)
    later = next_dates(customers=[stop.customer_id for stop in stops], after=plan.day, calendar=calendar)
    decision = plan.decision
    return DayPlanOut(
        date=plan.day,
        line=plan.line,
        state=plan.state,
        words=decision.words if decision else "",
        decided_by=_name_of(decision.by_id) if decision else "",
        goal_visits=plan.goal_visits,
        goal_deals=plan.goal_deals,
        goal_sales=plan.goal_sales,
        stops=[
            PlannedStopOut(
                customer=stop.customer_id,
                sequence=stop.sequence,
                purpose=stop.purpose,
                from_line=stop.from_line,
                next_date=later.get(stop.customer_id),
                done=stop.customer_id in done,
            )
            for stop in stops
        ],
    )


def _name_of(account_id: int) -> str:
    return Person.objects.filter(account=account_id).values_list("name", flat=True).first() or ""


def _skus() -> list[SkuOut]:
    return [
        SkuOut(
            id=sku.pk,
            code=sku.code,
            name=sku.name,
            spec=sku.spec,
            barcode=sku.barcode,
            brand=sku.brand.name if sku.brand else "",
            category=sku.category.name if sku.category else "",
            unit_name=sku.unit_name,
            pack_name=sku.pack_name,
            pack_size=sku.pack_size,
            shelf_life_days=sku.shelf_life_days,
            focus=sku.focus,
            search=sku.search,
        )
        for sku in Sku.objects.filter(state=Sku.State.ACTIVE).select_related("brand", "category")
    ]


def _prices(scope: Scope) -> list[PriceOut]:
    mine = in_force(scope.on, prefix="customer__ownerships__")
    his_own = mine & Q(customer__ownerships__position__in=scope.positions)
    rules = PriceRule.objects.filter(in_force(scope.on)).filter(Q(customer__isnull=True) | his_own)
    return [
        PriceOut(
            sku=rule.sku_id,
            channel=rule.channel_id,
            customer_class=rule.customer_class_id,
            customer=rule.customer_id,
            list_price=rule.list_price,
            net_price=rule.net_price,
            floor_price=rule.floor_price,
        )
        for rule in rules.order_by("sku", "id")
    ]


def _must_stock(on: date) -> list[MustStockOut]:
    return [
        MustStockOut(
            sku=rule.sku_id,
            channel=rule.channel_id,
            customer_class=rule.customer_class_id,
            opening_quantity=rule.opening_quantity,
        )
        for rule in MustStock.objects.filter(in_force(on)).order_by("sku__code", "id")
    ]


def _step_sets() -> list[StepSetOut]:
    sets: dict[int | None, list[StepOut]] = {}
    for step in CallStep.objects.order_by("channel", "sequence"):
        sets.setdefault(step.channel_id, []).append(
            StepOut(key=step.key, name=_(step.name), hint=_(step.hint))
        )
    return [StepSetOut(channel=channel, steps=steps) for channel, steps in sets.items()]


def _performance(person: Person, today: date) -> PerformanceOut | None:
    month = performance(person=person, on=today)
    if month is None:
        return None
    return PerformanceOut(
        period=month.period.key,
        workday=month.workday,
        workdays=month.workdays,
        target=month.target,
        must=month.must,
        actual=month.actual,
        achievement=month.achievement,
        pace=month.pace,
        elapsed=month.elapsed,
        projection=month.projection,
        metrics=[
            MetricOut(key=m.key, name=m.name, unit=m.unit, value=m.value, standard=m.standard, good=m.good)
            for m in month.metrics
        ],
    )


def _reports(person: Person, today: date) -> list[DayReportOut]:
    recent = DayReport.objects.filter(person=person, day__gt=today - timedelta(days=7)).prefetch_related(
        "comments"
    )
    return [
        DayReportOut(
            date=report.day,
            state=report.state,
            reflection=report.reflection,
            comments=[comment.words for comment in report.comments.all() if comment.words],
        )
        for report in recent
    ]
