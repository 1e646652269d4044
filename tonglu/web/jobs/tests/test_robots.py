"""Posts of robots, against a receiver on the wire that checks the signatures itself."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import DatabaseError, transaction

from conftest import NOW
from tonglu.base.jobs.models import Job
from tonglu.directory.notices.models import Dispatch, Post, Robot
from tonglu.directory.notices.notify import ask_to_post
from tonglu.directory.notices.signing import WECOM_BYTES, Message, call, refusal
from tonglu.web.jobs.runner import work_off
from tonglu.web.jobs.tests.receiver import Receiver, listening

SECRET = "SEC0123456789abcdef"
VENDORS = ["wecom", "dingtalk", "feishu"]


@pytest.fixture
def receiver(settings):
    settings.WEBHOOKS_PRIVATE = True
    with listening(Receiver(secret=SECRET, now=NOW.timestamp())) as receiver:
        yield receiver


@pytest.fixture
def post(cast, receiver):
    def post(vendor: str, *, secret: str = SECRET) -> Post:
        query = f"?key={secret}" if vendor == "wecom" else "?access_token=t" if vendor == "dingtalk" else ""
        robot = Robot.objects.create(
            unit=cast.units["tiexi"],
            name="铁西群",
            vendor=vendor,
            url=f"{receiver.url}/{vendor}{query}",
            secret="" if vendor == "wecom" else secret,
            groups=["orders"],
        )
        facts = {"person": "孙海波", "number": "O-1", "customer": "大润发"}
        made = Post(robot=robot, kind="order.held", facts=facts, link="/orders/1", at=NOW, people=["李主任"])
        ask_to_post(post=made)
        return made

    return post


@pytest.mark.parametrize("vendor", VENDORS)
def test_a_post_goes_out_signed_and_is_logged_once(receiver, post, vendor):
    made = post(vendor)
    work_off()
    dispatch = Dispatch.objects.get()
    assert (dispatch.post, dispatch.channel, dispatch.outcome, dispatch.to) == (
        made,
        Dispatch.Channel.ROBOT,
        Dispatch.Outcome.SENT,
        "铁西群",
    )
    said = str(receiver.taken[0])
    for words in ("孙海波 的订单 O-1 低于底价，等待放行", "客户 大润发", "@李主任", "/orders/1"):
        assert words in said


@pytest.mark.parametrize("vendor", VENDORS)
def test_a_wrong_secret_is_told_in_the_log_and_not_shown(receiver, post, vendor):
    made = post(vendor, secret="SECsomethingelse")
    work_off()
    dispatch = Dispatch.objects.get()
    assert dispatch.outcome == Dispatch.Outcome.FAILED
    assert dispatch.error.split()[0] in {"93000", "310000", "19021"}
    job = Job.objects.get()
    assert job.state == Job.State.WAITING
    assert "SECsomethingelse" not in dispatch.error + job.error
    assert made.robot.url.open() not in dispatch.error + job.error


def test_a_receiver_that_is_down_is_tried_again_and_sent_once(receiver, post, monkeypatch):
    receiver.broken = 2
    post("dingtalk")
    for minutes in (0, 1, 6):
        monkeypatch.setenv("TONGLU_NOW", (NOW + timedelta(minutes=minutes)).isoformat())
        work_off()
    outcomes = Dispatch.objects.order_by("id").values_list("outcome", "error")
    assert list(outcomes) == [("failed", "HTTP 503"), ("failed", "HTTP 503"), ("sent", "")]
    assert len(receiver.taken) == 1


def test_asked_twice_it_is_sent_once(receiver, post):
    made = post("feishu")
    Job.ask(kind="notices.post", by=None, at=NOW, args={"post": made.pk})
    work_off()
    assert receiver.calls == 1
    assert Dispatch.objects.count() == 1


def test_the_log_can_only_grow_and_holds_one_success(post):
    made = post("wecom")
    work_off()
    with pytest.raises(DatabaseError), transaction.atomic():
        Dispatch.objects.update(error="changed")
    with pytest.raises(DatabaseError), transaction.atomic():
        Dispatch.objects.all().delete()
    with pytest.raises(DatabaseError), transaction.atomic():
        Dispatch.objects.create(post=made, channel="robot", outcome="sent", to="x", at=NOW)


def test_a_robot_that_was_switched_off_meanwhile_is_silent(cast, receiver, post):
    made = post("wecom")
    made.robot.switch(on=False, by=cast.he.login, at=NOW)
    work_off()
    assert receiver.calls == 0


def test_a_long_message_is_cut_at_a_whole_character():
    message = Message("题", "长" * 3000, "https://x.example", "打开")
    sent = call(vendor="wecom", url="https://x", secret="", message=message, at=NOW)
    content = sent.body["markdown"]["content"]
    assert len(content.encode()) <= WECOM_BYTES
    assert "\ufffd" not in content


def test_an_answer_without_a_code_is_a_yes():
    assert refusal(vendor="feishu", answer={"StatusCode": 0, "StatusMessage": "success"}) == ""
    assert refusal(vendor="feishu", answer={"code": 19024, "msg": "Key Words Not Found"})
    assert refusal(vendor="wecom", answer={"errcode": 0, "errmsg": "ok"}) == ""


@pytest.mark.parametrize(
    "url", ["https://10.1.2.3/robot", "https://localhost/robot", "http://127.0.0.1:9/robot"]
)
def test_a_robot_reaches_neither_this_machine_nor_the_networks_behind_it(cast, settings, url):
    settings.WEBHOOKS_PRIVATE = False
    robot = Robot.objects.create(
        unit=cast.units["tiexi"], name="内网", vendor="wecom", url=url, groups=["orders"]
    )
    ask_to_post(
        post=Post(robot=robot, kind="robot.test", facts={"by": "何", "name": "内网"}, link="/", at=NOW)
    )
    work_off()
    assert Dispatch.objects.get().error == "NotAllowed"
