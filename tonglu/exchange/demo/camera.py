"""Photos at the shelf: on the latest days, of what was counted there, kept the way in which the phones' photos are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta, tzinfo
from hashlib import sha256
from random import Random

from tonglu.base.accounts.models import Account
from tonglu.directory.calendar.rules import WorkCalendar
from tonglu.directory.files.models import store
from tonglu.exchange.demo.drawing import Stand, shelf, signature
from tonglu.exchange.demo.shelves import Count
from tonglu.fieldwork.visits.models import Visit, VisitPhoto

DAYS = 10  # working days of which there are photos
TAKEN = 0.22  # of the calls of those days have one
LATE = timedelta(minutes=4)  # after the beginning of a call
STEP = "merchandise"


@dataclass
class Camera:
    """`since`: the first day with photos; `random` is its own, so that it leaves the history as it was."""

    random: Random
    since: date
    zone: tzinfo
    taken: int = 0

    def at_call(self, visit: Visit, counts: Sequence[Count], *, by: Account) -> list[VisitPhoto]:
        """Now and then, a photo of the shelf as it was counted."""
        if visit.business_date < self.since or self.random.random() >= TAKEN:
            return []
        at = min(visit.started_at + LATE, visit.ended_at)
        name = self.take([Stand(c.slot.article, c.shelf) for c in counts], at=at, by=by)
        return [VisitPhoto(visit=visit, sha256=name, step=STEP, taken_at=at)]

    def take(self, stands: Sequence[Stand], *, at: datetime, by: Account, cooler: bool = False) -> str:
        """Draws and stores a photo; its SHA-256."""
        ordered = sorted(stands, key=lambda stand: (stand.article.family, stand.article.rank))
        stamp = f"{at.astimezone(self.zone):%Y-%m-%d %H:%M}"
        return self.keep(
            shelf(self.random, stands=ordered, stamp=stamp, cooler=cooler), "image/jpeg", at=at, by=by
        )

    def sign(self, *, at: datetime, by: Account) -> str:
        """Stores somebody's signature; its SHA-256."""
        return self.keep(signature(self.random), "image/png", at=at, by=by)

    def keep(self, content: bytes, kind: str, *, at: datetime, by: Account) -> str:
        name = sha256(content).hexdigest()
        store(sha256=name, content=content, content_type=kind, by=by, at=at)
        self.taken += 1
        return name


def camera(random: Random, *, today: date, calendar: WorkCalendar, zone: tzinfo) -> Camera:
    """One that takes photos from so many working days before today on."""
    since, left = today, DAYS
    while left:
        since -= timedelta(days=1)
        left -= calendar.is_worked(since)
    return Camera(random, since, zone)
