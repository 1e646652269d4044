"""Dated records 有效期: the days from `start` up to, not including, `stop`; an open `stop` is still in force."""

from __future__ import annotations

from datetime import date

from django.db import models
from django.db.models import F, Q


def in_force(on: date, *, prefix: str = "") -> Q:
    """The rows in force on a day; `prefix` reaches through a relation (`"ownerships__"`)."""
    still = Q(**{f"{prefix}stop__isnull": True}) | Q(**{f"{prefix}stop__gt": on})
    return Q(**{f"{prefix}start__lte": on}) & still


class Dated(models.Model):
    """The columns of a dated record; its migration adds `NoOverlap` for what it is about."""

    start = models.DateField()
    stop = models.DateField(null=True, blank=True)

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=Q(stop__isnull=True) | Q(stop__gt=F("start")),
                name="%(app_label)s_%(class)s_stop_after_start",
            )
        ]

    def end(self, *, on: date) -> None:
        """In force up to the day before `on`."""
        self.stop = on
        self.save(update_fields=["stop"])
