"""Taking a list away as it is seen: the file, and the journal row that says who took what."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tonglu.base.errors import Refused
from tonglu.base.journal.models import record
from tonglu.base.sentences import clauses, labelled
from tonglu.web import clock
from tonglu.web.behind import behind, counted, make_behind, told
from tonglu.web.desk.columns import Text
from tonglu.web.desk.sheets import Sheet, as_csv, as_pdf, as_xlsx
from tonglu.web.paper.answers import Form, download
from tonglu.web.viewing import viewing

if TYPE_CHECKING:
    from tonglu.web.desk.listing import ListView

WRITERS: Mapping[str, Callable[[Sheet], bytes]] = {"xlsx": as_xlsx, "csv": as_csv, "pdf": as_pdf}
CHOICES: tuple[tuple[Form, Text], ...] = (
    ("xlsx", gettext_lazy("Excel 表格")),
    ("csv", gettext_lazy("CSV 文本")),
    ("pdf", gettext_lazy("PDF 打印件")),
)
# more rows than this are written behind the page
AT_ONCE = 5_000
# rows that one file takes; more on paper is a book that nobody reads
LIMITS: Mapping[str, int] = {"xlsx": 100_000, "csv": 1_000_000, "pdf": 5_000}


def export(view: ListView, *, form: Form, title: str) -> HttpResponse:
    """All rows of the list, whatever page is seen. Raises Refused where there are more than a file takes."""
    n = view.count
    if n > LIMITS[form]:
        raise Refused(_("共 {n} 行，一次最多导出 {limit} 行；请先筛选"), n=n, limit=LIMITS[form])
    if n > AT_ONCE and behind(view.request) is None:
        return make_behind(view.request)
    rows = counted(view.request, view.every(), total=n)
    content = WRITERS[form](Sheet(title, _about(view), view.columns, rows, view.foot))
    told(view.request, lambda: _tell(view, form=form, rows=n))
    return download(content, name=f"{title}-{viewing().today}", form=form)


def _about(view: ListView) -> str:
    """`铁西营业所 · 2026年11月；状态：待审；查找：wsd`."""
    picks = getattr(view.request, "picks", None)
    where = (
        [" · ".join(part for part in (picks.unit.name if picks.unit else "", picks.label) if part)]
        if picks
        else []
    )
    return clauses(part for part in [*where, *_conditions(view).values()] if part)


def _conditions(view: ListView) -> dict[str, str]:
    """What narrows the list now, by key, in words."""
    found = {"q": labelled(_("查找"), view.q)} if view.q else {}
    for one, choices, chosen in view.filters:
        for value, name in choices:
            if chosen and value == chosen:
                found[one.key] = labelled(one.title, name)
    return found


def _tell(view: ListView, *, form: str, rows: int) -> None:
    """Who took which rows and columns: everything that narrowed the list is kept as it was asked."""
    request: Any = view.request
    picks = getattr(request, "picks", None)
    asked = {key: value for key, value in request.GET.items() if key not in {"export", "page", "col"}}
    if picks:
        asked |= {"unit": picks.unit.code if picks.unit else "", "period": picks.key}
    facts = {
        "list": view.listing.name,
        "filters": {key: value for key, value in asked.items() if value},
        "columns": [column.key for column in view.columns],
        "rows": rows,
        "format": form,
    }
    record(verb="list.export", obj=request.person, by=request.user, at=clock.now(), facts=facts)
