"""Deliveries: which orders reached their customers, and on which day their sales count."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.utils.translation import gettext_noop as _
from ninja import Query, Router
from pydantic import BaseModel

from tonglu.directory.clients.models import Right
from tonglu.trade.deliveries.models import Delivery
from tonglu.trade.orders.models import Order
from tonglu.web.api.auth import ApiRequest, Bearer
from tonglu.web.api.kinds import DayIn, InstantIn, InstantOut, Key, Ref, ref
from tonglu.web.api.paging import Asked, Page, paged

router = Router(tags=["deliveries"])


class DeliveryOut(BaseModel):
    id: int
    order: UUID
    number: str
    customer: Ref
    at: InstantOut
    business_date: date


class DeliveriesAsked(Asked):
    """`first` and `last` are business days, both included; `since` goes by the server's clock."""

    customer: Key | None = None
    first: DayIn | None = None
    last: DayIn | None = None
    since: InstantIn | None = None


@router.get(
    "/deliveries",
    auth=Bearer(Right.ORDERS_READ, "orders"),
    response=Page[DeliveryOut],
    summary=_("送达：哪张订单哪天计入销售"),
)
def list_deliveries(request: ApiRequest, asked: Query[DeliveriesAsked]) -> object:
    rows = Delivery.objects.filter(order__in=Order.objects.visible_to(request.scope))
    wanted = {
        "order__customer__code": asked.customer,
        "business_date__gte": asked.first,
        "business_date__lte": asked.last,
        "at__gte": asked.since,
    }
    rows = rows.filter(**{name: value for name, value in wanted.items() if value is not None})
    return paged(rows.select_related("order__customer"), asked=asked, out=_out)


def _out(delivery: Delivery) -> DeliveryOut:
    return DeliveryOut(
        id=delivery.pk,
        order=delivery.order_id,
        number=delivery.order.number,
        customer=ref(delivery.order.customer),
        at=delivery.at,
        business_date=delivery.business_date,
    )
