"""One's own notices: read by opening, marked read by hand, counted by the bell; and how one wants to hear of them."""

from __future__ import annotations

from datetime import time

import pytest
from django.urls import resolve

from conftest import NOW
from tonglu.base.journal.models import Entry
from tonglu.directory.notices.models import Choice, Notice, Reach
from tonglu.directory.notices.notify import notify

FORM = {
    "app_plans": "on",
    "email_plans": "once",
    "email_orders": "off",
    "email": "sun@example.com",
    "quiet_from": "20:30",
    "quiet_until": "07:00",
}


@pytest.fixture
def told(cast):
    """Sun's three notices, oldest first."""
    for number in "123":
        facts = {"by": "李主任", "number": f"O-{number}", "customer": "大润发"}
        notify(kind="order.released", to=[cast.sun], facts=facts, link="/orders", at=NOW)
    return list(Notice.objects.order_by("id"))


def test_opening_a_notice_reads_it_and_leads_on(cast, told):
    answer = cast.client("sun").get(f"/notices/{told[0].pk}")
    assert (answer.status_code, answer.url) == (302, "/orders")
    told[0].refresh_from_db()
    assert told[0].read_at == NOW


def test_the_bell_counts_the_unread(cast, told):
    client = cast.client("sun")
    assert "通知，3 条未读" in client.get("/").content.decode()
    client.get(f"/notices/{told[0].pk}")
    assert "通知，2 条未读" in client.get("/").content.decode()


def test_unread_ones_come_first(cast, told):
    Notice.objects.filter(pk=told[2].pk).read(at=NOW)
    view = cast.client("sun").get("/notices").context["list"]
    assert [row.pk for row in view.page] == [told[1].pk, told[0].pk, told[2].pk]


def test_ticked_ones_are_marked_read_and_nobody_elses(cast, told):
    cast.client("zhou").post("/notices/read", {"row": [n.pk for n in told]})
    assert Notice.objects.unread().count() == 3
    cast.client("sun").post("/notices/read", {"row": [told[0].pk, told[1].pk]})
    assert list(Notice.objects.unread()) == [told[2]]


def test_all_are_marked_read(cast, told):
    client = cast.client("sun")
    client.post("/notices/read-all")
    assert not Notice.objects.unread().exists()
    said = client.post("/notices/read-all", {"next": "/notices"}, follow=True).content.decode()
    assert "没有未读的通知" in said


def test_anothers_notice_is_not_found(cast, told):
    assert cast.client("chen").get(f"/notices/{told[0].pk}").status_code == 404


def test_links_of_notices_lead_to_pages():
    for link in ("/plans/1", "/reports/E008/2026-11-23", "/targets/1", "/robots/1"):
        assert resolve(link)
    for link in ("/orders/", "/jobs/"):
        assert resolve(f"{link}018f3b5e-0000-7000-8000-000000000000")


def test_what_one_chooses_is_kept(cast):
    cast.client("sun").post("/me/notices/save", FORM)
    chosen = {(c.group, c.channel): c.how for c in Choice.objects.filter(person=cast.sun)}
    assert chosen["plans", "email"] == "once"
    assert chosen["orders", "email"] == "off"
    assert chosen["targets", "email"] == "digest"
    assert (chosen["plans", "app"], chosen["orders", "app"]) == ("once", "off")
    reach = Reach.objects.get(person=cast.sun)
    assert (reach.email, reach.quiet_from, reach.quiet_until) == ("sun@example.com", time(20, 30), time(7))
    assert Entry.objects.get(verb="notices.choose").by == cast.sun.login
    assert "20:30" in cast.client("sun").get("/me/notices").content.decode()


@pytest.mark.parametrize("wrong", [{"email": "nobody"}, {"quiet_from": "late"}])
def test_what_cannot_be_is_refused_and_nothing_is_kept(cast, wrong):
    cast.client("sun").post("/me/notices/save", FORM | wrong)
    assert not Choice.objects.exists()
    assert not Reach.objects.exists()


def test_one_is_told_when_there_is_no_mail_server(cast, settings):
    assert "邮件还没有开通" in cast.client("sun").get("/me/notices").content.decode()
    settings.MAIL_ON = True
    assert "邮件还没有开通" not in cast.client("sun").get("/me/notices").content.decode()
