"""后台: jobs, the journal and the group robots."""

from __future__ import annotations

from tonglu.web.access import ADMINISTRATION, EVERYONE, LOOKING_BACK, page
from tonglu.web.desk import audit, jobs, journal, robots

PAGES = [
    page("jobs", jobs.jobs, name="jobs", roles=EVERYONE),
    page("jobs/<uuid:pk>", jobs.job, name="job", roles=EVERYONE),
    page("jobs/<uuid:pk>/part", jobs.job_part, name="job_part", roles=EVERYONE),
    page("jobs/<uuid:pk>/file", jobs.job_file, name="job_file", roles=EVERYONE),
    page("jobs/<uuid:pk>/cancel", jobs.cancel, name="job_cancel", roles=EVERYONE),
    page("jobs/<uuid:pk>/retry", jobs.retry, name="job_retry", roles=EVERYONE),
    page("journal", journal.journal, name="journal", roles=LOOKING_BACK),
    page("journal/chain", audit.chain, name="chain", roles=ADMINISTRATION),
    page("journal/chain/verify", audit.verify, name="chain_verify", roles=ADMINISTRATION),
    page("journal/<str:kind>/<str:key>", audit.thing_history, name="thing_history", roles=EVERYONE),
    page("robots", robots.robots, name="robots", roles=ADMINISTRATION),
    page("robots/new", robots.robot_new, name="robot_new", roles=ADMINISTRATION),
    page("robots/<int:pk>", robots.robot, name="robot", roles=ADMINISTRATION),
    page("robots/<int:pk>/test", robots.robot_test, name="robot_test", roles=ADMINISTRATION),
    page("robots/<int:pk>/switch", robots.robot_switch, name="robot_switch", roles=ADMINISTRATION),
]
