"""What programs and workers left behind: tokens, robots, pushes that arrived and that did not, jobs, seals.

No address here can be reached: `.invalid` is nobody's name, for good. What a worker would send is sent by nobody; how it
went is written by the verbs that a worker uses.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, time, timedelta
from functools import partial
from typing import Any

from django_tasks_db.models import DBTaskResult

from tonglu.base.ids import new_id
from tonglu.base.jobs.models import Job
from tonglu.base.journal.models import Seal, Verification
from tonglu.directory.approvals.reminding import escalate, remind
from tonglu.directory.clients.models import Right, Token
from tonglu.directory.notices.models import Dispatch, Notice, Post, Robot
from tonglu.directory.org.models import Person
from tonglu.directory.webhooks.models import Push, Subscription
from tonglu.exchange.demo.life.scene import Scene

WORKER = "demo-worker-1"
HOURS = (8, 10, 12, 14, 16, 18, 19)  # of a working day, at which the worker looks
DAYS = 9
ERP, GONE = "https://erp.demo.invalid/tonglu", "https://old-erp.demo.invalid/hook"
CHAT = "https://qyapi.demo.invalid/cgi-bin/webhook/send?key=5f3c9a1e-0000-4000-8000-7d2b61c4e8a0"
DING = "https://oapi.demo.invalid/robot/send?access_token=000demo000demo000demo000demo4f1c"
TOO_MANY = 0.2  # of the posts are taken at the second try only
NO_ANSWER = "ConnectError: [Errno -2] Name or service not known"
TOLD = ["order.place", "order.release", "order.cancel", "leave.grant", "target.submit"]


def machines(scene: Scene) -> None:
    scene.agenda.put(scene.at(DAYS, 9, 5), partial(_tokens, scene))
    scene.agenda.put(scene.at(DAYS, 9, 30), partial(_robots, scene))
    scene.agenda.put(scene.at(DAYS, 10, 15), partial(_subscriptions, scene))
    scene.agenda.put(scene.at(2, 17, 50), partial(_robots_off, scene))
    for ago in range(DAYS, 0, -1):
        for hour in HOURS:
            scene.agenda.put(scene.at(ago, hour, 7), partial(_work, scene))
        scene.agenda.put(scene.at(ago, 20, 30), partial(_read, scene, ago))
        scene.agenda.put(scene.at(ago, 22), partial(_seal, scene, ago))


def _tokens(scene: Scene, at: datetime) -> None:
    """One that is used every day, one that nobody uses, one that was revoked."""
    admin = scene.staff.administrator.person
    erp = [Right.CUSTOMERS_READ, Right.ORDERS_READ, Right.ORDERS_WRITE, Right.CATALOG_READ]
    used = _token(admin, "ERP 同步", erp, 365, at)
    scene.agenda.put(scene.at(1, 18, 2), lambda later: used.see(at=later))
    _token(admin, "数据看板（试用）", [Right.METRICS_READ], 20, at + timedelta(minutes=3))
    clerk = scene.office(0).clerk
    leaked = _token(clerk.person, "内勤小工具", [Right.ORDERS_READ], 180, at + timedelta(minutes=9))
    leaked.see(at=scene.at(8, 16, 12))
    scene.agenda.put(
        scene.at(6, 9, 12), lambda later: leaked.revoke(by=scene.staff.administrator.account, at=later)
    )


def _token(person: Person, client: str, rights: list[Right], days: int, at: datetime) -> Token:
    until = at + timedelta(days=days)
    return Token.issue(person=person, client=client, rights=rights, expires_at=until, at=at)[0]


def _robots(scene: Scene, at: datetime) -> None:
    by, first = scene.staff.administrator.account, scene.office(0)
    chat = Robot(unit=first.unit, name=f"{first.unit.name}群", vendor=Robot.Vendor.WECOM, url=CHAT)
    ding = Robot(unit=scene.staff.unit, name="管理层群", vendor=Robot.Vendor.DINGTALK, url=DING)
    chat.groups, ding.groups, ding.secret = ["orders", "approvals"], ["targets"], "SECdemo0000"
    for n, robot in enumerate((chat, ding)):
        robot.set_up(by=by, at=at + timedelta(minutes=n))


def _robots_off(scene: Scene, at: datetime) -> None:
    """Nothing of what is tried out on the demo company is to be sent anywhere."""
    for n, robot in enumerate(Robot.objects.order_by("pk")):
        robot.switch(on=False, by=scene.staff.administrator.account, at=at + timedelta(minutes=n))


def _subscriptions(scene: Scene, at: datetime) -> None:
    """One that takes nearly everything, and one whose address is gone and that was stopped for it."""
    admin = scene.staff.administrator
    for url in (ERP, GONE):
        Subscription.subscribe(person=admin.person, url=url, verbs=TOLD, private=False, at=at)
    gone = Subscription.objects.get(url=GONE)
    scene.agenda.put(scene.at(5, 17, 30), lambda later: gone.stop(by=admin.account, at=later))
    # what it takes from now on is for whoever has an address of his own
    mine = Subscription.objects.get(url=ERP)
    scene.agenda.put(scene.at(1, 19, 20), lambda later: mine.stop(by=admin.account, at=later))


def _work(scene: Scene, at: datetime) -> None:
    """What a worker does in an hour: presses who has not answered, and sends what waits."""
    remind(at=at)
    escalate(at=at)
    for job in _due(at):
        taken = Job.begin(id=job.pk, worker=WORKER, at=at)
        if taken is not None:
            _done(scene, taken, at)


def _due(at: datetime) -> list[Job]:
    waiting = Job.objects.filter(state=Job.State.WAITING).order_by("asked_at", "pk")
    return [job for job in waiting if job.run_after is None or job.run_after <= at]


def _done(scene: Scene, job: Job, at: datetime) -> None:
    job.finish(result=_sent(scene, job, at), at=at + timedelta(seconds=1))
    # the queue need not carry again what is done
    DBTaskResult.objects.filter(id=job.carrier).delete()


def _sent(scene: Scene, job: Job, at: datetime) -> Mapping[str, Any]:
    if job.kind == "notices.post":
        return _posted(scene, Post.objects.get(pk=job.args["post"]), at)
    push = Push.objects.select_related("subscription", "entry").get(pk=job.args["push"])
    return _pushed(scene, push, at) if push.state == Push.State.WAITING else {"sent": 0}


def _posted(scene: Scene, post: Post, at: datetime) -> Mapping[str, Any]:
    tries = [(Dispatch.Outcome.SENT, "")]
    if scene.random.random() < TOO_MANY:
        tries.insert(0, (Dispatch.Outcome.FAILED, "45009 reach max api daily quota limit"))
    for n, (outcome, error) in enumerate(tries):
        Dispatch.objects.create(
            post=post,
            channel=Dispatch.Channel.ROBOT,
            outcome=outcome,
            to=post.robot.name,
            error=error,
            at=at + timedelta(minutes=n),
        )
    return {"sent": 1}


def _pushed(scene: Scene, push: Push, at: datetime) -> Mapping[str, Any]:
    """The old address never answers; the other one is overloaded now and then, and takes it the next time."""
    took = scene.random.randint(40, 420)
    if push.subscription.url == GONE:
        if push.subscription.stopped_at:
            push.give_up(error="the subscription was stopped", at=at)
        else:
            push.tried(status=None, error=NO_ANSWER, milliseconds=took, at=at)
        return {"status": None}
    busy = push.failures == 0 and scene.random.random() < 0.3
    status = 503 if busy else 200
    push.tried(status=status, error="503 Service Unavailable" if busy else "", milliseconds=took, at=at)
    return {"status": status}


def _read(scene: Scene, ago: int, at: datetime) -> None:
    """In the evening people read what they were told; of the last two days some have not."""
    for person in Person.objects.order_by("code"):
        if ago > 2 or scene.random.random() < 0.35:
            Notice.objects.filter(person=person, at__lt=at).read(at=at)


def _seal(scene: Scene, ago: int, at: datetime) -> None:
    """The chain of the journal grows day by day; it is verified at night. The jobs that do it keep their rows."""
    sealed = Seal.seal_all()
    night = datetime.combine(scene.days[ago - 1] + timedelta(days=1), time(2, 30), scene.world.zone)
    Verification.go_on(at=night)
    _job(scene, "journal.seal", at, result={"sealed": sealed})
    _job(scene, "journal.verify", night)
    if ago == 3:
        _job(
            scene, "export.make", at - timedelta(hours=5), error="OSError: [Errno 28] No space left on device"
        )


def begun(scene: Scene, *, at: datetime) -> None:
    """A job that a worker which is gone has begun: the next one finds it, and does it again."""
    _job(scene, "journal.verify", at - timedelta(seconds=40), running=True)


def _job(
    scene: Scene,
    kind: str,
    at: datetime,
    *,
    result: Mapping[str, Any] | None = None,
    error: str = "",
    running: bool = False,
) -> None:
    """A job of the past, by whom the clock asked; a failed one fails by its verb, which tells the administrator."""
    job = Job.objects.create(
        id=new_id(at=at, random=scene.random.getrandbits(74)),
        kind=kind,
        carrier=new_id(at=at, random=scene.random.getrandbits(74)),
        by=scene.office(0).clerk.account if error else None,
        asked_at=at,
        state=Job.State.RUNNING,
        attempts=1,
        worker=WORKER,
        started_at=at,
    )
    if error:
        job.fail(error=error, at=at + timedelta(seconds=4), again=False)
    elif not running:
        job.finish(result=result or {}, at=at + timedelta(seconds=1))
