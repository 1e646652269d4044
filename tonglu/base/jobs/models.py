from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.core.serializers.json import DjangoJSONEncoder
from django.db import IntegrityError, models, transaction
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from tonglu.base.accounts.models import Account
from tonglu.base.errors import Refused
from tonglu.base.ids import new_id
from tonglu.base.jobs import queue
from tonglu.base.jobs.rules import runs_again, wait_after
from tonglu.base.journal.models import record


class Lost(Exception):
    """This attempt is no longer the one that counts: the job was given to another worker, or ended."""


class JobQuerySet(models.QuerySet["Job"]):
    def asked_by(self, account: Account) -> JobQuerySet:
        return self.filter(by=account)

    def unfinished(self) -> JobQuerySet:
        return self.filter(state__in=UNFINISHED)


class Job(models.Model):
    """Work for a worker 后台任务. `args` go to the handler of its `kind`; `result` is what it returned.

    `attempts` counts how often a worker took it, and is the lease: only the latest attempt may finish it. `failures`
    and `losses` (the worker was killed) count the attempts that did not end well. `done` of `total` is its progress,
    in the handler's own unit; a `total` of 0 means unknown.
    """

    class State(models.TextChoices):
        WAITING = "waiting", pgettext_lazy("job", "等待")
        RUNNING = "running", pgettext_lazy("job", "进行中")
        DONE = "done", _("已完成")
        FAILED = "failed", _("失败")
        CANCELLED = "cancelled", _("已取消")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    kind = models.CharField(max_length=64, db_index=True)
    args = models.JSONField(default=dict, encoder=DjangoJSONEncoder)
    key = models.CharField(max_length=200, blank=True)
    by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, related_name="+")
    asked_at = models.DateTimeField()
    run_after = models.DateTimeField(null=True)
    state = models.CharField(max_length=16, choices=State.choices, default=State.WAITING)
    # the django-tasks row that carries it now
    carrier = models.UUIDField()
    attempts = models.PositiveSmallIntegerField(default=0)
    failures = models.PositiveSmallIntegerField(default=0)
    losses = models.PositiveSmallIntegerField(default=0)
    worker = models.CharField(max_length=120, blank=True)
    started_at = models.DateTimeField(null=True)
    # a worker that lives moves it on; who watches needs to compare no two clocks
    beats = models.PositiveIntegerField(default=0)
    finished_at = models.DateTimeField(null=True)
    stop_asked_at = models.DateTimeField(null=True)
    done = models.PositiveBigIntegerField(default=0)
    total = models.PositiveBigIntegerField(default=0)
    result = models.JSONField(default=dict, encoder=DjangoJSONEncoder)
    error = models.TextField(blank=True)

    objects = JobQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]
        indexes = [models.Index(fields=["state", "run_after"])]
        constraints = [
            models.UniqueConstraint(
                fields=["key"],
                condition=models.Q(state__in=["waiting", "running"]) & ~models.Q(key=""),
                name="jobs_job_one_unfinished_per_key",
            )
        ]

    @classmethod
    def ask(
        cls,
        *,
        kind: str,
        by: Account | None,
        at: datetime,
        args: Mapping[str, Any] | None = None,
        key: str = "",
        run_after: datetime | None = None,
    ) -> Job:
        """Asks for work in the caller's transaction: if that is rolled back, nothing was asked.

        With a `key`, asking again while the first is unfinished gives the first. Not before `run_after`, if given.
        """
        job = cls(kind=kind, by=by, asked_at=at, args=dict(args or {}), key=key, run_after=run_after)
        if not key:
            return job._put()
        if first := cls.objects.unfinished().filter(key=key).first():
            return first
        try:
            return job._put()
        except IntegrityError:
            # another asked at the same moment
            return cls.objects.unfinished().filter(key=key).first() or job._put()

    @transaction.atomic
    def _put(self) -> Job:
        self.carrier = queue.enqueue(job=self.id, kind=self.kind, run_after=self.run_after)
        self.save(force_insert=True)
        return self

    @property
    def finished(self) -> bool:
        return self.state not in UNFINISHED

    # --- a worker's verbs; the job's own row is their record -----------------------------------------------------

    @classmethod
    def begin(cls, *, id: UUID, worker: str, at: datetime) -> Job | None:
        """A worker takes a waiting job; None when it no longer waits."""
        taken = cls.objects.filter(id=id, state=cls.State.WAITING).update(
            state=cls.State.RUNNING,
            attempts=models.F("attempts") + 1,
            worker=worker,
            started_at=at,
            beats=0,
            done=0,
            total=0,
        )
        return cls.objects.select_related("by").get(id=id) if taken else None

    def _mine(self) -> JobQuerySet:
        """The row, as long as this attempt is the one that counts."""
        return Job.objects.filter(pk=self.pk, state=Job.State.RUNNING, attempts=self.attempts)

    def beat(self, *, done: int, total: int) -> bool:
        """Tells that the worker lives, and how far it is; whether this attempt still counts."""
        return bool(self._mine().update(beats=models.F("beats") + 1, done=done, total=total))

    def finish(self, *, result: Mapping[str, Any], done: int = 0, total: int = 0, at: datetime) -> None:
        """Ends well; in the transaction of the effect, which `Lost` rolls back."""
        self._end(state=Job.State.DONE, at=at, result=dict(result), done=done, total=total, error="")

    @transaction.atomic
    def fail(self, *, error: str, at: datetime, again: bool = True) -> None:
        """This attempt went wrong: tried again after a wait that grows, if `again` and not too often."""
        wait = wait_after(self.failures + 1) if again else None
        self._went_wrong(error=error, at=at, run_after=None if wait is None else at + wait, failures=1)

    @transaction.atomic
    def lose(self, *, error: str, at: datetime) -> None:
        """The worker was killed, and left `beats` where they are: another runs the job again, once."""
        if not self._mine().filter(beats=self.beats).exists():
            raise Lost
        self._went_wrong(error=error, at=at, run_after=at if runs_again(self.losses + 1) else None, losses=1)

    def stop(self, *, at: datetime) -> None:
        """The handler has stopped, as it was asked to."""
        self._end(state=Job.State.CANCELLED, at=at, error="")

    def _went_wrong(self, *, error: str, at: datetime, run_after: datetime | None, **counts: int) -> None:
        """Waits until `run_after`, or has failed for good without one."""
        more = {name: models.F(name) + n for name, n in counts.items()}
        if run_after is None:
            self._end(state=Job.State.FAILED, at=at, error=error, **more)
            record(
                verb="job.fail", obj=self, by=None, at=at, facts={"kind": self.kind, "reason": error[:300]}
            )
            return
        carrier = queue.enqueue(job=self.id, kind=self.kind, run_after=run_after if run_after > at else None)
        self._end(state=Job.State.WAITING, at=None, run_after=run_after, carrier=carrier, error=error, **more)

    def _end(self, *, state: str, at: datetime | None, **more: Any) -> None:
        if not self._mine().update(state=state, finished_at=at, **more):
            raise Lost
        self.refresh_from_db()

    @transaction.atomic
    def carry_again(self, *, at: datetime) -> None:
        """What carried a waiting job was lost with a worker: it is put into the queue once more."""
        carrier = queue.enqueue(job=self.id, kind=self.kind, run_after=None)
        if not self._still(Job.State.WAITING).filter(carrier=self.carrier).update(carrier=carrier):
            raise Lost
        self.carrier = carrier

    # --- a person's verbs ----------------------------------------------------------------------------------------

    @transaction.atomic
    def cancel(self, *, by: Account, at: datetime) -> None:
        """A waiting job ends now; a running one is asked to stop, and does where its handler looks."""
        if self._still(Job.State.WAITING).update(state=Job.State.CANCELLED, finished_at=at, stop_asked_at=at):
            return self._told("job.cancel", by=by, at=at)
        if not self._still(Job.State.RUNNING).filter(stop_asked_at=None).update(stop_asked_at=at):
            raise Refused(_("这个任务已经结束，或者已经在停止"), code="job_ended")
        return self._told("job.cancel", by=by, at=at)

    @transaction.atomic
    def retry(self, *, by: Account, at: datetime) -> None:
        """A job that failed or was cancelled waits again, as if it had never been tried."""
        if self.key and Job.objects.unfinished().filter(key=self.key).exists():
            raise Refused(_("同样的任务已经在排队"), code="job_waits")
        carrier = queue.enqueue(job=self.id, kind=self.kind, run_after=None)
        again = {"run_after": None, "finished_at": None, "stop_asked_at": None, "failures": 0, "losses": 0}
        if not self._still(*RETRIABLE).update(state=Job.State.WAITING, carrier=carrier, **again):
            raise Refused(_("只有失败或已取消的任务可以重试"), code="job_not_failed")
        self._told("job.retry", by=by, at=at)

    def _still(self, *states: str) -> JobQuerySet:
        return Job.objects.filter(pk=self.pk, state__in=states)

    def _told(self, verb: str, *, by: Account, at: datetime) -> None:
        self.refresh_from_db()
        record(verb=verb, obj=self, by=by, at=at, facts={"kind": self.kind})


UNFINISHED = (Job.State.WAITING, Job.State.RUNNING)
RETRIABLE = (Job.State.FAILED, Job.State.CANCELLED)


class Due(models.Model):
    """Of a scheduled kind 定时: the latest slot for which it was asked, so that two workers ask once."""

    kind = models.CharField(max_length=64, unique=True)
    slot = models.DateTimeField()
    job = models.ForeignKey(Job, on_delete=models.SET_NULL, null=True, related_name="+")

    @classmethod
    @transaction.atomic
    def ask(cls, *, kind: str, slot: datetime, at: datetime) -> Job | None:
        """Asks for the run of a slot, unless this or a later one was asked for already; slots in between are skipped."""
        _row, first = cls.objects.get_or_create(kind=kind, defaults={"slot": slot})
        if not first and not cls.objects.filter(kind=kind, slot__lt=slot).update(slot=slot):
            return None
        job = Job.ask(kind=kind, by=None, at=at, key=f"{kind}@{slot.isoformat()}")
        cls.objects.filter(kind=kind).update(job=job)
        return job
