"""The unit and the period at the top of every page; they stay as one moves from page to page."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from functools import cached_property

from django.db.models import Max, Q
from django.http import HttpRequest
from django.utils.translation import gettext as _

from tonglu.base.periods import Kind, Period, parse, period_of
from tonglu.directory.org.models import Unit
from tonglu.directory.org.scope import Scope
from tonglu.trade.orders.models import Order
from tonglu.web.desk import tags
from tonglu.web.viewing import viewing

# a company whose last order is older than this is history: its pages open on its last month
QUIET = timedelta(days=60)


@dataclass
class Picks:
    """What was picked: from the query, else as it was left, else what the person's role begins with."""

    scope: Scope
    asked_unit: str
    asked_period: str

    @cached_property
    def units(self) -> list[Unit]:
        """The units that the scope leads or serves, from the top."""
        return list(Unit.objects.visible_to(self.scope).order_by("path")) if self.scope.paths else []

    @cached_property
    def unit(self) -> Unit | None:
        """None for a rep, who sees his own."""
        named = next((unit for unit in self.units if unit.code == self.asked_unit), None)
        return named or next(iter(self.units), None)

    @cached_property
    def period(self) -> Period:
        try:
            return parse(self.asked_period)
        except ValueError:
            return _usual_period()

    @property
    def key(self) -> str:
        return slug(self.period)

    @property
    def label(self) -> str:
        return label(self.period)

    @property
    def previous(self) -> str:
        return slug(self.period.previous())

    @property
    def next(self) -> str:
        return slug(self.period.next())

    def choices(self) -> list[tuple[str, str]]:
        """Periods that people ask for, by key and name."""
        today = viewing().today
        kinds: list[tuple[Kind, str, str]] = [
            ("day", _("今天"), _("昨天")),
            ("week", _("本周"), _("上周")),
            ("month", _("本月"), _("上月")),
            ("quarter", _("本季度"), _("上季度")),
            ("year", _("今年"), _("去年")),
        ]
        found = []
        for kind, now, before in kinds:
            this = period_of(kind, today)
            found += [(slug(this), now), (slug(this.previous()), before)]
        return found

    def depth(self, unit: Unit) -> int:
        """How far below the first unit of the list, for its indent."""
        return unit.path.count("/") - min(u.path.count("/") for u in self.units)

    def tree(self) -> list[tuple[Unit, int]]:
        return [(unit, self.depth(unit)) for unit in self.units]

    def of_positions(self, field: str = "position") -> Q:
        """Rows whose position lies in the picked unit; all rows of a rep."""
        return Q(**{f"{field}__unit__path__startswith": self.unit.path}) if self.unit else Q()

    def of_days(self, field: str) -> Q:
        return Q(**{f"{field}__gte": self.period.start, f"{field}__lt": self.period.stop})


def picks_of(request: HttpRequest) -> Picks:
    """Reads the picks once a request, and keeps what was asked for in the session."""
    known: Picks | None = getattr(request, "picks", None)
    if known is None:
        for key, asked in (("unit", request.GET.get("unit")), ("period", _asked_period(request))):
            if asked is not None and asked != request.session.get(key):
                request.session[key] = asked
        scope: Scope = request.scope  # type: ignore[attr-defined]
        known = Picks(scope, request.session.get("unit", ""), request.session.get("period", ""))
        request.picks = known  # type: ignore[attr-defined]
    return known


def _asked_period(request: HttpRequest) -> str | None:
    """A period by its key, else any two days; links that step on from there name a key again, which counts."""
    since, until = (request.GET.get(name, "") for name in ("since", "until"))
    return request.GET.get("period", f"{since}..{until}" if since and until else None)


def _usual_period() -> Period:
    today = viewing().today
    last = Order.objects.aggregate(last=Max("business_date"))["last"]
    return period_of("month", last if last and last < today - QUIET else today)


def slug(period: Period) -> str:
    """The period's key, with the `W` by which `parse` knows a week from a day."""
    return f"W{period.key}" if period.kind == "week" else period.key


def label(period: Period) -> str:
    start, last = period.start, period.last
    match period.kind:
        case "day":
            return tags.day(start)
        case "month":
            return _("{year}年{month}月").format(year=start.year, month=start.month)
        case "quarter":
            return _("{year}年第{quarter}季度").format(year=start.year, quarter=(start.month + 2) // 3)
        case "year":
            return _("{year}年").format(year=start.year)
    return f"{start:%Y-%m-%d} – {last:%Y-%m-%d}"
