"""When something is due: every so many minutes, or daily at a time of day. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time, timedelta


@dataclass(frozen=True, slots=True)
class Every:
    """At minutes of the day that divide by `minutes` (1 to 1440)."""

    minutes: int

    def latest(self, now: datetime) -> datetime:
        """The latest slot that is not after `now`, by the clock on the wall that `now` shows."""
        minute = now.hour * 60 + now.minute
        return now.replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(
            minutes=minute - minute % self.minutes
        )

    def next(self, now: datetime) -> datetime:
        """The first slot after `now`; the count begins anew at midnight."""
        latest = self.latest(now)
        midnight = latest.replace(hour=0, minute=0) + timedelta(days=1)
        return min(latest + timedelta(minutes=self.minutes), midnight)


@dataclass(frozen=True, slots=True)
class Daily:
    at: time

    def latest(self, now: datetime) -> datetime:
        """The latest slot that is not after `now`, by the clock on the wall that `now` shows."""
        today = now.replace(hour=self.at.hour, minute=self.at.minute, second=0, microsecond=0)
        return today if today <= now else today - timedelta(days=1)

    def next(self, now: datetime) -> datetime:
        """The first slot after `now`."""
        return self.latest(now) + timedelta(days=1)
