"""Whom a verb concerns, and what he is told: the reactions that end in a notice.

Nobody is told of what he did himself. Links are paths of the office's pages.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db.models import Model

from tonglu.base.jobs.models import Job
from tonglu.base.journal.models import Entry
from tonglu.directory.approvals.models import RuleBook
from tonglu.directory.calendar.models import Leave, LeaveAsk
from tonglu.directory.forms.models import Filled
from tonglu.directory.notices.notify import notify
from tonglu.directory.notices.rules import masked_address
from tonglu.directory.org.leading import holders, line_above, nearest_leaders
from tonglu.directory.org.models import Company, Person, Role
from tonglu.directory.webhooks.models import Push
from tonglu.fieldwork.dayplans.models import DayPlan
from tonglu.planning.targets.models import TargetVersion
from tonglu.results.reports.models import DayReport
from tonglu.trade.orders.models import Order

DECIDED = {"dayplan.sign": "dayplan.signed", "dayplan.return": "dayplan.returned"}
READ = {"report.comment": "report.commented", "report.sign": "report.signed"}
LEAVE = {"leave.grant": "leave.granted", "leave.refuse": "leave.refused", "leave.take_back": "leave.ended"}
ORDERS = {"order.release": "order.released", "order.cancel": "order.cancelled"}


def tell(entry: Entry, *, kind: str, to: Iterable[Person], link: str, **facts: Any) -> None:
    """Tells those whom it concerns, except the one who did it; the entry's id makes it once."""
    person = getattr(entry.by, "person", None)
    others = [one for one in to if one != person]
    by = person.name if person else str(entry.by or "")
    notify(kind=kind, to=others, facts={"by": by, **facts}, link=link, at=entry.at, key=f"{kind}:{entry.pk}")


def plan_decided(entry: Entry, plan: Model) -> None:
    assert isinstance(plan, DayPlan)
    facts = {"person": plan.person.name, "day": plan.day.isoformat(), "words": entry.facts["words"]}
    tell(entry, kind=DECIDED[entry.verb], to=[plan.person], link=f"/plans/{plan.pk}", **facts)


def report_read(entry: Entry, report: Model) -> None:
    assert isinstance(report, DayReport)
    day = report.day.isoformat()
    facts = {"person": report.person.name, "day": day, "words": entry.facts["words"]}
    link = f"/reports/{report.person.code}/{day}"
    tell(entry, kind=READ[entry.verb], to=[report.person], link=link, **facts)


def urgent_form(entry: Entry, filled: Model) -> None:
    """What is urgent goes to the whole line above at once, and does not wait for a report; history does not."""
    assert isinstance(filled, Filled)
    if not filled.version.parsed.urgent or "imported" in entry.facts:
        return
    facts = {
        "person": filled.person.name,
        "title": filled.version.form.title_zh,
        "subject": filled.subject_name,
    }
    leaders = line_above(filled.position, on=Company.current().business_date(entry.at))
    tell(entry, kind="form.urgent", to=leaders, link=f"/filled/{filled.pk}", **facts)


def order_held(entry: Entry, order: Model) -> None:
    """Only an order below the floor price is anybody's business."""
    assert isinstance(order, Order)
    on = Company.current().business_date(entry.at)
    if not entry.facts["held"] or RuleBook.in_force(on=on):
        return  # by the rules, those who are asked are told
    leaders = nearest_leaders(order.position, on=on)
    facts = {"person": order.person.name, "number": order.number, "customer": order.customer.name}
    tell(entry, kind="order.held", to=leaders, link=f"/orders/{order.pk}", **facts)


def order_decided(entry: Entry, order: Model) -> None:
    assert isinstance(order, Order)
    words = entry.facts.get("reason") or entry.facts.get("words", "")
    facts = {"number": order.number, "customer": order.customer.name, "words": words}
    tell(entry, kind=ORDERS[entry.verb], to=[order.person], link=f"/orders/{order.pk}", **facts)


def leave_waits(entry: Entry, ask: Model) -> None:
    """The nearest who lead him hear that he wants to be away."""
    assert isinstance(ask, LeaveAsk)
    on = Company.current().business_date(entry.at)
    post = ask.person.position(on=on)
    leaders = nearest_leaders(post, on=on) if post else holders(Role.ADMINISTRATOR, on=on)
    tell(entry, kind="leave.asked", to=leaders, link="/leave", words=ask.reason, **_days_of(ask, ask.first))


def leave_decided(entry: Entry, told: Model) -> None:
    assert isinstance(told, Leave | LeaveAsk)
    first = told.start if isinstance(told, Leave) else told.first
    words = entry.facts.get("words", "")
    tell(entry, kind=LEAVE[entry.verb], to=[told.person], link="/leave", words=words, **_days_of(told, first))


def _days_of(told: Leave | LeaveAsk, first: date) -> dict[str, str]:
    return {"person": told.person.name, "first": first.isoformat(), "last": told.last.isoformat()}


def target_waits(entry: Entry, version: Model) -> None:
    assert isinstance(version, TargetVersion)
    on = Company.current().business_date(entry.at)
    if RuleBook.in_force(on=on):
        return  # its maker hands it in, and those who are asked are told
    directors = holders(Role.DIRECTOR, on=on)
    facts = {"year": version.plan.year, "number": version.number, "words": entry.facts["reason"]}
    tell(entry, kind="target.waiting", to=directors, link=f"/targets/{version.pk}", **facts)


def job_failed(entry: Entry, job: Model) -> None:
    """Who asked, and the administrators; nobody in a database that has no company yet."""
    assert isinstance(job, Job)
    company = Company.objects.first()
    if company is None:
        return
    asker = Person.objects.filter(account=job.by_id) if job.by_id else Person.objects.none()
    people = [*asker, *holders(Role.ADMINISTRATOR, on=company.business_date(entry.at))]
    tell(entry, kind="job.failed", to=people, link=f"/jobs/{job.pk}", words=entry.facts["reason"])


def push_given_up(entry: Entry, push: Model) -> None:
    """Its owner, once a day: an address that does not answer loses every push of that day. Not where it was stopped."""
    assert isinstance(push, Push)
    subscription = push.subscription
    if subscription.stopped_at:
        return
    day = Company.current().business_date(entry.at).isoformat()
    notify(
        kind="webhook.given_up",
        to=[subscription.person],
        facts={"url": masked_address(subscription.url), "words": entry.facts["reason"]},
        link=f"/webhooks/{subscription.pk}",
        at=entry.at,
        key=f"webhook.given_up:{subscription.pk}:{day}",
    )
