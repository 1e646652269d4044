"""Identifiers that can be made anywhere and still sort by the time they were made: UUIDv7 (RFC 9562)."""

from __future__ import annotations

import secrets
import time
from datetime import datetime
from uuid import UUID

_VERSION, _VARIANT = 0x7, 0b10
_RANDOM_BITS = 74


def new_id(*, at: datetime | None = None, random: int | None = None) -> UUID:
    """A UUIDv7. A generator of past facts gives their instant, and 74 random bits of its own seed."""
    milliseconds = int(at.timestamp() * 1000) if at else time.time_ns() // 1_000_000
    bits = secrets.randbits(_RANDOM_BITS) if random is None else random % (1 << _RANDOM_BITS)
    return UUID(
        int=milliseconds << 80 | _VERSION << 76 | (bits >> 62) << 64 | _VARIANT << 62 | bits & (1 << 62) - 1
    )
