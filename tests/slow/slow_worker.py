"""A worker that also does three kinds of jobs that a test can stop in the middle; run as a program.

It is told what to wait for in the folder that it is started with: it makes the file `reached`, and goes on when there is no
file `hold`.
"""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tonglu.settings")

import django

django.setup()

from django_tasks_db.models import DBTaskResult  # noqa: E402

from tonglu.base.jobs.run import Apart, Run  # noqa: E402
from tonglu.base.journal.models import record  # noqa: E402
from tonglu.web.jobs import table  # noqa: E402
from tonglu.web.jobs.worker import work  # noqa: E402

FOLDER = Path(sys.argv[1])


def pause() -> None:
    (FOLDER / "reached").touch()
    while (FOLDER / "hold").exists():
        time.sleep(0.02)


def effect(run: Run) -> None:
    record(verb="test.effect", obj=run.job, by=None, at=run.at)


def in_the_transaction(run: Run) -> None:
    effect(run)
    pause()


def before_the_transaction(run: Run) -> None:
    run.progress(3, 9)
    pause()
    with run.effect():
        effect(run)


def amid_the_transaction(run: Run) -> None:
    """Half of it is written, and nobody else can write on SQLite."""
    with run.effect():
        effect(run)
        run.progress(4, 9)
        pause()


def after_the_transaction(run: Run) -> None:
    """Done and committed; the queue has not heard of it."""
    effect(run)
    successful = DBTaskResult.set_successful

    def late(result: DBTaskResult, value: object) -> None:
        pause()
        successful(result, value)

    DBTaskResult.set_successful = late


if __name__ == "__main__":
    table.SCHEDULE.clear()
    table.KINDS |= {
        "test.in": in_the_transaction,
        "test.amid": Apart(amid_the_transaction),
        "test.before": Apart(before_the_transaction, long=True),
        "test.after": after_the_transaction,
        "test.quick": effect,
    }
    work(silence=float(sys.argv[2]))
