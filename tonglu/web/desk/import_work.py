"""How the office sets an import going, behind the page."""

from __future__ import annotations

from django.utils.translation import gettext as _

from tonglu.base.errors import Refused
from tonglu.base.jobs.models import Job
from tonglu.exchange.imports.models import Import
from tonglu.web import clock
from tonglu.web.desk.acts import DeskRequest

KIND = "imports.run"


def _key(found: Import) -> str:
    """One job at a time for an import."""
    return f"import-{found.pk}"


def ask(request: DeskRequest, found: Import, *, dry: bool) -> str:
    """Asks for a trial, or for taking it in; what to say. Raises Refused when it was taken in already."""
    if found.done is not None:
        raise Refused(_("{file} 已经导入过；要再导入请重新上传"), file=found.file, code="done")
    args = {"import": found.pk, "dry": dry}
    Job.ask(kind=KIND, by=request.user, at=clock.now(), args=args, key=_key(found))
    return _("开始试运行") if dry else _("开始导入")


def job_of(found: Import) -> Job | None:
    """The last work on it, while it goes on or when it failed."""
    job = Job.objects.filter(kind=KIND, key=_key(found)).order_by("-id").first()
    return job if job and job.state != Job.State.DONE else None
