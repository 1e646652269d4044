"""Metrics: the register, and a metric's value by dimensions over days, as the boards have it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Annotated, Literal

from django.http import Http404
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from ninja import Query, Router, Schema
from pydantic import BaseModel, Field

from tonglu.base.money import to_cents
from tonglu.directory.clients.models import Right
from tonglu.directory.org.models import Unit
from tonglu.results.metrics import engine
from tonglu.results.metrics.engine import Cut
from tonglu.results.metrics.register import REGISTER, Metric
from tonglu.web.access import FieldGroup, sees
from tonglu.web.api.auth import ApiRequest, Bearer
from tonglu.web.api.kinds import DayIn, FigureOut, Key
from tonglu.web.api.problems import Troubled

router = Router(tags=["metrics"])
READ = Bearer(Right.METRICS_READ, "metric")
RATE = Decimal("0.000001")
Dimension = Literal["rep", "unit", "customer", "sku", "day", "week", "month", "quarter", "year"]


class MetricOut(BaseModel):
    """`unit`: money, count, units (base units), percent, points (of percent) or minutes."""

    key: str
    name: str
    unit: str
    formula: str
    standard: int | None
    dimensions: list[str]


class CellOut(BaseModel):
    """`by` holds the key of each dimension that was asked for, in that order: codes, or periods like `2026-11`."""

    by: list[str]
    value: FigureOut | None


class ValueOut(BaseModel):
    """`value` is null where there is nothing to compute it from. Money to the cent, other figures to six decimals."""

    metric: str
    unit: str
    first: date
    last: date
    dimensions: list[Dimension]
    cells: list[CellOut]


class ValueAsked(Schema):
    """The days `first` to `last`, both included; narrowed to a unit with all below it, a rep, a customer, a SKU."""

    first: DayIn
    last: DayIn
    by: Annotated[list[Dimension], Field(max_length=3)] = []
    unit: Key | None = None
    rep: Key | None = None
    customer: Key | None = None
    sku: Key | None = None


@router.get("/metrics", auth=READ, response=list[MetricOut], summary=gettext_noop("指标口径"))
def list_metrics(request: ApiRequest) -> object:
    return [
        MetricOut(
            key=metric.key,
            name=str(metric.name),
            unit=metric.unit,
            formula=str(metric.formula),
            standard=metric.standard,
            dimensions=_dimensions(metric),
        )
        for metric in REGISTER.values()
        if not metric.of_cost or sees(request.scope.roles, FieldGroup.COST)
    ]


@router.get(
    "/metrics/{key}",
    auth=READ,
    response=ValueOut,
    summary=gettext_noop("一个指标在一段时间里的值，可按维度分"),
)
def get_metric(request: ApiRequest, key: str, asked: Query[ValueAsked]) -> object:
    metric = REGISTER.get(key)
    if metric is None:
        raise Http404
    cells = engine.values(key=key, by=asked.by, cut=_cut(request, metric, asked))
    return ValueOut(
        metric=key,
        unit=metric.unit,
        first=asked.first,
        last=asked.last,
        dimensions=asked.by,
        cells=[CellOut(by=list(cell.key), value=_shown(metric, cell.value)) for cell in cells],
    )


def _dimensions(metric: Metric) -> list[str]:
    return [name for name in engine.DIMENSIONS if name in {"rep", "unit", *engine.TIMES, *metric.dimensions}]


def _cut(request: ApiRequest, metric: Metric, asked: ValueAsked) -> Cut:
    if asked.last < asked.first:
        raise _invalid("last", _("last 早于 first"), "bad_range")
    narrowed = {
        name: code for name in ("rep", "customer", "sku") if (code := getattr(asked, name)) is not None
    }
    known = _dimensions(metric)
    for name in (*asked.by, *narrowed):
        if name not in known:
            raise _invalid(
                name, _("指标 {key} 不能按 {name} 分").format(key=metric.key, name=name), "bad_dimension"
            )
    if len(set(asked.by)) < len(asked.by):
        raise _invalid("by", _("同一个维度只写一次"), "bad_dimension")
    cut = Cut(asked.first, asked.last, request.scope.on, request.scope)
    if asked.unit is not None:
        unit = Unit.objects.filter(code=asked.unit).first()
        if unit is None:
            raise _invalid("unit", _("没有编码 {code}").format(code=asked.unit), "unknown_code")
        cut = replace(cut, within=unit.path)
    return cut.narrow(**narrowed)


def _invalid(name: str, words: str, code: str) -> Troubled:
    return Troubled(422, words, code=code, errors=[(f"query.{name}", words)])


def _shown(metric: Metric, value: Decimal | None) -> Decimal | None:
    if value is None:
        return None
    if metric.unit == "money":
        return to_cents(value)
    rounded = value.quantize(RATE)
    return rounded.quantize(Decimal(1)) if rounded == rounded.to_integral_value() else rounded.normalize()
