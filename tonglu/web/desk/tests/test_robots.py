"""The robots of the group chats, set up by the administrator; what is secret is not shown again."""

from __future__ import annotations

import pytest

from conftest import NOW
from tonglu.base.jobs.models import Job
from tonglu.base.journal.models import Entry
from tonglu.directory.notices.models import Dispatch, Post, Robot

URL = "https://oapi.dingtalk.com/robot/send?access_token=0123456789abcdef"
SECRET = "SEC0123456789"


@pytest.fixture
def form(cast):
    return {
        "name": "铁西群",
        "vendor": "dingtalk",
        "unit": cast.units["tiexi"].pk,
        "url": URL,
        "secret": SECRET,
        "groups": ["orders", "plans"],
    }


@pytest.fixture
def robot(cast, form):
    cast.client("he").post("/robots/new", form)
    return Robot.objects.get()


def test_the_administrator_adds_one(cast, robot):
    assert (robot.name, robot.unit, robot.url.open(), robot.secret.open()) == (
        "铁西群",
        cast.units["tiexi"],
        URL,
        SECRET,
    )
    entry = Entry.objects.get(verb="robot.add")
    assert entry.facts == {
        "name": "铁西群",
        "unit": "TX",
        "vendor": "dingtalk",
        "groups": ["orders", "plans"],
    }


def test_its_address_and_secret_are_not_shown_again(cast, robot):
    client = cast.client("he")
    for page in ("/robots", f"/robots/{robot.pk}"):
        told = client.get(page).content.decode()
        assert "••••cdef" in told
        assert URL not in told
        assert SECRET not in told


def test_left_empty_they_stay_as_they_are(cast, robot, form):
    cast.client("he").post(f"/robots/{robot.pk}", form | {"url": "", "secret": "", "name": "铁西大群"})
    robot.refresh_from_db()
    assert (robot.name, robot.url.open(), robot.secret.open()) == ("铁西大群", URL, SECRET)
    assert Entry.objects.filter(verb="robot.change").count() == 1


@pytest.mark.parametrize(
    "wrong",
    [{"url": "http://example.com/x"}, {"unit": ""}, {"vendor": "fax"}, {"groups": ["gossip"]}, {"name": ""}],
)
def test_what_cannot_be_is_refused(cast, form, wrong):
    assert cast.client("he").post("/robots/new", form | wrong).status_code == 200
    assert not Robot.objects.exists()
    assert not Entry.objects.filter(verb="robot.add").exists()


def test_a_test_is_asked_for_and_its_outcome_shown(cast, robot):
    client = cast.client("he")
    client.post(f"/robots/{robot.pk}/test")
    post = Post.objects.get()
    assert (post.kind, Job.objects.get().args) == ("robot.test", {"post": post.pk})
    assert "排队中" in client.get(f"/robots/{robot.pk}").content.decode()
    Dispatch.objects.create(
        post=post, channel="robot", outcome="failed", to="铁西群", error="310000 sign not match", at=NOW
    )
    assert "sign not match" in client.get(f"/robots/{robot.pk}").content.decode()


def test_one_that_is_off_is_not_tested(cast, robot):
    client = cast.client("he")
    client.post(f"/robots/{robot.pk}/switch")
    robot.refresh_from_db()
    assert not robot.is_on
    assert Entry.objects.filter(verb="robot.off").count() == 1
    client.post(f"/robots/{robot.pk}/test")
    assert not Post.objects.exists()


def test_an_address_inside_is_refused_before_it_is_kept(cast, form, settings):
    settings.WEBHOOKS_PRIVATE = False
    answer = cast.client("he").post("/robots/new", form | {"url": "https://10.1.2.3/robot"}, follow=True)
    assert "10.1.2.3 是本机或内网的地址" in answer.content.decode()
    assert not Robot.objects.exists()
