from __future__ import annotations

import secrets
from datetime import date, datetime, tzinfo
from zoneinfo import ZoneInfo

from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from tonglu.base.accounts.models import Account, Attempt
from tonglu.base.dated import Dated, in_force
from tonglu.base.errors import Refused
from tonglu.base.journal.models import record
from tonglu.base.journal.tracked import Tracked, TrackedQuerySet
from tonglu.directory.org.scope import Scope


class Company(Tracked):
    """The one company 公司 of a database. `source` says where its data came from (demo, adventureworks …)."""

    class Basis(models.TextChoices):
        DELIVERED = "delivered", _("已送货")
        ORDERED = "ordered", _("已订货")

    code = models.CharField(max_length=32, unique=True)
    name = models.CharField(max_length=120)
    source = models.CharField(max_length=32)
    currency = models.CharField(max_length=3, default="CNY")
    time_zone = models.CharField(max_length=64, default="Asia/Shanghai")
    holidays = models.CharField(
        max_length=2, blank=True, default="CN", help_text="CN, or empty: Monday to Friday"
    )
    sales_basis = models.CharField(max_length=16, choices=Basis.choices, default=Basis.DELIVERED)
    only = models.BooleanField(default=True, unique=True, editable=False)

    objects = TrackedQuerySet.as_manager()

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(only=True), name="org_company_only_one")]

    def __str__(self) -> str:
        return self.name

    @classmethod
    def current(cls) -> Company:
        company = cls.objects.first()
        if company is None:
            raise Refused(_("数据库里还没有公司；先运行 tonglu demo 或 tonglu import"), code="no_company")
        return company

    @property
    def zone(self) -> tzinfo:
        return ZoneInfo(self.time_zone)

    def business_date(self, at: datetime) -> date:
        """The day of an instant in the company's own time zone; computed once, when a fact is stored."""
        return at.astimezone(self.zone).date()


class UnitQuerySet(TrackedQuerySet["Unit"]):
    def visible_to(self, scope: Scope) -> UnitQuerySet:
        """Those that the scope leads or serves, with all below them."""
        return self.filter(scope.units_q(""))


class Unit(Tracked):
    """A node of the organisation 单位. `path` is the ids from the root down, each followed by `/`."""

    class Kind(models.TextChoices):
        COMPANY = "company", _("公司")
        AREA = "area", _("大区")
        OFFICE = "office", _("营业所")
        TEAM = "team", _("小组")

    code = models.CharField(max_length=32, unique=True)
    name = models.CharField(max_length=120)
    kind = models.CharField(max_length=16, choices=Kind.choices)
    parent = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="children"
    )
    path = models.CharField(max_length=200, db_index=True, editable=False)

    objects = UnitQuerySet.as_manager()

    class Meta:
        ordering = ["path"]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: object, **kwargs: object) -> None:
        """Keeps the path in step; a unit is created before its id is known."""
        super().save(*args, **kwargs)
        path = f"{self.parent.path if self.parent else ''}{self.pk}/"
        if path != self.path:
            self.path = path
            super().save(update_fields=["path"])

    def line(self) -> models.QuerySet[Unit]:
        """This unit and all below it."""
        return Unit.objects.filter(path__startswith=self.path)

    def ancestors(self) -> list[Unit]:
        """From the company down to this unit's parent."""
        ids = [int(part) for part in self.path.split("/")[:-2]]
        return list(Unit.objects.filter(id__in=ids).order_by("path"))


class Role(models.TextChoices):
    """What a position is 岗位; what each may do stands in `tonglu.web.access`."""

    REP = "rep", _("市内业代")
    TOWNSHIP_REP = "township_rep", _("乡镇业代")
    SUPERVISOR = "supervisor", _("销售主任")
    HEAD = "head", _("营业所所长")
    AREA_MANAGER = "area_manager", _("大区经理")
    DIRECTOR = "director", _("销售总监")
    RED_MEMBER = "red_member", _("RED 专员")
    RED_SUPERVISOR = "red_supervisor", _("RED 主任")
    RED_MANAGER = "red_manager", _("RED 经理")
    CSS_HEAD = "css_head", _("CSS 主管")
    CLERK = "clerk", _("内勤")
    PROMOTER = "promoter", _("促销员")
    DELIVERER = "deliverer", _("配送员")
    FINANCE = "finance", _("财务")
    LEGAL = "legal", _("法务")
    ADMINISTRATOR = "administrator", _("管理员")


# those who own outlets and run a line of calls
REPS = frozenset({Role.REP, Role.TOWNSHIP_REP})
# the chain of command in sales; whoever is in it leads every position below his unit
LEADERS = frozenset({Role.SUPERVISOR, Role.HEAD, Role.AREA_MANAGER, Role.DIRECTOR})
# the team that audits outlets, independent of the chain that sells to them
RED_TEAM = frozenset({Role.RED_MEMBER, Role.RED_SUPERVISOR, Role.RED_MANAGER})
# these see what belongs to their own position, and not their unit's
OWN_POST_ONLY = REPS | {Role.PROMOTER}


class Position(Tracked):
    """A post in a unit 岗位, held by one person at a time; outlets and lines belong to it, not to the person."""

    code = models.CharField(max_length=32, unique=True)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="positions")
    role = models.CharField(max_length=16, choices=Role.choices)
    title = models.CharField(max_length=120)
    superior = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="reports"
    )

    objects = TrackedQuerySet.as_manager()

    class Meta:
        ordering = ["unit__path", "code"]

    def __str__(self) -> str:
        return self.title

    def holder(self, *, on: date) -> Person | None:
        """Who acts in this position on a day: the deputy while there is one, else the one appointed."""
        held = self.appointments.filter(in_force(on)).select_related("person").order_by("-deputy").first()
        return held.person if held else None


class PersonQuerySet(TrackedQuerySet["Person"]):
    def visible_to(self, scope: Scope) -> PersonQuerySet:
        held = Appointment.objects.filter(in_force(scope.on), person=models.OuterRef("pk")).filter(
            scope.positions_q("position")
        )
        return self.filter(models.Q(pk=scope.person_id) | models.Exists(held))

    def kept_by(self, scope: Scope) -> PersonQuerySet:
        """Whom someone looks after: his line, and for an administrator those who have left it or not yet entered one."""
        if Role.ADMINISTRATOR not in scope.roles:
            return self.visible_to(scope)
        once = Appointment.objects.filter(person=models.OuterRef("pk")).filter(scope.positions_q("position"))
        now = Appointment.objects.filter(in_force(scope.on), person=models.OuterRef("pk"))
        ever = Appointment.objects.filter(person=models.OuterRef("pk"))
        left = self.filter(models.Exists(once) | ~models.Exists(ever), ~models.Exists(now))
        return self.filter(models.Q(pk__in=self.visible_to(scope)) | models.Q(pk__in=left))


class Person(Tracked):
    """Someone of the company 人员. `search` holds name, pinyin and initials."""

    code = models.CharField(max_length=32, unique=True)
    name = models.CharField(max_length=120)
    account = models.OneToOneField(
        Account, on_delete=models.PROTECT, null=True, blank=True, related_name="person"
    )
    search = models.CharField(max_length=400, blank=True, db_index=True)

    objects = PersonQuerySet.as_manager()

    class Meta:
        ordering = ["code"]

    def __str__(self) -> str:
        return self.name

    @property
    def login(self) -> Account:
        """The account of one who must have one. Raises Refused for a person without."""
        if self.account is None:
            raise Refused(_("{name} 没有登录账号；请管理员开通"), name=self.name, code="no_account")
        return self.account

    # what he holds on a day, where it is read only once; see `steady`
    _known: dict[date, list[Position]] | None = None

    def steady(self) -> Person:
        """This object reads once what the person holds on a day: who looks at a page stays who he was when it began."""
        self._known = {}
        return self

    def held(self, *, on: date) -> list[Position]:
        """The positions in which this person acts on a day: his own, unless deputised, and those he deputises."""
        if self._known is None:
            return self._held(on)
        if on not in self._known:
            self._known[on] = self._held(on)
        return list(self._known[on])

    def _held(self, on: date) -> list[Position]:
        mine = Appointment.objects.filter(in_force(on), person=self)
        away = Appointment.objects.filter(in_force(on), deputy=True).exclude(person=self)
        acting = mine.exclude(deputy=False, position__in=away.values("position"))
        return [a.position for a in acting.select_related("position__unit").order_by("deputy", "id")]

    @transaction.atomic
    def give_password(self, *, by: Account, at: datetime) -> str:
        """A new password for one who forgot his; shown this once, and only good for choosing another."""
        password = "-".join(secrets.token_hex(2) for _group in range(3))
        self.login.take_password(password, given=True)
        record(verb="account.give_password", obj=self, by=by, at=at, facts={"username": self.login.username})
        return password

    @transaction.atomic
    def unlock(self, *, by: Account, at: datetime) -> None:
        """Lets one in again who was locked out by wrong passwords."""
        if Attempt.locked_somewhere(username=self.login.username, at=at) is None:
            raise Refused(_("{name} 的账号没有锁定"), name=self.name)
        Attempt.note(Attempt.Outcome.UNLOCKED, username=self.login.username, at=at, by=by)
        record(verb="account.unlock", obj=self, by=by, at=at, facts={"username": self.login.username})

    @transaction.atomic
    def close_account(self, *, by: Account, at: datetime) -> None:
        """Nobody gets in by it any more: not from the desk, a phone, a chat or another program."""
        if self.login.pk == by.pk:
            raise Refused(_("不能停用自己的账号；请另一位管理员来做"))
        if not self.login.is_active:
            raise Refused(_("{name} 的账号已经停用"), name=self.name)
        self.login.open(False)
        record(verb="account.close", obj=self, by=by, at=at, facts={"username": self.login.username})

    @transaction.atomic
    def reopen_account(self, *, by: Account, at: datetime) -> None:
        """He may log in again."""
        if self.login.is_active:
            raise Refused(_("{name} 的账号没有停用"), name=self.name)
        self.login.open(True)
        record(verb="account.reopen", obj=self, by=by, at=at, facts={"username": self.login.username})

    def position(self, *, on: date) -> Position | None:
        """The first position this person holds on a day (his own before one he deputises)."""
        return next(iter(self.held(on=on)), None)

    def leads(self, position: Position, *, on: date) -> bool:
        """Whether on that day this person acts in a leading position over the unit of another position."""
        return any(
            mine.role in LEADERS and mine.pk != position.pk and position.unit.path.startswith(mine.unit.path)
            for mine in self.held(on=on)
        )

    def scope(self, *, on: date) -> Scope:
        """His own line of the organisation on a day."""
        held = self.held(on=on)
        return Scope(
            person_id=self.pk,
            on=on,
            roles=frozenset(Role(p.role) for p in held),
            positions=frozenset(p.pk for p in held),
            paths=tuple(sorted({p.unit.path for p in held if p.role not in OWN_POST_ONLY})),
        )


class Appointment(Dated, Tracked):
    """A person holds a position from one day to another 任命; `deputy` while its holder is away 代理."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="appointments")
    position = models.ForeignKey(Position, on_delete=models.PROTECT, related_name="appointments")
    deputy = models.BooleanField(default=False)

    objects = TrackedQuerySet.as_manager()

    class Meta(Dated.Meta):
        ordering = ["start"]

    @classmethod
    @transaction.atomic
    def appoint(
        cls,
        *,
        person: Person,
        position: Position,
        start: date,
        stop: date | None = None,
        deputy: bool = False,
        by: Account,
        at: datetime,
    ) -> Appointment:
        """He holds the position from `start` up to, not including, `stop`; a deputy's days have an end.

        Raises Refused where another holds it, or deputises in it, on one of those days.
        """
        if stop is not None and stop <= start:
            raise Refused(_("最后一天不能早于第一天"), code="bad_days")
        if deputy and stop is None:
            raise Refused(_("代理要写明到哪天为止"), code="bad_days")
        # two at once wait for each other here
        Position.objects.select_for_update().get(pk=position.pk)
        there = position.appointments.filter(models.Q(stop__isnull=True) | models.Q(stop__gt=start))
        there = (there.filter(start__lt=stop) if stop else there).select_related("person")
        if deputy and there.filter(deputy=False, person=person).exists():
            raise Refused(_("{name} 自己就任 {position}，不用代理"), name=person.name, position=position)
        if taken := there.filter(deputy=deputy).first():
            words = _("{position} 从 {start} 起已有 {name}；先结束那一段，或换日子")
            raise Refused(words, name=taken.person, position=position, start=taken.start, code="taken")
        made = cls.objects.create(person=person, position=position, start=start, stop=stop, deputy=deputy)
        facts = {"position": position.code, "start": start, "stop": stop, "deputy": deputy}
        record(verb="person.appoint", obj=person, by=by, at=at, facts=facts)
        return made

    @transaction.atomic
    def relieve(self, *, on: date, by: Account, at: datetime) -> None:
        """From that day on he holds it no more. Raises Refused for one who would leave no administrator behind."""
        if on <= self.start or (self.stop and on >= self.stop):
            raise Refused(
                _("这一段任职从 {start} 起；结束的日子要在其后，且早于现在的止日"), start=self.start
            )
        if self.position.role == Role.ADMINISTRATOR and not self.deputy:
            others = Appointment.objects.filter(in_force(on), position__role=Role.ADMINISTRATOR, deputy=False)
            if not others.exclude(pk=self.pk).filter(person__account__is_active=True).exists():
                raise Refused(_("这是最后一位管理员；先任命另一位再结束"), code="last_administrator")
        self.end(on=on)
        facts = {"position": self.position.code, "stop": on, "deputy": self.deputy}
        record(verb="person.relieve", obj=self.person, by=by, at=at, facts=facts)
