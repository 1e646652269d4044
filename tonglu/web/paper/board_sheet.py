"""A board on paper: the whole in fields, its parts in a table."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from tonglu.directory.org.models import Company
from tonglu.results.boards.queries import Board, Line
from tonglu.results.metrics.register import REGISTER, Unit
from tonglu.web.desk import tags
from tonglu.web.paper.document import (
    Column,
    Document,
    Field,
    Fields,
    Kind,
    Row,
    Signatures,
    Table,
    Total,
)

KINDS: dict[Unit, Kind] = {"money": "amount", "percent": "rate", "points": "pace", "minutes": "number"}


def board_sheet(found: Board, *, period: str, heads: Sequence[str], columns: Sequence[str]) -> Document:
    """The board of a unit or a person over a period; `heads` and `columns` are the metrics that its reader sees."""
    name = found.whole.name or Company.current().name
    gone = _("第 {n} / {total} 个工作日").format(n=found.workday, total=found.workdays)
    return Document(
        title=_("{name} 看板").format(name=name),
        name=f"{_('看板')}-{name}-{found.period.key}",
        left=Company.current().name,
        right=_("{period}　{gone}　单位：{unit}").format(period=period, gone=gone, unit=tags.currency_unit()),
        blocks=[
            Fields([_field(key, found.whole) for key in heads], across=4),
            *([_parts(found, columns)] if found.parts else []),
            Signatures([(_("制表"), ""), (_("审核"), "")]),
        ],
        foot=_("截至 {day}").format(day=tags.full_day(found.as_of)),
    )


def _field(key: str, line: Line) -> Field:
    metric = REGISTER[key]
    return Field(str(metric.name), tags.metric_value(line.figures.get(key), metric.unit))


def _parts(found: Board, keys: Sequence[str]) -> Table:
    who = _("业务员") if found.parts[0].kind == "rep" else _("单位")
    columns = [
        Column(who, "text", 4.4),
        Column(_("目标"), "amount", 4),
        Column(_("实际"), "amount", 4),
        Column(_("达成率"), "rate", 2.8),
        Column(_("与进度比"), "pace", 4),
        Column(_("期末预测"), "amount", 4),
        *(Column(str(REGISTER[key].name), KINDS.get(REGISTER[key].unit, "count"), 3) for key in keys),
    ]
    rows = [Row([line.name, *_figures(line, keys)]) for line in found.parts]
    return Table(columns, rows, [Total(_("合计"), 1, _figures(found.whole, keys))])


def _figures(line: Line, keys: Sequence[str]) -> list[Any]:
    known = line.figures.get
    values: list[Decimal | None] = [
        line.target,
        known("sales_amount"),
        known("target_achievement"),
        known("time_pace"),
        line.projection,
    ]
    return [*values, *(known(key) for key in keys)]
