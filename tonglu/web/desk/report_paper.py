"""The sheet in words: what page and workbook both print, so that they cannot differ."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from tonglu.base.sentences import clauses, labelled, listed, with_aside
from tonglu.fieldwork.dayplans.models import Purpose
from tonglu.fieldwork.visits.models import Visit
from tonglu.fieldwork.visits.reasons import reason_name
from tonglu.results.boards.queries import Standing, standing
from tonglu.results.metrics.register import REGISTER
from tonglu.results.reports.figures import CallRow, DaySheet, Foot, Head, Rival, Sale
from tonglu.results.reports.rules import Block, Differences, blocks, by_hour
from tonglu.results.reports.words import Activity, FootKind, Mark
from tonglu.web.desk import tags
from tonglu.web.desk.columns import Text

# lines of refusals, and again of shortages, in the form's field of product information
FOREMOST = 8


@dataclass(frozen=True, slots=True)
class Hour:
    """A mark on the bar's scale: `0600` at its place in percent, with a point whatever the language."""

    name: str
    left: str


HOURS = [Hour(f"{hour:02d}00", f"{100 * (hour - 6) / 18:.2f}") for hour in range(6, 25)]


@dataclass(frozen=True, slots=True)
class Amounts:
    """The money of a row or of the foot; None where nothing was sold."""

    list_amount: Decimal | None = None
    net_amount: Decimal | None = None
    margin: Decimal | None = None
    discount: Decimal | None = None

    @classmethod
    def of(cls, sale: Sale | None) -> Amounts:
        return cls(sale.list_amount, sale.net_amount, sale.margin, sale.discount) if sale else cls()


@dataclass(frozen=True, slots=True)
class Row:
    """A call as it is printed; `ticks` in the order of the form's columns."""

    call: CallRow
    amounts: Amounts
    purpose: str
    outcome: str
    ticks: tuple[bool, ...]


@dataclass(frozen=True, slots=True)
class FootRow:
    foot: Foot
    amounts: Amounts
    name: str
    ticks: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Lane:
    """A line of the time bar: blocks in thousandths for the screen, minutes by hour for cells."""

    name: str
    blocks: Sequence[Block]
    hours: Sequence[int]
    minutes: int


@dataclass(frozen=True, slots=True)
class Paper:
    """Table 3-1, ready to print. `customers` … `complaints` are the lines of its four fields of information."""

    head: Head
    place: str
    marks: Sequence[str]
    rows: Sequence[Row]
    foot: Sequence[FootRow]
    figures: Sequence[Standing]
    customers: Sequence[str]
    products: Sequence[str]
    rivals: Sequence[str]
    complaints: Sequence[str]
    missed: Sequence[str]
    lanes: Sequence[Lane]
    minutes: int
    version: str

    @property
    def total(self) -> Foot:
        return self.foot[-1].foot


def paper(sheet: DaySheet) -> Paper:
    return Paper(
        head=sheet.head,
        place=" · ".join(sheet.head.units),
        marks=[str(label) for label in Mark.labels],
        rows=[_row(call) for call in sheet.calls],
        foot=[_foot(foot) for foot in sheet.foot],
        figures=[standing(key=key, value=value) for key, value in sheet.figures.items() if key in REGISTER],
        customers=_customers(sheet),
        products=_products(sheet),
        rivals=_rivals(sheet),
        complaints=[],
        missed=[with_aside(stop.name, stop.customer) for stop in sheet.missed],
        lanes=_lanes(sheet),
        minutes=sum(sheet.minutes.values()),
        version=sheet.version,
    )


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


def _named(choices: Iterable[tuple[str, Text]], key: str) -> str:
    """A key of a list that has changed since stays as it was."""
    return next((str(name) for value, name in choices if value == key), key)


def _row(call: CallRow) -> Row:
    completed = call.outcome == Visit.Outcome.COMPLETED
    return Row(
        call=call,
        amounts=Amounts.of(call.sale),
        purpose=_named(Purpose.choices, call.purpose),
        outcome="" if completed else _named(Visit.Outcome.choices, call.outcome),
        ticks=tuple(mark in call.marks for mark in Mark.values),
    )


def _foot(foot: Foot) -> FootRow:
    return FootRow(
        foot=foot,
        amounts=Amounts.of(foot.sale if foot.deals else None),
        name=str(FootKind(foot.kind).label),
        ticks=tuple(foot.marks.get(mark, 0) for mark in Mark.values),
    )


def _customers(sheet: DaySheet) -> list[str]:
    reasons = {
        word: _("未订货：{reason}").format(reason=reason_name(word.reason))
        for word in sheet.words
        if word.reason
    }
    return [
        labelled(word.name, clauses(part for part in (word.words, reasons.get(word, "")) if part))
        for word in sheet.words
    ]


def _products(sheet: DaySheet) -> list[str]:
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


def _rivals(sheet: DaySheet) -> list[str]:
    return [labelled(rival.name, " ".join(part for part in _seen(rival) if part)) for rival in sheet.rivals]


def _seen(rival: Rival) -> tuple[str, ...]:
    return rival.brand, rival.product, _price(rival.price), rival.words


def _price(price: Decimal | None) -> str:
    return "" if price is None else tags.money(price)


def _lanes(sheet: DaySheet) -> list[Lane]:
    drawn, hours = blocks(sheet.spells), by_hour(sheet.spells)
    return [
        Lane(
            name=str(Activity(key).label),
            blocks=[block for block in drawn if block.activity == key],
            hours=hours[key],
            minutes=sheet.minutes.get(key, 0),
        )
        for key in Activity.values
    ]
