from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils.translation import override

from conftest import NOW
from tonglu.base.jobs.models import Job
from tonglu.directory.notices.models import Choice, Notice, Post, Reach, Robot
from tonglu.directory.notices.notify import notify

NIGHT = NOW.replace(hour=22)
MORNING = NOW.replace(hour=8) + timedelta(days=1)


@pytest.fixture
def tell(cast, settings):
    settings.MAIL_ON = True

    def tell(*names, kind="dayplan.signed", at=NOW, key=""):
        facts = {"by": "李主任", "person": "孙海波", "day": "2026-11-24", "words": "好{的}"}
        people = [cast.people[name] for name in names]
        notify(kind=kind, to=people, facts=facts, link="/plans/1", at=at, key=key)

    return tell


def choose(person, how, group="plans"):
    Reach.objects.update_or_create(person=person, defaults={"email": f"{person.code}@example.com"})
    Choice.objects.create(person=person, group=group, channel=Choice.Channel.EMAIL, how=how)


def test_everyone_named_gets_a_row_of_his_own(cast, tell):
    tell("sun", "zhou", "sun")
    assert sorted(n.person.name for n in Notice.objects.all()) == ["周敏", "孙海波"]
    notice = Notice.objects.first()
    assert (notice.group, notice.link, notice.read_at) == ("plans", "/plans/1", None)
    assert notice.title == "李主任 签核了 孙海波 2026-11-24 的拜访计划"
    assert notice.body == "好{的}"


def test_words_are_put_together_when_they_are_shown(cast, tell):
    tell("sun")
    notice = Notice.objects.get()
    notice.facts = {"by": "Li"}
    with override("zh-hans"):
        assert notice.title.startswith("Li 签核了")


def test_with_a_key_one_is_told_once(cast, tell):
    tell("sun", key="k")
    tell("sun", "zhou", key="k")
    assert Notice.objects.count() == 2
    tell("sun", key="other")
    assert Notice.objects.count() == 3


def test_without_an_address_nothing_but_the_app(cast, tell):
    tell("sun", kind="dayplan.returned")
    assert not Job.objects.exists()


def test_who_chose_at_once_is_mailed_at_once(cast, tell):
    choose(cast.sun, Choice.How.ONCE)
    tell("sun")
    job = Job.objects.get()
    assert (job.kind, job.args, job.run_after) == ("notices.email", {"notice": Notice.objects.get().pk}, None)


def test_in_quiet_hours_it_is_held_until_the_morning(cast, tell):
    choose(cast.sun, Choice.How.ONCE)
    tell("sun", at=NIGHT)
    assert Job.objects.get().run_after == MORNING


def test_what_is_urgent_breaks_into_quiet_hours_and_passes_the_digest_by(cast, tell):
    choose(cast.sun, Choice.How.DIGEST)
    tell("sun", kind="dayplan.returned", at=NIGHT)
    assert Job.objects.get().run_after is None


def test_who_wants_none_gets_none_however_urgent(cast, tell):
    choose(cast.sun, Choice.How.OFF)
    tell("sun", kind="dayplan.returned")
    assert not Job.objects.exists()


def test_who_chose_the_digest_or_nothing_at_all_waits_for_it(cast, tell):
    choose(cast.sun, Choice.How.DIGEST)
    Reach.objects.create(person=cast.zhou, email="zhou@example.com")
    tell("sun", "zhou")
    assert not Job.objects.exists()


def test_without_a_mail_server_nothing_is_asked_for(cast, tell, settings):
    settings.MAIL_ON = False
    choose(cast.sun, Choice.How.ONCE)
    tell("sun")
    assert not Job.objects.exists()
    assert Notice.objects.count() == 1


def test_a_robot_posts_once_what_concerns_the_people_of_its_unit(cast, tell):
    robot = {"vendor": "wecom", "url": "https://x.example/1"}
    mine = Robot.objects.create(unit=cast.units["tiexi"], name="铁西群", groups=["plans"], **robot)
    Robot.objects.create(unit=cast.units["huanggu"], name="皇姑群", groups=["plans"], **robot)
    Robot.objects.create(unit=cast.units["tiexi"], name="只管订单", groups=["orders"], **robot)
    Robot.objects.create(unit=cast.units["tiexi"], name="停了", groups=["plans"], is_on=False, **robot)
    tell("sun", "wu", key="k")
    tell("sun", "zhou", key="k")
    post = Post.objects.get()
    assert (post.robot, sorted(post.people)) == (mine, ["吴迪", "孙海波"])
    assert [job.kind for job in Job.objects.all()] == ["notices.post"]


def test_marking_read_is_for_the_unread(cast, tell):
    tell("sun")
    tell("sun")
    assert Notice.objects.read(at=NOW) == 2
    assert Notice.objects.read(at=NIGHT) == 0
    assert {n.read_at for n in Notice.objects.all()} == {NOW}


def test_a_group_one_does_not_want_in_the_app_leaves_the_bell_alone(cast, tell):
    tell("sun")
    assert Notice.objects.on_the_bell().count() == 1
    Choice.objects.create(person=cast.sun, group="plans", channel=Choice.Channel.APP, how=Choice.How.OFF)
    assert Notice.objects.on_the_bell().count() == 0
    assert Notice.objects.unread().count() == 1


def test_nobody_reads_anothers(cast, tell):
    tell("sun")
    assert Notice.objects.visible_to(cast.sun.scope(on=NOW.date())).count() == 1
    assert Notice.objects.visible_to(cast.chen.scope(on=NOW.date())).count() == 0
