"""What a worker does beside its jobs: asks for what is due, and for what a killed worker left."""

from __future__ import annotations

import time
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from tonglu.base.jobs.models import Due, Job, Lost
from tonglu.directory.org.models import Company
from tonglu.web import clock
from tonglu.web.jobs.table import SCHEDULE


class Schedule:
    """Asks once for each slot of `SCHEDULE`, by the company's clock; other workers may do the same."""

    def __init__(self) -> None:
        self._asked: dict[str, datetime] = {}

    def tick(self) -> None:
        company = Company.objects.first()
        if company is None:
            return
        now = clock.now().astimezone(company.zone)
        for kind, when in SCHEDULE.items():
            slot = when.latest(now)
            if self._asked.get(kind) != slot:
                Due.ask(kind=kind, slot=slot, at=now)
                self._asked[kind] = slot


class Watch:
    """Looks for jobs whose worker fell silent: their beats stood still for `silence` seconds of this process's own time."""

    def __init__(self, *, silence: float) -> None:
        self.silence = silence
        self._since: dict[tuple[UUID, object], float] = {}

    def tick(self) -> None:
        now = time.monotonic()
        running = {(job.pk, (job.attempts, job.beats)): job for job in self._running()}
        adrift = {(job.pk, job.carrier): job for job in self._adrift()}
        seen = running | adrift
        self._since = {sign: self._since.get(sign, now) for sign in seen}
        for sign, job in seen.items():
            if now - self._since[sign] >= self.silence:
                self._rescue(job)

    def _running(self) -> list[Job]:
        return list(Job.objects.filter(state=Job.State.RUNNING))

    def _adrift(self) -> list[Job]:
        """Those that wait for a carrier that no worker will take any more."""
        ready = DBTaskResult.objects.filter(status=TaskResultStatus.READY)
        return list(Job.objects.filter(state=Job.State.WAITING).exclude(carrier__in=ready.values("id")))

    def _rescue(self, job: Job) -> None:
        try:
            if job.state == Job.State.WAITING:
                job.carry_again(at=clock.now())
            else:
                error = _("执行它的程序 {worker} 中途停止了").format(worker=job.worker)
                job.lose(error=error, at=clock.now())
        except Lost:
            pass  # it lives, or another has seen to it
