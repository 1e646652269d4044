"""Who is looking: the person, his scope of today, his language and the company's time zone, on every request."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse, QueryDict
from django.utils import timezone, translation
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _

from tonglu.base.errors import NotYours, Refused
from tonglu.base.journal.models import Entry
from tonglu.base.journal.source import coming_from
from tonglu.base.plain import plain
from tonglu.directory.org.models import Company, Person
from tonglu.directory.org.scope import Scope
from tonglu.web import viewing
from tonglu.web.desk import errors

FORMS = frozenset({"application/x-www-form-urlencoded", "multipart/form-data"})


class Typed:
    """Takes NUL out of what was typed or stands in an address: no database of text keeps it, and nobody means it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if "%00" in request.META.get("QUERY_STRING", ""):
            request.GET = _plain(request.GET)
        if _is_form(request) and _has_nul(request.POST):
            request.POST = _plain(request.POST)
        return self.get_response(request)


def _is_form(request: HttpRequest) -> bool:
    """Something typed at the desk. Phones and programs send JSON, whose body can only be read once."""
    if request.method != "POST" or request.content_type not in FORMS:
        return False
    return _door(request) == Entry.Source.DESK


def _has_nul(said: QueryDict) -> bool:
    return any("\0" in value for _name, values in said.lists() for value in values)


def _plain(said: QueryDict) -> Any:
    found = QueryDict(mutable=True)
    for name, values in said.lists():
        found.setlist(plain(name), [plain(value) for value in values])
    found._mutable = False
    return found


class Viewer:
    """Adds `request.person` and `request.scope` (lazily), speaks the viewer's language, and shows his company."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.person = SimpleLazyObject(lambda: person_of(request))  # type: ignore[attr-defined]
        request.scope = SimpleLazyObject(lambda: scope_of(request))  # type: ignore[attr-defined]
        company = Company.objects.first()
        token = viewing.current.set(viewing.Viewing(company))
        try:
            with (
                coming_from(_door(request), address=request.META.get("REMOTE_ADDR", "")),
                timezone.override(company.zone if company else None),
                translation.override(_language(request)),
            ):
                response = self.get_response(request)
                response.headers.setdefault("Content-Language", translation.get_language() or "zh-hans")
                return response
        finally:
            viewing.current.reset(token)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """What the domain refuses while a page is made is said on a page, not as a fault of ours."""
        if isinstance(exception, OverflowError) and _door(request) == Entry.Source.DESK:
            return errors.refused(request, reason=_("有数字或日期超出范围；没有保存"), yours=True)
        if not isinstance(exception, Refused):
            return None
        return errors.refused(request, reason=exception.reason, yours=not isinstance(exception, NotYours))


def _door(request: HttpRequest) -> Entry.Source:
    """By which door a request comes in."""
    if request.path.startswith("/phone/"):
        return Entry.Source.PHONE
    return Entry.Source.API if request.path.startswith("/api/") else Entry.Source.DESK


def _language(request: HttpRequest) -> str:
    if request.user.is_authenticated:
        return request.user.language
    return request.COOKIES.get("language", "zh-hans")


def person_of(request: HttpRequest) -> Person | None:
    if not request.user.is_authenticated:
        return None
    person = Person.objects.filter(account=request.user).first()
    if person is None:
        return None
    person.account = request.user  # it was read to get here
    return person.steady()


def scope_of(request: HttpRequest) -> Scope | None:
    person: Person | None = request.person  # type: ignore[attr-defined]
    return person.scope(on=viewing.viewing().today) if person else None
