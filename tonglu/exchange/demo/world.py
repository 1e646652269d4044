"""What every call of the history needs to know, and what it leaves behind for the next."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta, tzinfo
from random import Random
from uuid import UUID

from tonglu.base.ids import new_id
from tonglu.directory.org.models import Unit
from tonglu.exchange.demo.batch import Batch
from tonglu.exchange.demo.camera import Camera
from tonglu.exchange.demo.catalogue import Catalogue
from tonglu.exchange.demo.lines import Lines
from tonglu.exchange.demo.outlets import Outlet
from tonglu.exchange.demo.people import Staff
from tonglu.exchange.demo.plot import Plot
from tonglu.exchange.demo.prices import Price, Prices
from tonglu.exchange.demo.shelves import Slot, stocked
from tonglu.exchange.demo.standards import Standards
from tonglu.trade.orders.models import OrderCounter


@dataclass
class World:
    """`today` is the first day without facts. `random` is drawn from in the order of the calls."""

    random: Random
    today: date
    zone: tzinfo
    staff: Staff
    goods: Catalogue
    standards: Standards
    prices: Prices
    lines: Lines
    plot: Plot
    camera: Camera | None = None
    batch: Batch = field(default_factory=Batch)
    seen: dict[int, date] = field(default_factory=dict)
    _slots: dict[int, list[Slot]] = field(default_factory=dict)
    _prices: dict[int, dict[int, Price]] = field(default_factory=dict)
    _numbers: dict[str, int] = field(default_factory=dict)

    def id(self, at: datetime) -> UUID:
        return new_id(at=at, random=self.random.getrandbits(74))

    def at(self, day: date, hour: int, minute: int = 0, *, give: int = 0) -> datetime:
        """That time of day where the company is, or up to `give` minutes later."""
        late = timedelta(minutes=minute + self.random.randint(0, give), seconds=self.random.randint(0, 59))
        return datetime.combine(day, time(hour), self.zone) + late

    def slots(self, outlet: Outlet) -> list[Slot]:
        key = outlet.customer.pk
        if key not in self._slots:
            self._slots[key] = stocked(self.random, outlet=outlet, goods=self.goods, standards=self.standards)
        return self._slots[key]

    def price(self, outlet: Outlet, sku: int) -> Price:
        key = outlet.customer.pk
        if key not in self._prices:
            self._prices[key] = dict(self.prices.for_outlet(key, outlet.channel))
        return self._prices[key][sku]

    def next_workday(self, day: date) -> date:
        later = day + timedelta(days=1)
        while not self.lines.calendar.is_worked(later):
            later += timedelta(days=1)
        return later

    def last_workday(self, day: date) -> date:
        earlier = day - timedelta(days=1)
        while not self.lines.calendar.is_worked(earlier):
            earlier -= timedelta(days=1)
        return earlier

    def latest(self, many: int) -> list[date]:
        """The last working days before today, the latest first."""
        days = [self.last_workday(self.today)]
        while len(days) < many:
            days.append(self.last_workday(days[-1]))
        return days

    def order_number(self, unit: Unit, on: date) -> str:
        """As the desk and the phones number them; `write_counters` lets them go on from there."""
        key = f"{unit.code}-{on:%y%m%d}"
        self._numbers[key] = self._numbers.get(key, 0) + 1
        return f"O-{key}-{self._numbers[key]:03d}"

    def write_counters(self) -> None:
        OrderCounter.objects.bulk_create(
            OrderCounter(key=key, last=last) for key, last in self._numbers.items()
        )
