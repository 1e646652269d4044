"""Calls of the past, with what was counted and ordered at them."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID, uuid5

from django.db.models import Model
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tonglu.base.errors import Refused
from tonglu.directory.org.models import Person
from tonglu.exchange.imports.ledger import Ledger, Row
from tonglu.exchange.imports.noun import Changes
from tonglu.exchange.imports.nouns.naming import customer_column, person_column, purpose_column
from tonglu.exchange.imports.nouns.orders import order_named, price_of
from tonglu.exchange.imports.nouns.told import Told, instant, past_day
from tonglu.exchange.sheets.cells import amount, day, labels, one_of, time_of_day, whole
from tonglu.exchange.sheets.columns import BadCell, Column, text
from tonglu.fieldwork.dayplans.models import Purpose
from tonglu.fieldwork.visits.bring import bring_visit, position_of
from tonglu.fieldwork.visits.models import StockCount, Visit
from tonglu.fieldwork.visits.take import read_body
from tonglu.trade.orders.models import OrderLine
from tonglu.trade.prices.models import prices_for

# the name space of calls that come from sheets: the same person, customer and minute is the same call
_SPACE = UUID("2f6a3c0e-7d1b-5b0e-8e55-0d1c8b9a4f27")
_MINUTE = timedelta(minutes=1)
# what a row says of one product
_LINE = ("sku", "shelf", "back", "ordered", "price")


class Visits(Told):
    key, title, model = "visits", gettext_lazy("拜访"), Visit
    about = gettext_lazy("一行一个盘点或订货的产品；同一人、同一客户、同一到店时间的行是一次拜访")
    together = ("customer", "date", "start")
    common = ("end", "minutes", "outcome", "purpose", "order", "note", "no_order_reason", "next_date")
    beside = frozenset({"customer", "date", "start", "person", *common, *_LINE})

    def columns(self) -> Sequence[Column]:
        return (*self._call(), *self._line(), *self._around())

    def _call(self) -> Sequence[Column]:
        context = self.context
        return (
            customer_column(context),
            Column(
                "date",
                ("拜访日期", "日期", "date"),
                past_day(context, day),
                required=True,
                example="2026-11-20",
                kind="day",
            ),
            Column("start", ("到店时间", "开始时间", "start"), time_of_day, required=True, example="9:30"),
            Column("end", ("离店时间", "结束时间", "end"), time_of_day, example="9:45"),
            Column(
                "minutes",
                ("停留分钟", "分钟", "minutes"),
                whole(0, 24 * 60),
                hint=_("没有离店时间时填"),
                kind="number",
            ),
            person_column(context, hint=_("空着即客户当天的业务员")),
            Column(
                "outcome",
                ("结果", "拜访结果", "outcome"),
                one_of(labels(Visit.Outcome)),
                hint=_("空着即完成"),
                choices=[str(one.label) for one in Visit.Outcome],
            ),
            purpose_column(),
        )

    def _line(self) -> Sequence[Column]:
        return (
            Column(
                "sku",
                ("产品编码", "货号", "产品", "条码", "sku"),
                self.context.skus,
                hint=_("编码、条码或名称；没有盘点就空着"),
                example="S001",
            ),
            Column("shelf", ("货架库存", "库存", "shelf"), whole(), hint=_("基本单位"), kind="number"),
            Column("back", ("后仓库存", "back"), whole(), hint=_("基本单位"), kind="number"),
            Column(
                "ordered",
                ("订货数量", "订货", "ordered"),
                whole(1),
                hint=_("基本单位；写了就生成订单"),
                kind="number",
            ),
            Column("price", ("单价", "净价", "price"), amount, hint=_("空着即当日净价"), kind="number"),
        )

    def _around(self) -> Sequence[Column]:
        return (
            Column("order", ("订单号", "单号", "order"), order_named(self.context), hint=_("已经导入的订单")),
            Column("no_order_reason", ("未订货原因", "no_order_reason"), text(64)),
            Column("note", ("备注", "note"), text(1000)),
            Column("next_date", ("下次拜访", "next_date"), day, kind="day"),
        )

    def complete(self, values: dict[str, Any]) -> None:
        if "end" not in values and "minutes" not in values:
            raise BadCell(_("离店时间和停留分钟要填一个"), ("end", "minutes"))
        started, ended = self._times(values)
        if ended < started or ended > self.context.at:
            raise BadCell(_("离店时间早于到店，或还没有到"), ("start", "end"))
        counts = [name for name in ("shelf", "back", "ordered", "price") if name in values]
        if ("sku" in values) != bool(counts):
            raise BadCell(_("产品和它的库存、订货要一起填"), ("sku", "shelf", "ordered"))
        if "price" in values and "ordered" not in values:
            raise BadCell(_("写了单价，没有写订货数量"), ("ordered",))
        if "order" in values and "ordered" in values:
            raise BadCell(_("订单号和订货数量只填一个"), ("order", "ordered"))
        values.setdefault("person", self._caller(values))

    def _times(self, values: Mapping[str, Any]) -> tuple[datetime, datetime]:
        started = instant(self.context, values["date"], values["start"])
        if "end" in values:
            return started, instant(self.context, values["date"], values["end"])
        return started, started + timedelta(minutes=values["minutes"])

    def _caller(self, values: Mapping[str, Any]) -> Person:
        """Whoever acted in the position that owned the customer."""
        if (person := values.get("person")) is not None:
            return person  # type: ignore[no-any-return]  # the column reads people
        position = values["customer"].owner(on=values["date"])
        found: Person | None = position.holder(on=values["date"]) if position else None
        if found is None:
            raise BadCell(_("客户当天没有业务员；请写上是谁拜访的"), ("person",))
        return found

    def _key(self, values: Mapping[str, Any]) -> tuple[int, int, datetime]:
        return (values["person"].pk, values["customer"].pk, self._times(values)[0])

    def known_by(self, values: Mapping[str, Any]) -> Hashable | None:
        sku = values.get("sku")
        return (*self._key(values), sku.pk if sku else None)

    def stored(self, rows: Sequence[Row]) -> Mapping[Hashable, Model]:
        """Calls by person, customer and minute, and what was counted at them; those of phones are calls too."""
        found: dict[Hashable, Model] = {}
        for visit in self._there(rows):
            key = (visit.person_id, visit.customer_id, _minute(visit.started_at))
            found[*key, None] = visit
            for line in visit.order.lines.all() if visit.order else ():
                found[*key, line.sku_id] = visit
            for count in visit.stock.all():
                count.visit = visit
                found[*key, count.sku_id] = count
        return found

    @staticmethod
    def _there(rows: Sequence[Row]) -> Iterator[Visit]:
        customers = list({row.values["customer"].pk for row in rows})
        days = {row.values["date"] for row in rows}
        for start in range(0, len(customers), 500):
            some = Visit.objects.filter(customer__in=customers[start : start + 500])
            some = some.filter(business_date__gte=min(days), business_date__lte=max(days))
            yield from some.select_related("customer", "person", "order").prefetch_related(
                "stock__sku", "order__lines"
            )

    def label(self, obj: Any) -> str:
        visit = _call_of(obj)
        return _("{person} {day} {time} 在 {customer} 的拜访").format(
            person=visit.person,
            day=visit.business_date,
            time=f"{self.value(obj, 'start'):%H:%M}",
            customer=visit.customer,
        )

    def value(self, obj: Model, name: str) -> Any:
        visit, count = _call_of(obj), obj if isinstance(obj, StockCount) else None
        zone = self.context.zone
        match name:
            case "start":
                return _minute(visit.started_at).astimezone(zone).time()
            case "end":
                return _minute(visit.ended_at).astimezone(zone).time()
            case "minutes":
                return (_minute(visit.ended_at) - _minute(visit.started_at)) // _MINUTE
            case "date":
                return visit.business_date
            case "sku" | "shelf" | "back":
                return getattr(count, name) if count else None
            case "ordered" | "price":
                return self._ordered(visit, count).get(name)
        return getattr(visit, name)

    @staticmethod
    def _ordered(visit: Visit, count: StockCount | None) -> dict[str, Any]:
        lines: list[OrderLine] = list(visit.order.lines.all()) if visit.order else []
        line = next((one for one in lines if count and one.sku_id == count.sku_id), None)
        return {"ordered": line.quantity, "price": line.net_amount / line.quantity} if line else {}

    def shown(self, values: Mapping[str, Any]) -> dict[str, str]:
        shown = super().shown(values)
        if "purpose" in values:
            shown["purpose"] = str(Purpose(values["purpose"]).label)
        return shown

    def changes(self, obj: Model, values: Mapping[str, Any]) -> Changes:
        """What the row says otherwise; of a product that was ordered and not counted the call alone is compared."""
        names = (*self.common, *(_LINE if isinstance(obj, StockCount) else ()))
        said = {name: (self.value(obj, name), values[name]) for name in names if name in values}
        return {name: pair for name, pair in said.items() if pair[0] != pair[1]}

    def create(self, rows: Sequence[Row], ledger: Ledger) -> None:
        self.context.account()
        self.together_by(rows, lambda row: self._key(row.values), self._bring, ledger)

    def _bring(self, rows: Sequence[Row]) -> Visit:
        first, said = rows[0].values, self.agreed(rows)
        person, customer, (started, ended) = first["person"], first["customer"], self._times(first)
        there = Visit.objects.filter(person=person, customer=customer, started_at__gte=started)
        if (visit := there.filter(started_at__lt=started + _MINUTE).first()) is not None:
            raise Refused(_("{there}已经有了，不能再加行"), there=self.label(visit))
        self.hold(position_of(person=person, customer=customer, on=first["date"]))
        id = uuid5(_SPACE, f"{person.pk}:{customer.pk}:{started.astimezone(UTC)}")
        body: dict[str, Any] = {
            "customer": customer.pk,
            "started_at": started,
            "ended_at": ended,
            "stock": [
                {"sku": v["sku"].pk, "shelf": v.get("shelf", 0), "back": v.get("back", 0)}
                for v in (row.values for row in rows)
                if "shelf" in v or "back" in v
            ],
            **{
                name: said[name] for name in ("outcome", "purpose", "no_order_reason", "note") if name in said
            },
            "next_date": said.get("next_date"),
            "order": self._order(rows, id, first["date"]),
        }
        return bring_visit(
            id=id,
            person=person,
            customer=customer,
            body=read_body(body),
            order=said.get("order"),
            by=self.context.account(),
            at=self.context.at,
        )

    @staticmethod
    def _order(rows: Sequence[Row], id: UUID, on: date) -> dict[str, Any] | None:
        ordered = [row for row in rows if "ordered" in row.values]
        if not ordered:
            return None
        skus = [row.values["sku"].pk for row in ordered]
        prices = prices_for(customer=rows[0].values["customer"], on=on, skus=skus)
        lines = [
            {
                "sku": row.values["sku"].pk,
                "quantity": row.values["ordered"],
                "price": price_of(row.values, prices),
            }
            for row in ordered
        ]
        return {"id": uuid5(id, "order"), "lines": lines}


def _call_of(obj: Model) -> Visit:
    found: Any = obj
    return found.visit if isinstance(obj, StockCount) else found  # type: ignore[no-any-return]  # a call


def _minute(at: datetime) -> datetime:
    return at.replace(second=0, microsecond=0)
