"""Pages that take too long to wait for: the same request is made again behind the page, and its file is kept.

What is made there is made by the same view, for the same person, in the same words: what he would not be given at
the desk he is not given by a job either.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, TypeVar

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import resolve
from django.utils.translation import gettext as _

from tonglu.base.errors import Refused
from tonglu.base.jobs.models import Job
from tonglu.base.jobs.run import Run
from tonglu.web import clock
from tonglu.web.middleware import Viewer

KIND = "export.make"
KEPT = timedelta(days=7)
# progress is told after so many rows: each time costs a query
STEP = 500
T = TypeVar("T")


@dataclass
class Behind:
    """What a view that runs behind the page has to do with its job; `later` is done with the job's end."""

    run: Run
    later: list[Callable[[], object]] = field(default_factory=list)


def behind(request: HttpRequest) -> Behind | None:
    """The job that makes this page; None when somebody waits for it."""
    return getattr(request, "behind", None)


def counted(request: HttpRequest, rows: Iterable[T], *, total: int, step: int = STEP) -> Iterator[T]:
    """The rows, with how far it is told to the job. Raises `Cancelled` when cancelling was asked."""
    job = behind(request)
    for n, row in enumerate(rows):
        if job and n % step == 0:
            job.run.progress(n, total)
        yield row
    if job:
        job.run.progress(total, total)


def told(request: HttpRequest, tell: Callable[[], object]) -> None:
    """Writes into the journal: now, or in the transaction that ends the job, so that it is written once."""
    if job := behind(request):
        job.later.append(tell)
    else:
        tell()


def make_behind(request: HttpRequest) -> HttpResponse:
    """Asks for this page to be made behind, and shows how far it is. Asked again meanwhile, it is the same job."""
    query = request.GET.copy()
    for key in ("unit", "period"):
        query.setdefault(key, request.session.get(key, ""))
    args = {"path": request.path, "query": query.urlencode()}
    key = hashlib.sha256(f"{request.path}?{args['query']}".encode()).hexdigest()[:32]
    who: Any = request.user
    asked = Job.ask(kind=KIND, by=who, at=clock.now(), args=args, key=f"{KIND}:{who.pk}:{key}")
    return redirect("job", pk=asked.pk)


def make(run: Run) -> Mapping[str, Any] | None:
    """The handler: the view is called as by the one who asked; its file is kept for a week."""
    match = resolve(run.args["path"])
    request = _request(run)
    request.behind = work = Behind(run)  # type: ignore[attr-defined]
    try:
        answer = Viewer(lambda seen: match.func(seen, *match.args, **match.kwargs))(request)
    except (Http404, PermissionDenied):
        raise Refused(_("这一页您已经不能打开")) from None
    name = answer.headers.get("Content-Disposition", "").partition("filename*=UTF-8''")[2]
    if answer.status_code != 200 or not name:
        raise Refused(_("没有做成文件；请在页面上再试一次"))
    file = kept(run.job)
    file.parent.mkdir(parents=True, exist_ok=True)
    part = file.with_suffix(f".{run.job.attempts}.part")
    part.write_bytes(answer.content)
    with run.effect() as result:
        for tell in work.later:
            tell()
        part.replace(file)
        result.update(size=len(answer.content), file=name, type=answer.headers["Content-Type"])
    return None


def _request(run: Run) -> HttpRequest:
    request = HttpRequest()
    request.method = "GET"
    request.path = request.path_info = run.args["path"]
    request.GET = QueryDict(run.args["query"])
    if run.by is None:
        raise Refused(_("没有登录的人不能导出"))
    request.user = run.by
    request.session = {}  # type: ignore[assignment]  # what is picked there is in the query
    return request


def kept(job: Job) -> Path:
    """Where the file of a job lies."""
    return Path(settings.FILES_DIR) / "exports" / f"{job.pk}"


def forget(*, at: datetime) -> Mapping[str, Any]:
    """Files of more than a week are gone; who needs one again asks again."""
    old = Job.objects.filter(kind=KIND, finished_at__lt=at - KEPT)
    gone = [file for job in old if (file := kept(job)).exists()]
    for file in gone:
        file.unlink()
    return {"files": len(gone)}
