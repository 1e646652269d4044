"""The chain is read on after each sealing and all of it at night; administrators are told of a break once."""

from __future__ import annotations

import pytest

from conftest import NOW
from tonglu.base.jobs.models import Job
from tonglu.base.journal.models import Entry, Seal, Verification, record
from tonglu.directory.notices.models import Notice
from tonglu.web.jobs.runner import work_off


def work(kind: str) -> dict[str, object]:
    job = Job.ask(kind=kind, by=None, at=NOW)
    work_off()
    job.refresh_from_db()
    assert job.state == Job.State.DONE
    return job.result


@pytest.fixture
def forged(cast):
    """A link that does not fit its entry, behind one that does."""
    record(verb="test.verb", obj=cast.sun, by=None, at=NOW)
    work("journal.seal")
    entry = record(verb="test.verb", obj=cast.sun, by=None, at=NOW)
    return Seal.objects.create(entry=entry, previous=Seal.objects.latest("id").digest, digest="0" * 64)


def test_what_is_sealed_is_read_on(cast):
    record(verb="test.verb", obj=cast.sun, by=None, at=NOW)
    waiting = Entry.objects.filter(seal=None).count()
    assert work("journal.seal") == {"sealed": waiting, "broken": None}
    found = Verification.latest_one()
    assert (found.at, found.seal_id, found.broken) == (NOW, Seal.objects.latest("id").pk, None)
    assert not Notice.objects.exists()


def test_administrators_are_told_of_a_break_once(cast, forged):
    assert work("journal.seal")["broken"] == forged.entry_id
    assert work("journal.seal")["broken"] == forged.entry_id
    notice = Notice.objects.get()
    assert (notice.person, notice.link, notice.urgent) == (cast.he, "/journal/chain", True)
    assert (notice.title, notice.body) == ("操作日志的哈希链断开", f"第 {forged.entry_id} 条与封存时不符")
    assert str(forged.entry_id) in cast.client("he").get(notice.link).content.decode()


def test_what_was_changed_behind_the_last_look_shows_at_night(cast, forged):
    Verification.objects.create(at=NOW, seal_id=forged.pk, digest=forged.digest)
    assert work("journal.seal")["broken"] is None
    assert work("journal.verify") == {"broken": forged.entry_id}
    assert (Notice.objects.get().person, Verification.latest_one().broken) == (cast.he, forged.entry_id)


def test_a_whole_chain_at_night_ends_the_alarm(cast):
    record(verb="test.verb", obj=cast.sun, by=None, at=NOW)
    work("journal.seal")
    Verification.objects.create(at=NOW, seal_id=0, broken=Entry.objects.first().pk)
    assert work("journal.verify") == {"broken": None}
    assert Verification.latest_one().broken is None
