"""The menu: the four pillars in the order in which work flows; each shows only what the role may open."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from tonglu.web.access import may


@dataclass(frozen=True, slots=True)
class Place:
    """A page of the menu: the name of its URL, what it is called, and the names of the pages below it."""

    name: str
    title: str | Promise
    below: frozenset[str] = frozenset()

    @property
    def url(self) -> str:
        return reverse(self.name)

    def holds(self, page: str) -> bool:
        return page == self.name or page in self.below


@dataclass(frozen=True, slots=True)
class Section:
    title: str | Promise
    places: tuple[Place, ...]


SECTIONS = (
    Section(
        _("今日"),
        (
            Place("today", _("今日")),
            Place("approvals", pgettext_lazy("page", "审批"), frozenset({"approval", "delegations"})),
        ),
    ),
    Section(
        _("计划"),
        (
            Place("plans", pgettext_lazy("page", "拜访计划"), frozenset({"plan"})),
            Place("targets", pgettext_lazy("page", "目标"), frozenset({"target"})),
            Place("calendar", pgettext_lazy("page", "日历")),
            Place("leave", pgettext_lazy("page", "请假")),
        ),
    ),
    Section(
        _("行动"),
        (
            Place("visits", pgettext_lazy("page", "拜访"), frozenset({"visit"})),
            Place("reports", pgettext_lazy("page", "销售日报"), frozenset({"report"})),
            Place("filled_forms", pgettext_lazy("page", "填写记录"), frozenset({"filled_form"})),
        ),
    ),
    Section(
        pgettext_lazy("page", "客户"),
        (
            Place(
                "customers",
                pgettext_lazy("page", "客户"),
                frozenset({"customer", "customer_people", "key_person", "customer_credit"}),
            ),
        ),
    ),
    Section(_("交易"), (Place("orders", pgettext_lazy("page", "订单"), frozenset({"order"})),)),
    Section(_("结果"), (Place("board", _("看板"), frozenset({"metric"})), Place("metrics", _("指标口径")))),
    Section(
        _("设置"),
        (
            Place("skus", pgettext_lazy("page", "产品"), frozenset({"sku"})),
            Place(
                "forms",
                pgettext_lazy("page", "表单"),
                frozenset({"form", "form_fill", "form_new", "form_import", "form_edit", "form_versions"}),
            ),
            Place("people", pgettext_lazy("page", "人员"), frozenset({"person"})),
            Place("devices", pgettext_lazy("page", "设备")),
            Place("robots", pgettext_lazy("page", "群机器人"), frozenset({"robot", "robot_new"})),
            Place("jobs", pgettext_lazy("page", "后台任务"), frozenset({"job"})),
            Place("imports", pgettext_lazy("page", "导入"), frozenset({"import", "import_duplicates"})),
            Place("rule_books", pgettext_lazy("page", "审批规则"), frozenset({"rule_book", "rule_edit"})),
            Place("journal", _("操作日志"), frozenset({"entry", "chain", "thing_history"})),
            Place(
                "tokens",
                pgettext_lazy("page", "接口令牌"),
                frozenset({"token", "token_new", "api_reference"}),
            ),
            Place("webhooks", pgettext_lazy("page", "推送订阅"), frozenset({"webhook", "webhook_new"})),
        ),
    ),
)


@dataclass(frozen=True, slots=True)
class Shown:
    """A section as the one who looks sees it."""

    section: Section
    places: tuple[Place, ...]
    on: bool


def menu(roles: frozenset[str], page: str) -> list[Shown]:
    """The sections with at least one page that opens for those roles; `page` is the one being shown."""
    shown = ((section, tuple(_open(section.places, roles))) for section in SECTIONS)
    return [
        Shown(section, places, any(place.holds(page) for place in places))
        for section, places in shown
        if places
    ]


def _open(places: Iterable[Place], roles: frozenset[str]) -> Iterable[Place]:
    return (place for place in places if may(roles, place.name) and _exists(place.name))


def _exists(name: str) -> bool:
    try:
        reverse(name)
    except NoReverseMatch:
        return False
    return True
