from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from tonglu.base.accounts.models import Account
from tonglu.base.dated import Dated, in_force
from tonglu.base.errors import NotYours, Refused
from tonglu.base.journal.models import record
from tonglu.base.journal.tracked import Tracked, TrackedQuerySet
from tonglu.directory.calendar.rules import DayLine, WorkCalendar
from tonglu.directory.org.models import LEADERS, OWN_POST_ONLY, Appointment, Company, Person, Role
from tonglu.directory.org.scope import Scope

# one who asks for longer has made a slip of the pen
LONGEST = timedelta(days=366)


class CompanyDay(Tracked):
    """A day on which the company differs from the public calendar 公司日."""

    date = models.DateField(unique=True)
    worked = models.BooleanField()
    reason = models.CharField(max_length=120)

    objects = TrackedQuerySet.as_manager()

    class Meta:
        ordering = ["date"]

    @classmethod
    @transaction.atomic
    def put(cls, *, days: Sequence[DayLine], by: Account | None, at: datetime) -> int:
        """Sets days to worked or off, in place of what was said of them before; returns how many.

        One row in the journal for all of them: a year's calendar is put in at once. Raises Refused for none, and
        for a day without a reason.
        """
        if not days:
            raise Refused(_("没有可以登记的日期"))
        if missing := next((line for line in days if not line.reason.strip()), None):
            raise Refused(_("{day} 要写明原因，比如“盘点”“春节”"), day=missing.day)
        for line in days:
            cls.objects.update_or_create(
                date=line.day, defaults={"worked": line.worked, "reason": line.reason.strip()[:120]}
            )
        facts = {
            "from": min(line.day for line in days),
            "to": max(line.day for line in days),
            "number": len(days),
            "worked": sum(line.worked for line in days),
            "reason": days[0].reason.strip(),
        }
        record(verb="calendar.put", obj=Company.current(), by=by, at=at, facts=facts)
        return len(days)

    @transaction.atomic
    def remove(self, *, by: Account, at: datetime) -> None:
        """The public calendar holds again."""
        facts = {"date": self.date, "worked": self.worked, "reason": self.reason}
        self.delete()
        record(verb="calendar.remove", obj=Company.current(), by=by, at=at, facts=facts)


class LeaveKind(models.TextChoices):
    """What the days are taken for."""

    ANNUAL = "annual", _("年休假")
    SICK = "sick", _("病假")
    PERSONAL = "personal", _("事假")
    TOIL = "toil", _("调休")
    MARRIAGE = "marriage", _("婚假")
    PARENTAL = "parental", _("产假、陪产假")
    FUNERAL = "funeral", _("丧假")
    OTHER = "other", _("其他假")


def may_record(*, by: Person, person: Person, on: date) -> bool:
    """Whether one records another's leave: who leads him, his unit's clerk, an administrator. Nobody his own."""
    if by.pk == person.pk:
        return False
    scope = by.scope(on=on)
    if Role.ADMINISTRATOR in scope.roles:
        return True
    posts = person.held(on=on) or [
        one.position for one in person.appointments.select_related("position__unit").order_by("-start")[:1]
    ]
    clerk = Role.CLERK in scope.roles
    return any(by.leads(post, on=on) or (clerk and scope.leads(post.unit.path)) for post in posts)


class LeaveQuerySet(models.QuerySet["Leave"]):
    def visible_to(self, scope: Scope) -> LeaveQuerySet:
        return self.filter(person__in=Person.objects.visible_to(scope))

    def within(self, first: date, last: date) -> LeaveQuerySet:
        """Those with a day from `first` to `last`, both included."""
        return self.filter(start__lte=last).filter(models.Q(stop__isnull=True) | models.Q(stop__gt=first))


class Leave(Dated):
    """Days on which a person is away 请假."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="leaves")
    kind = models.CharField(max_length=16, choices=LeaveKind.choices, default=LeaveKind.OTHER)
    reason = models.CharField(max_length=120)

    objects = LeaveQuerySet.as_manager()

    class Meta(Dated.Meta):
        ordering = ["-start"]

    @property
    def last(self) -> date:
        """The last day away."""
        return (self.stop or self.start + timedelta(days=1)) - timedelta(days=1)

    def days(self) -> list[date]:
        last = self.stop or self.start + timedelta(days=1)
        return [self.start + timedelta(days=n) for n in range((last - self.start).days)]

    @classmethod
    @transaction.atomic
    def grant(
        cls,
        *,
        person: Person,
        kind: str,
        first: date,
        last: date,
        reason: str,
        by: Person,
        at: datetime,
    ) -> Leave:
        """Writes down that someone is away from `first` to `last`, both included, on the word of `by`.

        Raises NotYours for one whom he may not record, and Refused for days that are none or are taken already.
        """
        if not may_record(by=by, person=person, on=Company.current().business_date(at)):
            raise NotYours(_("{name} 的请假由他的上级或内勤登记"), name=person.name)
        check_days(person=person, first=first, last=last)
        leave = cls.objects.create(
            person=person, kind=kind, start=first, stop=last + timedelta(days=1), reason=reason.strip()[:120]
        )
        facts = {"person": person.name, "type": leave.get_kind_display(), "from": first, "to": last}
        record(verb="leave.grant", obj=leave, by=by.login, at=at, facts={**facts, "reason": leave.reason})
        return leave

    @transaction.atomic
    def take_back(self, *, by: Person, at: datetime) -> None:
        """He comes back: from today, or does not leave at all when it has not begun. Nothing of the past changes."""
        today = Company.current().business_date(at)
        if not may_record(by=by, person=self.person, on=today):
            raise NotYours(_("{name} 的请假由他的上级或内勤登记"), name=self.person.name)
        if self.stop is not None and self.stop <= today:
            raise Refused(_("{name} 的这次请假已经结束"), name=self.person.name)
        facts = {"person": self.person.name, "from": self.start, "to": self.last, "on": today}
        record(verb="leave.take_back", obj=self, by=by.login, at=at, facts=facts)
        if self.start >= today:
            LeaveAsk.objects.filter(leave=self).update(leave=None)
            self.delete()
        else:
            self.end(on=today)


def check_days(*, person: Person, first: date, last: date) -> None:
    """Raises Refused for days that run backwards, are too many, or lie on another leave of the same person."""
    if last < first:
        raise Refused(_("最后一天不能早于第一天"))
    if last - first > LONGEST:
        raise Refused(_("一次请假最长一年；请分次登记"))
    if taken := Leave.objects.filter(person=person).within(first, last).first():
        raise Refused(
            _("{name} {first} 至 {last} 已经请假"), name=person.name, first=taken.start, last=taken.last
        )


class LeaveAskQuerySet(models.QuerySet["LeaveAsk"]):
    def visible_to(self, scope: Scope) -> LeaveAskQuerySet:
        return self.filter(person__in=Person.objects.visible_to(scope))

    def waiting(self) -> LeaveAskQuerySet:
        return self.filter(state=LeaveAsk.State.ASKED)

    def waiting_for(self, person: Person, *, on: date) -> LeaveAskQuerySet:
        """Those that wait and that he may answer on a day, as `may_record` has it, in one query.

        Who asks holds a position on that day, deputised or not; of one who holds none any more, the page says.
        """
        waiting, held = self.waiting().exclude(person=person), person.held(on=on)
        roles = {post.role for post in held}
        if Role.ADMINISTRATOR in roles:
            return waiting
        clerk = Role.CLERK in roles
        mine = [post for post in held if post.role in LEADERS or (clerk and post.role not in OWN_POST_ONLY)]
        led = models.Q(pk__in=[])
        for post in mine:
            own = models.Q(position=post.pk) if post.role in LEADERS else models.Q(pk__in=[])
            led |= models.Q(position__unit__path__startswith=post.unit.path) & ~own
        return waiting.filter(person__in=Appointment.objects.filter(in_force(on), led).values("person"))


class LeaveAsk(models.Model):
    """Someone asks for days off 请假申请; granted, it becomes a `Leave`."""

    class State(models.TextChoices):
        ASKED = "asked", _("待批")
        GRANTED = "granted", _("已准假")
        REFUSED = "refused", _("未准假")
        WITHDRAWN = "withdrawn", _("已撤回")

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="leave_asks")
    kind = models.CharField(max_length=16, choices=LeaveKind.choices)
    first = models.DateField()
    last = models.DateField()
    reason = models.CharField(max_length=120)
    asked_at = models.DateTimeField()
    state = models.CharField(max_length=16, choices=State.choices, default=State.ASKED)
    # who answered, when and in which words
    by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField(null=True)
    words = models.CharField(max_length=240, blank=True)
    leave = models.ForeignKey(Leave, on_delete=models.PROTECT, null=True, related_name="asks")

    objects = LeaveAskQuerySet.as_manager()

    class Meta:
        ordering = ["-asked_at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(last__gte=models.F("first")), name="calendar_leaveask_last_after_first"
            )
        ]

    @classmethod
    @transaction.atomic
    def ask(
        cls, *, person: Person, kind: str, first: date, last: date, reason: str, by: Account, at: datetime
    ) -> LeaveAsk:
        """Asks for one's own days, both included. Raises Refused for days that cannot be taken."""
        if by.pk != person.account_id:
            raise NotYours(_("请假由本人申请"))
        if kind not in LeaveKind.values:
            raise Refused(_("没有这种假：{kind}"), kind=kind)
        if not reason.strip():
            raise Refused(_("请假要写明原因"))
        check_days(person=person, first=first, last=last)
        if cls.objects.waiting().filter(person=person, first__lte=last, last__gte=first).exists():
            raise Refused(_("这几天已经申请过，正在等上级批准"))
        asked = cls.objects.create(
            person=person, kind=kind, first=first, last=last, reason=reason.strip()[:120], asked_at=at
        )
        facts = {"type": asked.get_kind_display(), "from": first, "to": last, "reason": asked.reason}
        record(verb="leave.ask", obj=asked, by=by, at=at, facts=facts)
        return asked

    @transaction.atomic
    def answer(self, *, grant: bool, words: str, by: Person, at: datetime) -> None:
        """One who may record it says yes, which writes the leave, or no with his reason."""
        if not may_record(by=by, person=self.person, on=Company.current().business_date(at)):
            raise NotYours(_("{name} 的请假由他的上级或内勤登记"), name=self.person.name)
        if not grant and not words.strip():
            raise Refused(_("不准假要写明原因"))
        if grant:
            self._close(self.State.GRANTED, words=words, by=by.login, at=at)
            self.leave = Leave.grant(
                person=self.person,
                kind=self.kind,
                first=self.first,
                last=self.last,
                reason=self.reason,
                by=by,
                at=at,
            )
            self.save(update_fields=["leave"])
        else:
            self._close(self.State.REFUSED, words=words, by=by.login, at=at)
            facts = {"person": self.person.name, "from": self.first, "to": self.last, "words": self.words}
            record(verb="leave.refuse", obj=self, by=by.login, at=at, facts=facts)

    @transaction.atomic
    def withdraw(self, *, by: Account, at: datetime) -> None:
        """He does not want the days any more, and nobody has answered yet."""
        if by.pk != self.person.account_id:
            raise NotYours(_("请假由本人撤回"))
        self._close(self.State.WITHDRAWN, words="", by=by, at=at)
        record(verb="leave.withdraw", obj=self, by=by, at=at, facts={"from": self.first, "to": self.last})

    def _close(self, state: str, *, words: str, by: Account, at: datetime) -> None:
        """Once: of two who answer at the same moment, the second is told."""
        self.words = words.strip()[:240]
        answered = {"state": state, "words": self.words, "by": by, "at": at}
        if not LeaveAsk.objects.waiting().filter(pk=self.pk).update(**answered):
            raise Refused(_("这份请假申请已经处理过了"))
        self.refresh_from_db(fields=["state", "by", "at"])


def work_calendar(*, person: Person | None = None, company: Company | None = None) -> WorkCalendar:
    """The company's calendar, less a person's leave when one is named; the `company` where it is read already."""
    leave = (day for leave in person.leaves.all() for day in leave.days()) if person else ()
    return WorkCalendar(
        holidays=(company or Company.current()).holidays,
        company=dict(CompanyDay.objects.values_list("date", "worked")),
        leave=frozenset(leave),
    )
