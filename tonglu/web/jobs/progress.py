"""How far a run is, told past the transaction of its effect.

While SQLite writes, nobody else can: the job's own row says how far it was before. So a worker on SQLite, which is on the
same machine as the server, also leaves a small file for each run. It is for people to look at and decides nothing: the row
alone says who works and what is done.
"""

from __future__ import annotations

import json
from pathlib import Path
from uuid import UUID

from django.conf import settings
from django.db import connection

from tonglu.base.jobs.models import Job
from tonglu.base.jobs.run import Run


def _file(job: UUID) -> Path:
    return Path(settings.FILES_DIR) / "progress" / str(job)


def is_needed() -> bool:
    """Elsewhere the row can be written meanwhile, and the worker may be on another machine."""
    return connection.vendor == "sqlite"


def tell(run: Run) -> None:
    """Leaves the file of a run; who reads it finds the one before or this one, never half of it."""
    file = _file(run.job.pk)
    file.parent.mkdir(parents=True, exist_ok=True)
    part = file.with_suffix(".part")
    part.write_text(json.dumps([run.job.attempts, run.done, run.total]))
    part.replace(file)


def forget(job: UUID) -> None:
    """The run has ended, well or not."""
    _file(job).unlink(missing_ok=True)


def how_far(job: Job) -> tuple[int, int]:
    """How much is done of how much (0: unknown): as the running attempt says, else as the row does."""
    if job.state != Job.State.RUNNING or not is_needed():
        return job.done, job.total
    try:
        attempt, done, total = json.loads(_file(job.pk).read_text())
    except (OSError, ValueError):
        return job.done, job.total
    return (done, total) if attempt == job.attempts and done >= job.done else (job.done, job.total)
