"""Who asks: a token, the person behind it, and whether the right and the door are there. No session, no CSRF."""

from __future__ import annotations

from collections.abc import Set as AbstractSet
from datetime import datetime

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest
from django.utils.translation import gettext as _
from ninja.security import HttpBearer

from tonglu.directory.clients.models import Right, Token
from tonglu.directory.org.models import Company, Person, Role
from tonglu.directory.org.scope import Scope
from tonglu.web import clock
from tonglu.web.access import RULES
from tonglu.web.api.problems import Troubled
from tonglu.web.speaking import speak

# every door there is
DOORS: list[Bearer] = []


class ApiRequest(HttpRequest):
    """A request that was let in: its token, for whom it acts, and what that person may see today."""

    auth: Token
    person: Person
    scope: Scope


class Bearer(HttpBearer):
    """Lets in a token that has the right, of a person for whose roles the door is open.

    The door is that of a page of the office, by its name, so that the two cannot drift apart; or the roles themselves
    where the office has no such page.
    """

    def __init__(self, right: Right | None, door: str | frozenset[Role]) -> None:
        super().__init__()
        self.right, self.door = right, door
        DOORS.append(self)

    @property
    def roles(self) -> frozenset[Role]:
        return RULES[self.door] if isinstance(self.door, str) else self.door

    def authenticate(self, request: HttpRequest, token: str) -> Token:
        found, now = token_of(request), clock.now()
        speak(request, to=found.person.account if found else None)
        if found is None or not found.opens(at=now):
            raise Troubled(401, _("令牌不存在、已停用或已过期；请重新申请"), code="bad_token")
        _count(found, now)
        found.see(at=now)
        request.person = found.person  # type: ignore[attr-defined]
        request.scope = found.person.scope(on=Company.current().business_date(now))  # type: ignore[attr-defined]
        if self.right and self.right not in found.rights:
            raise Troubled(403, _("令牌没有权限 {right}").format(right=self.right.value), code="no_right")
        if not request.scope.roles & self.roles:  # type: ignore[attr-defined]
            raise Troubled(403, _("令牌持有人的岗位不能用这个接口"), code="no_door")
        return found


def offered(roles: AbstractSet[str]) -> list[Right]:
    """The rights that open anything at all for someone with those roles."""
    opening = {door.right for door in DOORS if door.roles & roles}
    return [right for right in Right if right in opening]


def token_of(request: HttpRequest) -> Token | None:
    """The token that the request shows, looked up once; it may no longer open anything."""
    if not hasattr(request, "shown_token"):
        scheme, _space, text = request.headers.get("Authorization", "").partition(" ")
        shown = Token.of_text(text.strip()) if scheme.lower() == "bearer" and text.strip() else None
        request.shown_token = shown  # type: ignore[attr-defined]
    found: Token | None = request.shown_token  # type: ignore[attr-defined]
    return found


def _count(token: Token, now: datetime) -> None:
    """So many requests a minute, counted in this process; a client that asks too often is told when to come again."""
    key = f"api:{token.token_hash}:{now:%H%M}"
    cache.add(key, 0, timeout=120)
    if cache.incr(key) > settings.API_A_MINUTE:
        raise Troubled(429, _("每分钟最多 {n} 次请求；请稍候再试").format(n=settings.API_A_MINUTE))
