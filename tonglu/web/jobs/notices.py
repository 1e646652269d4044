"""Sending notices: e-mails, the daily digest, and the posts of robots. The world is outside every transaction:

a message is sent at least once, and the log says once that it was; a worker that is killed between the two sends again.
An e-mail then carries the same Message-ID, by which mail programs know it; the robots' vendors have nothing like it.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from hashlib import sha256
from typing import Any
from urllib.parse import urlsplit

import httpx
from django.conf import settings
from django.core.mail import EmailMessage
from django.utils.translation import gettext as _
from django.utils.translation import override

from tonglu.base.errors import Refused
from tonglu.base.jobs.models import Job
from tonglu.base.jobs.run import Run
from tonglu.directory.notices.digest import awaited, people_awaiting
from tonglu.directory.notices.models import Dispatch, Notice, Post, Reach
from tonglu.directory.notices.signing import Message, call, refusal
from tonglu.directory.org.models import Company, Person
from tonglu.web.jobs.outside import NotAllowed, posted

TIMEOUT = 15.0  # seconds
SENT, FAILED = Dispatch.Outcome.SENT, Dispatch.Outcome.FAILED


class NotTaken(Exception):
    """The other side did not take the message."""


def language_of(person: Person) -> str:
    return person.account.language if person.account else settings.LANGUAGE_CODE


def absolute(link: str) -> str:
    return f"{settings.PUBLIC_URL}{link}"


def email(run: Run) -> Mapping[str, Any] | None:
    """One notice by e-mail; again does nothing."""
    notice = Notice.objects.select_related("person__account").get(pk=run.args["notice"])
    reach = Reach.objects.filter(person=notice.person).exclude(email="").first()
    done = Dispatch.objects.filter(notice=notice, channel=Dispatch.Channel.EMAIL, outcome=SENT)
    if reach is None or not settings.MAIL_ON or done.exists():
        return {"sent": 0}
    with override(language_of(notice.person)):
        subject, text = notice.title, _in_mail([notice])
    _mailed(run, [notice], Dispatch.Channel.EMAIL, reach.email, subject, text)
    return None


def digest(run: Run) -> Mapping[str, Any]:
    """Asks for the digest of everyone who has something in it."""
    day = Company.current().business_date(run.at).isoformat()
    people = people_awaiting(at=run.at) if settings.MAIL_ON else []
    for person in people:
        key = f"digest:{person.pk}:{day}"
        Job.ask(kind="notices.digest_one", by=None, at=run.at, args={"person": person.pk}, key=key)
    return {"people": len(people)}


def digest_one(run: Run) -> Mapping[str, Any] | None:
    """What a person chose to hear of daily, and has neither read nor been sent."""
    person = Person.objects.select_related("account").get(pk=run.args["person"])
    reach = Reach.objects.filter(person=person).exclude(email="").first()
    notices = list(awaited(person=person, at=run.at))
    if reach is None or not notices or not settings.MAIL_ON:
        return {"sent": 0}
    with override(language_of(person)):
        subject = _("通路：{n} 条通知").format(n=len(notices))
        text = _in_mail(notices)
    _mailed(run, notices, Dispatch.Channel.DIGEST, reach.email, subject, text)
    return None


def _in_mail(notices: Iterable[Notice]) -> str:
    blocks = ("\n".join(filter(None, [n.title, n.body, absolute(f"/notices/{n.pk}")])) for n in notices)
    choose = _("不想收到这类邮件，请在这里选择：{link}").format(link=absolute("/me/notices"))
    return "\n\n".join([*blocks, f"—\n{choose}\n"])


def message_id(notices: Iterable[Notice]) -> str:
    """The same for the same notices to the same person, however often they are sent."""
    said = [f"{notice.pk} {notice.person_id} {notice.at.isoformat()}" for notice in notices]
    host = urlsplit(settings.PUBLIC_URL).hostname or "localhost"
    return f"<{sha256(chr(10).join(said).encode()).hexdigest()[:32]}@{host}>"


def _mailed(run: Run, notices: list[Notice], channel: str, to: str, subject: str, text: str) -> None:
    try:
        headers = {"Message-ID": message_id(notices)}
        EmailMessage(" ".join(subject.split()), text, None, [to], headers=headers).send()
    except OSError as error:  # SMTPException is one
        _log(notices, channel=channel, outcome=FAILED, to=to, at=run.clock(), error=str(error))
        raise
    with run.effect() as result:
        _log(notices, channel=channel, outcome=SENT, to=to, at=run.clock())
        result["sent"] = len(notices)


def _log(notices: Iterable[Notice], **how: Any) -> None:
    Dispatch.objects.bulk_create(Dispatch(notice=notice, **how) for notice in notices)


def post(run: Run) -> Mapping[str, Any] | None:
    """One post by a robot; again does nothing, and nothing either when the robot is off by now."""
    found = Post.objects.select_related("robot").get(pk=run.args["post"])
    robot = found.robot
    if not robot.is_on or found.dispatches.filter(outcome=SENT).exists():
        return {"sent": 0}
    with override(settings.LANGUAGE_CODE):
        people = _("、").join(found.people)
        body = "\n".join(filter(None, [found.body, people and f"@{people}"]))
        message = Message(found.title, body, absolute(found.link), _("打开"))
    log = {"post": found, "channel": Dispatch.Channel.ROBOT, "to": robot.name}
    try:
        url, secret = robot.url.open(), robot.secret.open()
    except Refused as lost:
        Dispatch.objects.create(**log, outcome=FAILED, at=run.clock(), error=lost.reason)
        raise
    wanted = call(vendor=robot.vendor, url=url, secret=secret, message=message, at=run.clock())
    if error := _refused(robot.vendor, wanted.url, wanted.body):
        Dispatch.objects.create(**log, outcome=FAILED, at=run.clock(), error=error)
        raise NotTaken(error)
    with run.effect() as result:
        Dispatch.objects.create(**log, outcome=SENT, at=run.clock())
        result["sent"] = 1
    return None


def _refused(vendor: str, url: str, body: Mapping[str, Any]) -> str:
    """Sends it; what went wrong, empty when nothing did. The address, which is a secret, is never in it."""
    try:
        headers = {"Content-Type": "application/json"}
        with posted(url, content=json.dumps(body).encode(), headers=headers, timeout=TIMEOUT) as response:
            answer = json.loads(response.read()) if response.is_success else {}
    except (httpx.HTTPError, httpx.InvalidURL, NotAllowed, OSError) as error:
        return type(error).__name__
    except ValueError:
        return _("对方的回答看不懂")
    if not response.is_success:
        return f"HTTP {response.status_code}"
    return refusal(vendor=vendor, answer=answer if isinstance(answer, dict) else {})
