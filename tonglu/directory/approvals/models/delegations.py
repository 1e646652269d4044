from __future__ import annotations

from datetime import date, datetime, timedelta

from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from tonglu.base.accounts.models import Account
from tonglu.base.dated import Dated, in_force
from tonglu.base.errors import NotYours, Refused
from tonglu.base.journal.models import record
from tonglu.directory.org.models import Person


class Delegation(Dated):
    """A person lets another answer for him over some days 审批委托; one at a time."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="delegations")
    to = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(max_length=240, blank=True)
    by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta(Dated.Meta):
        ordering = ["-start", "-id"]

    @property
    def last(self) -> date | None:
        """The last day on which the other may answer."""
        return self.stop and self.stop - timedelta(days=1)

    @classmethod
    @transaction.atomic
    def give(
        cls, *, person: Person, to: Person, start: date, stop: date, reason: str, by: Account, at: datetime
    ) -> Delegation:
        """From `start` up to the day before `stop`, the other may answer what is asked of this person."""
        if to.pk == person.pk:
            raise Refused(_("不能委托给自己"))
        if stop <= start:
            raise Refused(_("委托的结束日期须在开始日期之后"))
        if not to.account_id:
            raise Refused(_("{name} 没有登录账号，不能代您审批"), name=to.name)
        clash = cls.objects.filter(person=person, start__lt=stop, stop__gt=start).first()
        if clash:
            raise Refused(
                _("{start} 至 {stop} 已委托 {name}；请先结束那一条"),
                start=clash.start,
                stop=clash.stop,
                name=clash.to.name,
            )
        given = cls.objects.create(
            person=person, to=to, start=start, stop=stop, reason=reason.strip(), by=by, at=at
        )
        facts = {"to": to.code, "start": start, "stop": stop}
        record(verb="approval.delegate", obj=given, by=by, at=at, facts=facts)
        return given

    @transaction.atomic
    def take_back(self, *, by: Account, on: date, at: datetime) -> None:
        """Ends it: from that day the person answers himself again."""
        if self.person.account_id != by.pk:
            raise NotYours(_("只能收回自己的委托"))
        if self.stop is not None and self.stop <= on:
            raise Refused(_("这条委托已经结束"))
        record(verb="approval.take_back", obj=self, by=by, at=at, facts={"to": self.to.code, "on": on})
        if on > self.start:
            self.end(on=on)
        else:
            self.delete()  # it never was in force for a whole day; the journal keeps it

    @classmethod
    def givers(cls, *, to: Person, on: date) -> list[Person]:
        """Those for whom a person may answer on a day."""
        return [given.person for given in cls.objects.filter(in_force(on), to=to).select_related("person")]
