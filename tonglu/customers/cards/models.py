from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from tonglu.base.accounts.models import Account
from tonglu.base.dated import Dated, in_force
from tonglu.base.errors import Refused
from tonglu.base.journal.models import record
from tonglu.base.journal.tracked import Tracked, TrackedQuerySet
from tonglu.base.search import search_text
from tonglu.directory.catalog.models import Channel, CustomerClass
from tonglu.directory.org.models import Company, Position, Unit
from tonglu.directory.org.scope import Scope

# what of a card is corrected where it is wrong; code, state, unit and owner change by verbs of their own
CORRECTABLE = frozenset(
    {"name", "kind", "channel", "customer_class", "address", "lng", "lat", "contact", "phone", "opened_on"}
)


class CustomerQuerySet(TrackedQuerySet["Customer"]):
    def visible_to(self, scope: Scope) -> CustomerQuerySet:
        """Those owned in the scope on its day, and those without an owner in a unit that it leads."""
        owned = Ownership.objects.filter(in_force(scope.on), customer=models.OuterRef("pk"))
        mine = owned.filter(scope.positions_q("position"))
        orphan = ~models.Exists(owned) & scope.units_q("unit")
        return self.filter(models.Exists(mine) | orphan)


class Customer(Tracked):
    """Someone we sell to 客户. `lng`/`lat` are WGS-84 degrees; `datum` says what the source used."""

    class Kind(models.TextChoices):
        OUTLET = "outlet", _("终端门店")
        DEALER = "dealer", _("经销商")
        AGENT = "agent", _("代理商")
        KEY_ACCOUNT = "key_account", _("重点客户系统")
        DIRECT = "direct", _("直营客户")

    class State(models.TextChoices):
        PROSPECT = "prospect", _("潜在")
        OPENING = "opening", _("开户中")
        ACTIVE = "active", _("合作中")
        DORMANT = "dormant", _("休眠")
        CLOSED = "closed", _("已关闭")

    code = models.CharField(max_length=32, unique=True)
    name = models.CharField(max_length=120)
    kind = models.CharField(max_length=16, choices=Kind.choices, default=Kind.OUTLET)
    state = models.CharField(max_length=16, choices=State.choices, default=State.ACTIVE)
    channel = models.ForeignKey(
        Channel, on_delete=models.PROTECT, null=True, blank=True, related_name="customers"
    )
    customer_class = models.ForeignKey(
        CustomerClass, on_delete=models.PROTECT, null=True, blank=True, related_name="customers"
    )
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="customers")
    address = models.CharField(max_length=240, blank=True)
    lng = models.FloatField(null=True, blank=True)
    lat = models.FloatField(null=True, blank=True)
    datum = models.CharField(max_length=8, blank=True)
    contact = models.CharField(max_length=64, blank=True)
    phone = models.CharField(max_length=32, blank=True)
    opened_on = models.DateField(null=True, blank=True)
    search = models.CharField(max_length=400, blank=True, db_index=True)

    objects = CustomerQuerySet.as_manager()

    class Meta:
        ordering = ["code"]

    def __str__(self) -> str:
        return self.name

    def owner(self, *, on: date) -> Position | None:
        """The position that owns this customer on a day."""
        owned = self.ownerships.filter(in_force(on)).select_related("position__unit").first()
        return owned.position if owned else None

    @classmethod
    @transaction.atomic
    def enter(
        cls,
        *,
        code: str,
        name: str,
        unit: Unit,
        position: Position | None = None,
        card: Mapping[str, Any] | None = None,
        by: Account,
        at: datetime,
    ) -> Customer:
        """A new customer: active and a position's own from today, or a prospect without an owner.

        `card` holds further fields that may be corrected; places are WGS-84. Raises Refused for a code that is taken.
        """
        if cls.objects.filter(code=code).exists():
            raise Refused(_("客户编码 {customer} 已被使用；请换一个"), customer=code, code="code_taken")
        state = cls.State.ACTIVE if position else cls.State.PROSPECT
        customer = cls(code=code, name=name, unit=unit, state=state)
        customer._write(card or {})
        customer.save(force_insert=True)
        if position:
            on = Company.current().business_date(at)
            Ownership.objects.create(customer=customer, position=position, start=on)
        facts = {"customer": code, "name": name, "to": position.code if position else None}
        record(verb="customer.enter", obj=customer, by=by, at=at, facts=facts)
        return customer

    @transaction.atomic
    def correct(self, *, changes: Mapping[str, Any], by: Account, at: datetime) -> None:
        """The named fields of the card become these values; what they were is kept. Nothing new, no entry.

        Raises Refused for a field that is not corrected but changed by a verb of its own.
        """
        if wrong := sorted(set(changes) - CORRECTABLE):
            raise Refused(_("{field} 不能直接修改"), field=wrong[0], code="not_correctable")
        changed = [name for name, value in changes.items() if getattr(self, name) != value]
        if not changed:
            return
        self._write(changes)
        self.save(update_fields=[*changes, "search", "datum"])
        facts = {"customer": self.code, "changed": changed}
        record(verb="customer.correct", obj=self, by=by, at=at, facts=facts)

    def _write(self, card: Mapping[str, Any]) -> None:
        for name, value in card.items():
            setattr(self, name, value)
        self.datum = "" if self.lng is None or self.lat is None else "wgs84"
        self.search = search_text(self.name, self.code, self.phone, self.address)

    @transaction.atomic
    def hand_over(self, *, to: Position, on: date, by: Account, at: datetime) -> None:
        """From that day the customer belongs to another position; not a day is left without an owner."""
        current = self.ownerships.filter(in_force(on)).first()
        if current and current.position_id == to.pk:
            return
        latest = self.ownerships.order_by("-start").first()
        if latest and latest.start >= on:
            raise Refused(
                _("{name} 从 {start} 起归 {position}；交接日期须在其后"),
                name=self.name,
                start=latest.start,
                position=latest.position,
            )
        if current:
            current.end(on=on)
        Ownership.objects.create(customer=self, position=to, start=on)
        facts = {"from": current.position.code if current else None, "to": to.code, "on": on}
        record(verb="customer.hand_over", obj=self, by=by, at=at, facts=facts)


class Ownership(Dated, Tracked):
    """A position owns a customer from one day to another 客户归属; one at a time."""

    customer = models.ForeignKey(Customer, on_delete=models.PROTECT, related_name="ownerships")
    position = models.ForeignKey(Position, on_delete=models.PROTECT, related_name="ownerships")

    objects = TrackedQuerySet.as_manager()

    class Meta(Dated.Meta):
        ordering = ["start"]
