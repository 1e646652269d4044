"""The token itself: for whom it acts, and what it may do."""

from __future__ import annotations

from django.utils.translation import gettext_noop as _
from ninja import Router
from pydantic import BaseModel

from tonglu.web.access import EVERYONE
from tonglu.web.api.auth import ApiRequest, Bearer
from tonglu.web.api.kinds import InstantOut, Ref, ref

router = Router(tags=["me"])


class MeOut(BaseModel):
    """`roles` and `positions` as of today; `rights` of the token."""

    client: str
    person: Ref
    roles: list[str]
    positions: list[Ref]
    rights: list[str]
    expires_at: InstantOut


@router.get("/me", auth=Bearer(None, EVERYONE), response=MeOut, summary=_("令牌：代表谁、能做什么"))
def me(request: ApiRequest) -> MeOut:
    return MeOut(
        client=request.auth.client,
        person=ref(request.person),
        roles=sorted(request.scope.roles),
        positions=[ref(position) for position in request.person.held(on=request.scope.on)],
        rights=request.auth.rights,
        expires_at=request.auth.expires_at,
    )
