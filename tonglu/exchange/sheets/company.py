"""The company that lists come into; in an empty database a bare one is made for them."""

from __future__ import annotations

from datetime import datetime

from tonglu.base.journal.models import record
from tonglu.directory.approvals.models import RuleBook
from tonglu.directory.forms.loading import load_shipped
from tonglu.directory.org.models import Company, Unit


def company_for_lists(*, name: str, at: datetime) -> Company:
    """The database's company, else a new one of that name with one unit, in yuan and Chinese time."""
    company = Company.objects.first()
    if company is None:
        company = Company.objects.create(code="import", name=name, source="import")
        Unit.objects.create(code="HQ", name=name, kind=Unit.Kind.COMPANY)
        RuleBook.set_up(on=company.business_date(at), by=None, at=at)
        record(verb="import.company", obj=company, by=None, at=at, facts={"name": name})
        load_shipped(at=at)
    return company
