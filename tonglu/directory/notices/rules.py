"""When a message may go out, and how little of a secret is shown. Pure."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from urllib.parse import urlsplit

QUIET_FROM, QUIET_UNTIL = time(21, 0), time(8, 0)
SHOWN = 4


def held_until(now: datetime, *, quiet_from: time, quiet_until: time) -> datetime | None:
    """The end of the quiet hours that `now` falls into, by the clock on the wall that it shows; None outside them.

    They begin at `quiet_from` and end before `quiet_until`, over midnight too; equal times mean none.
    """
    at = now.timetz().replace(tzinfo=None)
    over_midnight = quiet_from > quiet_until
    quiet = (at >= quiet_from or at < quiet_until) if over_midnight else quiet_from <= at < quiet_until
    if not quiet:
        return None
    end = now.replace(hour=quiet_until.hour, minute=quiet_until.minute, second=0, microsecond=0)
    return end if at < quiet_until else end + timedelta(days=1)


def masked(secret: str) -> str:
    """`••••abcd`: enough to tell two apart; a short one not at all."""
    return f"••••{secret[-SHOWN:]}" if len(secret) > 2 * SHOWN else "••••" if secret else ""


def masked_address(url: str) -> str:
    """Where it goes, without the key that its query or path carries: `https://oapi.dingtalk.com ••••abcd`."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc} {masked(url)}"
