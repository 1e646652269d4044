"""Table 3-1, the daily visit report 销售日报表, as a document."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _

from tonglu.base.sentences import labelled, with_aside
from tonglu.fieldwork.dayplans.models import Purpose
from tonglu.fieldwork.visits.models import Visit
from tonglu.results.boards.queries import Standing, standing
from tonglu.results.metrics.register import REGISTER
from tonglu.results.reports.figures import CallRow, DaySheet, Foot, Head, Sale
from tonglu.results.reports.models import Comment, DayReport
from tonglu.results.reports.rules import blocks, by_hour
from tonglu.results.reports.words import Activity, FootKind, Mark
from tonglu.web.desk import tags
from tonglu.web.paper.day_words import customer_lines, named, product_lines, rival_lines
from tonglu.web.paper.document import (
    Box,
    Boxes,
    Column,
    Document,
    Field,
    Fields,
    Lane,
    Named,
    Row,
    Signatures,
    Stretch,
    Table,
    TimeBar,
    Tone,
    Total,
)
from tonglu.web.paper.looks import plain

# the columns under which a total stands by its name
NAMED = 4


def day_report(report: DayReport, *, sheet: DaySheet) -> Document:
    """The report as it stands: signed figures where it is signed, else the facts; `sheet` as far as one may see it."""
    stored = report.pk is not None
    comments = list(report.comments.select_related("by__person")) if stored else []
    signature = next((comment for comment in comments if comment.signs), None)
    head = sheet.head
    return Document(
        title=_("销售日报表"),
        name=f"{_('销售日报表')}-{head.name}-{head.day}",
        left=head.company,
        right=_("表 3-1　单位：{unit}").format(unit=tags.currency_unit()),
        blocks=[
            _head(head),
            _calls(sheet),
            Fields(_figures(sheet), across=6),
            _information(sheet),
            _time(sheet),
            _words(report, comments),
            _signatures(report, signature),
        ],
        foot=f"{with_aside(head.name, head.person)} {head.day} · {report.get_state_display()}",
        aside=_("指标口径 {version}").format(version=sheet.version),
    )


def _head(head: Head) -> Fields:
    times = f"{head.started or tags.NOTHING}–{head.ended or tags.NOTHING}"
    pace: tuple[str, Tone] = ("", "")
    if head.pace is not None:
        pace = (plain(head.pace, "pace"), tags.standing(head.pace))
    return Fields(
        [
            Field(_("区域（办事处）"), " · ".join(head.units)),
            Field(_("业务员"), Named(head.name, head.person), "named"),
            Field(_("日期"), head.day, "day"),
            Field(_("出勤"), times),
            Field(_("本月目标"), head.target, "amount"),
            Field(_("本月累计"), head.sales, "amount"),
            Field(_("本月累计达成率"), head.achievement, "rate", *pace),
            Field(_("区域客户数"), head.customers, "count"),
        ]
    )


def _calls(sheet: DaySheet) -> Table:
    columns = [
        Column(_("顺序"), "middle", 2.2),
        Column(_("访问对象"), "named", 13),
        Column(_("访问目的"), "middle", 3.6),
        Column(_("时间"), "middle", 5.4),
        Column(_("分钟"), "count", 2.5),
        Column(_("金额"), "amount", 4.6),
        *(Column(str(label), "mark", 2.1) for label in Mark.labels),
        Column(_("销售额"), "amount", 4.6),
        Column(_("毛利率"), "rate", 3.6),
        Column(_("折扣额"), "amount", 4),
        Column(_("应收款"), "amount", 3.2),
        Column(_("实收款"), "amount", 3.6),
        Column(_("访问费用"), "amount", 3.6),
        Column(_("户别"), "middle", 2.2),
        Column(_("备注"), "middle", 3),
    ]
    return Table(
        columns,
        [_row(call) for call in sheet.calls],
        [_total(foot) for foot in sheet.foot],
        empty=_("这一天还没有拜访。业务员在手机上完成第一家后，这里自动填写。"),
    )


def _row(call: CallRow) -> Row:
    completed = call.outcome == Visit.Outcome.COMPLETED
    remark = "" if completed else named(Visit.Outcome.choices, call.outcome)
    return Row(
        [
            call.sequence,
            Named(call.name, call.customer),
            named(Purpose.choices, call.purpose),
            f"{call.started}–{call.ended}",
            call.minutes,
            *_sold(call.sale, [mark in call.marks for mark in Mark.values]),
            _("新") if call.opened else "",
            remark or ("" if call.planned else _("加访")),
        ],
        tone="" if completed else "vain",
    )


def _sold(sale: Sale | None, marks: Sequence[bool | int]) -> list[Any]:
    """From the list amount to the call's expense; what has no facts yet, or nothing sold, is a dash."""
    if sale is None:
        return [None, *marks, None, None, None, None, None, None]
    return [sale.list_amount, *marks, sale.net_amount, sale.margin, sale.discount, None, None, None]


def _total(foot: Foot) -> Total:
    marks = [foot.marks.get(mark, 0) for mark in Mark.values]
    aside = _("{calls} 家，成交 {deals} 家").format(calls=foot.calls, deals=foot.deals)
    values = [foot.minutes, *_sold(foot.sale if foot.deals else None, marks), "", ""]
    return Total(str(FootKind(foot.kind).label), NAMED, values, aside=aside)


def _figures(sheet: DaySheet) -> list[Field]:
    known = (standing(key=key, value=value) for key, value in sheet.figures.items() if key in REGISTER)
    return [_figure(one) for one in known]


def _figure(one: Standing) -> Field:
    shown = tags.metric_value(one.value, one.unit)
    if one.unit == "minutes" and one.value is not None:
        shown = _("{n} 分钟").format(n=shown)
    if one.standard is None:
        return Field(one.name, shown)
    arrow, tone = _MET[one.good]
    words = _("标准 {standard}").format(standard=tags.metric_value(one.standard, one.unit))
    return Field(one.name, shown, aside=f"{arrow}{words}", tone=tone)


_MET: dict[bool | None, tuple[str, Tone]] = {True: ("▲ ", "ahead"), False: ("▼ ", "behind"), None: ("", "")}


def _information(sheet: DaySheet) -> Boxes:
    missed = [with_aside(stop.name, stop.customer) for stop in sheet.missed]
    return Boxes(
        [
            Box(_("客户信息"), customer_lines(sheet)),
            Box(_("产品信息"), product_lines(sheet)),
            Box(_("竞争者信息"), rival_lines(sheet)),
            Box(_("客户抱怨信息"), []),
            Box(_("未访计划客户"), missed),
        ]
    )


def _time(sheet: DaySheet) -> TimeBar:
    drawn, hours = blocks(sheet.spells), by_hour(sheet.spells)
    lanes = [
        Lane(
            name=str(Activity(key).label),
            stretches=[
                Stretch(block.left, block.width, key, _("{n} 分钟").format(n=block.minutes))
                for block in drawn
                if block.activity == key
            ],
            hours=hours[key],
            total=sheet.minutes.get(key, 0),
        )
        for key in Activity.values
    ]
    return TimeBar(_("时间使用栏"), _("合计（分钟）"), lanes, sum(sheet.minutes.values()))


def _words(report: DayReport, comments: Sequence[Comment]) -> Boxes:
    said = [
        labelled(f"{comment.by.person.name} {tags.stamp(comment.at)}", comment.words)
        for comment in comments
        if comment.words
    ]
    reflection = [report.reflection] if report.reflection else []
    return Boxes([Box(_("当日反思"), reflection, marked=False), Box(_("批示"), said, marked=False)])


def _signatures(report: DayReport, signature: Comment | None) -> Signatures:
    filed = f"{report.person.name} {tags.stamp(report.filed_at)}" if report.filed_at else ""
    signed = f"{signature.by.person.name} {tags.stamp(signature.at)}" if signature else ""
    return Signatures([(_("业务员签名"), filed), (_("主管签名"), signed)])
