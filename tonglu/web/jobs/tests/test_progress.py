"""How far a run is shows while its effect is being written, on either database."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.db import connection

from conftest import NOW
from tonglu.base.jobs.models import Job
from tonglu.base.jobs.run import Apart
from tonglu.web.jobs import progress, runner
from tonglu.web.jobs.pulse import Pulse

sqlite = pytest.mark.skipif(
    connection.vendor != "sqlite", reason="elsewhere the row can be written meanwhile"
)


@pytest.fixture
def job(cast) -> Job:
    return Job.ask(kind="test", by=cast.he.login, at=NOW)


def files(settings) -> list[Path]:
    return list((settings.FILES_DIR / "progress").glob("*"))


@sqlite
def test_it_shows_amid_the_effect_and_leaves_nothing_behind(cast, job, does, settings):
    seen, pulse, admin = [], Pulse(every=60), cast.client("he")

    def half(run):
        with run.effect():
            run.progress(4, 9)
            pulse.show()
            # as others read it: the row says nothing yet
            row = Job.objects.get(pk=job.pk)
            seen.extend([(row.done, row.total), progress.how_far(row)])
            seen.append("4 / 9" in admin.get(f"/jobs/{job.pk}").content.decode())

    does("test", Apart(half))
    runner.run(job.pk, heart=pulse)
    assert seen == [(0, 0), (4, 9), True]
    job.refresh_from_db()
    assert (job.state, progress.how_far(job), files(settings)) == ("done", (4, 9), [])


@sqlite
def test_a_file_of_an_attempt_that_no_longer_counts_is_not_believed(job, does, settings):
    pulse = Pulse(every=60)

    def lost(run):
        run.progress(4, 9)
        pulse.show()
        Job.objects.get(pk=job.pk).lose(error="silent", at=NOW)
        again = Job.begin(id=job.pk, worker="other", at=NOW)
        assert again
        assert (len(files(settings)), progress.how_far(again)) == (1, (0, 0))

    does("test", Apart(lost))
    runner.run(job.pk, heart=pulse)
    assert files(settings) == []


def test_what_is_no_file_of_ours_is_passed_over(job, settings):
    Job.objects.filter(pk=job.pk).update(state=Job.State.RUNNING, attempts=1, done=2, total=5)
    job.refresh_from_db()
    assert progress.how_far(job) == (2, 5)
    (settings.FILES_DIR / "progress").mkdir(parents=True)
    (settings.FILES_DIR / "progress" / str(job.pk)).write_text("")
    assert progress.how_far(job) == (2, 5)
