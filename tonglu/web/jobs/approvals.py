"""A draft of the approval rules is tried on the past behind the page."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from django.utils.translation import gettext as _

from tonglu.base.errors import Refused
from tonglu.base.jobs.run import Run
from tonglu.directory.approvals.models import RuleBook
from tonglu.directory.approvals.simulating import simulate


def try_rules(run: Run) -> Mapping[str, Any] | None:
    """Reads the documents without a transaction; what came of it is kept in the one that ends the job."""
    book = RuleBook.objects.get(pk=run.args["book"])
    if run.by is None:
        raise Refused(_("没有人要求试算"))

    @contextmanager
    def effect() -> Iterator[None]:
        with run.effect() as result:
            yield
            result["documents"] = run.done

    run.progress(0, 0)
    simulate(book=book, by=run.by, at=run.at, progress=run.progress, within=effect)
    return None
