"""Documents: orders line by line, and deliveries. Each is made by the verb of the house, with its checks."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping, Sequence
from decimal import Decimal
from typing import Any
from uuid import UUID, uuid5

from django.db.models import Model
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from tonglu.base.errors import Refused
from tonglu.directory.org.models import Person, Position
from tonglu.exchange.imports.context import Context
from tonglu.exchange.imports.ledger import Ledger, Row
from tonglu.exchange.imports.noun import Changes
from tonglu.exchange.imports.nouns.naming import customer_column
from tonglu.exchange.imports.nouns.told import Told, instant
from tonglu.exchange.sheets.cells import amount, code, day, half, one_of, whole
from tonglu.exchange.sheets.columns import BadCell, Column, text
from tonglu.trade.deliveries.models import Delivery
from tonglu.trade.orders.models import Order, OrderLine, Wanted
from tonglu.trade.prices.models import PriceRule, prices_for

# the name space of other systems' order numbers, from which ids follow: the same number is the same order
_SPACE = UUID("6f0f6d0c-52a3-5c52-9d38-6f1f5a3c2b11")


def id_of(number: str) -> UUID:
    """The id of an order that another system numbered."""
    return uuid5(_SPACE, number.casefold())


def order_named(context: Context) -> Callable[[str], Order]:
    """Reads a cell that means an order of the sender's: by our number, or by the one it was imported under."""
    rows = Order.objects.visible_to(context.scope) if context.scope else Order.objects.all()

    def read(cell: str) -> Order:
        number = half(cell)
        states = rows.with_state()
        found = states.filter(number=number).first() or states.filter(pk=id_of(number)).first()
        if found is None:
            raise BadCell(_("没有订单 {number!r}").format(number=number))
        return found

    return read


def price_of(values: Mapping[str, Any], prices: Mapping[int, PriceRule]) -> Decimal:
    """The net price of a row: its own, else that of the day. Raises Refused where there is none."""
    sku = values["sku"]
    rule = prices.get(sku.pk)
    price: Decimal | None = values.get("price", rule.net_price if rule else None)
    if price is None:
        raise Refused(_("{sku} 当日没有价格；请先导入价格"), sku=sku)
    return price


class Orders(Told):
    key, title, model = "orders", pgettext_lazy("list", "订单"), OrderLine
    about = gettext_lazy("一行一个产品；单号相同的行是一张订单，整单一起导入")
    identity = ("number", "sku")
    together = ("number",)

    def columns(self) -> Sequence[Column]:
        context = self.context
        units = {"基本单位": "unit", "瓶": "unit", "个": "unit", "箱": "pack", "件": "pack"}
        return (
            Column(
                "number",
                ("单号", "订单号", "外部单号", "number"),
                code(32),
                required=True,
                hint=_("原系统的单号"),
                example="DD-0001",
            ),
            Column(
                "date",
                ("下单日期", "日期", "date"),
                day,
                hint=_("空着即今天"),
                example="2026-11-20",
                kind="day",
            ),
            customer_column(context),
            Column("person", ("业务员", "工号", "person"), context.people, hint=_("空着即客户当天的业务员")),
            Column(
                "sku",
                ("产品编码", "货号", "产品", "条码", "sku"),
                context.skus,
                required=True,
                hint=_("编码、条码或名称"),
                example="S001",
            ),
            Column("quantity", ("数量", "quantity"), whole(1), required=True, example="2", kind="number"),
            Column(
                "measure",
                ("数量单位", "计量单位", "measure"),
                one_of({**units, "unit": "unit", "pack": "pack"}),
                hint=_("空着即基本单位"),
                example="箱",
                choices=("基本单位", "箱"),
            ),
            Column(
                "price",
                ("单价", "净价", "price"),
                amount,
                hint=_("每基本单位；空着即当日净价"),
                kind="number",
            ),
            Column("note", ("备注", "note"), text(160)),
        )

    def complete(self, values: dict[str, Any]) -> None:
        values.setdefault("date", self.context.on)
        if values["date"] > self.context.today:
            raise BadCell(_("下单日期还没有到"), ("date",))
        if values.get("measure") == "pack":
            values["quantity"] *= values["sku"].pack_size
        values.pop("measure", None)

    def known_by(self, values: Mapping[str, Any]) -> Hashable | None:
        return (id_of(values["number"]), values["sku"].pk)

    def stored(self, rows: Sequence[Row]) -> Mapping[Hashable, Model]:
        ids = list({id_of(row.values["number"]) for row in rows})
        found: dict[Hashable, Model] = {}
        for start in range(0, len(ids), 500):
            for line in OrderLine.objects.filter(order__in=ids[start : start + 500]).select_related("sku"):
                found[line.order_id, line.sku_id] = line
        return found

    def changes(self, obj: Model, values: Mapping[str, Any]) -> Changes:
        """An order that was imported stays as it is."""
        return {}

    def create(self, rows: Sequence[Row], ledger: Ledger) -> None:
        self.context.account()
        self.together_by(rows, lambda row: row.values["number"].casefold(), self._place, ledger)

    def _place(self, lines: Sequence[Row]) -> Order:
        first = lines[0].values
        number, customer, on = first["number"], first["customer"], first["date"]
        if any((row.values["customer"], row.values["date"]) != (customer, on) for row in lines):
            raise Refused(_("单号 {number} 的各行客户或日期不同"), number=number)
        if Order.objects.filter(pk=id_of(number)).exists():
            raise Refused(_("单号 {number} 已经导入过，不能再加行"), number=number)
        position, person = self._taken_by(first)
        prices = prices_for(customer=customer, on=on, skus=[row.values["sku"].pk for row in lines])
        note = _("原单号 {number}").format(number=number)
        return Order.place(
            id=id_of(number),
            customer=customer,
            person=person,
            position=position,
            lines=[
                Wanted(row.values["sku"].pk, row.values["quantity"], price_of(row.values, prices))
                for row in lines
            ],
            source=Order.Source.IMPORT,
            placed_at=instant(self.context, on),
            by=self.context.account(),
            at=self.context.at,
            note=f"{note} {first.get('note', '')}".strip(),
        )

    def _taken_by(self, values: Mapping[str, Any]) -> tuple[Position, Person]:
        customer, on = values["customer"], values["date"]
        position = customer.owner(on=on)
        person = values.get("person")
        if person is not None and position is None:
            position = person.position(on=on)
        if position is None:
            raise Refused(_("客户 {customer} 当天没有负责岗位"), customer=customer)
        person = person or position.holder(on=on)
        if person is None:
            raise Refused(_("岗位 {position} 当天没有人；请写上业务员"), position=position)
        return position, person


class Deliveries(Told):
    key, title, model = "deliveries", pgettext_lazy("list", "送货"), Delivery
    about = gettext_lazy("已送达的订单；销售从送达那天起计")
    identity = ("order",)

    def columns(self) -> Sequence[Column]:
        return (
            Column(
                "order",
                ("订单号", "单号", "外部单号", "order"),
                order_named(self.context),
                required=True,
                hint=_("本系统的或导入时的单号"),
                example="DD-0001",
            ),
            Column(
                "date",
                ("送达日期", "日期", "date"),
                day,
                hint=_("空着即今天"),
                example="2026-11-21",
                kind="day",
            ),
        )

    def complete(self, values: dict[str, Any]) -> None:
        today = self.context.today
        on = values.setdefault("date", today)
        if on > today:
            raise BadCell(_("送达日期还没有到"), ("date",))
        if on < values["order"].business_date:
            raise BadCell(_("送达日期在下单之前"), ("date",))

    def known_by(self, values: Mapping[str, Any]) -> Hashable | None:
        return (values["order"].pk,)

    def stored(self, rows: Sequence[Row]) -> Mapping[Hashable, Model]:
        orders = [row.values["order"] for row in rows]
        return {(order.pk,): order.delivery for order in orders if hasattr(order, "delivery")}

    def changes(self, obj: Model, values: Mapping[str, Any]) -> Changes:
        """What was delivered was delivered when it was."""
        return {}

    def create(self, rows: Sequence[Row], ledger: Ledger) -> None:
        by = self.context.account()

        def deliver(row: Row) -> Model:
            return Delivery.deliver(
                order=row.values["order"], by=by, at=instant(self.context, row.values["date"])
            )

        self.each(rows, deliver, ledger)
