"""The page of the jobs: everybody's to the administrator, one's own to everyone else."""

from __future__ import annotations

from datetime import timedelta

import pytest

from conftest import NOW
from tonglu.base.jobs.models import Due, Job
from tonglu.base.journal.models import Entry


@pytest.fixture
def job(cast) -> Job:
    return Job.ask(kind="journal.seal", by=cast.li.login, at=NOW)


@pytest.fixture
def failed(cast, job) -> Job:
    begun = Job.begin(id=job.pk, worker="here:1", at=NOW)
    begun.fail(error="第 3 行没有单价", at=NOW, again=False)
    return begun


def test_a_job_is_cancelled_from_its_page(cast, job):
    cast.client("li").post(f"/jobs/{job.pk}/cancel")
    job.refresh_from_db()
    assert job.state == Job.State.CANCELLED
    assert Entry.objects.get(verb="job.cancel").by == cast.li.login


def test_a_failed_job_shows_why_and_is_tried_again(cast, failed):
    client = cast.client("he")
    assert "第 3 行没有单价" in client.get(f"/jobs/{failed.pk}").content.decode()
    client.post(f"/jobs/{failed.pk}/retry")
    failed.refresh_from_db()
    assert (failed.state, failed.failures) == (Job.State.WAITING, 0)
    assert Entry.objects.get(verb="job.retry").by == cast.he.login


def test_one_does_not_see_what_another_asked_for(cast, job):
    client = cast.client("sun")
    assert client.get(f"/jobs/{job.pk}").status_code == 404
    assert client.post(f"/jobs/{job.pk}/cancel").status_code == 404
    job.refresh_from_db()
    assert job.state == Job.State.WAITING


def test_the_part_shows_how_far_it_is_and_asks_again(cast, job):
    begun = Job.begin(id=job.pk, worker="here:1", at=NOW)
    begun.beat(done=30, total=120)
    told = cast.client("li").get(f"/jobs/{job.pk}/part").content.decode()
    assert "30 / 120" in told
    assert "width:25.0%" in told
    assert 'hx-trigger="every 2s"' in told


def test_the_part_leads_on_when_the_job_is_done_and_never_to_another_site(cast, job):
    Job.begin(id=job.pk, worker="here:1", at=NOW).finish(result={}, at=NOW)
    client = cast.client("li")
    answer = client.get(f"/jobs/{job.pk}/part", {"then": "/customers"})
    assert answer.headers["HX-Redirect"] == "/customers"
    assert "hx-trigger" not in answer.content.decode()
    answer = client.get(f"/jobs/{job.pk}/part", {"then": "https://elsewhere.example/"})
    assert "HX-Redirect" not in answer.headers


def test_the_administrator_sees_the_schedule(cast):
    Due.ask(kind="journal.seal", slot=NOW, at=NOW)
    told = cast.client("he").get("/jobs").content.decode()
    assert "每 10 分钟" in told
    assert "每天 03:30" in told
    assert "11-23 10:10" in told
    assert "定时任务" not in cast.client("li").get("/jobs").content.decode()


def test_the_administrator_is_told_when_nobody_works(cast, job, monkeypatch):
    client = cast.client("he")
    assert "没有程序在执行" not in client.get("/jobs").content.decode()
    monkeypatch.setenv("TONGLU_NOW", (NOW + timedelta(minutes=3)).isoformat())
    assert "没有程序在执行" in client.get("/jobs").content.decode()
