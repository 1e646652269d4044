"""How a version of the targets asks for approval: what it says, and what becomes of it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from django.db.models import QuerySet, Sum
from django.utils.translation import gettext_lazy as _

from tonglu.base.errors import Refused
from tonglu.directory.approvals.kinds import Decided, Kind, Number, Past, Reading
from tonglu.directory.org.models import Company, Person
from tonglu.planning.targets.models import TargetVersion


def read(version: TargetVersion) -> Reading:
    maker = Person.objects.filter(account=version.made_by).first()
    position = maker.position(on=Company.current().business_date(version.made_at)) if maker else None
    if maker is None or position is None:
        raise Refused(_("第 {n} 版目标没有编制人，不能送审"), n=version.number)
    total = _total(version)
    before = version.plan.in_force
    was = _total(before) if before else None
    return Reading(
        title=str(_("{year} 年目标第 {n} 版")).format(year=version.plan.year, n=version.number),
        applicant=maker,
        position=position,
        content={"cells": _cells(version)},
        amount=total,
        risk="medium" if was is not None and total < was else "low",
        numbers=[] if was is None else [Number(str(_("全年合计")), total, was, total >= was)],
        facts=[(_("说明"), version.reason), (_("人数"), version.cells.values("person").distinct().count())],
    )


def _total(version: TargetVersion) -> Decimal:
    return version.cells.aggregate(total=Sum("amount"))["total"] or Decimal(0)


def _cells(version: TargetVersion) -> list[list[str]]:
    rows = version.cells.order_by("person", "period").values_list("person", "period", "amount", "must")
    return [[str(value) for value in row] for row in rows]


def _approve(version: TargetVersion, decided: Decided) -> None:
    version.put_in_force(by=decided.by, at=decided.at)


def _stay(version: TargetVersion, decided: Decided) -> None:
    """It stays a draft, with the words in its round."""


def _drawn_up(start: date, stop: date) -> QuerySet[TargetVersion]:
    return TargetVersion.objects.filter(
        made_at__date__gte=start, made_at__date__lt=stop, made_by__person__isnull=False
    )


def _count(start: date, stop: date) -> int:
    return _drawn_up(start, stop).count()


def _past(start: date, stop: date) -> Iterator[Past]:
    """Versions that somebody drew up, and when they were approved."""
    for version in _drawn_up(start, stop).select_related("plan"):
        yield Past(version, version.made_at, version.approved_at, version.approved_by_id)


KIND = Kind(
    key="target",
    name=_("目标版本"),
    model="targets.targetversion",
    read=read,
    approve=_approve,
    refuse=_stay,
    give_back=_stay,
    past=_past,
    count=_count,
    page="target",
    actual=_("这一版"),
    limit=_("现行版"),
    risks=_("中：合计低于现行版；低：其余"),
)
