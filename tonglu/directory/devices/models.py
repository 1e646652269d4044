from __future__ import annotations

import hashlib
import secrets
from datetime import datetime, timedelta

from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from tonglu.base.accounts.models import Account
from tonglu.base.journal.models import record
from tonglu.directory.org.models import Appointment, Person, Role
from tonglu.directory.org.scope import Scope

LIFE = timedelta(days=90)
TOLERANCE = timedelta(minutes=5)


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


class DeviceQuerySet(models.QuerySet["Device"]):
    def visible_to(self, scope: Scope) -> DeviceQuerySet:
        """Of the people of the line; an administrator also finds the phones of those who have left it."""
        line = models.Q(person__in=Person.objects.visible_to(scope))
        if Role.ADMINISTRATOR in scope.roles:
            held = Appointment.objects.filter(scope.positions_q("position"), person=models.OuterRef("person"))
            line |= models.Q(models.Exists(held))
        return self.filter(line)

    def expire(self, *, at: datetime) -> int:
        """Asks for the password again before anything more is sent or fetched; what waits on the phone stays there."""
        return self.filter(revoked_at=None, expires_at__gt=at).update(expires_at=at)


class Device(models.Model):
    """A phone that a person logged in on 设备. The bearer token is kept only as its hash."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="devices")
    name = models.CharField(max_length=120)
    token_hash = models.CharField(max_length=64, unique=True)
    registered_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    seen_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)
    revoked_by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, related_name="+")

    objects = DeviceQuerySet.as_manager()

    class Meta:
        ordering = ["-registered_at"]

    @classmethod
    @transaction.atomic
    def register(cls, *, person: Person, name: str, at: datetime) -> tuple[Device, str]:
        """A new device and its token, which is shown this once."""
        token = secrets.token_urlsafe(32)
        device = cls.objects.create(
            person=person,
            name=name[:120],
            token_hash=_hash(token),
            registered_at=at,
            expires_at=at + LIFE,
            seen_at=at,
        )
        record(verb="device.register", obj=device, by=person.account, at=at, facts={"name": device.name})
        return device, token

    @classmethod
    def of_token(cls, token: str) -> Device | None:
        """The device of a token, revoked and expired ones too: they get different answers."""
        return cls.objects.select_related("person__account").filter(token_hash=_hash(token)).first()

    @transaction.atomic
    def revoke(self, *, by: Account, at: datetime) -> None:
        """At its next contact the phone is told to wipe itself."""
        self.revoked_at, self.revoked_by = at, by
        self.save(update_fields=["revoked_at", "revoked_by"])
        record(verb="device.revoke", obj=self, by=by, at=at, facts={"person": self.person.code})

    def see(self, *, at: datetime) -> None:
        self.seen_at = at
        self.save(update_fields=["seen_at"])


class PhoneDocument(models.Model):
    """A document as a phone sent it, and its one outcome 手机单据."""

    class Outcome(models.TextChoices):
        ACCEPTED = "accepted", _("已收")
        REFUSED = "refused", _("退回")

    id = models.UUIDField(primary_key=True)
    device = models.ForeignKey(Device, on_delete=models.PROTECT, related_name="documents")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="documents")
    kind = models.CharField(max_length=32)
    schema = models.PositiveSmallIntegerField()
    made_at = models.DateTimeField(help_text="by the phone's clock")
    clock_offset = models.DurationField(help_text="server's clock less the phone's when it was sent")
    received_at = models.DateTimeField()
    body = models.JSONField()
    body_hash = models.CharField(max_length=64)
    outcome = models.CharField(max_length=16, choices=Outcome.choices)
    reason = models.CharField(max_length=400, blank=True)
    code = models.CharField(max_length=32, blank=True)

    class Meta:
        ordering = ["-received_at"]
        indexes = [models.Index(fields=["person", "received_at"])]

    def instant(self, phone_time: datetime) -> datetime:
        """A time by the phone's clock as the server reckons it.

        A clock that is more than a few minutes off is corrected by the offset seen when the document was sent;
        nothing can have happened after it was received.
        """
        off = abs(self.clock_offset) > TOLERANCE
        return min(phone_time + self.clock_offset if off else phone_time, self.received_at)
