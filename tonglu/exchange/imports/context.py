"""Under what circumstances a sheet comes in: who sends it, when, what he may touch, and what the house holds."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, tzinfo
from functools import cached_property
from typing import Any, Generic, TypeVar

from django.db.models import Model
from django.utils.translation import gettext as _

from tonglu.base.accounts.models import Account
from tonglu.base.datum import Datum
from tonglu.base.errors import Refused
from tonglu.customers.cards.models import Customer
from tonglu.directory.catalog.models import Brand, Category, Channel, CustomerClass, Sku
from tonglu.directory.forms.models import FormVersion
from tonglu.directory.org.models import Company, Person, Position, Unit
from tonglu.directory.org.scope import Scope
from tonglu.exchange.sheets.cells import half
from tonglu.exchange.sheets.columns import BadCell

M = TypeVar("M", bound=Model)
Tick = Callable[[int, int], None]
# as many names as a drop-down list of Excel can be scrolled through
MANY = 500
# in place of a unit's path: what is the whole company's
WHOLE = "*"
WHOLE_WAY = 1000


class Book(Generic[M]):
    """The rows of a table by code, by other keys, and by name where only one bears it; reads a cell that means one."""

    def __init__(self, title: str, rows: Iterable[tuple[M, tuple[str, ...], str]]) -> None:
        self.title = title
        self._keyed: dict[str, M] = {}
        self._named: dict[str, list[M]] = {}
        self._bare: dict[str, list[M]] = {}
        self._names: list[str] = []
        for row, keys, name in rows:
            for key in keys:
                if key:
                    self._keyed[key.casefold()] = row
                    self._bare.setdefault(key.lstrip("0"), []).append(row)
            self._named.setdefault(name.casefold(), []).append(row)
            self._names.append(name)

    @property
    def choices(self) -> tuple[str, ...]:
        """The names for a drop-down list; none where there are too many, or a name is not enough."""
        enough = len(self._names) <= MANY and len(set(self._names)) == len(self._names)
        return tuple(self._names) if enough else ()

    def get(self, key: str) -> M | None:
        return self._keyed.get(key.casefold())

    def __call__(self, cell: str) -> M:
        """Raises BadCell when nothing is called that, or more than one."""
        key = half(cell).casefold()
        if (found := self._keyed.get(key)) is not None:
            return found
        named = self._named.get(cell.casefold()) or self._named.get(key)
        # Excel drops the noughts before a code that it takes for a number
        named = named or (self._bare.get(key.lstrip("0"), []) if key.isdecimal() else [])
        if len(named) == 1:
            return named[0]
        if named:
            raise BadCell(
                _("有 {n} 个{what}叫 {cell!r}，请写编码").format(n=len(named), what=self.title, cell=cell)
            )
        raise BadCell(_("没有{what} {cell!r}").format(what=self.title, cell=cell))


@dataclass
class Context:
    """`scope` and `by` are empty for one who works at the server itself: nothing is closed to him.

    `on` is the first day of what is dated and has no day of its own; `datum` that of points which do not say theirs;
    `prefix` begins the codes that are made up; `file` is what the rows come from, `form` which form they fill in;
    `position` and `unit` are those of new customers that name none; `ean13`: bar codes have thirteen digits and not
    eight. `progress(done, total)` is told how far it is, in thousandths, and may stop it all by raising.
    """

    at: datetime
    on: date
    by: Account | None = None
    scope: Scope | None = None
    datum: Datum = "wgs84"
    prefix: str = ""
    file: str = ""
    form: FormVersion | None = None
    position: Position | None = None
    unit: Unit | None = None
    ean13: bool = False
    progress: Tick = field(default=lambda done, total: None)
    # the part of the whole that the present step is
    span: tuple[float, float] = (0, 1)

    def tick(self, done: int, total: int) -> None:
        """So many rows of the present step are done."""
        first, last = self.span
        share = done / total if total else 1
        self.progress(int(WHOLE_WAY * (first + (last - first) * share)), WHOLE_WAY)

    def holds(self, path: str) -> bool:
        """Whether a unit of that path is his to change."""
        if path == WHOLE:
            return self.holds_all
        return self.scope is None or self.scope.leads(path)

    @cached_property
    def holds_all(self) -> bool:
        """Whether the whole organisation is his."""
        roots = Unit.objects.filter(parent__isnull=True).values_list("path", flat=True)
        return self.scope is None or all(self.scope.leads(path) for path in roots)

    def account(self) -> Account:
        """Who answers for a document. Raises Refused where nobody is named."""
        if self.by is None:
            raise Refused(_("这类单据要有经办人；请用 --by 写上账号"), code="no_account")
        return self.by

    @cached_property
    def today(self) -> date:
        """The business day of the import."""
        return Company.current().business_date(self.at)

    @cached_property
    def zone(self) -> tzinfo:
        """The company's."""
        return Company.current().zone

    @cached_property
    def units(self) -> Book[Unit]:
        return Book(_("单位"), ((u, (u.code,), u.name) for u in Unit.objects.all()))

    @cached_property
    def positions(self) -> Book[Position]:
        rows = Position.objects.select_related("unit")
        return Book(_("岗位"), ((p, (p.code,), p.title) for p in rows))

    @cached_property
    def people(self) -> Book[Person]:
        rows = Person.objects.select_related("account")
        return Book(_("人员"), ((p, (p.code,), p.name) for p in rows))

    @cached_property
    def skus(self) -> Book[Sku]:
        return Book(_("产品"), ((s, (s.code, s.barcode), s.name) for s in Sku.objects.all()))

    @cached_property
    def customers(self) -> Book[Customer]:
        rows = Customer.objects.select_related("unit")
        if self.scope is not None:
            rows = rows.filter(pk__in=Customer.objects.visible_to(self.scope).values("pk"))
        return Book(_("客户"), ((c, (c.code,), c.name) for c in rows))

    @cached_property
    def channels(self) -> Book[Channel]:
        return self._plain(_("渠道"), Channel)

    @cached_property
    def classes(self) -> Book[CustomerClass]:
        return self._plain(_("客户等级"), CustomerClass)

    @cached_property
    def brands(self) -> Book[Brand]:
        return self._plain(_("品牌"), Brand)

    @cached_property
    def categories(self) -> Book[Category]:
        return self._plain(_("品类"), Category)

    @staticmethod
    def _plain(title: str, model: type[Any]) -> Book[Any]:
        return Book(title, ((row, (row.code,), row.name) for row in model.objects.all()))
