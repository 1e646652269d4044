"""The queue: django-tasks carries the id of a job to a worker, in the transaction that asked for it.

Which handler does the work is the web band's to say; it gives a `runner` here at start-up.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from datetime import datetime
from uuid import UUID

from django_tasks import task

QUICK, LONG = "default", "long"

_runner: list[Callable[[UUID], None]] = []
_long: set[str] = set()


def serve(*, runner: Callable[[UUID], None]) -> None:
    """Names who runs a job in this process."""
    _runner[:] = [runner]


def separate(*, long: Collection[str]) -> None:
    """Names the kinds that wait in the queue of the long ones, so that short ones overtake them."""
    _long.clear()
    _long.update(long)


@task()
def run_job(job: str) -> None:
    for runner in _runner:
        runner(UUID(job))


def enqueue(*, job: UUID, kind: str, run_after: datetime | None) -> UUID:
    """Puts a job into the queue of its kind; the id of the task that carries it."""
    carrier = run_job.using(queue_name=LONG if kind in _long else QUICK, run_after=run_after)
    return UUID(carrier.enqueue(str(job)).id)
