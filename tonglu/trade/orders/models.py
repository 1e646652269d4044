from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import models, transaction
from django.db.models import Exists, OuterRef, Subquery, Sum
from django.utils.translation import gettext_lazy as _

from tonglu.base.accounts.models import Account
from tonglu.base.dated import in_force
from tonglu.base.errors import NotYours, Refused
from tonglu.base.ids import new_id
from tonglu.base.journal.models import record
from tonglu.base.money import MoneyField
from tonglu.customers.cards.models import Customer
from tonglu.directory.approvals.answering import answered
from tonglu.directory.approvals.asking import ask, withdraw
from tonglu.directory.catalog.models import Sku, SkuCost
from tonglu.directory.org.models import Company, Person, Position
from tonglu.directory.org.scope import Scope
from tonglu.trade.prices.models import PriceRule, prices_for


@dataclass(frozen=True, slots=True)
class Wanted:
    """A line that a customer agreed to: base units, and the net price per base unit that he was shown."""

    sku_id: int
    quantity: int
    price: Decimal


class OrderQuerySet(models.QuerySet["Order"]):
    def visible_to(self, scope: Scope) -> OrderQuerySet:
        """Orders taken in the scope or by himself, and the history of the customers that are in it now."""
        return self.filter(scope.facts_q() | models.Q(customer__in=Customer.objects.visible_to(scope)))

    def standing(self) -> OrderQuerySet:
        """Those that were not cancelled."""
        return self.filter(cancellation__isnull=True)

    def held(self) -> OrderQuerySet:
        """Those that wait for someone to let them go."""
        return self.standing().filter(_is_held(), delivery__isnull=True)

    def to_deliver(self) -> OrderQuerySet:
        """Those that nothing keeps from being delivered."""
        return self.standing().filter(~_is_held(), delivery__isnull=True)

    def with_state(self) -> OrderQuerySet:
        return self.select_related("delivery", "cancellation").annotate(is_held=_is_held())

    def with_amount(self) -> OrderQuerySet:
        """`net`, computed for the rows that are fetched and not for all that were counted."""
        lines = OrderLine.objects.filter(order=OuterRef("pk")).order_by().values("order")
        return self.annotate(net=Subquery(lines.annotate(net=Sum("net_amount")).values("net")))

    def total(self) -> Decimal:
        """The net amount of all of them."""
        lines = OrderLine.objects.filter(order__in=self.order_by().values("pk"))
        return lines.aggregate(net=Sum("net_amount"))["net"] or Decimal(0)


def _is_held() -> Exists:
    return Exists(Hold.objects.filter(order=OuterRef("pk"), release__isnull=True))


class Order(models.Model):
    """A customer's order 订单. Its id may come from a phone; people see the number.

    States are rows: a `Hold` and its `Release`, a `Delivery`, a `Cancellation`.
    """

    class State(models.TextChoices):
        PLACED = "placed", _("已下单")
        HELD = "held", _("待审")
        DELIVERED = "delivered", _("已送达")
        CANCELLED = "cancelled", _("已取消")

    class Source(models.TextChoices):
        PHONE = "phone", _("拜访")
        DESK = "desk", _("内勤")
        IMPORT = "import", _("导入")
        API = "api", _("接口")

    id = models.UUIDField(primary_key=True, default=new_id)
    number = models.CharField(max_length=40, unique=True)
    customer = models.ForeignKey(Customer, on_delete=models.PROTECT, related_name="orders")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="orders")
    position = models.ForeignKey(Position, on_delete=models.PROTECT, related_name="orders")
    source = models.CharField(max_length=16, choices=Source.choices)
    placed_at = models.DateTimeField()
    business_date = models.DateField(db_index=True)
    note = models.CharField(max_length=240, blank=True)

    objects = OrderQuerySet.as_manager()

    class Meta:
        ordering = ["-business_date", "-number"]
        indexes = [
            models.Index(fields=["customer", "business_date"]),
            models.Index(fields=["position", "business_date"]),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def state(self) -> Order.State:
        """Derived from the rows; a list loads them with `with_state()`."""
        if hasattr(self, "cancellation"):
            return self.State.CANCELLED
        if hasattr(self, "delivery"):
            return self.State.DELIVERED
        return self.State.HELD if self._is_held() else self.State.PLACED

    def _is_held(self) -> bool:
        known: bool | None = getattr(self, "is_held", None)
        return self.holds.filter(release__isnull=True).exists() if known is None else known

    @property
    def net_amount(self) -> Decimal:
        return self.lines.aggregate(net=Sum("net_amount"))["net"] or Decimal(0)

    @classmethod
    @transaction.atomic
    def place(
        cls,
        *,
        customer: Customer,
        person: Person,
        position: Position,
        lines: Sequence[Wanted],
        source: Order.Source,
        placed_at: datetime,
        by: Account | None,
        at: datetime,
        id: UUID | None = None,
        note: str = "",
    ) -> Order:
        """Takes an order at the prices that the customer was shown; what breaks price policy is held.

        Raises Refused for no lines, a SKU without a price, or a quantity that is not positive.
        """
        on = Company.current().business_date(placed_at)
        prices = _checked_prices(customer, lines, on)
        order = cls.objects.create(
            id=id or new_id(),
            number=_next_number(position, on),
            customer=customer,
            person=person,
            position=position,
            source=source,
            placed_at=placed_at,
            business_date=on,
            note=note,
        )
        costs = _costs([line.sku_id for line in lines], on)
        OrderLine.objects.bulk_create(_line(order, line, prices[line.sku_id], costs) for line in lines)
        low = [line for line in lines if (floor := prices[line.sku_id].floor_price) and line.price < floor]
        if low:
            Hold.objects.create(order=order, kind=Hold.Kind.PRICE, at=at, facts=_facts_of(low, prices))
        facts = {"number": order.number, "customer": customer.code, "held": bool(low), "lines": len(lines)}
        record(verb="order.place", obj=order, by=by, at=at, facts=facts)
        if low:
            ask(kind="order_price", document=order, by=by, at=at)
        return order

    @transaction.atomic
    def cancel(self, *, by: Account, at: datetime, reason: str) -> None:
        # who holds the order and its rounds reads afterwards what another did to it until then
        Order.objects.select_for_update(no_key=True).filter(pk=self.pk).first()
        withdraw(kind="order_price", document=self, by=by, at=at)
        state = Order.objects.get(pk=self.pk).state
        if state in {self.State.CANCELLED, self.State.DELIVERED}:
            raise Refused(
                _("订单 {number} {state}，不能取消；已送达的请走退货"),
                number=self.number,
                state=state.label,
            )
        if not reason.strip():
            raise Refused(_("取消订单要写原因"))
        self.call_off(by=by, at=at, reason=reason)

    def call_off(self, *, by: Account, at: datetime, reason: str) -> None:
        """What cancelling does; a refusal does it too."""
        Cancellation.objects.create(order=self, by=by, at=at, reason=reason.strip())
        record(verb="order.cancel", obj=self, by=by, at=at, facts={"reason": reason.strip()})

    @transaction.atomic
    def release(self, *, by: Account, at: datetime, words: str) -> None:
        """Agrees to a held order; the last of those who must agree lets it go. Nobody releases his own."""
        if self.person.account_id == by.pk:
            raise NotYours(_("不能审批自己的订单；请上级处理"))
        if self.state != self.State.HELD:
            raise Refused(_("订单 {number} 不在待审状态"), number=self.number)
        if not answered(kind="order_price", document=self, verdict="approve", words=words, by=by, at=at):
            self.let_go(by=by, at=at, words=words)

    def let_go(self, *, by: Account, at: datetime, words: str) -> None:
        """What an agreed order does: nothing keeps it from being delivered."""
        holds = list(self.holds.filter(release__isnull=True))
        if not holds:
            raise Refused(_("订单 {number} 不在待审状态"), number=self.number)
        Release.objects.bulk_create(Release(hold=hold, by=by, at=at, words=words) for hold in holds)
        record(verb="order.release", obj=self, by=by, at=at, facts={"words": words})


class OrderLine(models.Model):
    """A SKU of an order: base units; amounts are for the whole line, cost as it was on the day."""

    order = models.ForeignKey(Order, on_delete=models.PROTECT, related_name="lines")
    sku = models.ForeignKey(Sku, on_delete=models.PROTECT, related_name="order_lines")
    quantity = models.PositiveIntegerField()
    list_amount = MoneyField()
    net_amount = MoneyField()
    cost_amount = MoneyField(null=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(condition=models.Q(quantity__gt=0), name="orders_line_quantity_positive")
        ]

    @property
    def discount_amount(self) -> Decimal:
        return self.list_amount - self.net_amount

    @property
    def in_packs(self) -> str:
        return self.sku.in_packs(self.quantity)


class Cancellation(models.Model):
    order = models.OneToOneField(Order, on_delete=models.PROTECT, related_name="cancellation")
    by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    reason = models.CharField(max_length=240)


class Hold(models.Model):
    """Why an order waits for someone 待审; `facts` are the numbers against policy."""

    class Kind(models.TextChoices):
        PRICE = "price", _("低于底价")

    order = models.ForeignKey(Order, on_delete=models.PROTECT, related_name="holds")
    kind = models.CharField(max_length=16, choices=Kind.choices)
    at = models.DateTimeField()
    facts = models.JSONField(default=dict)


class Release(models.Model):
    hold = models.OneToOneField(Hold, on_delete=models.PROTECT, related_name="release")
    by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    words = models.CharField(max_length=240, blank=True)


class OrderCounter(models.Model):
    """The last order number given out in an office on a day."""

    key = models.CharField(max_length=48, unique=True)
    last = models.PositiveIntegerField(default=0)


def _next_number(position: Position, on: date) -> str:
    """`O-<unit>-<date>-<count>`; the row lock (PostgreSQL) or the write transaction (SQLite) keeps them apart."""
    key = f"{position.unit.code}-{on:%y%m%d}"
    counter, _created = OrderCounter.objects.select_for_update().get_or_create(key=key)
    counter.last += 1
    counter.save(update_fields=["last"])
    return f"O-{key}-{counter.last:03d}"


def _checked_prices(customer: Customer, lines: Sequence[Wanted], on: date) -> dict[int, PriceRule]:
    if not lines:
        raise Refused(_("{name} 的订单没有明细"), name=customer.name, code="empty_order")
    prices = prices_for(customer=customer, on=on, skus=[line.sku_id for line in lines])
    for line in lines:
        if line.quantity <= 0:
            raise Refused(_("订单数量须大于 0：SKU {sku}"), sku=line.sku_id, code="bad_quantity")
        if line.sku_id not in prices:
            name = Sku.objects.filter(pk=line.sku_id).values_list("name", flat=True).first()
            raise Refused(
                _("{sku} 当日没有价格；请内勤维护价格后重发"),
                sku=name or f"SKU {line.sku_id}",
                code="no_price",
            )
    return prices


def _costs(skus: list[int], on: date) -> dict[int, Decimal]:
    return dict(SkuCost.objects.filter(in_force(on), sku__in=skus).values_list("sku_id", "cost"))


def _line(order: Order, wanted: Wanted, price: PriceRule, costs: dict[int, Decimal]) -> OrderLine:
    cost = costs.get(wanted.sku_id)
    return OrderLine(
        order=order,
        sku_id=wanted.sku_id,
        quantity=wanted.quantity,
        list_amount=price.list_price * wanted.quantity,
        net_amount=wanted.price * wanted.quantity,
        cost_amount=None if cost is None else cost * wanted.quantity,
    )


def _facts_of(low: Sequence[Wanted], prices: dict[int, PriceRule]) -> dict[str, Any]:
    return {
        "lines": [
            {"sku": line.sku_id, "price": str(line.price), "floor": str(prices[line.sku_id].floor_price)}
            for line in low
        ]
    }
