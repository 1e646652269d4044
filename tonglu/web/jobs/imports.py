"""Sheets are taken in behind the page; the effect and the end of the job are one transaction."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

from tonglu.base.jobs.run import Run
from tonglu.directory.org.models import Company
from tonglu.exchange.imports import storage
from tonglu.exchange.imports.models import Import, ImportRun

KEPT = timedelta(days=90)


def take_in(run: Run) -> Mapping[str, Any]:
    """Tries an import or carries it out, within the scope that its sender has today; the counts are the result."""
    found = Import.objects.get(pk=run.args["import"])
    on = Company.current().business_date(run.at)
    scope = run.by.person.scope(on=on) if run.by else None
    context = found.context(at=run.at, on=on, scope=scope)
    context.progress = run.progress

    @contextmanager
    def effect() -> Iterator[None]:
        with run.effect() as result:
            yield
            result |= _counts(found.done)

    return _counts(found.carry_out(context=context, dry=bool(run.args["dry"]), within=effect))


def forget(run: Run) -> Mapping[str, Any]:
    """Sheets that were sent more than `KEPT` ago are gone; what became of them stays."""
    return {"files": storage.forget(before=run.at - KEPT)}


def _counts(of: ImportRun | None) -> dict[str, Any]:
    return {name: n for name, n in of.counts.items() if n} if of else {}
