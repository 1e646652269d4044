"""A figure opened: its formula, its parts by a dimension, and the rows that it was computed from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from tonglu.base.money import unscaled
from tonglu.results.boards.shares import names_of
from tonglu.results.metrics import engine
from tonglu.results.metrics.engine import Cut
from tonglu.results.metrics.facts import FACTS as FACT_ROWS
from tonglu.results.metrics.register import REGISTER, Measure, Metric
from tonglu.web.desk.acts import DeskRequest
from tonglu.web.desk.address_tags import changed_query
from tonglu.web.desk.board import shown_to
from tonglu.web.desk.columns import Column, Text
from tonglu.web.desk.listing import Listing
from tonglu.web.desk.picks import picks_of
from tonglu.web.desk.tags import currency_unit, metric_value
from tonglu.web.paper.document import Kind
from tonglu.web.viewing import viewing

MONEY = frozenset({"net_amount", "list_amount", "amount", "must", "discount", "profit", "costed_net"})
DIMENSIONS: Mapping[str, Text] = {
    "rep": gettext_lazy("业务员"),
    "unit": gettext_lazy("单位"),
    "customer": gettext_lazy("客户"),
    "sku": gettext_lazy("产品"),
    "day": gettext_lazy("日"),
    "week": gettext_lazy("周"),
    "month": gettext_lazy("月"),
    "quarter": gettext_lazy("季度"),
    "year": gettext_lazy("年"),
}
# parameter → the dimension that it narrows a metric to; `own` is a unit without those below it, which `unit` includes
NARROWING = {"own": "unit", **{name: name for name in DIMENSIONS if name != "unit"}}
PARAMETERS = {dimension: parameter for parameter, dimension in NARROWING.items()}
# the terms of the formulas, by fact and column
TERMS: Mapping[tuple[str, str], Text] = {
    ("sales", "net_amount"): gettext_lazy("净额"),
    ("sales", "quantity"): gettext_lazy("数量"),
    ("sales", "discount"): gettext_lazy("折扣"),
    ("sales", "profit"): gettext_lazy("毛利"),
    ("sales", "costed_net"): gettext_lazy("有成本的净额"),
    ("orders", "one"): pgettext_lazy("page", "订单"),
    ("orders", "customer_id"): gettext_lazy("有订单的客户"),
    ("calls", "one"): gettext_lazy("完成的拜访"),
    ("calls", "with_order"): gettext_lazy("有订单的拜访"),
    ("calls", "seconds"): gettext_lazy("在店时间"),
    ("stops", "one"): gettext_lazy("计划的客户"),
    ("stops", "done"): gettext_lazy("已访的计划客户"),
    ("must_stock", "one"): gettext_lazy("应有的必备产品"),
    ("must_stock", "there"): gettext_lazy("在店的必备产品"),
    ("targets", "amount"): gettext_lazy("目标"),
    ("targets", "must"): gettext_lazy("任务"),
}
SHOWN: Mapping[str, tuple[Text, Kind]] = {
    "day": (gettext_lazy("日期"), "day"),
    "rep": (gettext_lazy("业务员"), "text"),
    "customer": (gettext_lazy("客户"), "wide"),
    "sku": (gettext_lazy("产品"), "wide"),
    "number": (gettext_lazy("单号"), "text"),
    "visit_id": (gettext_lazy("拜访"), "text"),
    "quantity": (gettext_lazy("数量"), "count"),
    "list_amount": (gettext_lazy("标准金额"), "amount"),
    "net_amount": (gettext_lazy("净额"), "amount"),
    "amount": (gettext_lazy("目标"), "amount"),
    "period": (gettext_lazy("期间"), "text"),
    "seconds": (gettext_lazy("在店（分钟）"), "minutes"),
    "with_order": (gettext_lazy("有订单"), "text"),
    "done": (gettext_lazy("已访"), "text"),
    "there": (gettext_lazy("在店"), "text"),
}


@dataclass
class Behind:
    """The rows behind a measure as a sequence that is fetched page by page; counted and added up once."""

    measure: Measure
    cut: Cut

    @cached_property
    def _whole(self) -> engine.Rows:
        return engine.behind(measure=self.measure, cut=self.cut, limit=1)

    def __len__(self) -> int:
        return self._whole.count

    def __getitem__(self, wanted: slice) -> list[dict[str, Any]]:
        start = wanted.start or 0
        return engine.behind(measure=self.measure, cut=self.cut, offset=start, limit=wanted.stop - start).rows

    def total(self) -> Decimal:
        """What the rows add up to, as people read it."""
        return _added(self.measure, self._whole.total)


def metrics(request: DeskRequest) -> HttpResponse:
    """The register: what each figure means."""
    return render(
        request,
        "metrics.html",
        {
            "title": _("指标口径"),
            "metrics": [REGISTER[key] for key in shown_to(request.scope.roles, list(REGISTER))],
        },
    )


def metric(request: DeskRequest, key: str) -> HttpResponse:
    """The figure, and below it either its parts by a dimension or the rows of one of its measures."""
    wanted = engine.metric(key)
    cut = _cut(request)
    by = request.GET.get("by", "")
    common = {
        "title": str(wanted.name),
        "crumbs": [(reverse("board"), _("看板"))],
        "metric": wanted,
        "value": engine.value(key=key, cut=cut),
        "narrowed": _narrowed(request, cut),
        "dimensions": [
            (d, DIMENSIONS[d]) for d in DIMENSIONS if d in {"rep", "unit", *engine.TIMES, *wanted.dimensions}
        ],
        "by": by,
        "measures": _measures(wanted, cut, request),
    }
    if by:
        return _parts(request, wanted, by, cut, common)
    measure = _measure(wanted, request)
    return _rows_of(measure).respond(request, Behind(measure, cut), template="metric.html", context=common)


def _cut(request: DeskRequest) -> Cut:
    picks = picks_of(request)
    cut = Cut(picks.period.start, picks.period.last, viewing().today, request.scope)
    cut = replace(cut, within=picks.unit.path if picks.unit else "")
    asked = {
        name: request.GET[parameter] for parameter, name in NARROWING.items() if request.GET.get(parameter)
    }
    return cut.narrow(**asked)


def _narrowed(request: DeskRequest, cut: Cut) -> list[tuple[Text, str, str]]:
    """(dimension, name, the address without it) for each thing that the figure is narrowed to."""
    return [
        (
            DIMENSIONS[name],
            names_of(name, [code]).get(code, code),
            changed_query(request, **{PARAMETERS[name]: None, "page": None}),
        )
        for name, code in cut.only
    ]


def _measure(wanted: Metric, request: DeskRequest) -> Measure:
    """The measure whose rows are asked for: `top`, `less` or `bottom`."""
    asked = {"less": wanted.less, "bottom": wanted.bottom}.get(request.GET.get("of", ""))
    return asked or wanted.top


def _measures(wanted: Metric, cut: Cut, request: DeskRequest) -> list[dict[str, Any]]:
    """The terms of the formula with what each adds up to; every one leads to its rows."""
    shown = _measure(wanted, request)
    terms = [("top", "", wanted.top), ("less", "−", wanted.less), ("bottom", "÷", wanted.bottom)]
    return [
        {
            "url": changed_query(request, of=name, by=None, page=None),
            "sign": sign,
            "name": _term(measure),
            "total": _shown(measure, _added(measure, engine.totals(measure=measure, cut=cut).get((), 0))),
            "on": measure == shown and not request.GET.get("by"),
        }
        for name, sign, measure in terms
        if measure
    ]


def _term(measure: Measure) -> Text:
    name = TERMS[measure.fact, measure.column]
    return _("到今天的{term}").format(term=name) if measure.elapsed else name


def _added(measure: Measure, stored: int) -> Decimal:
    """What a row, or all of them, adds to the measure."""
    return unscaled(stored) if measure.column in MONEY else Decimal(stored)


def _shown(measure: Measure, total: Decimal) -> str:
    unit = "money" if measure.column in MONEY else "count"
    if measure.column == "seconds":
        return _("{n} 分钟").format(n=metric_value(total / 60, "count"))
    return str(metric_value(total, unit))


def _rows_of(measure: Measure) -> Listing:
    from_fact = [_column(name) for name in FACT_ROWS[measure.fact].show]
    columns = from_fact if measure.how == "distinct" else [*from_fact, _value(measure)]
    return Listing(
        name=f"{measure.fact}-rows",
        columns=columns,
        foot=None if measure.how == "distinct" else lambda rows: {"value": rows.total()},
        empty=gettext_lazy("没有明细"),
        empty_hint=gettext_lazy("这个数字在选定的单位和时间里没有任何事实。"),
    )


def _column(name: str) -> Column:
    title, kind = SHOWN[name]
    return Column(
        name,
        title,
        lambda row: _cell(name, row.get(f"{name}_name", row[name])),
        kind=kind,
        unit=currency_unit if kind == "amount" else "",
        link=LINKS.get(name),
    )


def _value(measure: Measure) -> Column:
    kind: Kind = (
        "amount" if measure.column in MONEY else "minutes" if measure.column == "seconds" else "count"
    )
    unit = currency_unit if kind == "amount" else gettext_lazy("分钟") if kind == "minutes" else ""
    return Column(
        "value", gettext_lazy("计入"), lambda row: _added(measure, row["value"]), kind=kind, unit=unit
    )


LINKS = {
    "number": lambda row: reverse("order_number", args=[row["number"]]),
    "visit_id": lambda row: reverse("visit", args=[_uuid(row["visit_id"])]),
}


def _uuid(stored: Any) -> str:
    """SQLite keeps an id as 32 digits without dashes."""
    return str(stored) if "-" in str(stored) else str(UUID(str(stored)))


def _cell(name: str, stored: Any) -> Any:
    """A stored value as a list shows it."""
    if name in MONEY:
        return None if stored is None else unscaled(stored)
    match name:
        case "day":
            return date.fromisoformat(stored) if isinstance(stored, str) else stored
        case "with_order" | "done" | "there":
            return "✓" if stored else "✗"
        case "visit_id":
            return _("看拜访")
    return stored


def _parts(request: DeskRequest, wanted: Metric, by: str, cut: Cut, common: dict[str, Any]) -> HttpResponse:
    """The figure by a dimension; each part leads to the figure narrowed to it."""
    cells = engine.values(key=wanted.key, by=(by,), cut=cut)
    if by not in engine.TIMES:
        cells.sort(key=lambda cell: (cell.value is None, -(cell.value or 0)))
    names = names_of(by, [cell.key[0] for cell in cells])
    kind: Kind = {"money": "amount", "percent": "rate", "points": "pace", "minutes": "number"}.get(
        wanted.unit, "count"
    )  # type: ignore[assignment]
    listing = Listing(
        name=f"{wanted.key}-{by}",
        columns=[
            Column("key", DIMENSIONS[by], lambda cell: cell.key[0]),
            *(
                [Column("name", gettext_lazy("名称"), lambda cell: names.get(cell.key[0], ""), kind="wide")]
                if names
                else []
            ),
            Column(
                "value",
                wanted.name,
                lambda cell: cell.value,
                kind=kind,
                unit=currency_unit if kind == "amount" else "",
            ),
        ],
        href=lambda cell: _narrower(request, wanted.key, by, cell.key[0]),
        empty=gettext_lazy("没有可分的数字"),
    )
    return listing.respond(request, cells, template="metric.html", context=common)


def _narrower(request: DeskRequest, key: str, by: str, code: str) -> str:
    return reverse("metric", args=[key]) + changed_query(
        request, **{PARAMETERS[by]: code, "by": None, "page": None}
    )
