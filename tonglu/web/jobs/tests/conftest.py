"""Kinds of jobs that only tests know."""

from __future__ import annotations

import pytest

from conftest import NOW
from tonglu.base.jobs.models import Job
from tonglu.web.jobs import table
from tonglu.web.jobs.runner import work_off


@pytest.fixture
def does(monkeypatch):
    """Lets a kind be done by a function: `does("test.kind", handler)`."""
    return lambda kind, handler: monkeypatch.setitem(table.KINDS, kind, handler)


class Killed(BaseException):
    """The worker's process ends here; nothing in it can catch that."""


@pytest.fixture
def killed_after_sending(monkeypatch):
    """Runs what waits in a worker that is killed before it notes that it sent; another finds the job and runs it again."""

    def finish(*_arguments: object, **_named: object) -> None:
        raise Killed

    def run() -> None:
        with monkeypatch.context() as patch:
            patch.setattr(Job, "finish", finish)
            with pytest.raises(Killed):
                work_off()
        Job.objects.get(state=Job.State.RUNNING).lose(error="killed", at=NOW)
        work_off()

    return run
