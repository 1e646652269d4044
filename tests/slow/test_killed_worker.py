"""A worker is killed in the middle of a job: the job runs again once, and its effect is there once."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg
import pytest

from tests.server import Server

pytestmark = pytest.mark.slow

SILENCE = 3.0
PATIENCE = 60.0


class Workers:
    """Processes on one house, and questions to its database, past the code under test."""

    def __init__(self, house: Server, folder: Path) -> None:
        self.house, self.folder, self.alive = house, folder, list[subprocess.Popen[bytes]]()

    def start(self) -> subprocess.Popen[bytes]:
        script = Path(__file__).with_name("slow_worker.py")
        command = [sys.executable, str(script), str(self.folder), str(SILENCE)]
        self.alive.append(subprocess.Popen(command, env=self.house.env))
        return self.alive[-1]

    def ask(self, kind: str, count: int = 1) -> None:
        code = (
            "import django; django.setup()\n"
            "from tonglu.base.jobs import queue; from tonglu.base.jobs.models import Job; from tonglu.web import clock\n"
            f"queue.separate(long=['test.before'])\n"
            f"for n in range({count}): Job.ask(kind={kind!r}, by=None, at=clock.now(), args={{'n': n}})\n"
        )
        env = self.house.env | {"DJANGO_SETTINGS_MODULE": "tonglu.settings"}
        subprocess.run([sys.executable, "-c", code], env=env, check=True)

    def rows(self, sql: str) -> list[tuple[object, ...]]:
        if not (database := self.house.env.get("DATABASE_URL")):
            return self.house.rows(sql)
        with psycopg.connect(database) as connection:
            return connection.execute(sql).fetchall()

    def effects(self) -> int:
        return self.rows("select count(*) from journal_entry where verb = 'test.effect'")[0][0]

    def job(self) -> tuple[object, ...]:
        return self.rows("select state, attempts, losses from jobs_job where kind like 'test.%'")[0]


def until(met: Callable[[], bool]) -> None:
    end = time.monotonic() + PATIENCE
    while not met():
        assert time.monotonic() < end, "it did not happen"
        time.sleep(0.1)


@pytest.fixture
def workers(house: Server, tmp_path: Path) -> Iterator[Workers]:
    (tmp_path / "hold").touch()
    made = Workers(house, tmp_path)
    yield made
    for process in made.alive:
        process.kill()
        process.wait()


def killed_in_the_middle(workers: Workers, kind: str) -> None:
    workers.ask(kind)
    first = workers.start()
    until((workers.folder / "reached").exists)
    first.kill()  # SIGKILL: it can say nothing to anybody
    first.wait()
    (workers.folder / "hold").unlink()


@pytest.mark.parametrize("kind", ["test.in", "test.before"])
def test_a_killed_workers_job_runs_again_once_and_its_effect_is_there_once(workers: Workers, kind: str):
    killed_in_the_middle(workers, kind)
    assert workers.effects() == 0
    assert workers.job() == ("running", 1, 0)
    workers.start()
    workers.start()
    until(lambda: workers.job()[0] == "done")
    time.sleep(2 * SILENCE)
    assert workers.job() == ("done", 2, 1)
    assert workers.effects() == 1


def test_how_far_it_is_shows_while_its_effect_is_being_written(workers: Workers):
    workers.ask("test.amid")
    workers.start()
    until((workers.folder / "reached").exists)
    far = (
        "from tonglu.base.jobs.models import Job; from tonglu.web.jobs.progress import how_far\n"
        "print(*how_far(Job.objects.get(kind='test.amid')))"
    )
    until(lambda: workers.house.told(far).split() == ["4", "9"])
    assert workers.effects() == 0
    (workers.folder / "hold").unlink()
    until(lambda: workers.job()[0] == "done")
    assert workers.effects() == 1
    assert not list(workers.house.home.glob("files/progress/*"))


def test_a_job_that_was_done_does_not_run_again_because_the_queue_was_not_told(workers: Workers):
    killed_in_the_middle(workers, "test.after")
    assert workers.job() == ("done", 1, 0)
    workers.start()
    time.sleep(3 * SILENCE)
    assert workers.job() == ("done", 1, 0)
    assert workers.effects() == 1


def test_two_workers_share_the_queue_and_double_nothing(workers: Workers):
    workers.ask("test.quick", 200)
    workers.start()
    workers.start()
    until(lambda: workers.rows("select count(*) from jobs_job where state = 'done'")[0][0] >= 200)
    assert workers.effects() == 200
    assert workers.rows("select max(attempts) from jobs_job where kind = 'test.quick'") == [(1,)]
