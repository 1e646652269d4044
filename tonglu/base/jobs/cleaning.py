"""What the queue keeps for a while only."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django_tasks_db.models import DBTaskResult

from tonglu.base.jobs.models import Job


@transaction.atomic
def clean(*, done_before: datetime, failed_before: datetime) -> dict[str, int]:
    """Deletes jobs that ended before then, and what carried them; how many of each.

    A table that points to a job must let it go (`SET_NULL`): what is worth keeping stands in that table.
    """
    ended = Job.objects.filter(state__in=[Job.State.DONE, Job.State.CANCELLED], finished_at__lt=done_before)
    failed = Job.objects.filter(state=Job.State.FAILED, finished_at__lt=failed_before)
    jobs = ended.delete()[0] + failed.delete()[0]
    carriers = DBTaskResult.objects.filter(enqueued_at__lt=done_before).exclude(
        id__in=Job.objects.unfinished().values("carrier")
    )
    return {"jobs": jobs, "carriers": carriers.delete()[0]}
