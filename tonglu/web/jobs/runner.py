"""Runs one job: takes it, lets its handler work, and says how it ended."""

from __future__ import annotations

import logging
import os
import socket
from contextlib import AbstractContextManager, nullcontext
from uuid import UUID

from django.utils.translation import gettext as _

from tonglu.base.errors import Refused
from tonglu.base.jobs.models import Job, Lost
from tonglu.base.jobs.run import Cancelled, Heart, Run, attempt
from tonglu.base.journal.models import Entry
from tonglu.base.journal.source import coming_from
from tonglu.web import clock
from tonglu.web.jobs.table import KINDS

logger = logging.getLogger(__name__)
WORKER = f"{socket.gethostname()}:{os.getpid()}"


class Unheard:
    """The heart of a run that nobody watches from outside: it looks whether to stop with its own connection."""

    def watching(self, run: Run) -> AbstractContextManager[object]:
        return nullcontext()

    def beat(self, run: Run) -> bool:
        return Job.objects.filter(pk=run.job.pk, stop_asked_at__isnull=False).exists()


def run(job: UUID, *, heart: Heart | None = None) -> None:
    """Does a waiting job, and nothing when it no longer waits. What it records comes from a job."""
    begun = clock.now()
    taken = Job.begin(id=job, worker=WORKER, at=begun)
    if taken is None:
        return
    try:
        with coming_from(Entry.Source.JOB):
            _work(Run(taken, at=begun, clock=clock.now, heart=heart or Unheard()))
    except Lost:
        logger.warning("job %s (%s) was given to another worker; this attempt left nothing", job, taken.kind)


def _work(this: Run) -> None:
    handler = KINDS.get(this.job.kind)
    if handler is None:
        return this.job.fail(error=_("没有程序处理这种任务"), at=clock.now(), again=False)
    try:
        return attempt(run=this, handler=handler)
    except Cancelled:
        return this.job.stop(at=clock.now())
    except Refused as refused:
        return this.job.fail(error=refused.reason, at=clock.now(), again=False)
    except Lost:
        raise
    except Exception as error:
        logger.exception("job %s (%s) failed", this.job.pk, this.job.kind)
        return this.job.fail(error=f"{type(error).__name__}: {error}", at=clock.now())


def work_off() -> int:
    """Runs what waits and is due, one after another in this thread, until nothing is left; how many."""
    count = 0
    while waiting := Job.objects.filter(state=Job.State.WAITING).order_by("id"):
        due = [job.pk for job in waiting if job.run_after is None or job.run_after <= clock.now()]
        if not due:
            break
        for pk in due:
            run(pk)
        count += len(due)
    return count
