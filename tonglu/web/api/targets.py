"""Targets: what was set for whom and when; each cell of a version."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from django.utils.translation import gettext_noop as _
from ninja import Query, Router
from pydantic import BaseModel, Field

from tonglu.directory.clients.models import Right
from tonglu.planning.targets.models import TargetCell, TargetVersion
from tonglu.web.api.auth import ApiRequest, Bearer
from tonglu.web.api.kinds import Key, MoneyOut, Ref, choice, ref
from tonglu.web.api.paging import Asked, Page, paged

State = Annotated[TargetVersion.State, choice(TargetVersion.State)]
router = Router(tags=["targets"])


class TargetOut(BaseModel):
    """A person's target for a period, from `start` up to, not including, `stop`; `must` is the least of it."""

    id: int
    metric: str
    year: int
    version: int
    state: State
    person: Ref
    period: str
    start: date
    stop: date
    amount: MoneyOut
    must: MoneyOut


class TargetsAsked(Asked):
    """Without a `state`, the version in force."""

    year: int | None = Field(None, ge=1900, le=2999)
    metric: Key | None = None
    person: Key | None = None
    state: State = TargetVersion.State.APPROVED


@router.get(
    "/targets",
    auth=Bearer(Right.TARGETS_READ, "targets"),
    response=Page[TargetOut],
    summary=_("目标：每人每期多少"),
)
def list_targets(request: ApiRequest, asked: Query[TargetsAsked]) -> object:
    wanted = {
        "version__plan__year": asked.year,
        "version__plan__metric": asked.metric,
        "version__state": asked.state,
        "person__code": asked.person,
    }
    rows = TargetCell.objects.visible_to(request.scope).select_related("version__plan", "person")
    rows = rows.filter(**{name: value for name, value in wanted.items() if value is not None})
    return paged(rows, asked=asked, out=_out)


def _out(cell: TargetCell) -> TargetOut:
    return TargetOut(
        id=cell.pk,
        metric=cell.version.plan.metric,
        year=cell.version.plan.year,
        version=cell.version.number,
        state=TargetVersion.State(cell.version.state),
        person=ref(cell.person),
        period=cell.period,
        start=cell.start,
        stop=cell.stop,
        amount=cell.amount,
        must=cell.must,
    )
