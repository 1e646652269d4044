"""The whole history of a thing, verbs and fields in one line of time; and the chain over the journal."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.core.exceptions import ObjectDoesNotExist, ValidationError
from django.db.models import Exists, Model, OuterRef, Prefetch, Q, QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from tonglu.base.journal.models import Change, Entry, Seal, Verification
from tonglu.base.journal.rules import digest
from tonglu.directory.org.models import Role
from tonglu.web import clock
from tonglu.web.access import may
from tonglu.web.desk.acts import DeskRequest, act
from tonglu.web.desk.changes import Said, said, shown_kinds
from tonglu.web.desk.columns import Text
from tonglu.web.desk.journal import who
from tonglu.web.desk.journal_words import OBJECTS, in_words, verb_name

LATEST = 200
MANY = 20


@dataclass(frozen=True, slots=True)
class Thing:
    """A kind of thing that has a page: its name, and what the page is asked for."""

    page: str
    arguments: Callable[[Any], list[Any]] = lambda row: [row.pk]


THINGS: Mapping[str, Thing] = {
    "cards.customer": Thing("customer"),
    "catalog.sku": Thing("sku"),
    "credit.creditterms": Thing("customer_credit", lambda row: [row.customer_id]),
    "dayplans.dayplan": Thing("plan"),
    "devices.device": Thing("device"),
    "orders.order": Thing("order"),
    "org.person": Thing("person"),
    "people.keyperson": Thing("key_person"),
    "reports.dayreport": Thing("report", lambda row: [row.person.code, row.day]),
    "targets.targetversion": Thing("target"),
    "visits.visit": Thing("visit"),
}
# what belongs to a thing and is told with it: kind → the way from it to the thing
PARTS: Mapping[str, tuple[tuple[str, str], ...]] = {
    "cards.customer": (
        ("cards.ownership", "customer"),
        ("credit.creditterms", "customer"),
        ("people.keyperson", "customer"),
        ("people.privatefacts", "person__customer"),
        ("prices.pricerule", "customer"),
    ),
    "people.keyperson": (("people.privatefacts", "person"),),
    "catalog.sku": (("prices.pricerule", "sku"), ("catalog.skucost", "sku")),
    "org.person": (("org.appointment", "person"),),
    "org.position": (("org.appointment", "position"),),
}


@dataclass(frozen=True, slots=True)
class Moment:
    """An entry of the timeline with the fields that changed under it."""

    entry: Entry
    verb: Text
    who: str
    words: str
    changes: list[Said]
    more: int


def thing_history(request: DeskRequest, kind: str, key: str) -> HttpResponse:
    """Everything that was done to a thing and its parts, newest first; for whoever may open the thing."""
    thing, url = _thing(request, kind, key)
    here = _here(request, kind, key)
    context = {
        "title": _("{name}的变更历史").format(name=thing),
        "crumbs": [(reverse("journal"), _("操作日志"))] if may(request.scope.roles, "journal") else [],
        "thing": thing,
        "kind": OBJECTS.get(kind, kind),
        "url": url,
        "moments": _moments(here, request.GET.get("only", "")),
        "only": request.GET.get("only", ""),
    }
    return render(request, "audit/thing.html", context)


def _thing(request: DeskRequest, kind: str, key: str) -> tuple[Model, str]:
    """The thing, and the address of its page. Http404 for one that does not lie in the scope.

    A kind without a page of its own is for the administrator.
    """
    roles, page = request.scope.roles, THINGS.get(kind)
    try:
        model = apps.get_model(kind)
        rows: Any = model._default_manager.all()
        if page is None or not may(roles, page.page):
            if Role.ADMINISTRATOR not in roles:
                raise Http404
        elif hasattr(rows, "visible_to"):
            rows = rows.visible_to(request.scope)
        found: Model = rows.get(pk=key)
    except (LookupError, ValueError, TypeError, ObjectDoesNotExist, ValidationError) as error:
        raise Http404 from error
    if not shown_kinds(roles)(kind):
        raise Http404
    opens = page is not None and may(roles, page.page)
    return found, reverse(page.page, args=page.arguments(found)) if page and opens else ""


def _here(request: DeskRequest, kind: str, key: str) -> Q:
    """The thing and its parts, as far as they are for the one who looks, as a condition on (object_type, object_id)."""
    allowed = shown_kinds(request.scope.roles)
    here = Q(object_type=kind, object_id=key)
    for part, way in PARTS.get(kind, ()):
        if allowed(part):
            keys = apps.get_model(part)._default_manager.filter(**{way: key}).values_list("pk", flat=True)
            here |= Q(object_type=part, object_id__in=[str(pk) for pk in keys])
    return here


def _moments(here: Q, only: str) -> list[Moment]:
    changed = Change.objects.filter(here, entry=OuterRef("pk"))
    entries: QuerySet[Entry] = Entry.objects.filter(
        Exists(changed) if only == "fields" else here | Exists(changed)
    )
    entries = entries.select_related("by__person").order_by("-at", "-id")
    of_it = Prefetch("fields", Change.objects.filter(here).order_by("id"), to_attr="of_it")
    return [_moment(entry) for entry in entries.prefetch_related(of_it)[:LATEST]]


def _moment(entry: Entry) -> Moment:
    changes = entry.of_it  # type: ignore[attr-defined]
    return Moment(
        entry,
        verb_name(entry.verb),
        who(entry),
        in_words(entry.facts),
        said(changes[:MANY]),
        max(0, len(changes) - MANY),
    )


def chain(request: DeskRequest) -> HttpResponse:
    """Whether the chain over the journal is whole; where it is not, the first link that does not fit."""
    latest = Verification.latest_one()
    broken = latest.broken if latest else None
    entry = Entry.objects.filter(pk=broken).select_related("by__person", "seal").first() if broken else None
    seal = getattr(entry, "seal", None)
    context = {
        "title": _("封存与校验"),
        "crumbs": [(reverse("journal"), _("操作日志"))],
        "latest": latest,
        "entries": Entry.objects.count(),
        "sealed": Seal.objects.count(),
        "entry": entry,
        "verb": verb_name(entry.verb) if entry else "",
        "who": who(entry) if entry else "",
        "words": in_words(entry.facts) if entry else "",
        "seal": seal,
        "computed": digest(seal.previous, entry.content()) if entry and seal else "",
        "whole": entry.is_whole() if entry else True,
    }
    return render(request, "audit/chain.html", context)


@act
def verify(request: DeskRequest) -> str:
    """Seals what waits and reads the chain on; `whole`: from its beginning."""
    sealed = Seal.seal_all()
    found = Verification.go_on(at=clock.now(), whole=request.POST.get("whole") == "1")
    if found.broken is not None:
        return _("封存了 {n} 条；链在第 {broken} 条断开").format(n=sealed, broken=found.broken)
    return _("封存了 {n} 条；哈希链完整").format(n=sealed)
