"""The clock. Nothing below this band reads one; tests set it with `TONGLU_NOW`."""

from __future__ import annotations

import os
from datetime import date, datetime

from django.utils import timezone

from tonglu.directory.org.models import Company


def now() -> datetime:
    """The present instant, or the one that `TONGLU_NOW` (ISO 8601 with an offset) pretends."""
    pretended = os.environ.get("TONGLU_NOW")
    return datetime.fromisoformat(pretended) if pretended else timezone.now()


def today() -> date:
    """The present day in the company's time zone."""
    return Company.current().business_date(now())
