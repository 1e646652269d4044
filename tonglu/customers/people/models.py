from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, ClassVar

from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from tonglu.base.accounts.models import Account
from tonglu.base.errors import Refused
from tonglu.base.journal.models import record
from tonglu.base.journal.tracked import Tracked, TrackedQuerySet, masked
from tonglu.customers.cards.models import Customer
from tonglu.directory.org.scope import Scope

PUBLIC = ("name", "role", "title", "phone", "decides")
PRIVATE = ("birthday", "family", "interests", "note")


class KeyPersonQuerySet(TrackedQuerySet["KeyPerson"]):
    def visible_to(self, scope: Scope) -> KeyPersonQuerySet:
        """Those of the customers that the scope sees."""
        return self.filter(customer__in=Customer.objects.visible_to(scope))

    def there(self) -> KeyPersonQuerySet:
        """Those who have not left, who decides first."""
        return self.filter(left_on__isnull=True).order_by("-decides", "id")


class KeyPerson(Tracked):
    """Someone at a customer who decides, buys, keeps or pays 关键人. What is private of him is `PrivateFacts`."""

    class Role(models.TextChoices):
        OWNER = "owner", _("老板")
        MANAGER = "manager", _("店长")
        BUYER = "buyer", _("采购")
        CASHIER = "cashier", _("出纳")
        KEEPER = "keeper", _("库管")
        STAFF = "staff", _("店员")
        OTHER = "other", _("其他")

    # neither name nor number stays in the journal, which never forgets
    private: ClassVar[frozenset[str]] = frozenset({"name"})
    masked: ClassVar[frozenset[str]] = frozenset({"phone"})

    customer = models.ForeignKey(Customer, on_delete=models.PROTECT, related_name="people")
    name = models.CharField(max_length=64)
    role = models.CharField(max_length=16, choices=Role.choices)
    title = models.CharField(max_length=64, blank=True)
    phone = models.CharField(max_length=32, blank=True)
    decides = models.BooleanField(default=False)
    left_on = models.DateField(null=True, blank=True)

    objects = KeyPersonQuerySet.as_manager()

    class Meta:
        ordering = ["customer", "-decides", "id"]

    def __str__(self) -> str:
        return self.name

    @property
    def journal_name(self) -> str:
        """As the journal calls him: the shop and what he is there."""
        return f"{self.customer.code} {self.customer.name} · {self.get_role_display()}"

    @property
    def masked_phone(self) -> str:
        """`138****1234`, for those without the right to private facts."""
        return masked(self.phone)

    @property
    def facts(self) -> PrivateFacts | None:
        return getattr(self, "private_facts", None)

    @classmethod
    @transaction.atomic
    def add(
        cls,
        *,
        customer: Customer,
        facts: Mapping[str, Any],
        private: Mapping[str, Any] | None = None,
        by: Account,
        at: datetime,
    ) -> KeyPerson:
        """Writes someone down: `facts` are PUBLIC fields, `private` PRIVATE ones. Raises Refused without a name."""
        person = cls(customer=customer)
        person._take(facts)
        person.save()
        if known := person._keep(private or {}):
            person.private_facts = known
        said = {"customer": customer.code, "role": person.role, "private": sorted(private or {})}
        record(verb="key_person.add", obj=person, by=by, at=at, facts=said)
        return person

    @transaction.atomic
    def change(
        self, *, facts: Mapping[str, Any], private: Mapping[str, Any] | None = None, by: Account, at: datetime
    ) -> None:
        """`private` None leaves the private facts as they are: someone without the right to them changes the rest."""
        self._still_there()
        self._take(facts)
        self.save(update_fields=[name for name in PUBLIC if name in facts])
        if private is not None:
            self._keep(private)
        record(verb="key_person.change", obj=self, by=by, at=at, facts={"customer": self.customer.code})

    @transaction.atomic
    def leave(self, *, on: date, by: Account, at: datetime) -> None:
        """He is no longer at this customer; what was known stays."""
        self._still_there()
        self.left_on = on
        self.save(update_fields=["left_on"])
        record(
            verb="key_person.leave", obj=self, by=by, at=at, facts={"customer": self.customer.code, "on": on}
        )

    @transaction.atomic
    def erase(self, *, by: Account, at: datetime) -> None:
        """On his request: private facts and number are gone for good, of the name the first character is left."""
        PrivateFacts.objects.filter(person=self).delete()
        self.name, self.phone, self.title = f"{self.name[:1]}**", "", ""
        self.save(update_fields=["name", "phone", "title"])
        record(verb="key_person.erase", obj=self, by=by, at=at, facts={"customer": self.customer.code})

    def _still_there(self) -> None:
        if self.left_on:
            raise Refused(_("{name} 已于 {day} 离开，资料不再修改"), name=self.name, day=self.left_on)

    def _take(self, facts: Mapping[str, Any]) -> None:
        for name in PUBLIC:
            if name in facts:
                setattr(self, name, facts[name])
        if not self.name.strip():
            raise Refused(_("关键人要写姓名"), code="no_name")
        if self.role not in self.Role.values:
            raise Refused(_("没有这种角色：{role}"), role=self.role, code="bad_role")

    def _keep(self, private: Mapping[str, Any]) -> PrivateFacts | None:
        said = {name: private[name] for name in PRIVATE if name in private}
        known = self.facts
        if known is None and not any(said.values()):
            return None
        known = known or PrivateFacts(person=self)
        for name, value in said.items():
            setattr(known, name, value)
        known.save()
        return known


class PrivateFacts(Tracked):
    """What of a key person is private 私人资料. That it changed is kept, what it said is not: it can be erased."""

    private: ClassVar[frozenset[str]] = frozenset(PRIVATE)
    untracked: ClassVar[frozenset[str]] = frozenset({"person"})

    person = models.OneToOneField(KeyPerson, on_delete=models.PROTECT, related_name="private_facts")
    birthday = models.DateField(null=True, blank=True)
    family = models.CharField(max_length=240, blank=True)
    interests = models.CharField(max_length=240, blank=True)
    note = models.CharField(max_length=400, blank=True)

    objects = TrackedQuerySet.as_manager()

    def shown(self) -> dict[str, Any]:
        """The facts by field; empty ones left out."""
        return {name: value for name in PRIVATE if (value := getattr(self, name))}
