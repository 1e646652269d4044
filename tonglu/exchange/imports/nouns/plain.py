"""The small lists: channels, classes of customers, brands, categories, company days."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.db.models import Model
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from tonglu.directory.calendar.models import CompanyDay
from tonglu.directory.calendar.rules import DayLine
from tonglu.directory.catalog.models import Brand, Category, Channel, CustomerClass
from tonglu.exchange.imports.ledger import Ledger, Row
from tonglu.exchange.imports.noun import Changes, Noun
from tonglu.exchange.imports.nouns.ahead import Ahead, in_order, missing, or_ahead
from tonglu.exchange.sheets.cells import code, day, whole, yes_no
from tonglu.exchange.sheets.columns import Column, text


def yes_no_choices() -> Sequence[str]:
    return (_("是"), _("否"))


class Channels(Noun):
    key, title, model = "channels", pgettext_lazy("list", "渠道"), Channel

    def columns(self) -> Sequence[Column]:
        return (
            Column("code", ("渠道编码", "编码", "code"), code(32), required=True, example="C01"),
            Column("name", ("渠道名称", "名称", "渠道", "name"), text(64), required=True, example="传统小店"),
        )


class Classes(Noun):
    key, title, model = "classes", pgettext_lazy("list", "客户等级"), CustomerClass

    def columns(self) -> Sequence[Column]:
        return (
            Column("code", ("等级编码", "编码", "code"), code(32), required=True, example="A"),
            Column("name", ("等级名称", "名称", "等级", "name"), text(64), required=True, example="A类"),
            Column("rank", ("排序", "rank"), whole(1, 99), hint=_("1 最重要"), example="1", kind="number"),
        )


class Brands(Noun):
    key, title, model = "brands", pgettext_lazy("list", "品牌"), Brand

    def columns(self) -> Sequence[Column]:
        return (
            Column("code", ("品牌编码", "编码", "code"), code(32), required=True, example="TL"),
            Column("name", ("品牌名称", "名称", "品牌", "name"), text(64), required=True, example="通路"),
            Column(
                "own", ("自有品牌", "own"), yes_no, hint=_("竞品写否"), example="是", choices=yes_no_choices()
            ),
        )


class Categories(Noun):
    key, title, model = "categories", pgettext_lazy("list", "品类"), Category

    def columns(self) -> Sequence[Column]:
        return (
            Column("code", ("品类编码", "编码", "code"), code(32), required=True, example="TEA"),
            Column("name", ("品类名称", "名称", "品类", "name"), text(64), required=True, example="茶饮料"),
            Column(
                "parent",
                ("上级品类", "parent"),
                or_ahead(self.context.categories),
                hint=_("可以是本表里的另一行"),
            ),
        )

    def check_all(self, rows: Sequence[Row]) -> Any:
        return missing(rows, "parent", ("code", "name"))

    def create(self, rows: Sequence[Row], ledger: Ledger) -> None:
        made: dict[str, Category] = {}
        for row in in_order(rows, "parent", ("code", "name")):
            if isinstance(parent := row.values.get("parent"), Ahead):
                row.values["parent"] = made[parent]
            category = Category.objects.create(**row.values)
            made |= {category.code: category, category.name: category}
            ledger.made(row, category)


class CompanyDays(Noun):
    key, title, model = "company_days", pgettext_lazy("list", "公司日"), CompanyDay
    about = gettext_lazy("公司自己的上班日和休息日，与国家日历不同的那些")
    identity = ("date",)

    def columns(self) -> Sequence[Column]:
        return (
            Column("date", ("日期", "date"), day, required=True, example="2026-12-31", kind="day"),
            Column(
                "worked",
                ("上班", "是否上班", "worked"),
                yes_no,
                required=True,
                example="否",
                choices=yes_no_choices(),
            ),
            Column("reason", ("原因", "说明", "reason"), text(120), required=True, example="年终盘点"),
        )

    def label(self, obj: Any) -> str:
        return f"{self.title} {obj.date}"

    def create(self, rows: Sequence[Row], ledger: Ledger) -> None:
        days = self._put([row.values for row in rows])
        for row in rows:
            ledger.made(row, days[row.values["date"]])

    def update(self, pairs: Sequence[tuple[Row, Model, Changes]], ledger: Ledger) -> None:
        self._put([{"reason": getattr(obj, "reason", ""), **row.values} for row, obj, _changes in pairs])
        for row, obj, changes in pairs:
            ledger.changed(row, obj, changes)

    def _put(self, said: Sequence[Mapping[str, Any]]) -> dict[date, CompanyDay]:
        """All of them by one verb, as the page of the calendar does it; the days by their dates."""
        if said:
            lines = [DayLine(one["date"], one["worked"], one["reason"]) for one in said]
            CompanyDay.put(days=lines, by=self.context.by, at=self.context.at)
        return {day.date: day for day in CompanyDay.objects.filter(date__in=[one["date"] for one in said])}
