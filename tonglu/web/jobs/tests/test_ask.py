from __future__ import annotations

from datetime import timedelta

from django.db import transaction
from django_tasks_db.models import DBTaskResult

from conftest import NOW
from tonglu.base.jobs.models import Job
from tonglu.web.jobs.runner import work_off


def test_a_job_is_asked_for_in_the_transaction_of_what_it_follows_from(cast):
    with transaction.atomic():
        Job.ask(kind="test", by=cast.sun.login, at=NOW)
        transaction.set_rollback(True)
    assert not Job.objects.exists()
    assert not DBTaskResult.objects.exists()


def test_a_job_is_carried_by_one_task(cast):
    job = Job.ask(kind="test", by=cast.sun.login, at=NOW, args={"n": 1})
    carrier = DBTaskResult.objects.get()
    assert carrier.pk == job.carrier
    assert carrier.args_kwargs["args"] == [str(job.pk)]
    assert (job.state, job.args, job.by) == (Job.State.WAITING, {"n": 1}, cast.sun.login)


def test_asking_again_with_the_same_key_gives_the_first_while_it_is_unfinished(cast, does):
    does("test", lambda run: None)
    first = Job.ask(kind="test", by=None, at=NOW, key="k")
    assert Job.ask(kind="test", by=None, at=NOW, key="k") == first
    assert Job.ask(kind="test", by=None, at=NOW) != first
    work_off()
    assert Job.ask(kind="test", by=None, at=NOW, key="k") != first


def test_a_job_waits_until_it_may_run(cast, does, monkeypatch):
    ran = []
    does("test", lambda run: ran.append(run.at))
    Job.ask(kind="test", by=None, at=NOW, run_after=NOW + timedelta(hours=1))
    work_off()
    assert ran == []
    later = NOW + timedelta(hours=1)
    monkeypatch.setenv("TONGLU_NOW", later.isoformat())
    work_off()
    assert ran == [later]
