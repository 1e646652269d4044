"""A second `tonglu` process that lives and ends with this one."""

from __future__ import annotations

import logging
import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager

logger = logging.getLogger(__name__)
PAUSE = 3.0  # seconds before it is started again
PATIENCE = 30.0  # seconds that it has to end


@contextmanager
def beside(*arguments: str) -> Iterator[None]:
    """Runs that command as long as the block lasts. One that dies is started again: the block's work goes on.

    Should this process be killed, the other notices that its parent is gone, and ends too.

    It is started before the block and by the block's own thread: the block may fork, and a child that is forked while
    another thread starts a process inherits that start's pipe and keeps it open, so that the starter waits for ever.
    """
    command = [sys.executable, "-m", "tonglu", *arguments, "--while-child-of", str(os.getpid())]
    ending = threading.Event()
    children = [subprocess.Popen(command)]

    def keep() -> None:
        while True:
            code = children[0].wait()
            if ending.is_set():
                return
            logger.error("%s ended with %s; it is started again", " ".join(arguments), code)
            if ending.wait(PAUSE):
                return
            children[:] = [subprocess.Popen(command)]

    keeper = threading.Thread(target=keep, daemon=True)
    keeper.start()
    try:
        yield
    finally:
        ending.set()
        for child in children:
            _end(child)
        keeper.join(PATIENCE)


def _end(child: subprocess.Popen[bytes]) -> None:
    child.terminate()
    try:
        child.wait(PATIENCE)
    except subprocess.TimeoutExpired:
        child.kill()
