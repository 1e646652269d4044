"""Exports that are made behind the page: the same rows, told once, and for the one who asked alone."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse

from conftest import MONDAY, NOW
from tonglu.base.jobs.models import Job
from tonglu.base.journal.models import Entry
from tonglu.directory.org.models import Appointment
from tonglu.results.reports.models import DayReport
from tonglu.web import behind
from tonglu.web.desk import exports, reports
from tonglu.web.jobs.runner import work_off


@pytest.fixture(autouse=True)
def _small(monkeypatch) -> None:
    monkeypatch.setattr(exports, "AT_ONCE", 2)


@pytest.fixture
def asked(cast) -> Job:
    answer = cast.client("sun").get("/customers?q=sun&sort=-code&col=code&export=csv")
    job = Job.objects.get()
    assert answer.url == reverse("job", args=[job.pk])
    return job


def file(cast, job: Job, name: str = "sun"):
    return cast.client(name).get(reverse("job_file", args=[job.pk]))


def test_a_long_list_is_written_behind_the_page(cast, asked):
    assert not Entry.objects.filter(verb="list.export").exists()
    assert work_off() == 1
    asked.refresh_from_db()
    assert (asked.state, asked.done, asked.total) == (Job.State.DONE, 5, 5)
    lines = file(cast, asked).content.decode("utf-8-sig").split()
    assert lines == ["编码", "SUN5", "SUN4", "SUN3", "SUN2", "SUN1"]
    entry = Entry.objects.get(verb="list.export")
    assert (entry.by, entry.facts["rows"], entry.facts["columns"]) == (cast.sun.login, 5, ["code"])


def test_its_page_offers_the_file(cast, asked):
    page = reverse("job", args=[asked.pk])
    sun = cast.client("sun")
    assert "job-file" not in sun.get(page).content.decode()
    work_off()
    assert "job-file" in sun.get(page).content.decode()


def test_the_file_is_for_the_one_who_asked(cast, asked):
    work_off()
    assert file(cast, asked).status_code == 200
    assert {name: file(cast, asked, name).status_code for name in ("zhou", "li", "he")} == {
        "zhou": 404,
        "li": 404,
        "he": 404,
    }


def test_asked_twice_is_one_job(cast, asked):
    cast.client("sun").get("/customers?q=sun&sort=-code&col=code&export=csv")
    assert Job.objects.count() == 1


def test_the_pick_of_the_moment_goes_with_it(cast):
    wang = cast.client("wang")
    wang.get("/customers?unit=TX2")
    wang.get("/customers?export=csv")
    wang.get("/customers?unit=TX1")
    exports_of = [job.args["query"] for job in Job.objects.all()]
    assert len(exports_of) <= 1
    assert all("unit=TX2" in query for query in exports_of)


def test_who_may_no_longer_open_the_page_gets_nothing(cast, asked):
    Appointment.objects.filter(person=cast.sun).update(stop=MONDAY)
    work_off()
    asked.refresh_from_db()
    assert asked.state == Job.State.FAILED
    assert not behind.kept(asked).exists()
    assert not Entry.objects.filter(verb="list.export").exists()


def test_a_file_is_kept_for_a_week(cast, asked):
    work_off()
    assert behind.forget(at=NOW + timedelta(days=6)) == {"files": 0}
    assert behind.forget(at=NOW + timedelta(days=8)) == {"files": 1}
    assert "只留一周" in file(cast, asked).content.decode()


def test_a_stack_of_reports_is_one_file(cast, monkeypatch):
    monkeypatch.setattr(reports, "AT_ONCE", 1)
    for name in ("sun", "zhou"):
        DayReport.ensure(person=cast.people[name], position=cast.positions[name], on=MONDAY)
    li = cast.client("li")
    li.get(reverse("reports_paper", args=["xlsx"]), {"period": "2026-11-23"})
    work_off()
    job = Job.objects.get()
    assert (job.state, job.done) == (Job.State.DONE, 2)
    facts = Entry.objects.get(verb="paper.take").facts
    assert facts == {"name": "销售日报表-铁西一组-2026-11-23", "type": "xlsx", "documents": 2}


def test_without_reports_there_is_nothing_to_print(cast):
    answer = cast.client("li").get(reverse("reports_paper", args=["pdf"]))
    assert "没有日报可以打印" in answer.content.decode()
