"""One import: its columns, a look at its first rows, the trial, what may be there already, and what became of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.apps import apps
from django.core.paginator import Paginator
from django.db.models import ForeignKey
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext, pgettext_lazy
from django.views.decorators.http import require_POST

from tonglu.base.datum import DATUMS
from tonglu.base.errors import Refused
from tonglu.exchange.imports.carrying import first_rows
from tonglu.exchange.imports.ledger import Row
from tonglu.exchange.imports.models import LOOK, PAIRS, Import, ImportedRow, ImportRun
from tonglu.exchange.imports.noun import Noun
from tonglu.exchange.imports.passwords import first_passwords, password_sheet
from tonglu.exchange.imports.sorting import Policy
from tonglu.exchange.sheets.columns import Column
from tonglu.exchange.sheets.mapping import propose
from tonglu.web import clock
from tonglu.web.desk.acts import DeskRequest, act
from tonglu.web.desk.import_work import ask, job_of
from tonglu.web.desk.imports import STATES, state_of, who
from tonglu.web.desk.journal import history
from tonglu.web.paper.answers import download

SHOWN, SAMPLES, CHANGES, PAGE = 20, 3, 100, 40
FATES = {
    "new": (gettext_lazy("新增"), "good"),
    "update": (gettext_lazy("更新"), "info"),
    "same": (gettext_lazy("已有，不变"), ""),
    "skip": (gettext_lazy("跳过"), ""),
    "back": (pgettext_lazy("import", "退回"), "bad"),
}


def _found(request: DeskRequest, pk: int) -> Import:
    rows = Import.objects.visible_to(request.scope).select_related("by__person", "undo")
    return get_object_or_404(rows, pk=pk)


def _noun(request: DeskRequest, one: Import) -> Noun:
    context = one.context(at=clock.now(), on=clock.today(), scope=request.scope)
    return one.kind(context)


@dataclass(frozen=True, slots=True)
class Place:
    """A column of the sheet: its header, a few cells, which of ours it is taken for, and whether another is too."""

    number: int
    header: str
    samples: Sequence[str]
    name: str
    rival: bool


def one(request: DeskRequest, pk: int) -> HttpResponse:
    found = _found(request, pk)
    run = found.done or found.trial
    context: dict[str, Any] = {
        "title": found.file,
        "crumbs": [(reverse("imports"), pgettext("page", "导入"))],
        "import": found,
        "who": who(found),
        "state": STATES[state_of(found)],
        "run": run,
        "history": history(found),
        "policies": Policy.choices,
        "datums": DATUMS,
        "job": job_of(found),
    }
    if found.done is None:
        context |= _mapping(request, found)
        return render(request, "imports/map.html", context)
    context |= _result(request, found, found.done)
    return render(request, "imports/result.html", context)


def _mapping(request: DeskRequest, found: Import) -> Mapping[str, Any]:
    """The columns of the sheet beside ours; a file that cannot be read any more says so."""
    noun = _noun(request, found)
    columns = noun.columns()
    try:
        sheet = found.sheet(noun, first=LOOK)
    except Refused as refused:
        return {"broken": refused.reason}
    mapped = propose(sheet.headers, columns, asked=found.wishes().columns)
    named = {place: name for name, place in mapped.places.items()} | mapped.rivals
    places = [
        Place(
            n,
            header,
            [line.cells[n] for line in sheet.lines if line.cells[n]][:SAMPLES],
            named.get(n, ""),
            n in mapped.rivals,
        )
        for n, header in enumerate(sheet.headers)
    ]
    return {
        "places": places,
        "columns": columns,
        "mapped": mapped,
        "wish": found.wishes(),
        "datum": found.wish.get("datum", DATUMS[0]),
        "on": found.wish.get("on", ""),
        "has_points": any(column.name == "lng" for column in columns),
    }


def _result(request: DeskRequest, found: Import, run: ImportRun) -> Mapping[str, Any]:
    changed = run.rows.filter(changes__isnull=False).order_by("id")
    noun = _noun(request, found)
    titles: dict[str, Column] = {column.name: column for column in noun.columns()}
    return {
        "changed": [
            (
                row.line,
                titles[name].title if name in titles else name,
                _said(row, name, old),
                _said(row, name, new),
            )
            for row in changed[:CHANGES]
            for name, (old, new) in (row.changes or {}).items()
            if name != "search" and not noun.hides(name)
        ],
        "changed_count": changed.count(),
        "undo": getattr(found, "undo", None),
        "accounts": found.noun == "people"
        and run.rows.filter(object_type="accounts.account", changes__isnull=True).exists(),
    }


def _said(row: ImportedRow, name: str, value: Any) -> Any:
    """A kept value as people read it: what a key stands for, what a choice is called."""
    field = apps.get_model(row.object_type)._meta.get_field(name)
    if value is None:
        return None
    if isinstance(field, ForeignKey):
        return field.related_model._default_manager.filter(pk=value).first() or value
    return dict(getattr(field, "flatchoices", ())).get(value, value)


def preview(request: DeskRequest, pk: int) -> HttpResponse:
    """What would happen with the first rows, as a part of the page."""
    found = _found(request, pk)
    noun = _noun(request, found)
    columns = noun.columns()
    try:
        sheet = found.sheet(noun, first=LOOK)
        rows = first_rows(noun, sheet, found.wishes(), many=SHOWN)
        places = propose(sheet.headers, columns, asked=found.wishes().columns).places
    except Refused as refused:
        return render(request, "imports/preview.html", {"broken": refused.reason})
    shown = [column for column in columns if column.name in places]
    context = {
        "columns": shown,
        "by_verbs": noun.by_verbs,
        "rows": [
            (
                row.line.number,
                FATES[fate],
                "" if isinstance(row, Row) else row.reason,
                [(row.line.cells[places[c.name]], places[c.name] in _blamed(row)) for c in shown],
            )
            for row, fate in rows
        ],
    }
    return render(request, "imports/preview.html", context)


def _blamed(row: Any) -> tuple[int, ...]:
    return () if isinstance(row, Row) else row.places


@act
def choose(request: DeskRequest, pk: int) -> str:
    _choose(request, _found(request, pk))
    return _("已保存；下面是前几行会怎样")


def _choose(request: DeskRequest, found: Import) -> None:
    """The columns and the options as the form has them."""
    said = request.POST
    if "existing" not in said:
        return
    names = {column.name for column in _noun(request, found).columns()}
    columns = {
        key.removeprefix("col-"): name
        for key, name in said.items()
        if key.startswith("col-") and key[4:].isdecimal() and (not name or name in names)
    }
    wanted: dict[str, Any] = {
        "columns": columns,
        "strict": "strict" in said,
        "existing": said["existing"] if said["existing"] in Policy.values else Policy.BACK.value,
    }
    if said.get("datum") in DATUMS:
        wanted["datum"] = said["datum"]
    try:
        wanted["on"] = date.fromisoformat(said["on"]).isoformat() if said.get("on") else ""
    except ValueError as error:
        raise Refused(_("{day!r} 不是日期").replace("{day!r}", said["on"])) from error
    found.choose(**wanted)


@act
def run(request: DeskRequest, pk: int) -> str:
    """Asks for a trial, or for taking it in, behind the page."""
    found = _found(request, pk)
    _choose(request, found)
    return ask(request, found, dry="dry" in request.POST)


def duplicates(request: DeskRequest, pk: int) -> HttpResponse:
    """Rows beside what they may be again; of each the person decides what shall happen, or of all at once."""
    found = _found(request, pk)
    run = found.done or found.trial
    if run is None:
        raise Http404
    chosen = found.wishes().decisions
    page = Paginator(run.pairs, PAGE).get_page(request.GET.get("page"))
    context = {
        "title": _("重复的行"),
        "crumbs": [
            (reverse("imports"), pgettext("page", "导入")),
            (reverse("import", args=[pk]), found.file),
        ],
        "import": found,
        "run": run,
        "page": page,
        "pager": {"near": page.paginator.get_elided_page_range(page.number, on_each_side=2, on_ends=1)},
        "pairs": [(pair, chosen.get(pair["line"], found.wishes().existing)) for pair in page],
        "policies": Policy.choices,
        "more": run.counts["pairs"] - PAIRS if run.counts["pairs"] > PAIRS else 0,
        "open": found.done is None,
    }
    return render(request, "imports/duplicates.html", context)


@act
def decide(request: DeskRequest, pk: int) -> str:
    """Of the rows on the page one by one, or of all rows the same."""
    found = _found(request, pk)
    everything = request.POST.get("all", "")
    if everything in Policy.values:
        found.choose(existing=everything, decisions={})
        return _("全部重复的行：{policy}").format(policy=Policy(everything).label)
    said = {
        key.removeprefix("row-"): policy
        for key, policy in request.POST.items()
        if key.startswith("row-") and key[4:].isdecimal() and policy in Policy.values
    }
    found.choose(decisions={**found.wish.get("decisions", {}), **said})
    return _("已记下 {n} 行的决定").format(n=len(said))


def errors(request: DeskRequest, pk: int) -> HttpResponse:
    """The rows that were not taken, with their reasons."""
    found = _found(request, pk)
    run = found.done or found.trial
    if run is None or not run.errors_kept:
        raise Http404
    return download(
        run.errors_path.read_bytes(), name=_("{file} 未导入的行").format(file=found.file), form="xlsx"
    )


@act
def undo(request: DeskRequest, pk: int) -> str:
    found = _found(request, pk)
    found.take_back(by=request.user, at=clock.now(), reason=request.POST.get("reason", ""))
    return _("{file} 的导入已撤销").format(file=found.file)


@require_POST
def passwords(request: DeskRequest, pk: int) -> HttpResponse:
    """First passwords of the accounts that came with it, made now and told this once."""
    found = _found(request, pk)
    made = first_passwords(found, by=request.user, at=clock.now())
    response = download(password_sheet(made), name=_("首次密码"), form="xlsx")
    response["Cache-Control"] = "no-store"
    return response
