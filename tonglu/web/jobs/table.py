"""Which handler does which kind of job, and what runs by the clock; what each is called stands in `names.py`."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import time, timedelta
from typing import Any

from tonglu.base.accounts.models import Attempt
from tonglu.base.jobs.cleaning import clean
from tonglu.base.jobs.run import Apart, Handler, Run
from tonglu.directory.approvals import simulating
from tonglu.directory.approvals.reminding import escalate, remind
from tonglu.web import behind
from tonglu.web.jobs import approvals, chain, imports, notices, webhooks
from tonglu.web.jobs.due import Daily, Every

KEEP_DONE = timedelta(days=30)
KEEP_ATTEMPTS = timedelta(days=366)
KEEP_FAILED = timedelta(days=180)


def clean_jobs(run: Run) -> Mapping[str, Any]:
    return clean(done_before=run.at - KEEP_DONE, failed_before=run.at - KEEP_FAILED)


def press_approvals(run: Run) -> Mapping[str, Any]:
    """Reminds those who have not answered within 24 working hours, and asks the next level after another 24."""
    reminded = remind(at=run.at)
    return {"reminded": len(reminded), "escalated": len(escalate(at=run.at))}


def forget_files(run: Run) -> Mapping[str, Any]:
    return behind.forget(at=run.at)


def forget_attempts(run: Run) -> Mapping[str, Any]:
    return {"forgotten": Attempt.forget(before=run.at - KEEP_ATTEMPTS)}


KINDS: dict[str, Handler] = {
    "approvals.press": Apart(press_approvals),
    simulating.JOB: Apart(approvals.try_rules, long=True),
    "imports.run": Apart(imports.take_in, long=True),
    "imports.forget": Apart(imports.forget),
    behind.KIND: Apart(behind.make, long=True),
    "export.forget": Apart(forget_files),
    "journal.seal": Apart(chain.seal),
    "journal.verify": Apart(chain.verify, long=True),
    "jobs.clean": clean_jobs,
    "notices.email": Apart(notices.email),
    "notices.post": Apart(notices.post),
    "notices.digest": notices.digest,
    "notices.digest_one": Apart(notices.digest_one),
    "webhooks.send": Apart(webhooks.send),
    "attempts.forget": forget_attempts,
    "api.forget": webhooks.forget_keys,
}

# by the company's time zone
SCHEDULE: dict[str, Every | Daily] = {
    "approvals.press": Every(minutes=15),
    "journal.seal": Every(minutes=10),
    "journal.verify": Daily(at=time(2, 30)),
    "jobs.clean": Daily(at=time(3, 30)),
    "export.forget": Daily(at=time(3, 40)),
    "api.forget": Daily(at=time(3, 45)),
    "attempts.forget": Daily(at=time(3, 55)),
    "imports.forget": Daily(at=time(3, 50)),
    "notices.digest": Daily(at=time(8, 0)),
}
