"""The journal: who did what, when, in words; and whether the chain over it is whole."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import CharField, Model, Q, QuerySet
from django.db.models.functions import Cast
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from tonglu.base.journal.models import Entry
from tonglu.customers.credit.models import CreditTerms
from tonglu.directory.org.fields import FieldGroup, sees
from tonglu.directory.org.models import LEADERS, Person, Role
from tonglu.directory.org.scope import Scope
from tonglu.web.desk.acts import DeskRequest
from tonglu.web.desk.columns import Column, Text
from tonglu.web.desk.journal_words import OBJECTS, VERBS, in_words, verb_name
from tonglu.web.desk.listing import Filter, Listing
from tonglu.web.desk.picks import picks_of


def who(entry: Entry) -> str:
    """The person behind the account; a machine's work has none."""
    if entry.by is None:
        return _("系统")
    person = getattr(entry.by, "person", None)
    return person.name if person else entry.by.username


@dataclass(frozen=True, slots=True)
class Line:
    """A journal entry as a record page shows it."""

    entry: Entry
    verb: Text
    who: str
    words: str


class History(list[Line]):
    """The latest lines of a thing, and what kind of thing it is: where its whole history stands."""

    def __init__(self, lines: Iterable[Line], *, kind: str, key: str) -> None:
        super().__init__(lines)
        self.kind, self.key = kind, key


def history(obj: Model) -> History:
    """What was done to a thing, newest first: shown to all who may see the thing."""
    entries = _with_people(Entry.objects.filter(object_type=obj._meta.label_lower, object_id=str(obj.pk)))
    lines = (Line(entry, verb_name(entry.verb), who(entry), in_words(entry.facts)) for entry in entries[:30])
    return History(lines, kind=obj._meta.label_lower, key=str(obj.pk))


def _with_people(entries: QuerySet[Entry]) -> QuerySet[Entry]:
    return entries.select_related("by__person")


def _whole_history(entry: Entry) -> str:
    return reverse("thing_history", args=[entry.object_type, entry.object_id])


def _verbs() -> Iterable[tuple[str, Text]]:
    return VERBS.items()


LISTING = Listing(
    name="journal",
    columns=[
        Column("at", gettext_lazy("时间"), lambda e: e.at, kind="moment", sort="at"),
        Column("who", gettext_lazy("谁"), who, sort="by__username"),
        Column("verb", gettext_lazy("做了什么"), lambda e: verb_name(e.verb), sort="verb"),
        Column(
            "object",
            gettext_lazy("对象"),
            lambda e: OBJECTS.get(e.object_type, e.object_type),
            sort="object_type",
        ),
        Column("name", gettext_lazy("名称"), lambda e: e.object_name, kind="wide", link=_whole_history),
        Column("facts", gettext_lazy("内容"), lambda e: in_words(e.facts), kind="wide"),
        Column(
            "sealed",
            gettext_lazy("封存"),
            lambda e: (_("已封存"), "good") if hasattr(e, "seal") else (_("待封存"), ""),
            kind="tone",
        ),
        Column("id", gettext_lazy("序号"), lambda e: e.pk, kind="count", sort="pk", extra=True),
        Column("object_id", gettext_lazy("对象编号"), lambda e: e.object_id, extra=True),
        Column("source", gettext_lazy("来自"), lambda e: e.get_source_display(), sort="source"),
        Column("address", pgettext_lazy("network", "地址"), lambda e: e.address, extra=True),
        Column("device", gettext_lazy("设备"), lambda e: e.device, extra=True),
    ],
    filters=[
        Filter("verb", gettext_lazy("动作"), _verbs, lambda rows, verb: rows.filter(verb=verb)),
        Filter(
            "source",
            gettext_lazy("来自"),
            lambda: Entry.Source.choices,
            lambda rows, source: rows.filter(source=source),
        ),
    ],
    search=("object_name", "object_id", "by__username", "by__person__search", "facts"),
    search_hint=gettext_lazy("人、客户、单号、编码、原因"),
    order="-at",
    empty=gettext_lazy("这段时间没有操作"),
    empty_hint=gettext_lazy("换一段时间看看。"),
)


def in_sight(scope: Scope) -> QuerySet[Entry]:
    """The administrator's is everything; a leader's what he and his people did; and to whoever sees credit, what was
    granted to the customers of his line, by whomever."""
    if Role.ADMINISTRATOR in scope.roles:
        return Entry.objects.all()
    shown = Q(pk__in=[])
    if scope.roles & LEADERS:
        shown |= Q(by__person__in=Person.objects.visible_to(scope))
    if sees(scope.roles, FieldGroup.CREDIT):
        terms = CreditTerms.objects.visible_to(scope).values(key=Cast("pk", CharField()))
        shown |= Q(object_type=CreditTerms._meta.label_lower, object_id__in=terms)
    return Entry.objects.filter(shown)


def journal(request: DeskRequest) -> HttpResponse:
    picks = picks_of(request)
    rows = _with_people(in_sight(request.scope).filter(picks.of_days("at__date"))).select_related("seal")
    context = {
        "title": _("操作日志"),
        "heading": _("谁在什么时候做了什么？"),
        "subheading": _("只增不改；每条都封存在哈希链里，改动会显出来"),
    }
    return LISTING.respond(request, rows, context=context)
