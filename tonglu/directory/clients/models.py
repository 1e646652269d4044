from __future__ import annotations

import hashlib
import secrets
from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from tonglu.base.accounts.models import Account
from tonglu.base.errors import Refused
from tonglu.base.journal.models import record
from tonglu.directory.org.models import Person, Role
from tonglu.directory.org.scope import Scope

# what every token begins with, so that one that leaked is found by a search
PREFIX = "tgl_"
SHOWN = 8
LONGEST = timedelta(days=730)
# a client that calls all day writes "last used" once in that time
SEEN_EVERY = timedelta(minutes=1)
# a request that was begun so long ago is not being worked on any more
GIVEN_UP = timedelta(minutes=2)


class Right(models.TextChoices):
    """What a token may do 接口权限; the rows are those of its person, and so are the doors."""

    ORG_READ = "org:read", _("读组织：单位、岗位、人员")
    CATALOG_READ = "catalog:read", _("读产品：渠道、客户等级、单品")
    PRICES_READ = "prices:read", _("读价格")
    CUSTOMERS_READ = "customers:read", _("读客户")
    CUSTOMERS_WRITE = "customers:write", _("写客户：新建、修改、交接")
    ORDERS_READ = "orders:read", _("读订单与送达")
    ORDERS_WRITE = "orders:write", _("写订单：下单、取消、送达")
    VISITS_READ = "visits:read", _("读拜访")
    PLANS_READ = "plans:read", _("读拜访计划")
    REPORTS_READ = "reports:read", _("读销售日报")
    TARGETS_READ = "targets:read", _("读目标")
    METRICS_READ = "metrics:read", _("读指标")
    CALENDAR_READ = "calendar:read", _("读公司日历")
    JOURNAL_READ = "journal:read", _("读操作日志")


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


class TokenQuerySet(models.QuerySet["Token"]):
    def visible_to(self, scope: Scope) -> TokenQuerySet:
        """One's own; an administrator sees those of everyone in his scope."""
        mine = models.Q(person=scope.person_id)
        if Role.ADMINISTRATOR in scope.roles:
            mine |= models.Q(person__in=Person.objects.visible_to(scope))
        return self.filter(mine)

    def usable(self, *, at: datetime) -> TokenQuerySet:
        """Those that still open something."""
        return self.filter(revoked_at__isnull=True, expires_at__gt=at)


class Token(models.Model):
    """What a client shows instead of a password 接口令牌. Only its hash is kept, and its first letters to know it by."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="tokens")
    client = models.CharField(max_length=120, help_text="the program it was issued for")
    rights = models.JSONField(default=list)
    hint = models.CharField(max_length=16)
    token_hash = models.CharField(max_length=64, unique=True)
    issued_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)
    revoked_by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, related_name="+")

    objects = TokenQuerySet.as_manager()

    class Meta:
        ordering = ["-issued_at", "-id"]

    def __str__(self) -> str:
        return self.client

    @classmethod
    @transaction.atomic
    def issue(
        cls, *, person: Person, client: str, rights: Sequence[str], expires_at: datetime, at: datetime
    ) -> tuple[Token, str]:
        """A new token of this person's for a client, and its text, which is shown this once.

        Raises Refused without a name, without rights, and for an end that is past or more than two years away.
        """
        if not client.strip():
            raise Refused(_("写上令牌给哪个系统用"), code="no_client")
        wanted = [right for right in Right.values if right in set(rights)]
        if not wanted:
            raise Refused(_("至少勾选一项权限"), code="no_rights")
        if not at < expires_at <= at + LONGEST:
            raise Refused(_("到期日须在今天之后，最长两年"), code="bad_expiry")
        text = PREFIX + secrets.token_urlsafe(32)
        token = cls.objects.create(
            person=person,
            client=client.strip()[:120],
            rights=wanted,
            hint=text[:SHOWN],
            token_hash=_hash(text),
            issued_at=at,
            expires_at=expires_at,
        )
        facts = {"name": token.client, "rights": wanted, "until": expires_at.date()}
        record(verb="token.issue", obj=token, by=person.account, at=at, facts=facts)
        return token, text

    @classmethod
    def of_text(cls, text: str) -> Token | None:
        """The token of that text, also one that no longer opens anything."""
        return cls.objects.select_related("person__account").filter(token_hash=_hash(text)).first()

    @transaction.atomic
    def revoke(self, *, by: Account, at: datetime) -> None:
        """From now on it opens nothing. Raises Refused for one that was revoked before."""
        if self.revoked_at:
            raise Refused(_("{client} 的令牌已经停用"), client=self.client)
        self.revoked_at, self.revoked_by = at, by
        self.save(update_fields=["revoked_at", "revoked_by"])
        facts = {"name": self.client, "person": self.person.code}
        record(verb="token.revoke", obj=self, by=by, at=at, facts=facts)

    def opens(self, *, at: datetime) -> bool:
        """Whether it may be used at that moment: neither revoked nor expired, and its person's login in use."""
        account = self.person.account
        return not self.revoked_at and self.expires_at > at and account is not None and account.is_active

    def see(self, *, at: datetime) -> None:
        """It was used; written at most once a minute."""
        if self.used_at is None or at - self.used_at >= SEEN_EVERY:
            self.used_at = at
            self.save(update_fields=["used_at"])


class KeyedRequest(models.Model):
    """A request with an `Idempotency-Key`, and the answer that it got 幂等请求.

    `fingerprint` is of method, address, conditions and body; `status` is empty while the request is being worked on.
    """

    token = models.ForeignKey(Token, on_delete=models.PROTECT, related_name="requests")
    key = models.CharField(max_length=120)
    fingerprint = models.CharField(max_length=64)
    begun_at = models.DateTimeField()
    status = models.PositiveSmallIntegerField(null=True)
    headers = models.JSONField(default=dict)
    body = models.TextField(blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["token", "key"], name="clients_key_once")]
        indexes = [models.Index(fields=["begun_at"])]

    @classmethod
    @transaction.atomic
    def claim(cls, *, token: Token, key: str, fingerprint: str, at: datetime) -> KeyedRequest:
        """The request of that key, to be worked on now; or as it was answered, when its `status` is set.

        Raises Refused for a key that belongs to another request, and while the same one is being worked on.
        """
        defaults = {"fingerprint": fingerprint, "begun_at": at}
        row, new = cls.objects.select_for_update().get_or_create(token=token, key=key, defaults=defaults)
        if row.fingerprint != fingerprint:
            raise Refused(_("这个 Idempotency-Key 已用于另一个请求；请换一个"), code="key_reused")
        if new or row.status is not None:
            return row
        if at - row.begun_at < GIVEN_UP:
            raise Refused(_("同一个请求正在处理；请稍候再问"), code="in_progress")
        # whoever began it died: its effect was rolled back with it
        row.begun_at = at
        row.save(update_fields=["begun_at"])
        return row

    def answer(self, *, status: int, headers: dict[str, str], body: str) -> None:
        """Keeps the answer, in the transaction of what it reports."""
        self.status, self.headers, self.body = status, headers, body
        self.save(update_fields=["status", "headers", "body"])

    @classmethod
    def forget(cls, *, before: datetime) -> int:
        """Keys are good for some days and not forever; returns how many were dropped."""
        return cls.objects.filter(begun_at__lt=before).delete()[0]
