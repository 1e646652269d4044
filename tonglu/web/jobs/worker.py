"""The worker's process: a thread for short jobs, one for long ones, and one for pulse, watch and schedule."""

from __future__ import annotations

import logging
import os
import signal
import threading
from collections.abc import Callable
from functools import partial

from django.db import DatabaseError, close_old_connections, connection
from django_tasks_db.management.commands.db_worker import Worker

from tonglu.base.jobs import queue
from tonglu.web.jobs import runner
from tonglu.web.jobs.pulse import Pulse
from tonglu.web.jobs.watch import Schedule, Watch

logger = logging.getLogger(__name__)
POLL = 1.0  # seconds between two looks into an empty queue
LOOK = 5.0  # seconds between two looks at the schedule and for the silent
PATIENCE = 20.0  # seconds that a job has to end when the worker is stopped


def work(*, silence: float, while_child_of: int | None = None) -> None:
    """Works until a signal comes, or until that parent process is gone. Jobs at work have `PATIENCE` to end."""
    stopping = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_received: stopping.set())
    pulse = Pulse(every=min(LOOK, silence / 6))
    queue.serve(runner=partial(runner.run, heart=pulse))
    loops = [_loop(name) for name in (queue.QUICK, queue.LONG)]
    threads = [_thread(partial(_until, stopping, loop)) for loop in loops]
    rounds = [
        (1.0, pulse.tick),
        (1.0, pulse.show),
        (LOOK, Schedule().tick),
        (min(LOOK, silence / 3), Watch(silence=silence).tick),
    ]
    for pause, tick in rounds:
        _thread(partial(_round, stopping, pause, tick))
    while not stopping.wait(1.0):
        if while_child_of and os.getppid() != while_child_of:
            stopping.set()
    for loop in loops:
        loop.running = False
    for thread in threads:
        thread.join(PATIENCE)


def _loop(name: str) -> Worker:
    return Worker(
        queue_names=[name],
        interval=POLL,
        batch=False,
        backend_name="default",
        startup_delay=False,
        max_tasks=None,
        worker_id=runner.WORKER[:64],
        excluded_queue_names=[],
    )


def _thread(target: Callable[[], None]) -> threading.Thread:
    thread = threading.Thread(target=target, daemon=True)
    thread.start()
    return thread


def _until(stopping: threading.Event, loop: Worker) -> None:
    """The queue's loop; a database that is busy or away for a while does not end it."""
    while not stopping.is_set():
        try:
            loop.run()
        except DatabaseError:
            logger.exception("the queue cannot be read; trying again")
            connection.close()
            stopping.wait(LOOK)
    connection.close()


def _round(stopping: threading.Event, pause: float, tick: Callable[[], None]) -> None:
    while not stopping.wait(pause):
        close_old_connections()
        try:
            tick()
        except DatabaseError:
            logger.exception("the database does not answer; trying again")
            connection.close()
    connection.close()
