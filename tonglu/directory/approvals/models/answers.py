from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from tonglu.base.accounts.models import Account
from tonglu.directory.approvals.models.rounds import Seat
from tonglu.directory.org.models import Person


class Answer(models.Model):
    """What was said from a seat 审批意见; `behalf` is the one for whom, where another answered. Append-only."""

    class Verdict(models.TextChoices):
        APPROVE = "approve", _("同意")
        REFUSE = "refuse", _("不同意")
        RETURN = "return", _("退回")

    seat = models.OneToOneField(Seat, on_delete=models.PROTECT, related_name="answer")
    verdict = models.CharField(max_length=8, choices=Verdict.choices)
    words = models.CharField(max_length=400, blank=True)
    by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    behalf = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()


class Reminder(models.Model):
    """A seat was reminded of what it has not answered in time 催办. Append-only."""

    seat = models.OneToOneField(Seat, on_delete=models.PROTECT, related_name="reminder")
    at = models.DateTimeField()
