"""One attempt at a job: what a handler is given, and how its effect and the end of the job become one.

A plain handler runs inside one transaction, in which the job is finished too: it may do nothing but read and write the
database, for a few seconds at most. One that takes longer, or talks to the world outside, is wrapped in `Apart`: it runs
without a transaction, and writes in `with run.effect() as result:`, which finishes the job with it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol

from django.db import transaction

from tonglu.base.accounts.models import Account
from tonglu.base.jobs.models import Job


class Cancelled(Exception):
    """The handler was asked to stop, and does."""


class Heart(Protocol):
    """What tells the outside how a run goes, and the run whether it should stop."""

    def watching(self, run: Run) -> AbstractContextManager[object]:
        """Around the work."""

    def beat(self, run: Run) -> bool:
        """Takes note of the run's progress; True when cancelling was asked."""


@dataclass
class Run:
    """`at` is when this attempt began; `clock` gives the present instant, for its end."""

    job: Job
    at: datetime
    clock: Callable[[], datetime]
    heart: Heart
    done: int = 0
    total: int = 0
    finished: bool = field(default=False, init=False)

    @property
    def args(self) -> Mapping[str, Any]:
        given: Mapping[str, Any] = self.job.args
        return given

    @property
    def by(self) -> Account | None:
        return self.job.by

    def progress(self, done: int, total: int) -> None:
        """Says how far it is, in units of its own; cheap. Raises `Cancelled` when cancelling was asked.

        It shows while a transaction is open too; how, is the heart's to know.
        """
        self.done, self.total = done, total
        if self.heart.beat(self):
            raise Cancelled

    @contextmanager
    def effect(self) -> Iterator[dict[str, Any]]:
        """The transaction of the effect; the job ends in it, with what was put into the dictionary as its result.

        Raises `Lost` at its end, with nothing written, when another worker was given the job meanwhile.
        """
        self.progress(self.done, self.total)
        result: dict[str, Any] = {}
        with transaction.atomic():
            yield result
            self.finish(result)
        self.finished = True

    def finish(self, result: Mapping[str, Any] | None) -> None:
        self.job.finish(result=result or {}, done=self.done, total=self.total, at=self.clock())


Handler = Callable[[Run], Mapping[str, Any] | None]


@dataclass(frozen=True, slots=True)
class Apart:
    """A handler that minds its transactions itself. A `long` one waits in a queue of its own: others overtake it."""

    handler: Handler
    long: bool = False

    def __call__(self, run: Run) -> Mapping[str, Any] | None:
        return self.handler(run)


def attempt(*, run: Run, handler: Handler) -> None:
    """Does the work and finishes the job; what goes wrong is raised, with nothing of the effect left."""
    with run.heart.watching(run):
        _attempt(run, handler)


def _attempt(run: Run, handler: Handler) -> None:
    if isinstance(handler, Apart):
        result = handler(run)
        if not run.finished:
            run.finish(result)
        return
    with transaction.atomic():
        run.finish(handler(run))
