"""Table 3-1 as a workbook in its printed layout: A4 landscape, one page wide, with lines to sign on."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from io import BytesIO
from typing import Any

import xlsxwriter
from django.utils.translation import gettext as _

from tonglu.base.sentences import labelled, with_aside
from tonglu.results.reports.models import Comment, DayReport
from tonglu.web.desk import tags
from tonglu.web.desk.report_paper import Amounts, Paper, Row, points

# the form has 21 columns; the time bar's eighteen hours stand under columns C to T
LAST = 20
WIDTHS = (4, 22, 9, 11, 6, 10, *[5] * 7, 10, 8, 9, 8, 8, 8, 8, 13)
MARK = 6
TICK = "√"
MONEY = "#,##0.00"


def report_book(paper: Paper, *, report: DayReport, signature: Comment | None) -> bytes:
    target = BytesIO()
    with xlsxwriter.Workbook(target, {"in_memory": True}) as book:
        _Page(book, paper).write(report, signature)
    return target.getvalue()


class _Page:
    """The worksheet and the row that is written next."""

    def __init__(self, book: Any, paper: Paper) -> None:
        self.paper = paper
        self.at = 0
        self.page = book.add_worksheet(_("销售日报表"))
        base = {"font_name": "宋体", "font_size": 9, "valign": "vcenter"}
        cell = {**base, "border": 1}
        self.title = book.add_format({**base, "font_size": 16, "bold": True, "align": "center"})
        self.note = book.add_format({**base, "align": "right"})
        self.head = book.add_format(
            {**cell, "bold": True, "align": "center", "text_wrap": True, "bg_color": "#E9EFED"}
        )
        self.text = book.add_format({**cell, "text_wrap": True})
        self.middle = book.add_format({**cell, "align": "center"})
        self.money = book.add_format({**cell, "num_format": MONEY})
        self.rate = book.add_format({**cell, "num_format": '0.0" %"'})
        self.busy = book.add_format({**cell, "align": "center", "bg_color": "#BFD9D3"})
        self.field = book.add_format({**cell, "text_wrap": True, "valign": "top"})
        self.line = book.add_format({**base, "bottom": 1})
        self.plain = book.add_format(base)

    def write(self, report: DayReport, signature: Comment | None) -> None:
        self._setup()
        self._top(report)
        self._calls()
        self._figures()
        self._information()
        self._time()
        self._words(report, signature)

    def _setup(self) -> None:
        page = self.page
        for n, width in enumerate(WIDTHS):
            page.set_column(n, n, width)
        page.set_landscape()
        page.set_paper(9)
        page.fit_to_pages(1, 0)
        page.set_margins(left=0.4, right=0.4, top=0.6, bottom=0.6)
        page.center_horizontally()
        page.hide_gridlines(2)
        head = self.paper.head
        page.set_header(f"&L{head.company}&R" + _("表 3-1"))
        page.set_footer(f"&L{head.name} {head.day}&C" + _("第 &P 页，共 &N 页") + f"&R{self.paper.version}")

    def _merge(self, first: int, last: int, value: object, look: Any) -> None:
        if first == last:
            self.page.write(self.at, first, value, look)
        else:
            self.page.merge_range(self.at, first, self.at, last, value, look)

    def _top(self, report: DayReport) -> None:
        head = self.paper.head
        self._merge(0, LAST, _("销售日报表"), self.title)
        self.page.set_row(self.at, 28)
        self.at += 1
        self._merge(
            0,
            LAST,
            _("状态：{state}　单位：{unit}").format(
                state=report.get_state_display(), unit=tags.currency_unit()
            ),
            self.note,
        )
        self.at += 1
        times = f"{head.started or tags.NOTHING}–{head.ended or tags.NOTHING}"
        pairs: Sequence[tuple[str, object, Any]] = (
            (_("区域（办事处）"), self.paper.place, self.text),
            (_("业务员"), with_aside(head.name, head.person), self.text),
            (_("日期"), tags.day(head.day), self.text),
            (_("出勤"), times, self.text),
            (_("本月目标"), _or_dash(head.target), self.money),
            (_("本月累计"), _or_dash(head.sales), self.money),
            (
                _("本月累计达成率"),
                _("{rate}（进度 {pace}）").format(rate=tags.rate(head.achievement), pace=points(head.pace)),
                self.text,
            ),
            (_("区域客户数"), head.customers, self.middle),
        )
        for line in (pairs[:4], pairs[4:]):
            for (first, middle, last), (name, value, look) in zip(
                ((0, 1, 2), (3, 4, 7), (8, 10, 13), (14, 15, LAST)), line, strict=True
            ):
                self._merge(first, middle - 1 if middle > first else first, name, self.head)
                self._merge(middle, last, value, look)
            self.page.set_row(self.at, 20)
            self.at += 1

    def _calls(self) -> None:
        heads = [
            _("访问顺序"), _("访问对象"), _("访问目的"), _("时间"), _("分钟"), _("金额"), *self.paper.marks,
            _("销售额"), _("毛利率"), _("折扣额"), _("应收款"), _("实收款"), _("访问费用"), _("户别"), _("备注"),
        ]  # fmt: skip
        self.page.write_row(self.at, 0, heads, self.head)
        self.page.set_row(self.at, 28)
        self.page.repeat_rows(self.at)
        self.at += 1
        for row in self.paper.rows:
            self._call(row)
        for foot in self.paper.foot:
            self._merge(0, 3, foot.name, self.head)
            self.page.write(self.at, 4, foot.foot.minutes, self.middle)
            self._amounts(foot.amounts)
            for n, ticks in enumerate(foot.ticks):
                self.page.write(self.at, MARK + n, ticks or "", self.middle)
            self.page.write(self.at, 19, foot.foot.calls, self.middle)
            self.page.write(self.at, LAST, _("成交 {n}").format(n=foot.foot.deals), self.middle)
            self.at += 1

    def _call(self, row: Row) -> None:
        call = row.call
        self.page.write(self.at, 0, call.sequence, self.middle)
        self.page.write(self.at, 1, with_aside(call.name, call.customer), self.text)
        self.page.write(self.at, 2, row.purpose, self.middle)
        self.page.write(self.at, 3, f"{call.started}–{call.ended}", self.middle)
        self.page.write(self.at, 4, call.minutes, self.middle)
        for n, ticked in enumerate(row.ticks):
            self.page.write(self.at, MARK + n, TICK if ticked else "", self.middle)
        self._amounts(row.amounts)
        self.page.write(self.at, 19, _("新") if call.opened else "", self.middle)
        self.page.write(self.at, LAST, row.outcome or ("" if call.planned else _("加访")), self.text)
        self.at += 1

    def _amounts(self, sold: Amounts) -> None:
        """List amount in column F, the rest from N on; what has no facts yet is a dash."""
        values = (sold.list_amount, sold.net_amount, sold.margin, sold.discount)
        looks = (self.money, self.money, self.rate, self.money)
        for column, value, look in zip((5, 13, 14, 15), values, looks, strict=True):
            self.page.write(self.at, column, _or_dash(value), look if value is not None else self.middle)
        for column in (16, 17, 18):
            self.page.write(self.at, column, tags.NOTHING, self.middle)

    def _figures(self) -> None:
        """The day's metrics, three and a half columns each."""
        spans = ((0, 1), (2, 5), (6, 9), (10, 13), (14, 16), (17, LAST))
        for (first, last), figure in zip(spans, self.paper.figures, strict=False):
            self._merge(
                first, last, f"{figure.name}  {tags.metric_value(figure.value, figure.unit)}", self.middle
            )
        self.at += 1

    def _information(self) -> None:
        fields = (
            (_("客户信息"), self.paper.customers),
            (_("产品信息"), self.paper.products),
            (_("竞争者信息"), self.paper.rivals),
            (_("客户抱怨信息"), self.paper.complaints),
            (_("未访计划客户"), self.paper.missed),
        )
        for name, lines in fields:
            self._merge(0, 1, name, self.head)
            self._merge(2, LAST, "\n".join(lines) or tags.NOTHING, self.field)
            self.page.set_row(self.at, 13 * max(1, len(lines)) + 4)
            self.at += 1

    def _time(self) -> None:
        self._merge(0, 1, _("时间使用栏（分钟）"), self.head)
        self.page.write_row(self.at, 2, [f"{hour:02d}–{hour + 1:02d}" for hour in range(6, 24)], self.head)
        self.page.write(self.at, LAST, _("合计"), self.head)
        self.at += 1
        for lane in self.paper.lanes:
            self._merge(0, 1, lane.name, self.middle)
            for n, minutes in enumerate(lane.hours):
                self.page.write(self.at, 2 + n, minutes or "", self.busy if minutes else self.middle)
            self.page.write(self.at, LAST, lane.minutes, self.middle)
            self.at += 1
        self._merge(0, LAST - 1, _("合计"), self.head)
        self.page.write(self.at, LAST, self.paper.minutes, self.middle)
        self.at += 1

    def _words(self, report: DayReport, signature: Comment | None) -> None:
        comments = list(report.comments.select_related("by__person")) if report.pk else []
        said = "\n".join(labelled(c.by.person.name, c.words) for c in comments if c.words)
        for name, words in ((_("当日反思"), report.reflection), (_("批示"), said)):
            self._merge(0, 1, name, self.head)
            self._merge(2, LAST, words or tags.NOTHING, self.field)
            self.page.set_row(self.at, 13 * max(2, words.count("\n") + 1 + len(words) // 110) + 4)
            self.at += 1
        self.at += 1
        signed = f"{signature.by.person.name} {tags.moment(signature.at)}" if signature else ""
        filed = f"{report.person.name} {tags.moment(report.filed_at)}" if report.filed_at else ""
        for first, name, value in ((0, _("业务员签名"), filed), (8, _("主管签名"), signed)):
            self._merge(first, first + 1, name, self.plain)
            self._merge(first + 2, first + 6, value, self.line)


def _or_dash(value: Decimal | None) -> Decimal | str:
    return tags.NOTHING if value is None else value
