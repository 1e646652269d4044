"""What a rep's phone holds: one bundle of parts, of which only what changed is sent."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _
from ninja import Schema

from tonglu.base.dated import in_force
from tonglu.base.periods import period_of
from tonglu.customers.cards.models import Customer
from tonglu.directory.calendar.models import work_calendar
from tonglu.directory.calendar.rules import WorkCalendar
from tonglu.directory.catalog.models import MustStock, Sku
from tonglu.directory.org.models import LEADERS, Company, Person
from tonglu.directory.org.scope import Scope
from tonglu.fieldwork.dayplans.models import DayPlan, Purpose
from tonglu.fieldwork.visits.models import CallStep, Visit
from tonglu.fieldwork.visits.queries import Shelves, last_visits, months_of_sales, shelves, visited
from tonglu.fieldwork.visits.reasons import NO_ORDER, REFUSALS, reason_name
from tonglu.planning.routes.models import next_dates
from tonglu.results.boards.queries import performance, team_today
from tonglu.results.reports.models import DayReport
from tonglu.trade.prices.models import PriceRule
from tonglu.web.phone.schemas import (
    ChoiceOut,
    CompanyOut,
    CustomerOut,
    DayPlanOut,
    DayReportOut,
    MetricOut,
    MustStockOut,
    PastLineOut,
    PastVisitOut,
    PerformanceOut,
    PersonOut,
    PlannedStopOut,
    PriceOut,
    PullOut,
    ShelfOut,
    SkuOut,
    StepOut,
    StepSetOut,
    TeamOut,
    TeamPersonOut,
    TeamPlanOut,
)

DAYS_AHEAD = 3
PAST_VISITS = 6
MONTHS = 12


def pull(*, person: Person, have: Mapping[str, str], at: datetime) -> PullOut:
    """The parts of this person's bundle whose hash differs from what his phone has."""
    today = Company.current().business_date(at)
    scope = person.scope(on=today)
    parts = _parts(person, scope, at)
    customers = _customers(person, scope)
    hashes = {name: _hash(part) for name, part in parts.items()}
    hashes |= {f"customer/{customer.id}": _hash(customer) for customer in customers}
    gone = [int(key.partition("/")[2]) for key in have if key.startswith("customer/") and key not in hashes]
    fresh = {name: part for name, part in parts.items() if have.get(name) != hashes[name]}
    return PullOut(
        generated_at=at,
        today=today,
        hashes=hashes,
        gone=gone,
        customers=[c for c in customers if have.get(f"customer/{c.id}") != hashes[f"customer/{c.id}"]],
        **{name: fresh.get(name) for name in parts},
    )


def _hash(part: Any) -> str:
    body = part.model_dump_json() if isinstance(part, Schema) else repr(part)
    return hashlib.sha256(body.encode()).hexdigest()[:16]


def _parts(person: Person, scope: Scope, at: datetime) -> dict[str, Any]:
    calendar = work_calendar(person=person)
    return {
        "person": person_out(person, on=scope.on),
        "company": company_out(Company.current()),
        "days": _days(person, scope.on, calendar, at),
        "calendar": _marks(calendar, scope.on),
        "skus": _skus(),
        "prices": _prices(scope),
        "must_stock": _must_stock(scope.on),
        "step_sets": _step_sets(),
        "refusal_reasons": _choices(REFUSALS),
        "no_order_reasons": _choices(NO_ORDER),
        "purposes": [ChoiceOut(key=key, name=str(label)) for key, label in Purpose.choices],
        "performance": _performance(person, scope.on),
        "reports": _reports(person, scope.on),
    }


def _choices(keys: Iterable[str]) -> list[ChoiceOut]:
    return [ChoiceOut(key=key, name=reason_name(key)) for key in keys]


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


def _customers(person: Person, scope: Scope) -> list[CustomerOut]:
    """Those that this person calls on himself: owned by a position he acts in, or on his plans."""
    mine = Q(ownerships__position__in=scope.positions) & in_force(scope.on, prefix="ownerships__")
    planned = Q(planned_stops__plan__person=person, planned_stops__plan__day__gte=scope.on)
    found = Customer.objects.filter(mine | planned, state=Customer.State.ACTIVE).distinct()
    customers = list(found.select_related("channel", "customer_class").order_by("code"))
    ids = [customer.pk for customer in customers]
    known = shelves(customers=ids, before=scope.on)
    past = last_visits(customers=ids, each=PAST_VISITS)
    months = _last_months(scope.on)
    sold = months_of_sales(customers=ids, since=date.fromisoformat(f"{months[0]}-01"))
    later = next_dates(customers=ids, after=scope.on, calendar=work_calendar(person=person))
    return [
        CustomerOut(
            id=customer.pk,
            code=customer.code,
            name=customer.name,
            channel=customer.channel_id,
            channel_name=customer.channel.name if customer.channel else "",
            customer_class=customer.customer_class_id,
            class_name=customer.customer_class.name if customer.customer_class else "",
            address=customer.address,
            contact=customer.contact,
            phone=customer.phone,
            lng=customer.lng,
            lat=customer.lat,
            search=customer.search,
            next_date=later.get(customer.pk),
            shelves=_shelves(known, customer.pk),
            visits=[_past(visit) for visit in past.get(customer.pk, [])],
            months=[sold.get(customer.pk, {}).get(month, Decimal(0)) for month in months],
        )
        for customer in customers
    ]


def _last_months(today: date) -> list[str]:
    period = period_of("month", today)
    keys = []
    for _month in range(MONTHS):
        keys.append(period.key)
        period = period.previous()
    return keys[::-1]


def _shelves(known: Shelves, customer: int) -> list[ShelfOut]:
    return [
        ShelfOut(
            sku=sku,
            last_count=shelf.last_count,
            counted_on=shelf.counted_on,
            delivered=shelf.delivered,
            on_the_way=shelf.on_the_way,
        )
        for sku, shelf in sorted(known.get(customer, {}).items())
    ]


def _past(visit: Visit) -> PastVisitOut:
    lines = list(visit.order.lines.all()) if visit.order else []
    return PastVisitOut(
        id=visit.pk,
        date=visit.business_date,
        person=visit.person.name,
        minutes=round(visit.seconds / 60),
        outcome=visit.outcome,
        amount=sum((line.net_amount for line in lines), Decimal(0)) if lines else None,
        lines=[PastLineOut(sku=line.sku_id, quantity=line.quantity) for line in lines],
        note=visit.note,
    )


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


def team(*, person: Person, on: date) -> TeamOut:
    scope = person.scope(on=on)
    if not scope.roles & LEADERS:
        return TeamOut(plans=[], people=[])
    waiting = DayPlan.objects.visible_to(scope).filter(state=DayPlan.State.SUBMITTED, day__gte=on)
    return TeamOut(
        plans=[
            TeamPlanOut(
                id=plan.pk,
                person=plan.person.name,
                date=plan.day,
                line=plan.line,
                state=plan.state,
                stops=plan.stops.count(),
                goal_sales=plan.goal_sales,
            )
            for plan in waiting.exclude(person=person).select_related("person")
        ],
        people=[
            TeamPersonOut(
                code=row.person.code,
                name=row.person.name,
                done=row.done,
                planned=row.planned,
                orders=row.orders,
                amount=row.amount,
                last_customer=row.last_customer,
                last_at=row.last_at,
            )
            for row in team_today(scope=scope)
        ],
    )
