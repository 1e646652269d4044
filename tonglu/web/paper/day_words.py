"""The lines of words on the daily report: what customers said, what was not taken or not there, what rivals did."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal

from django.utils.translation import gettext as _

from tonglu.base.sentences import clauses, labelled, listed, with_aside
from tonglu.fieldwork.visits.reasons import reason_name
from tonglu.results.metrics.register import REGISTER
from tonglu.results.reports.figures import CallRow, DaySheet, Rival
from tonglu.results.reports.rules import Differences
from tonglu.web.desk import tags
from tonglu.web.desk.columns import Text

# lines of refusals, and again of shortages, in the form's field of product information
FOREMOST = 8


def since_lines(since: Differences) -> list[str]:
    """What the facts say otherwise than the signed sheet: a line for each call, one for the figures."""
    late = [
        _("迟到的拜访：{call}，{amount}").format(call=_place(call), amount=_net(call)) for call in since.late
    ]
    changed = [
        _("拜访有变：{call}，{then} → {now}").format(call=_place(after), then=_net(before), now=_net(after))
        for before, after in since.changed
    ]
    figures = clauses(_figure(key, *pair) for key, pair in since.figures.items())
    return [*late, *changed, *([figures] if figures else [])]


def _place(call: CallRow) -> str:
    return f"{with_aside(call.name, call.customer)} {call.started}"


def _net(call: CallRow) -> str:
    return tags.money(call.sale.net_amount) if call.sale else _("无订单")


def _figure(key: str, then: Decimal | None, now: Decimal | None) -> str:
    metric = REGISTER.get(key)
    name, unit = (str(metric.name), metric.unit) if metric else (_("本月目标"), "money")
    shown = points if unit == "points" else (lambda value: tags.metric_value(value, unit))
    return f"{name} {shown(then)} → {shown(now)}"


def points(value: Decimal | None) -> str:
    """`−2.1 pp`: pace in plain text, for a sentence or a cell."""
    return tags.NOTHING if value is None else f"{value:+.1f} pp".replace("-", "−")


def named(choices: Iterable[tuple[str, Text]], key: str) -> str:
    """The name of a choice. A key of a list that has changed since stays as it was."""
    return next((str(name) for value, name in choices if value == key), key)


def customer_lines(sheet: DaySheet) -> list[str]:
    """What was said at each call, and why nothing was ordered."""
    reasons = {
        word: _("未订货：{reason}").format(reason=reason_name(word.reason))
        for word in sheet.words
        if word.reason
    }
    return [
        labelled(word.name, clauses(part for part in (word.words, reasons.get(word, "")) if part))
        for word in sheet.words
    ]


def product_lines(sheet: DaySheet) -> list[str]:
    """What was not taken and why, then what was not there."""
    refused = [
        _("{sku} 少订 {packs}：{reasons}").format(
            sku=r.name,
            packs=r.packs,
            reasons=listed(f"{reason_name(key)} {n}" for key, n in r.reasons.items()),
        )
        for r in sheet.refusals
    ]
    missing = [
        (
            _("{sku}（必备）缺货 {n} 家：{outlets}") if s.required else _("{sku} 缺货 {n} 家：{outlets}")
        ).format(sku=s.name, n=len(s.outlets), outlets=_some(s.outlets))
        for s in sheet.shortages
    ]
    return [*_foremost(refused, _("少订")), *_foremost(missing, _("缺货"))]


def _foremost(lines: list[str], what: str) -> list[str]:
    """The worst few: a form has so much room, and the calls' own pages show them all."""
    rest = len(lines) - FOREMOST
    return [*lines[:FOREMOST], *([_("{what}另有 {n} 个单品").format(what=what, n=rest)] if rest > 0 else [])]


def _some(names: Sequence[str], most: int = 3) -> str:
    """The first few, and that there are more."""
    return listed(names[:most]) + ("…" if len(names) > most else "")


def rival_lines(sheet: DaySheet) -> list[str]:
    """Brand, product, price and words of each competitor seen, by outlet."""
    return [labelled(rival.name, " ".join(part for part in _seen(rival) if part)) for rival in sheet.rivals]


def _seen(rival: Rival) -> tuple[str, ...]:
    return rival.brand, rival.product, _price(rival.price), rival.words


def _price(price: Decimal | None) -> str:
    return "" if price is None else tags.money(price)
