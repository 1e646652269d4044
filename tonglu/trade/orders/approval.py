"""How an order below the floor price asks for approval: what it says, and what becomes of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from decimal import Decimal

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from tonglu.directory.approvals.kinds import Decided, Kind, Number, Past, Reading
from tonglu.trade.orders.models import Hold, Order

# rows whose lines are fetched together
CHUNK = 500
FAR_BELOW = Decimal("0.95")  # of the floor price: below that it is more than a rounding


def read(order: Order) -> Reading:
    customer = order.customer
    lines = list(order.lines.all())
    net = sum((line.net_amount for line in lines), Decimal(0))
    numbers = _numbers(order)
    grade = customer.customer_class
    return Reading(
        title=f"{order.number} {customer.name}",
        applicant=order.person,
        position=order.position,
        content={"lines": [[line.sku_id, line.quantity, str(line.net_amount)] for line in lines]},
        amount=net,
        classes=frozenset({grade.code} if grade else ()),
        risk=_risk(order, numbers),
        numbers=numbers,
        facts=[(_("客户等级"), grade.name if grade else None), (_("备注"), order.note)],
        customer=customer.pk,
    )


def _numbers(order: Order) -> list[Number]:
    """Net price per base unit beside the floor price, for every line that went below it."""
    names = {line.sku_id: line.sku.name for line in order.lines.all()}
    return [
        Number(names.get(low["sku"], ""), Decimal(low["price"]), Decimal(low["floor"]), False)
        for hold in order.holds.all()
        for low in hold.facts.get("lines", ())
    ]


def _risk(order: Order, numbers: list[Number]) -> str:
    if any(line.cost_amount is not None and line.net_amount < line.cost_amount for line in order.lines.all()):
        return "high"
    far = any(n.actual is not None and n.limit and n.actual < n.limit * FAR_BELOW for n in numbers)
    return "medium" if far else "low"


def _release(order: Order, decided: Decided) -> None:
    order.let_go(by=decided.by, at=decided.at, words=decided.words)


def _cancel(order: Order, decided: Decided) -> None:
    order.call_off(by=decided.by, at=decided.at, reason=decided.words)


def _held(start: date, stop: date) -> QuerySet[Hold]:
    return Hold.objects.filter(order__business_date__gte=start, order__business_date__lt=stop)


def _count(start: date, stop: date) -> int:
    return _held(start, stop).count()


def _past(start: date, stop: date) -> Iterator[Past]:
    """Orders that were held, and when they were let go."""
    rows = (
        _held(start, stop)
        .select_related(
            "release", "order__customer__customer_class", "order__person", "order__position__unit"
        )
        .prefetch_related("order__lines__sku", "order__holds")
    )
    for hold in rows.order_by("-at").iterator(chunk_size=CHUNK):
        gone = getattr(hold, "release", None)
        yield Past(hold.order, hold.at, gone.at if gone else None, gone.by_id if gone else None)


def _waits() -> Iterable[Order]:
    return Order.objects.held().select_related("customer__customer_class", "person", "position__unit")


KIND = Kind(
    key="order_price",
    name=_("低于底价的订单"),
    model="orders.order",
    read=read,
    approve=_release,
    refuse=_cancel,
    past=_past,
    count=_count,
    waits=_waits,
    page="order",
    tells=True,
    actual=_("成交价"),
    limit=_("底价"),
    risks=_("高：低于成本；中：比底价低 5 % 以上；低：其余"),
)
