"""An order on paper: as it was placed, and the delivery note 送货单 that goes with the goods."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from tonglu.base.capitals import in_capitals
from tonglu.base.sentences import labelled
from tonglu.directory.org.models import Company
from tonglu.trade.orders.models import Order, OrderLine
from tonglu.web.desk import tags
from tonglu.web.paper.document import (
    Block,
    Column,
    Document,
    Field,
    Fields,
    Named,
    Note,
    Row,
    Signatures,
    Table,
    Total,
)


def order_sheet(order: Order) -> Document:
    """The order with list price, discount and net amount; what it cost us is no business of the one who gets it."""
    lines = _lines(order)
    table = Table(
        [
            *_goods(),
            Column(_("标准金额"), "amount", 3.2),
            Column(_("折扣"), "amount", 2.8),
            Column(_("净额"), "amount", 3.2),
        ],
        [Row([*_good(n, one), one.list_amount, one.discount_amount, one.net_amount]) for n, one in lines],
        [
            Total(
                _("合计"),
                5,
                [_sum(lines, "list_amount"), _sum(lines, "discount_amount"), _sum(lines, "net_amount")],
            )
        ],
    )
    return _document(
        order,
        pgettext("page", "订单"),
        [table, *_end(order, lines)],
        [(_("业务员签名"), ""), (_("客户签名"), "")],
    )


def delivery_note(order: Order) -> Document:
    """What the driver hands over with the goods: who gets what for how much, the amount in capitals, and who signs."""
    lines = _lines(order)
    table = Table(
        [*_goods(), Column(_("金额"), "amount", 3.2), Column(_("实收数量"), "middle", 3)],
        [Row([*_good(n, one), one.net_amount, ""]) for n, one in lines],
        [Total(_("合计"), 5, [_sum(lines, "net_amount"), ""])],
    )
    signed = [(_("制单"), ""), (_("送货人"), ""), (_("收货人（签字盖章）"), "")]
    words = Note(_("请当面点清数量；如有短少、破损，请在“实收数量”栏写明。"))
    return _document(order, _("送货单"), [table, *_end(order, lines), words], signed)


def _document(
    order: Order, title: str, blocks: Sequence[Block], signed: Sequence[tuple[str, str]]
) -> Document:
    return Document(
        title=title,
        name=f"{title}-{order.number}",
        left=Company.current().name,
        right=_("单号：{number}　单位：{unit}").format(number=order.number, unit=tags.currency_unit()),
        blocks=[_head(order), *blocks, Signatures(signed)],
        foot=f"{order.number} · {order.state.label}",
        aside=labelled(_("下单"), tags.stamp(order.placed_at)),
        landscape=False,
    )


def _head(order: Order) -> Fields:
    customer = order.customer
    phone = " ".join(part for part in (customer.contact, customer.phone) if part)
    delivery = getattr(order, "delivery", None)
    return Fields(
        [
            Field(_("客户"), Named(customer.name, customer.code), "named"),
            Field(_("联系人"), phone or None),
            Field(_("地址"), customer.address or None),
            Field(_("业务员"), Named(order.person.name, order.person.code), "named"),
            Field(_("下单日"), order.business_date, "day"),
            Field(_("送达"), delivery.business_date if delivery else None, "day"),
        ],
        across=2,
    )


def _goods() -> list[Column]:
    return [
        Column(_("序号"), "middle", 1.4),
        Column(_("产品"), "named", 8),
        Column(_("规格"), "middle", 3.4),
        Column(_("数量"), "middle", 2.8),
        Column(_("单价"), "amount", 2.6),
    ]


def _lines(order: Order) -> list[tuple[int, OrderLine]]:
    return list(enumerate(order.lines.select_related("sku").order_by("pk"), start=1))


def _good(n: int, line: OrderLine) -> list[object]:
    sku = line.sku
    return [n, Named(sku.name, sku.code), sku.spec, line.in_packs, line.net_amount / line.quantity]


def _sum(lines: Sequence[tuple[int, OrderLine]], name: str) -> Decimal:
    return sum((getattr(line, name) for _n, line in lines), Decimal(0))


def _end(order: Order, lines: Sequence[tuple[int, OrderLine]]) -> list[Block]:
    """The amount in capitals, where the currency has them, and the note."""
    net = _sum(lines, "net_amount")
    fields = [Field(_("备注"), order.note or None)]
    if Company.current().currency == "CNY":
        fields.insert(0, Field(_("金额大写"), in_capitals(amount=net), aside=tags.money(net)))
    return [Fields(fields, across=1)]
