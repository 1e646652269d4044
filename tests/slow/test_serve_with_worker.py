"""The web server and the worker beside it: they start, do a job, and end together."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from tests.server import Server, free_port

pytestmark = pytest.mark.slow


def until(met: Callable[[], object], seconds: float = 60) -> None:
    end = time.monotonic() + seconds
    while not met():
        assert time.monotonic() < end, "it did not happen"
        time.sleep(0.2)


def workers_of(process: subprocess.Popen[bytes]) -> list[int]:
    """The children that are workers, from the system's own list."""
    found = []
    for entry in Path("/proc").glob("[0-9]*"):
        try:
            parent = int((entry / "stat").read_text().rsplit(")", 1)[1].split()[1])
            command = (entry / "cmdline").read_bytes().split(b"\0")
        except (OSError, IndexError):
            continue
        if parent == process.pid and b"worker" in command:
            found.append(int(entry.name))
    return found


def gone(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return True
    return False


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Server:
    """A home with a company: without one nothing is due."""
    if not Path("/proc/self/stat").exists():
        pytest.skip("needs /proc to see the processes")
    made = Server(tmp_path_factory.mktemp("house"))
    made.run("demo", "--size", "tiny")
    return made


@pytest.fixture
def process(house: Server) -> Iterator[subprocess.Popen[bytes]]:
    """The server's process, with its worker at work: it has sealed the journal, as it is due."""
    command = [sys.executable, "-m", "tonglu", "serve", "--port", str(free_port()), "--with-worker"]
    log = house.home / f"log-{command[-2]}"
    with log.open("wb") as said:
        served = subprocess.Popen(command, env=house.env, stdout=said, stderr=said, start_new_session=True)
    until(lambda: house.rows("select 1 from jobs_job where kind = 'journal.seal' and state = 'done'"))
    until(lambda: b"Started worker" in log.read_bytes() and workers_of(served))
    yield served
    with suppress(ProcessLookupError):
        os.killpg(served.pid, signal.SIGKILL)
    served.wait()


def test_they_end_together(process) -> None:
    (worker,) = workers_of(process)
    process.send_signal(signal.SIGINT)
    process.wait(timeout=40)
    assert gone(worker)


def test_a_worker_that_dies_is_started_again(process) -> None:
    (first,) = workers_of(process)
    os.kill(first, signal.SIGKILL)
    until(lambda: [pid for pid in workers_of(process) if pid != first])
    assert process.poll() is None


def test_a_killed_server_leaves_no_worker_behind(process) -> None:
    (worker,) = workers_of(process)
    process.kill()
    process.wait()
    until(lambda: gone(worker), seconds=30)
