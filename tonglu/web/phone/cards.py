"""The cards of the customers that a rep calls on, with what his phone must know of each without a signal."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from django.db.models import Q

from tonglu.base.dated import in_force
from tonglu.base.periods import period_of
from tonglu.customers.cards.models import Customer
from tonglu.directory.calendar.models import work_calendar
from tonglu.directory.org.models import Person
from tonglu.directory.org.scope import Scope
from tonglu.fieldwork.visits.queries import PastVisit, Shelves, last_visits, months_of_sales, shelves
from tonglu.planning.routes.models import next_dates
from tonglu.web.phone.relations import credit_of, people_at
from tonglu.web.phone.schemas import (
    CustomerOut,
    PastLineOut,
    PastVisitOut,
    ShelfOut,
)

PAST_VISITS = 6
MONTHS = 12


def customer_cards(*, person: Person, scope: Scope) -> list[CustomerOut]:
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
    people, credit = people_at(ids, scope), credit_of(ids, scope)
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
            people=people.get(customer.pk, []),
            credit=credit.get(customer.pk),
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


def _past(visit: PastVisit) -> PastVisitOut:
    return PastVisitOut(
        id=visit.id,
        date=visit.business_date,
        person=visit.person,
        minutes=round(visit.seconds / 60),
        outcome=visit.outcome,
        amount=sum((line.net_amount for line in visit.lines), Decimal(0)) if visit.lines else None,
        lines=[PastLineOut(sku=line.sku_id, quantity=line.quantity) for line in visit.lines],
        note=visit.note,
    )
