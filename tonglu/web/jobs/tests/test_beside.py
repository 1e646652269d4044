"""What is started beside a block stands before the block forks, and is started again when it dies."""

from __future__ import annotations

import threading

import pytest

from tonglu.web.jobs import beside


class Process:
    """A process that ends when it is told to."""

    started: list[Process] = []

    def __init__(self, command: list[str]) -> None:
        self.thread, self.dead = threading.get_ident(), threading.Event()
        self.started.append(self)

    def wait(self, timeout: float | None = None) -> int:
        self.dead.wait(timeout)
        return 0

    def terminate(self) -> None:
        self.dead.set()


@pytest.fixture
def started(monkeypatch) -> list[Process]:
    monkeypatch.setattr(beside.subprocess, "Popen", Process)
    monkeypatch.setattr(beside, "PAUSE", 0.01)
    monkeypatch.setattr(Process, "started", [])
    return Process.started


def test_it_is_started_before_the_block_by_the_blocks_own_thread(started) -> None:
    with beside.beside("worker"):
        assert [process.thread for process in started] == [threading.get_ident()]
    assert started[0].dead.is_set()


def test_one_that_dies_is_started_again_and_ends_with_the_block(started) -> None:
    with beside.beside("worker"):
        started[0].dead.set()
        for _turn in range(500):
            if len(started) > 1:
                break
            threading.Event().wait(0.01)
    assert [process.dead.is_set() for process in started] == [True, True]
