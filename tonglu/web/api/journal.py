"""The journal: who did what and when; cut as the page of the office cuts it."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_noop as _
from ninja import Query, Router
from pydantic import BaseModel

from tonglu.base.journal.models import Entry
from tonglu.directory.clients.models import Right
from tonglu.web.api.auth import ApiRequest, Bearer
from tonglu.web.api.kinds import InstantIn, InstantOut, Key
from tonglu.web.api.paging import Asked, Page, paged
from tonglu.web.desk.journal import in_sight

router = Router(tags=["journal"])


class EntryOut(BaseModel):
    """`by`: the account's name, null for the house's own work. Ids grow, so the last cursor finds what came after."""

    id: int
    at: InstantOut
    by: str | None
    verb: str
    object_type: str
    object_id: str
    facts: dict[str, Any]
    sealed: bool


class EntriesAsked(Asked):
    verb: Key | None = None
    object_type: Key | None = None
    object_id: Key | None = None
    since: InstantIn | None = None


@router.get(
    "/journal",
    auth=Bearer(Right.JOURNAL_READ, "journal"),
    response=Page[EntryOut],
    summary=_("操作日志"),
)
def list_entries(request: ApiRequest, asked: Query[EntriesAsked]) -> object:
    wanted = {
        "verb": asked.verb,
        "object_type": asked.object_type,
        "object_id": asked.object_id,
        "at__gte": asked.since,
    }
    rows = in_sight(request.scope).filter(
        **{name: value for name, value in wanted.items() if value is not None}
    )
    return paged(rows.select_related("by", "seal"), asked=asked, out=_out)


def _out(entry: Entry) -> EntryOut:
    return EntryOut(
        id=entry.pk,
        at=entry.at,
        by=entry.by.username if entry.by else None,
        verb=entry.verb,
        object_type=entry.object_type,
        object_id=entry.object_id,
        facts=entry.facts,
        sealed=hasattr(entry, "seal"),
    )
