from __future__ import annotations

import pytest

from conftest import NOW
from tonglu.base.errors import Refused
from tonglu.base.jobs.models import Job
from tonglu.base.jobs.run import Apart
from tonglu.base.journal.models import Entry
from tonglu.web.jobs.runner import work_off


@pytest.fixture
def job(cast):
    return Job.ask(kind="test", by=cast.sun.login, at=NOW)


def test_a_waiting_job_ends_at_once(cast, job):
    job.cancel(by=cast.sun.login, at=NOW)
    assert (job.state, job.finished_at) == (Job.State.CANCELLED, NOW)
    assert work_off() == 0
    entry = Entry.objects.get(verb="job.cancel")
    assert (entry.by, entry.object_id, entry.facts) == (cast.sun.login, str(job.pk), {"kind": "test"})


def test_a_running_job_stops_where_it_says_how_far_it_is(cast, job, does):
    reached = []

    def handler(this):
        reached.append("begun")
        Job.objects.get(pk=job.pk).cancel(by=cast.he.login, at=NOW)
        this.progress(1, 2)
        reached.append("after")

    does("test", Apart(handler))
    work_off()
    job.refresh_from_db()
    assert (job.state, reached) == (Job.State.CANCELLED, ["begun"])


def test_a_job_that_ended_cannot_be_cancelled(cast, job, does):
    does("test", lambda run: None)
    work_off()
    with pytest.raises(Refused):
        job.cancel(by=cast.sun.login, at=NOW)


def test_a_job_that_ended_badly_can_be_tried_again(cast, job, does):
    job.cancel(by=cast.sun.login, at=NOW)
    job.retry(by=cast.he.login, at=NOW)
    assert (job.state, job.stop_asked_at) == (Job.State.WAITING, None)
    assert Entry.objects.get(verb="job.retry").by == cast.he.login
    does("test", lambda run: None)
    work_off()
    job.refresh_from_db()
    assert job.state == Job.State.DONE
    with pytest.raises(Refused):
        job.retry(by=cast.he.login, at=NOW)


def test_a_job_is_not_tried_again_beside_its_own_successor(cast):
    first = Job.ask(kind="test", by=None, at=NOW, key="k")
    first.cancel(by=cast.he.login, at=NOW)
    Job.ask(kind="test", by=None, at=NOW, key="k")
    with pytest.raises(Refused):
        first.retry(by=cast.he.login, at=NOW)
