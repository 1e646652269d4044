"""Jobs: what waits, what runs and how far, what went wrong, and what runs by the clock."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

from django.db.models import Count, Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext, pgettext_lazy

from tonglu.base.errors import Refused
from tonglu.base.jobs.models import RETRIABLE, Due, Job, JobQuerySet
from tonglu.directory.org.models import Role
from tonglu.web import clock
from tonglu.web.behind import KIND, kept
from tonglu.web.desk.acts import DeskRequest, act
from tonglu.web.desk.columns import Column, Text
from tonglu.web.desk.journal import history
from tonglu.web.desk.journal_words import in_words
from tonglu.web.desk.listing import Filter, Listing
from tonglu.web.jobs.due import Daily, Every
from tonglu.web.jobs.names import NAMES, kind_name
from tonglu.web.jobs.table import SCHEDULE
from tonglu.web.viewing import viewing

TONES = {
    Job.State.WAITING: "",
    Job.State.RUNNING: "info",
    Job.State.DONE: "good",
    Job.State.FAILED: "bad",
    Job.State.CANCELLED: "",
}
# a job that could run and has waited so long tells that there is no worker
PATIENCE = timedelta(minutes=2)
SHOWN = 5


def visible(request: DeskRequest) -> JobQuerySet:
    """Everybody's to the administrator, one's own to everyone else."""
    rows = Job.objects.select_related("by__person")
    return rows if Role.ADMINISTRATOR in request.scope.roles else rows.asked_by(request.user)


def who(job: Job) -> str:
    """The person behind the account; what runs by the clock has none."""
    if job.by is None:
        return _("系统")
    person = getattr(job.by, "person", None)
    return person.name if person else job.by.username


def seconds(job: Job) -> str | None:
    """How long the last attempt took; of one at work, so far."""
    if job.started_at is None or job.state == Job.State.WAITING:
        return None
    took = ((job.finished_at or clock.now()) - job.started_at).total_seconds()
    return _("{n} 秒").format(n=max(round(took), 0))


def outcome(job: Job) -> str:
    return job.error or in_words(job.result)


def _kinds() -> Iterable[tuple[str, Text]]:
    return NAMES.items()


LISTING = Listing(
    name="jobs",
    href=lambda job: reverse("job", args=[job.pk]),
    columns=[
        Column("kind", pgettext_lazy("job", "任务"), lambda j: kind_name(j.kind), sort="kind"),
        Column(
            "state",
            gettext_lazy("状态"),
            lambda j: (j.get_state_display(), TONES[Job.State(j.state)]),
            kind="tone",
            sort="state",
        ),
        Column("asked", gettext_lazy("提出"), lambda j: j.asked_at, kind="moment", sort="asked_at"),
        Column("by", gettext_lazy("谁"), who, sort="by__username"),
        Column("started", gettext_lazy("开始"), lambda j: j.started_at, kind="moment", sort="started_at"),
        Column("took", gettext_lazy("用时"), seconds),
        Column("attempts", gettext_lazy("次数"), lambda j: j.attempts, kind="count", sort="attempts"),
        Column("outcome", gettext_lazy("结果"), outcome, kind="wide"),
        Column(
            "after",
            gettext_lazy("不早于"),
            lambda j: j.run_after,
            kind="moment",
            sort="run_after",
            extra=True,
        ),
        Column("worker", gettext_lazy("执行程序"), lambda j: j.worker, extra=True),
    ],
    filters=[
        Filter(
            "state",
            gettext_lazy("状态"),
            lambda: Job.State.choices,
            lambda rows, state: rows.filter(state=state),
        ),
        Filter("kind", pgettext_lazy("job", "任务"), _kinds, lambda rows, kind: rows.filter(kind=kind)),
    ],
    search=("kind", "error", "by__person__name", "by__username"),
    search_hint=gettext_lazy("错误、人员"),
    order="-asked",
    empty=gettext_lazy("还没有后台任务"),
    empty_hint=gettext_lazy("大的导入导出、发通知、封存日志都在后台做；做到哪里，这里看得到。"),
)


def jobs(request: DeskRequest) -> HttpResponse:
    rows = visible(request)
    all_of_them = Role.ADMINISTRATOR in request.scope.roles
    context = {
        "title": pgettext("page", "后台任务"),
        "heading": _("后台在做什么，做成了吗？"),
        "counts": _counts(rows),
        "running": rows.filter(state=Job.State.RUNNING).order_by("started_at")[:SHOWN],
        "schedule": _schedule(clock.now()) if all_of_them else [],
        "idle": all_of_them and _nobody_works(rows),
    }
    return LISTING.respond(request, rows, template="jobs.html", context=context)


def _counts(rows: JobQuerySet) -> dict[str, int]:
    failed_today = Q(state=Job.State.FAILED, finished_at__gte=clock.now() - timedelta(days=1))
    return rows.aggregate(
        waiting=Count("pk", filter=Q(state=Job.State.WAITING)),
        running=Count("pk", filter=Q(state=Job.State.RUNNING)),
        failed=Count("pk", filter=Q(state=Job.State.FAILED)),
        failed_today=Count("pk", filter=failed_today),
    )


def _nobody_works(rows: JobQuerySet) -> bool:
    due = Q(run_after=None) | Q(run_after__lt=clock.now() - PATIENCE)
    waiting = rows.filter(due, state=Job.State.WAITING, asked_at__lt=clock.now() - PATIENCE)
    return waiting.exists() and not rows.filter(state=Job.State.RUNNING).exists()


@dataclass(frozen=True, slots=True)
class Scheduled:
    """A kind that runs by the clock: when, what became of the last run, and when it is next."""

    name: Text
    when: str
    last: Job | None
    tone: str
    next: datetime


def _schedule(now: datetime) -> list[Scheduled]:
    latest = {due.kind: due.job for due in Due.objects.select_related("job")}
    return [_scheduled(kind, due, latest.get(kind), now) for kind, due in SCHEDULE.items()]


def _scheduled(kind: str, due: Every | Daily, last: Job | None, now: datetime) -> Scheduled:
    tone = TONES[Job.State(last.state)] if last else ""
    return Scheduled(kind_name(kind), when_in_words(due), last, tone, due.next(viewing().local(now)))


def when_in_words(due: Every | Daily) -> str:
    if isinstance(due, Daily):
        return _("每天 {time}").format(time=f"{due.at:%H:%M}")
    return ngettext("每 {n} 分钟", "每 {n} 分钟", due.minutes).format(n=due.minutes)


def job(request: DeskRequest, pk: UUID) -> HttpResponse:
    found = get_object_or_404(visible(request), pk=pk)
    context: dict[str, Any] = {
        "title": kind_name(found.kind),
        "crumbs": [(reverse("jobs"), pgettext("page", "后台任务"))],
        "job": found,
        "tone": TONES[Job.State(found.state)],
        "who": who(found),
        "took": seconds(found),
        "retriable": found.state in RETRIABLE,
        "has_file": found.kind == KIND and found.by == request.user and kept(found).exists(),
        "args": in_words(found.args),
        "result": in_words(found.result),
        "history": history(found),
    }
    return render(request, "job.html", context)


def job_file(request: DeskRequest, pk: UUID) -> HttpResponse:
    """The file that an export made, for the one who asked for it and nobody else."""
    found = get_object_or_404(Job.objects.asked_by(request.user), pk=pk, kind=KIND, state=Job.State.DONE)
    file = kept(found)
    if not file.exists():
        raise Refused(_("导出的文件只留一周；请重新导出"))
    answer = HttpResponse(file.read_bytes(), content_type=found.result["type"])
    answer["Content-Disposition"] = f"attachment; filename*=UTF-8''{found.result['file']}"
    return answer


def job_part(request: DeskRequest, pk: UUID) -> HttpResponse:
    """How far a job is; asks again by itself while it goes on. When it is done, the page goes to `then`, if given."""
    found = get_object_or_404(visible(request), pk=pk)
    then = request.GET.get("then", "")
    safe = url_has_allowed_host_and_scheme(then, {request.get_host()}, require_https=request.is_secure())
    here = urlsplit(request.headers.get("HX-Current-URL", "")).path or reverse("job", args=[pk])
    if not found.finished:
        return render(request, "parts/job.html", {"job": found, "next": here, "then": then if safe else ""})
    answer = render(request, "parts/job.html", {"job": found, "next": here})
    if safe and found.state == Job.State.DONE:
        answer.headers["HX-Redirect"] = then
    else:
        answer.headers["HX-Refresh"] = "true"  # the page around it has more to say now
    return answer


@act
def cancel(request: DeskRequest, pk: UUID) -> str:
    found = get_object_or_404(visible(request), pk=pk)
    found.cancel(by=request.user, at=clock.now())
    if found.state == Job.State.CANCELLED:
        return _("任务已取消")
    return _("已请它停下；写入已经开始的话，会写完")


@act
def retry(request: DeskRequest, pk: UUID) -> str:
    found = get_object_or_404(visible(request), pk=pk)
    found.retry(by=request.user, at=clock.now())
    return _("任务已重新排队")
