from __future__ import annotations

from datetime import timedelta

import pytest

from conftest import NOW
from tonglu.base.jobs.models import Job
from tonglu.directory.notices.models import Choice, Dispatch, Notice, Reach
from tonglu.directory.notices.notify import notify
from tonglu.web.jobs.runner import work_off


@pytest.fixture
def sun(cast, settings):
    settings.MAIL_ON = True
    settings.PUBLIC_URL = "https://sales.example.com"
    Reach.objects.create(person=cast.sun, email="sun@example.com")
    return cast.sun


def tell(person, *, kind="report.signed", words="辛苦", at=NOW):
    facts = {"by": "李主任", "person": person.name, "day": "2026-11-20", "words": words}
    notify(kind=kind, to=[person], facts=facts, link="/reports/E008/2026-11-20", at=at)


def choose(person, how):
    Choice.objects.create(person=person, group="plans", channel=Choice.Channel.EMAIL, how=how)


def test_a_notice_is_mailed_once_with_a_link(sun, mailoutbox):
    choose(sun, Choice.How.ONCE)
    tell(sun)
    notice = Notice.objects.get()
    Job.ask(kind="notices.email", by=None, at=NOW, args={"notice": notice.pk})
    work_off()
    (mail,) = mailoutbox
    assert (mail.subject, mail.to) == ("李主任 批示了 孙海波 2026-11-20 的日报", ["sun@example.com"])
    assert "辛苦" in mail.body
    assert f"https://sales.example.com/notices/{notice.pk}" in mail.body
    assert [(d.channel, d.outcome, d.to) for d in Dispatch.objects.all()] == [
        ("email", "sent", "sun@example.com")
    ]


def test_a_mail_that_is_sent_again_is_known_by_its_message_id(sun, mailoutbox, killed_after_sending):
    choose(sun, Choice.How.ONCE)
    tell(sun)
    killed_after_sending()
    tell(sun, words="别的")
    work_off()
    first, again, other = (mail.extra_headers["Message-ID"] for mail in mailoutbox)
    assert (first == again, first == other) == (True, False)
    assert first.endswith("@sales.example.com>")
    assert [dispatch.outcome for dispatch in Dispatch.objects.all()] == ["sent", "sent"]


def test_a_mail_server_that_is_away_is_tried_again(sun, mailoutbox, monkeypatch):
    def away(*_arguments, **_named):
        raise ConnectionRefusedError("no server")

    choose(sun, Choice.How.ONCE)
    tell(sun)
    with monkeypatch.context() as patch:
        patch.setattr("tonglu.web.jobs.notices.EmailMessage.send", away)
        work_off()
    monkeypatch.setenv("TONGLU_NOW", (NOW + timedelta(minutes=1)).isoformat())
    work_off()
    assert len(mailoutbox) == 1
    assert [d.outcome for d in Dispatch.objects.order_by("id")] == ["failed", "sent"]


def test_the_digest_gathers_what_was_neither_read_nor_mailed(sun, cast, mailoutbox):
    tell(sun, words="一")
    tell(sun, words="二")
    tell(sun, words="读过的")
    Notice.objects.filter(pk=Notice.objects.first().pk).read(at=NOW)
    tell(sun, kind="dayplan.returned", words="急")
    tell(cast.zhou, words="没有地址")
    Job.ask(kind="notices.digest", by=None, at=NOW)
    work_off()
    urgent, digest = mailoutbox
    assert urgent.subject == "李主任 退回了 孙海波 2026-11-20 的拜访计划"
    assert digest.subject == "通路：2 条通知"
    assert "一" in digest.body
    assert "读过的" not in digest.body
    assert Dispatch.objects.filter(channel="digest", outcome="sent").count() == 2


def test_tomorrows_digest_does_not_repeat_todays(sun, mailoutbox, monkeypatch):
    tell(sun)
    for day in range(2):
        now = NOW + timedelta(days=day)
        monkeypatch.setenv("TONGLU_NOW", now.isoformat())
        Job.ask(kind="notices.digest", by=None, at=now)
        work_off()
    assert len(mailoutbox) == 1


def test_who_chose_otherwise_has_no_digest(sun, mailoutbox):
    choose(sun, Choice.How.OFF)
    tell(sun)
    Job.ask(kind="notices.digest", by=None, at=NOW)
    work_off()
    assert mailoutbox == []
