"""交易: orders and what is sold."""

from __future__ import annotations

from tonglu.web.access import CLOSING, DELIVERING, LEADING, MASTER_DATA, ORDERS, page
from tonglu.web.desk import orders, skus

PAGES = [
    page("orders", orders.orders, name="orders", roles=ORDERS),
    page("orders/deliver", orders.deliver_many, name="orders_deliver", roles=DELIVERING),
    page("orders/number/<path:number>", orders.order_by_number, name="order_number", roles=ORDERS),
    page("orders/<uuid:pk>", orders.order, name="order", roles=ORDERS),
    page("orders/<uuid:pk>.<paper:form>", orders.order_paper, name="order_paper", roles=ORDERS),
    page("orders/<uuid:pk>/note.<paper:form>", orders.order_note, name="order_note", roles=ORDERS),
    page("orders/<uuid:pk>/release", orders.release, name="order_release", roles=LEADING),
    page("orders/<uuid:pk>/deliver", orders.deliver, name="order_deliver", roles=DELIVERING),
    page("orders/<uuid:pk>/cancel", orders.cancel, name="order_cancel", roles=CLOSING),
    page("skus", skus.skus, name="skus", roles=MASTER_DATA),
    page("skus/<int:pk>", skus.sku, name="sku", roles=MASTER_DATA),
]
