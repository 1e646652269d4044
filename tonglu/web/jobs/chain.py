"""The journal's chain: sealed and read on every few minutes, read from its beginning at night; a break is told."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.urls import reverse

from tonglu.base.jobs.run import Run
from tonglu.base.journal.models import Seal, Verification
from tonglu.directory.notices.notify import notify
from tonglu.directory.org.leading import holders
from tonglu.directory.org.models import Company, Role


def seal(run: Run) -> Mapping[str, Any]:
    """Chains what was written since the last time, each batch a transaction of its own, and reads the new links."""
    sealed = Seal.seal_all()
    return {"sealed": sealed, **_found(Verification.go_on(at=run.at), at=run.at)}


def verify(run: Run) -> Mapping[str, Any]:
    """Reads all of the chain: what was changed in links that had been found whole shows only so."""
    return _found(Verification.go_on(at=run.at, whole=True), at=run.at)


def _found(found: Verification, *, at: datetime) -> dict[str, Any]:
    """Administrators are told of a break once; told again after each look, one that was killed before it told makes
    up for it."""
    company = Company.objects.first()
    if found.broken is None or company is None:
        return {"broken": found.broken}
    notify(
        kind="journal.broken",
        to=holders(Role.ADMINISTRATOR, on=company.business_date(at)),
        facts={"entry": found.broken},
        link=reverse("chain"),
        at=at,
        key=f"journal.broken:{found.broken}",
    )
    return {"broken": found.broken}
