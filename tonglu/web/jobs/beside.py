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
    """
    command = [sys.executable, "-m", "tonglu", *arguments, "--while-child-of", str(os.getpid())]
    ending = threading.Event()
    children: list[subprocess.Popen[bytes]] = []

    def keep() -> None:
        while not ending.is_set():
            children[:] = [subprocess.Popen(command)]
            code = children[0].wait()
            if not ending.is_set():
                logger.error("%s ended with %s; it is started again", " ".join(arguments), code)
                ending.wait(PAUSE)

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
