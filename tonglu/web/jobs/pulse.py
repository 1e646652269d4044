"""The pulse of a worker: tells the database how its runs go, and hears which are to stop.

It beats in a thread with a connection of its own, because a run's own transaction shows nothing to others before its end.
On SQLite the beat waits while any transaction writes; so does everybody who might take the silence for a death. How far
it is shows meanwhile all the same: `show` says so in another way, in a thread that waits for no database.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from uuid import UUID

from tonglu.base.jobs.models import Job
from tonglu.base.jobs.run import Run
from tonglu.web.jobs import progress


class Pulse:
    """The heart of every run of this process."""

    def __init__(self, *, every: float) -> None:
        """`every`: seconds between two beats of a run that makes no progress."""
        self.every = every
        self.runs: dict[UUID, Run] = {}
        self.stopping: set[UUID] = set()
        self._told: dict[UUID, tuple[int, float]] = {}
        self._shown: dict[UUID, tuple[int, int]] = {}

    @contextmanager
    def watching(self, run: Run) -> Iterator[None]:
        self._told[run.job.pk] = (0, time.monotonic())
        self.runs[run.job.pk] = run
        try:
            yield
        finally:
            del self.runs[run.job.pk]
            self.stopping.discard(run.job.pk)
            self._told.pop(run.job.pk, None)
            self._shown.pop(run.job.pk, None)
            progress.forget(run.job.pk)

    def beat(self, run: Run) -> bool:
        return run.job.pk in self.stopping

    def show(self) -> None:
        """One round over the runs past the database, where that is needed: leaves how far each is."""
        if not progress.is_needed():
            return
        for key, run in list(self.runs.items()):
            far = (run.done, run.total)
            if self._shown.get(key, (0, 0)) == far:
                continue
            progress.tell(run)
            self._shown[key] = far
            if key not in self.runs:  # it ended while this was written
                progress.forget(key)

    def tick(self) -> None:
        """One round over the runs: writes what changed or was not said for long, reads who is to stop."""
        running = list(self.runs.values())
        for run in running:
            said, when = self._told.get(run.job.pk, (0, 0.0))
            if said != run.done or time.monotonic() - when >= self.every:
                run.job.beat(done=run.done, total=run.total)
                self._told[run.job.pk] = (run.done, time.monotonic())
        if running:
            asked = Job.objects.filter(pk__in=[run.job.pk for run in running], stop_asked_at__isnull=False)
            self.stopping |= set(asked.values_list("pk", flat=True))
