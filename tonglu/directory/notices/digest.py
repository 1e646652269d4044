"""What waits for somebody's daily digest."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db.models import Exists, OuterRef

from tonglu.directory.notices.models import Choice, Dispatch, Notice, NoticeQuerySet
from tonglu.directory.org.models import Person

# older ones have had their chance
REACHES_BACK = timedelta(days=7)


def waiting(*, at: datetime) -> NoticeQuerySet:
    """Unread, of a group for which the person has chosen the digest or nothing, and in no e-mail yet."""
    other = Choice.objects.filter(
        person=OuterRef("person"), group=OuterRef("group"), channel=Choice.Channel.EMAIL
    ).exclude(how=Choice.How.DIGEST)
    sent = Dispatch.objects.filter(
        notice=OuterRef("pk"),
        channel__in=[Dispatch.Channel.EMAIL, Dispatch.Channel.DIGEST],
        outcome=Dispatch.Outcome.SENT,
    )
    rows = Notice.objects.unread().filter(at__gt=at - REACHES_BACK, at__lte=at)
    return rows.filter(~Exists(other), ~Exists(sent))


def awaited(*, person: Person, at: datetime) -> NoticeQuerySet:
    """A person's, oldest first."""
    return waiting(at=at).filter(person=person).order_by("id")


def people_awaiting(*, at: datetime) -> list[Person]:
    """Who has an e-mail address and something in his digest."""
    there = waiting(at=at).filter(person=OuterRef("pk"))
    return list(Person.objects.filter(Exists(there), reach__isnull=False).exclude(reach__email=""))
