"""A sheet taken in behind the page: once, or not at all."""

from __future__ import annotations

import os
from contextlib import nullcontext
from datetime import timedelta
from pathlib import Path

import pytest

from conftest import MONDAY, NOW
from tonglu.base.jobs.models import Job
from tonglu.base.journal.models import Entry
from tonglu.customers.cards.models import Customer
from tonglu.exchange.imports.models import Import
from tonglu.web.jobs.runner import run, work_off


@pytest.fixture
def job(cast):
    scope = cast.qian.scope(on=MONDAY)
    rows = "客户名称,地址\n" + "".join(f"新店{n},甲街{n}号\n" for n in range(3000))
    brought = Import.bring(
        noun="customers", file="list.csv", content=rows.encode(), by=cast.qian.login, scope=scope, at=NOW
    )
    args = {"import": brought.pk, "dry": False}
    return Job.ask(kind="imports.run", by=cast.qian.login, at=NOW, args=args)


class Impatient:
    """Someone who wants it stopped as soon as writing has begun."""

    def __init__(self) -> None:
        self.seen: list[int] = []

    def watching(self, run):
        return nullcontext()

    def beat(self, run) -> bool:
        self.seen.append(run.done)
        return run.done > 400


def test_the_end_of_the_job_and_its_effect_are_one(cast, job):
    assert work_off() == 1
    job.refresh_from_db()
    assert (job.state, job.result) == (Job.State.DONE, {"rows": 3000, "created": 3000})
    assert Import.objects.get().done.counts["created"] == 3000

    Job.ask(kind="imports.run", by=cast.qian.login, at=NOW, args=job.args)
    work_off()
    assert Customer.objects.filter(name__startswith="新店").count() == 3000
    assert Entry.objects.filter(verb="import.customers").count() == 1


def test_who_cancels_it_in_the_middle_of_writing_finds_nothing_written(job):
    heart = Impatient()
    run(job.pk, heart=heart)

    job.refresh_from_db()
    assert job.state == Job.State.CANCELLED
    assert heart.seen == sorted(heart.seen)
    assert not Customer.objects.filter(name__startswith="新店").exists()
    assert Import.objects.get().done is None


def aged(path: Path, **ago: float) -> None:
    then = (NOW - timedelta(**ago)).timestamp()
    os.utime(path, (then, then))


def test_sheets_are_forgotten_after_ninety_days_and_what_became_of_them_is_not(cast):
    content = "客户名称,渠道\n新店,火星\n".encode()
    scope = cast.qian.scope(on=MONDAY)

    def bring(text: bytes) -> Import:
        return Import.bring(
            noun="customers", file="a.csv", content=text, by=cast.qian.login, scope=scope, at=NOW
        )

    old, again, young = bring(content), bring(content + "甲,\n".encode()), bring(content + "乙,\n".encode())
    for one in (old, again, young):
        Job.ask(kind="imports.run", by=cast.qian.login, at=NOW, args={"import": one.pk, "dry": False})
    work_off()
    run = old.done
    for path in (old.path, again.path, run.errors_path):
        aged(path, days=90, minutes=1)
    aged(young.path, days=89)
    bring(content + "甲,\n".encode())

    forget = Job.ask(kind="imports.forget", by=None, at=NOW)
    work_off()
    forget.refresh_from_db()
    assert (forget.result, old.path.exists(), run.errors_kept) == ({"files": 2}, False, False)
    assert again.path.exists()
    assert young.path.exists()
    client = cast.client("qian")
    assert client.get(f"/imports/{old.pk}").status_code == 200
    assert client.get(f"/imports/{old.pk}/errors.xlsx").status_code == 404
