from __future__ import annotations

from datetime import timedelta

import pytest

from conftest import NOW
from tonglu.base.errors import Refused
from tonglu.base.jobs.models import Job, Lost
from tonglu.base.jobs.rules import WAITS
from tonglu.base.jobs.run import Apart
from tonglu.base.journal.models import Entry, record
from tonglu.base.journal.source import Source, source
from tonglu.web.jobs.runner import run, work_off


@pytest.fixture
def job(cast):
    return Job.ask(kind="test", by=cast.sun.login, at=NOW)


@pytest.fixture
def effect(cast):
    """Something that a handler does, and how often it was done."""

    def do(*_run):
        record(verb="test.effect", obj=cast.sun, by=None, at=NOW)

    do.count = lambda: Entry.objects.filter(verb="test.effect").count()
    return do


def test_a_handler_gets_its_arguments_and_gives_its_result(cast, does):
    does("test", lambda run: {"sum": run.args["a"] + run.args["b"], "by": run.by.username})
    job = Job.ask(kind="test", by=cast.sun.login, at=NOW, args={"a": 1, "b": 2})
    assert work_off() == 1
    job.refresh_from_db()
    assert (job.state, job.result, job.attempts) == (Job.State.DONE, {"sum": 3, "by": "sun"}, 1)
    assert job.finished_at == NOW


def test_a_carrier_that_comes_twice_finds_nothing_to_do(job, does, effect):
    does("test", effect)
    run(job.pk)
    run(job.pk)
    assert effect.count() == 1


@pytest.mark.parametrize("apart", [False, True])
def test_the_effect_of_an_attempt_that_no_longer_counts_is_rolled_back(job, does, effect, apart):
    def slow(this):
        """While it works, its worker is taken for dead, and another takes the job."""
        Job.objects.get(pk=job.pk).lose(error="silent", at=NOW)
        Job.begin(id=job.pk, worker="other", at=NOW)
        effect()

    def in_steps(this):
        with this.effect():
            slow(this)

    does("test", Apart(in_steps) if apart else slow)
    run(job.pk)
    assert effect.count() == 0
    job.refresh_from_db()
    # the takeover happened in the transaction that was rolled back; what is left is as if it had never been
    assert (job.state, job.attempts) == (Job.State.RUNNING, 1)


def test_a_killed_workers_job_runs_again_once_and_then_has_failed(job, does, effect):
    does("test", effect)
    for worker in ("one", "two"):
        Job.begin(id=job.pk, worker=worker, at=NOW).lose(error=f"{worker} died", at=NOW)
    job.refresh_from_db()
    assert (job.state, job.losses, job.error) == (Job.State.FAILED, 2, "two died")
    assert Entry.objects.get(verb="job.fail").facts == {"kind": "test", "reason": "two died"}
    work_off()
    assert effect.count() == 0


def test_one_that_lives_is_not_lost(job):
    begun = Job.begin(id=job.pk, worker="one", at=NOW)
    seen = Job.objects.get(pk=job.pk)
    assert begun.beat(done=1, total=9)
    with pytest.raises(Lost):
        seen.lose(error="silent", at=NOW)
    job.refresh_from_db()
    assert (job.state, job.done, job.total) == (Job.State.RUNNING, 1, 9)


def test_a_failure_is_retried_after_waits_that_grow_and_ends(job, does, effect, monkeypatch):
    def breaks(this):
        effect()
        raise ValueError("no line")

    does("test", breaks)
    now = NOW
    for wait in WAITS:
        work_off()
        job.refresh_from_db()
        assert (job.state, job.run_after - now) == (Job.State.WAITING, wait)
        now = job.run_after
        monkeypatch.setenv("TONGLU_NOW", now.isoformat())
    work_off()
    job.refresh_from_db()
    assert (job.state, job.attempts, job.error) == (Job.State.FAILED, len(WAITS) + 1, "ValueError: no line")
    assert effect.count() == 0
    assert Entry.objects.filter(verb="job.fail").count() == 1
    assert list(WAITS) == sorted(WAITS)
    assert WAITS[0] >= timedelta(minutes=1)


def test_what_the_business_refuses_is_not_tried_again(job, does):
    def refuses(this):
        raise Refused("没有这个文件")

    does("test", refuses)
    work_off()
    job.refresh_from_db()
    assert (job.state, job.attempts, job.error) == (Job.State.FAILED, 1, "没有这个文件")


def test_a_kind_that_nobody_does_has_failed(job):
    work_off()
    job.refresh_from_db()
    assert job.state == Job.State.FAILED


def test_an_effect_apart_ends_the_job_with_it(job, does, effect):
    def handler(this):
        this.progress(1, 2)
        with this.effect() as result:
            effect()
            result["rows"] = 7

    does("test", Apart(handler, long=True))
    work_off()
    job.refresh_from_db()
    assert (job.state, job.result, job.done, job.total) == (Job.State.DONE, {"rows": 7}, 1, 2)
    assert effect.count() == 1


def test_what_a_job_records_comes_from_a_job(cast, job, does, effect):
    does("test", effect)
    work_off()
    assert Entry.objects.get(verb="test.effect").source == Entry.Source.JOB
    assert source() == Source()
