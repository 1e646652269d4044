from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from tonglu.base.accounts.models import Account
from tonglu.base.errors import Refused
from tonglu.base.journal.models import record
from tonglu.base.secrets import SecretField
from tonglu.directory.notices.kinds import KINDS, Group, body_of, title_of
from tonglu.directory.notices.rules import QUIET_FROM, QUIET_UNTIL, masked, masked_address
from tonglu.directory.org.models import Person, Unit
from tonglu.directory.org.scope import Scope
from tonglu.directory.webhooks.addresses import refuse_inside
from tonglu.directory.webhooks.rules import is_possible

LONGEST_URL = 400


class NoticeQuerySet(models.QuerySet["Notice"]):
    def visible_to(self, scope: Scope) -> NoticeQuerySet:
        """One's own; nobody reads another's."""
        return self.filter(person=scope.person_id)

    def unread(self) -> NoticeQuerySet:
        return self.filter(read_at=None)

    def on_the_bell(self) -> NoticeQuerySet:
        """Unread ones of the groups that the person wants to be told of in the app."""
        quiet = Choice.objects.filter(
            person=models.OuterRef("person"),
            group=models.OuterRef("group"),
            channel=Choice.Channel.APP,
            how=Choice.How.OFF,
        )
        return self.unread().filter(~models.Exists(quiet))

    def read(self, *, at: datetime) -> int:
        """Marks them read, and says how many were not. A mark of one's own, and no business fact: no journal row."""
        return self.unread().update(read_at=at)


class Told(models.Model):
    """What somebody is told: a kind, and the facts that fill its words in the language in force when it is shown."""

    kind = models.CharField(max_length=64)
    facts = models.JSONField(default=dict, encoder=DjangoJSONEncoder)
    # a path of the office's pages
    link = models.CharField(max_length=240)
    at = models.DateTimeField()
    key = models.CharField(max_length=120, blank=True)

    class Meta:
        abstract = True

    @property
    def title(self) -> str:
        return title_of(self.kind, self.facts)

    @property
    def body(self) -> str:
        return body_of(self.kind, self.facts)

    @property
    def urgent(self) -> bool:
        return self.kind in KINDS and KINDS[self.kind].urgent


class Notice(Told):
    """A person is to know it 通知; with a `key`, he is told once."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="notices")
    group = models.CharField(max_length=16, choices=Group.choices)
    read_at = models.DateTimeField(null=True)

    objects = NoticeQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]
        indexes = [models.Index(fields=["person", "read_at"])]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "key"], condition=~models.Q(key=""), name="notices_notice_once_per_key"
            )
        ]


class Reach(models.Model):
    """How a person is reached beside the app 联系方式, and his quiet hours by the company's clock."""

    person = models.OneToOneField(Person, on_delete=models.PROTECT, related_name="reach")
    email = models.EmailField(blank=True)
    quiet_from = models.TimeField(default=QUIET_FROM)
    quiet_until = models.TimeField(default=QUIET_UNTIL)


class Choice(models.Model):
    """What a person chose for a group of kinds and a channel 通知选择; see `DEFAULTS` for who did not choose."""

    class Channel(models.TextChoices):
        APP = "app", _("应用内")
        EMAIL = "email", _("邮件")

    class How(models.TextChoices):
        ONCE = "once", _("立即")
        DIGEST = "digest", _("每日摘要")
        OFF = "off", _("不要")

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="notice_choices")
    group = models.CharField(max_length=16, choices=Group.choices)
    channel = models.CharField(max_length=16, choices=Channel.choices)
    how = models.CharField(max_length=16, choices=How.choices)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "group", "channel"], name="notices_choice_one"),
            models.CheckConstraint(
                condition=~models.Q(channel="app", how="digest"), name="notices_choice_no_digest_in_app"
            ),
        ]

    @classmethod
    @transaction.atomic
    def choose(
        cls,
        *,
        person: Person,
        wanted: Mapping[tuple[str, str], str],
        reach: Reach,
        by: Account,
        at: datetime,
    ) -> None:
        """All of a person's choices at once: (group, channel) → how, and how he is reached (an unsaved `Reach`)."""
        if by.pk != person.account_id:
            raise Refused(_("通知的选择由本人来定"), code="not_yours")
        for (group, channel), how in wanted.items():
            cls.objects.update_or_create(person=person, group=group, channel=channel, defaults={"how": how})
        kept = {name: getattr(reach, name) for name in ("email", "quiet_from", "quiet_until")}
        Reach.objects.update_or_create(person=person, defaults=kept)
        facts = {f"{group} {channel}": how for (group, channel), how in wanted.items()}
        record(verb="notices.choose", obj=person, by=by, at=at, facts=facts)


DEFAULTS = {Choice.Channel.APP: Choice.How.ONCE, Choice.Channel.EMAIL: Choice.How.DIGEST}


def choices_of(people: Iterable[Person], *, channel: str) -> dict[tuple[int, str], str]:
    """(person, group) → how, for those who chose."""
    rows = Choice.objects.filter(person__in=people, channel=channel)
    return {(row.person_id, row.group): row.how for row in rows}


class RobotQuerySet(models.QuerySet["Robot"]):
    def visible_to(self, scope: Scope) -> RobotQuerySet:
        return self.filter(scope.units_q())


class Robot(models.Model):
    """A robot in the group chat of a unit 群机器人: it posts the notices of its groups that concern that unit's people."""

    class Vendor(models.TextChoices):
        WECOM = "wecom", _("企业微信")
        DINGTALK = "dingtalk", _("钉钉")
        FEISHU = "feishu", _("飞书")

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="robots")
    name = models.CharField(max_length=60)
    vendor = models.CharField(max_length=16, choices=Vendor.choices)
    # of WeCom the address is the secret
    url = SecretField()
    secret = SecretField(blank=True, default="")
    groups = models.JSONField(default=list)
    is_on = models.BooleanField(default=True)

    objects = RobotQuerySet.as_manager()

    class Meta:
        ordering = ["unit__path", "name"]

    def __str__(self) -> str:
        return self.name

    @property
    def address_shown(self) -> str:
        return self.url.shown(masked_address)

    @property
    def secret_shown(self) -> str:
        return self.secret.shown(masked)

    @transaction.atomic
    def set_up(self, *, by: Account, at: datetime) -> None:
        """Stores a new robot, or the changes to one; what is secret stays out of the journal."""
        self._check()
        verb = "robot.change" if self.pk else "robot.add"
        self.save()
        facts = {"name": self.name, "unit": self.unit.code, "vendor": self.vendor, "groups": self.groups}
        record(verb=verb, obj=self, by=by, at=at, facts=facts)

    def _check(self) -> None:
        url = self.url.open()
        if not is_possible(url, private=settings.WEBHOOKS_PRIVATE) or len(url) > LONGEST_URL:
            raise Refused(_("机器人的地址要以 https:// 开头；请从群设置里完整复制"), code="bad_url")
        refuse_inside(url, private=settings.WEBHOOKS_PRIVATE)
        if not self.name.strip():
            raise Refused(_("请给机器人起个名字"), code="no_name")
        if unknown := set(self.groups) - set(Group.values):
            raise Refused(_("没有这类通知：{groups}"), groups=", ".join(sorted(unknown)))

    @transaction.atomic
    def switch(self, *, on: bool, by: Account, at: datetime) -> None:
        self.is_on = on
        self.save(update_fields=["is_on"])
        record(verb="robot.on" if on else "robot.off", obj=self, by=by, at=at, facts={"name": self.name})


class Post(Told):
    """What a robot is to post 群消息; `people` are the names of those whom it concerns. Append-only."""

    robot = models.ForeignKey(Robot, on_delete=models.PROTECT, related_name="posts")
    people = models.JSONField(default=list)

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["robot", "key"], condition=~models.Q(key=""), name="notices_post_once_per_key"
            )
        ]


class Dispatch(models.Model):
    """One try to send a notice or a post by a channel 发送记录, and how it went. Append-only; sent once at most."""

    class Channel(models.TextChoices):
        EMAIL = "email", _("邮件")
        DIGEST = "digest", _("每日摘要")
        ROBOT = "robot", _("群机器人")

    class Outcome(models.TextChoices):
        SENT = "sent", _("已发出")
        FAILED = "failed", _("没有发出")

    notice = models.ForeignKey(Notice, on_delete=models.PROTECT, null=True, related_name="dispatches")
    post = models.ForeignKey(Post, on_delete=models.PROTECT, null=True, related_name="dispatches")
    channel = models.CharField(max_length=16, choices=Channel.choices)
    outcome = models.CharField(max_length=16, choices=Outcome.choices)
    to = models.CharField(max_length=254)
    error = models.TextField(blank=True)
    at = models.DateTimeField()

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(notice__isnull=True) ^ models.Q(post__isnull=True),
                name="notices_dispatch_of_one_thing",
            ),
            models.UniqueConstraint(
                fields=["notice", "channel"],
                condition=models.Q(outcome="sent", notice__isnull=False),
                name="notices_dispatch_notice_sent_once",
            ),
            models.UniqueConstraint(
                fields=["post"],
                condition=models.Q(outcome="sent", post__isnull=False),
                name="notices_dispatch_post_sent_once",
            ),
        ]
