"""When a login is shut for a while 登录锁定, from the times at which it failed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

LIMIT = 5
# from everywhere together, of browsers in which the account was never used: a name that many guess at
MANY = 50
WINDOW = timedelta(minutes=15)


def locked_until(failures: Sequence[datetime], *, at: datetime, limit: int = LIMIT) -> datetime | None:
    """Until when it is locked: fifteen minutes from the last failure, once `limit` fell into a quarter of an hour.

    `failures` are those since the last success or unlocking, in any order. None when it may be tried.
    """
    last = sorted(failures)[-limit:]
    if len(last) < limit or last[-1] - last[0] >= WINDOW:
        return None
    until = last[-1] + WINDOW
    return until if at < until else None
