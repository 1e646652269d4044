"""The rows of the sheet and what was seen at them, from a day's visits."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Sequence
from datetime import date, datetime, time, tzinfo
from decimal import Decimal

from tonglu.directory.catalog.models import Sku
from tonglu.directory.org.models import Person
from tonglu.fieldwork.visits.models import OrderProposal, Visit
from tonglu.results.reports.figures import CallRow, Refusal, Rival, Sale, Shortage, Word
from tonglu.results.reports.rules import InStore, marks
from tonglu.trade.orders.models import Order, OrderLine


def visits_of(*, people: Collection[Person], on: date) -> dict[int, list[Visit]]:
    """Person id → his calls of a day in order, with all that was recorded at them."""
    made = Visit.objects.filter(person__in=people, business_date=on)
    made = made.select_related("customer", "order__cancellation")
    lists = (
        "steps",
        "stock__sku",
        "must_stock__sku",
        "proposals__sku",
        "competitors",
        "photos",
        "order__lines",
    )
    found: dict[int, list[Visit]] = {person.pk: [] for person in people}
    for visit in made.prefetch_related(*lists).order_by("started_at", "id"):
        found[visit.person_id].append(visit)
    return found


def clock(at: datetime, zone: tzinfo) -> str:
    return f"{at.astimezone(zone):%H:%M}"


def second_of_day(at: datetime, *, on: date, zone: tzinfo) -> int:
    """Seconds since the local midnight with which a day begins; over 86 400 on the next."""
    return int((at.astimezone(zone) - datetime.combine(on, time.min, zone)).total_seconds())


def in_store(visits: Sequence[Visit], *, on: date, zone: tzinfo) -> list[InStore]:
    return [
        InStore(
            start=second_of_day(visit.started_at, on=on, zone=zone),
            stop=second_of_day(visit.ended_at, on=on, zone=zone),
            completed=visit.outcome == Visit.Outcome.COMPLETED,
            steps=tuple((step.key, step.seconds) for step in visit.steps.all()),
        )
        for visit in visits
    ]


def call_rows(visits: Sequence[Visit], *, planned: Collection[int], zone: tzinfo) -> tuple[CallRow, ...]:
    first_orders = _first_orders(visits)
    return tuple(
        CallRow(
            sequence=place,
            visit=str(visit.pk),
            customer=visit.customer.code,
            name=visit.customer.name,
            purpose=visit.purpose,
            outcome=visit.outcome,
            started=clock(visit.started_at, zone),
            ended=clock(visit.ended_at, zone),
            minutes=round(visit.seconds / 60),
            marks=marks(
                steps={step.key for step in visit.steps.all()},
                proposed=bool(visit.proposals.all()),
                ordered=visit.order is not None,
            ),
            order=visit.order.number if visit.order else "",
            sale=_sale(visit.order),
            opened=visit.order_id in first_orders,
            planned=visit.customer_id in planned,
            photos=len(visit.photos.all()),
        )
        for place, visit in enumerate(visits, start=1)
    )


def _sale(order: Order | None) -> Sale | None:
    """A cancelled order sold nothing."""
    if order is None or hasattr(order, "cancellation"):
        return None
    return sum((_of_line(line) for line in order.lines.all()), Sale())


def _of_line(line: OrderLine) -> Sale:
    cost = line.cost_amount
    costed = Decimal(0) if cost is None else line.net_amount
    return Sale(line.list_amount, line.net_amount, costed, costed - (cost or Decimal(0)))


def _first_orders(visits: Sequence[Visit]) -> set[object]:
    """Ids of the orders that were their outlets' first ever."""
    customers = {visit.customer_id for visit in visits if visit.order_id}
    standing = Order.objects.standing().filter(customer__in=customers).order_by("customer", "placed_at", "id")
    first: dict[int, object] = {}
    for customer, order in standing.values_list("customer", "id"):
        first.setdefault(customer, order)
    return set(first.values())


def words_of(visits: Sequence[Visit]) -> tuple[Word, ...]:
    return tuple(
        Word(visit.customer.code, visit.customer.name, visit.note, visit.no_order_reason)
        for visit in visits
        if visit.note or visit.no_order_reason
    )


def rivals_of(visits: Sequence[Visit]) -> tuple[Rival, ...]:
    return tuple(
        Rival(visit.customer.name, seen.brand, seen.product, seen.price, seen.note)
        for visit in visits
        for seen in visit.competitors.all()
    )


def refusals_of(visits: Sequence[Visit]) -> tuple[Refusal, ...]:
    """By SKU, the one most often refused first, and so its reasons."""
    refused: dict[Sku, list[OrderProposal]] = defaultdict(list)
    for visit in visits:
        for proposal in visit.proposals.all():
            if proposal.refusal:
                refused[proposal.sku].append(proposal)
    in_order = sorted(refused.items(), key=lambda item: (-len(item[1]), item[0].code))
    return tuple(_refusal(sku, proposals) for sku, proposals in in_order)


def _refusal(sku: Sku, proposals: Sequence[OrderProposal]) -> Refusal:
    reasons = Counter(proposal.refusal for proposal in proposals)
    short = sum(max(0, proposal.suggested - proposal.agreed) for proposal in proposals)
    return Refusal(sku.code, sku.name, dict(reasons.most_common()), short, sku.in_packs(short))


def shortages_of(visits: Sequence[Visit]) -> tuple[Shortage, ...]:
    """SKUs that were not there, required ones first, then by the number of outlets."""
    outlets: dict[tuple[str, str], list[str]] = defaultdict(list)
    required: set[tuple[str, str]] = set()
    for visit in visits:
        lacking = [check.sku for check in visit.must_stock.all() if not check.present]
        required |= {(sku.code, sku.name) for sku in lacking}
        empty = [count.sku for count in visit.stock.all() if count.total == 0]
        for key in {(sku.code, sku.name) for sku in (*lacking, *empty)}:
            outlets[key].append(visit.customer.name)
    found = [Shortage(*key, key in required, tuple(names)) for key, names in outlets.items()]
    return tuple(sorted(found, key=lambda short: (not short.required, -len(short.outlets), short.sku)))


def counted(visits: Sequence[Visit]) -> int:
    """SKUs counted at the calls, each once."""
    return len({count.sku_id for visit in visits for count in visit.stock.all()})
