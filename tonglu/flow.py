"""What follows from what: event → reactions, in the order in which they run, in the event's own transaction."""

from __future__ import annotations

from django.db.models import Model

from tonglu.base.journal.models import Entry, Reaction, react
from tonglu.directory.devices.models import Device
from tonglu.directory.org.models import Person
from tonglu.directory.webhooks.models import tell
from tonglu.fieldwork.visits.models import Visit
from tonglu.results import telling
from tonglu.results.reports.models import DayReport


def begin_day_report(entry: Entry, visit: Model) -> None:
    """The daily visit report begins with the first call of the day."""
    assert isinstance(visit, Visit)
    DayReport.ensure(person=visit.person, position=visit.position, on=visit.business_date)


def ask_phones_for_password(entry: Entry, person: Model) -> None:
    """Whoever knew the old password may have logged a phone in with it."""
    assert isinstance(person, Person)
    Device.objects.filter(person=person).expire(at=entry.at)


TABLE: dict[str, list[Reaction]] = {
    "account.change_password": [ask_phones_for_password],
    "account.give_password": [ask_phones_for_password],
    "visit.record": [begin_day_report],
    "dayplan.sign": [telling.plan_decided],
    "dayplan.return": [telling.plan_decided],
    "report.comment": [telling.report_read],
    "report.sign": [telling.report_read],
    "form.fill": [telling.urgent_form],
    "order.place": [telling.order_held],
    "order.release": [telling.order_decided],
    "order.cancel": [telling.order_decided],
    "leave.ask": [telling.leave_waits],
    "leave.grant": [telling.leave_decided],
    "leave.refuse": [telling.leave_decided],
    "leave.take_back": [telling.leave_decided],
    "target.draft": [telling.target_waits],
    "job.fail": [telling.job_failed],
    "webhook.give_up": [telling.push_given_up],
}


# what follows from every verb, after what follows from its own
EVERY: list[Reaction] = [tell]


def register() -> None:
    react(TABLE, every=EVERY)
