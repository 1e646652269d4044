from __future__ import annotations

import base64
import json
import secrets
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from tonglu.base.accounts.models import Account
from tonglu.base.errors import Refused
from tonglu.base.ids import new_id
from tonglu.base.jobs.models import Job
from tonglu.base.journal.models import Entry, record
from tonglu.base.secrets import SecretField
from tonglu.directory.org.models import Company, Person, Role
from tonglu.directory.org.scope import Scope
from tonglu.directory.webhooks.addresses import refuse_inside
from tonglu.directory.webhooks.rules import PREFIX, is_possible, next_wait, wants

JOB = "webhooks.send"
# of its own verbs nobody is told: giving up would make the next push
OWN = "webhook."
TEST = "webhook.test"


class SubscriptionQuerySet(models.QuerySet["Subscription"]):
    def visible_to(self, scope: Scope) -> SubscriptionQuerySet:
        """One's own; an administrator sees those of everyone in his scope."""
        mine = models.Q(person=scope.person_id)
        if Role.ADMINISTRATOR in scope.roles:
            mine |= models.Q(person__in=Person.objects.visible_to(scope))
        return self.filter(mine)

    def running(self) -> SubscriptionQuerySet:
        return self.filter(stopped_at__isnull=True, person__account__is_active=True)


class Subscription(models.Model):
    """Where verbs of some kinds are told 订阅. It sees what its person sees; `secret` signs what is sent."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="subscriptions")
    url = models.CharField(max_length=400)
    verbs = models.JSONField(default=list)
    secret = SecretField()
    made_at = models.DateTimeField()
    stopped_at = models.DateTimeField(null=True)
    stopped_by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, related_name="+")

    objects = SubscriptionQuerySet.as_manager()

    class Meta:
        ordering = ["-made_at", "-id"]

    def __str__(self) -> str:
        return self.url

    @classmethod
    @transaction.atomic
    def subscribe(
        cls, *, person: Person, url: str, verbs: Sequence[str], private: bool, at: datetime
    ) -> Subscription:
        """Tells that address of those verbs from now on. Raises Refused for an address that may not be called."""
        if len(url) > 400 or not is_possible(url, private=private):
            raise Refused(_("地址须以 https:// 开头，不带用户名和密码"), code="bad_url")
        refuse_inside(url, private=private)
        if not verbs:
            raise Refused(_("至少勾选一类动作"), code="no_verbs")
        secret = PREFIX + base64.b64encode(secrets.token_bytes(32)).decode()
        made = cls.objects.create(person=person, url=url, verbs=list(verbs), secret=secret, made_at=at)
        record(
            verb="webhook.subscribe",
            obj=made,
            by=person.account,
            at=at,
            facts={"url": url, "verbs": made.verbs},
        )
        return made

    @transaction.atomic
    def stop(self, *, by: Account, at: datetime) -> None:
        """Nothing is told any more; what still waits is not sent."""
        if self.stopped_at:
            raise Refused(_("这个订阅已经停用"))
        self.stopped_at, self.stopped_by = at, by
        self.save(update_fields=["stopped_at", "stopped_by"])
        record(verb="webhook.stop", obj=self, by=by, at=at, facts={"url": self.url})

    @transaction.atomic
    def try_out(self, *, by: Account, at: datetime) -> Push:
        """Sends a push that tells of nothing, to see whether it arrives."""
        if self.stopped_at:
            raise Refused(_("这个订阅已经停用"))
        entry = record(verb=TEST, obj=self, by=by, at=at, facts={"url": self.url})
        return Push.ask(subscription=self, entry=entry, at=at)

    def sees(self, obj: models.Model, *, at: datetime) -> bool:
        """Whether its person may see the thing on that day; what belongs to no line is the administrator's."""
        scope = self.person.scope(on=Company.current().business_date(at))
        if Role.ADMINISTRATOR in scope.roles:
            return True
        rows = obj._meta.default_manager.all() if obj._meta.default_manager else None
        visible = getattr(rows, "visible_to", None)
        return bool(visible and visible(scope).filter(pk=obj.pk).exists())


def tell(entry: Entry, obj: models.Model) -> None:
    """A push to every subscription that wants this verb and may see the thing; in the verb's own transaction."""
    if entry.verb.startswith(OWN):
        return
    for subscription in Subscription.objects.running().select_related("person"):
        if wants(subscription.verbs, entry.verb) and subscription.sees(obj, at=entry.at):
            Push.ask(subscription=subscription, entry=entry, at=entry.at)


class Push(models.Model):
    """What is sent to one subscription about one entry 推送; `body` stays as it is however often it is sent."""

    class State(models.TextChoices):
        WAITING = "waiting", _("待推送")
        TAKEN = "taken", _("已送达对方")
        GIVEN_UP = "given_up", _("已放弃")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    subscription = models.ForeignKey(Subscription, on_delete=models.PROTECT, related_name="pushes")
    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="+")
    body = models.TextField()
    asked_at = models.DateTimeField()
    state = models.CharField(max_length=16, choices=State.choices, default=State.WAITING)
    # since it was last asked for
    failures = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["-id"]
        constraints = [models.UniqueConstraint(fields=["subscription", "entry"], name="webhooks_push_once")]

    @classmethod
    @transaction.atomic
    def ask(cls, *, subscription: Subscription, entry: Entry, at: datetime) -> Push:
        push = cls(subscription=subscription, entry=entry, asked_at=at)
        push.body = push._told()
        push.save(force_insert=True)
        push._queue(at=at)
        return push

    def _told(self) -> str:
        entry = self.entry
        said = {
            "id": str(self.id),
            "verb": entry.verb,
            "at": entry.at,
            "by": entry.by.username if entry.by else None,
            "object": {"type": entry.object_type, "id": entry.object_id, "name": entry.object_name},
            "facts": entry.facts,
        }
        return json.dumps(said, ensure_ascii=False, cls=DjangoJSONEncoder)

    def _queue(self, *, at: datetime, run_after: datetime | None = None) -> None:
        args = {"push": str(self.id)}
        Job.ask(kind=JOB, by=None, at=at, args=args, run_after=run_after)

    @transaction.atomic
    def tried(self, *, status: int | None, error: str, milliseconds: int, at: datetime) -> None:
        """Keeps how an attempt went: taken on a 2xx, else tried again after a wait that grows, for a day."""
        PushAttempt.objects.create(
            push=self, at=at, status=status, error=error[:400], milliseconds=milliseconds
        )
        if status is not None and 200 <= status < 300:
            self._become(self.State.TAKEN)
            return
        self.failures += 1
        wait = next_wait(failures=self.failures)
        if wait is None:
            self.give_up(error=error, at=at)
            return
        self._become(self.State.WAITING)
        self._queue(at=at, run_after=at + wait)

    @transaction.atomic
    def give_up(self, *, error: str, at: datetime) -> None:
        self._become(self.State.GIVEN_UP)
        facts = {"url": self.subscription.url, "reason": error[:300]}
        record(verb="webhook.give_up", obj=self, by=None, at=at, facts=facts)

    @transaction.atomic
    def replay(self, *, by: Account, at: datetime) -> None:
        """Sends it once more, as if it had never been tried."""
        if self.state == self.State.WAITING:
            raise Refused(_("这一条还在等着推送"))
        if self.subscription.stopped_at:
            raise Refused(_("这个订阅已经停用"))
        self.failures = 0
        self._become(self.State.WAITING)
        self._queue(at=at)
        record(verb="webhook.replay", obj=self, by=by, at=at, facts={"url": self.subscription.url})

    def _become(self, state: Push.State) -> None:
        self.state = state
        self.save(update_fields=["state", "failures"])


class PushAttempt(models.Model):
    """How one try went 推送尝试. Append-only; `status` is null where no answer came."""

    push = models.ForeignKey(Push, on_delete=models.PROTECT, related_name="attempts")
    at = models.DateTimeField()
    status = models.PositiveSmallIntegerField(null=True)
    error = models.CharField(max_length=400, blank=True)
    milliseconds = models.PositiveIntegerField()

    class Meta:
        ordering = ["id"]


def facts_of(push: Push) -> dict[str, Any]:
    """What was told, read back."""
    said: dict[str, Any] = json.loads(push.body)
    return said
