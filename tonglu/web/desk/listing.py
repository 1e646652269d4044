"""One way to do lists: columns, filters, search, sort, paging, and export as seen.

A page declares a `Listing` and calls `respond` with its rows; the state is in the URL alone, so that a list can be
sent to a colleague. Rows are a queryset, or any sequence that knows its length and can be sliced.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from tonglu.web.access import sees
from tonglu.web.desk.address_tags import changed_query
from tonglu.web.desk.columns import FORMATS, Column, Text
from tonglu.web.desk.exports import CHOICES, WRITERS, export
from tonglu.web.desk.kept import Kept

# name of a listing → what its columns and filters are called, by key: the journal keeps the keys
TITLES: dict[str, Mapping[str, Text]] = {}


@dataclass(frozen=True, slots=True)
class Filter:
    """Chips that narrow the rows: `choices` of (value, name), `narrow` a queryset to one of them."""

    key: str
    title: Text
    choices: Callable[[], Iterable[tuple[str, Text]]]
    narrow: Callable[[Any, str], Any]


@dataclass(frozen=True, slots=True)
class Bulk:
    """A verb for the ticked rows: the name of the URL that takes `row` values, and what its button says."""

    url: str
    title: Text
    confirm: Text = ""


@dataclass(frozen=True, slots=True)
class Listing:
    """How a kind of row is listed. `order` is a column key, with a minus for descending."""

    name: str
    columns: Sequence[Column]
    href: Callable[[Any], str] | None = None
    filters: Sequence[Filter] = ()
    search: Sequence[str] = ()
    search_hint: Text = ""
    order: str = ""
    size: int = 50
    bulk: Sequence[Bulk] = ()
    empty: Text = ""
    empty_hint: Text = ""
    # the sums at the foot, by column key, over all rows and not only this page's
    foot: Callable[[Any], Mapping[str, Any]] | None = None

    def __post_init__(self) -> None:
        TITLES[self.name] = {f.key: f.title for f in self.filters} | {c.key: c.title for c in self.columns}

    def respond(
        self,
        request: HttpRequest,
        rows: Any,
        *,
        template: str = "list.html",
        context: Mapping[str, Any] | None = None,
    ) -> HttpResponse:
        """The page, its list alone when htmx asks for that, or all rows as a file.

        Who opens it without saying how is led to the view that he made his default.
        """
        view = ListView(self, request, rows)
        form: Any = request.GET.get("export")
        if form in WRITERS:
            return export(view, form=form, title=str((context or {}).get("title", self.name)))
        part = request.headers.get("HX-Target") == "list"
        if not part and (first := view.kept.first):
            return redirect(first)
        return render(request, "parts/list.html" if part else template, {**(context or {}), "list": view})


@dataclass
class ListView:
    """A list in the state that the query asks for."""

    listing: Listing
    request: HttpRequest
    given: Any
    rows: Any = field(init=False)

    def __post_init__(self) -> None:
        self.rows = self._sorted(self._searched(self._filtered(self.given)))

    @cached_property
    def kept(self) -> Kept:
        return Kept(self.request, self.listing.name, [f.key for f in self.listing.filters])

    @property
    def q(self) -> str:
        return self.request.GET.get("q", "").strip()

    @cached_property
    def known(self) -> list[Column]:
        """The columns that are for the one who looks: he can neither choose another nor sort by it."""
        roles = self.request.scope.roles  # type: ignore[attr-defined]
        return [c for c in self.listing.columns if c.group is None or sees(roles, c.group)]

    @property
    def columns(self) -> list[Column]:
        """The chosen columns; without a choice, all but the extra ones."""
        chosen = set(self.request.GET.getlist("col"))
        return [c for c in self.known if (c.key in chosen if chosen else not c.extra)]

    @property
    def choosable(self) -> list[tuple[Column, bool]]:
        shown = {column.key for column in self.columns}
        return [(column, column.key in shown) for column in self.known]

    @cached_property
    def filters(self) -> list[tuple[Filter, list[tuple[str, Text]], str]]:
        return [(f, list(f.choices()), self.request.GET.get(f.key, "")) for f in self.listing.filters]

    @property
    def narrowed(self) -> bool:
        """Whether the list is empty because of what was asked, and not because there is nothing."""
        return bool(self.q) or any(chosen for _f, _choices, chosen in self.filters)

    @property
    def count(self) -> int:
        return self.page.paginator.count

    def every(self) -> Iterable[Any]:
        """All rows, of which only some are in memory at a time."""
        return (
            self.rows.iterator(chunk_size=2000)
            if isinstance(self.rows, QuerySet)
            else self.rows[: self.count]
        )

    @property
    def forms(self) -> Sequence[tuple[str, Text]]:
        """What the list may be taken away as."""
        return CHOICES

    @cached_property
    def page(self) -> Page[Any]:
        return Paginator(self.rows, self.listing.size).get_page(self.request.GET.get("page"))

    @property
    def near(self) -> Iterable[int | str]:
        """Page numbers to offer, with gaps."""
        return self.page.paginator.get_elided_page_range(self.page.number, on_each_side=2, on_ends=1)

    @cached_property
    def foot(self) -> Mapping[str, Any]:
        return self.listing.foot(self.rows) if self.listing.foot else {}

    @property
    def foot_cells(self) -> list[tuple[Column, Any]]:
        sums = self.foot
        return (
            [(c, FORMATS[c.kind](sums[c.key]) if c.key in sums else "") for c in self.columns] if sums else []
        )

    @property
    def sort(self) -> str:
        asked = self.request.GET.get("sort", "")
        return asked if self._sortable(asked.lstrip("-")) else self.listing.order

    def heads(self) -> list[tuple[Column, str, str]]:
        """Column, the query that sorts by it (the other way round when it is sorted so now), and its arrow."""
        at = self.sort
        found = []
        for column in self.columns:
            then = (
                f"-{column.key}"
                if at == column.key or (column.numeric and at != f"-{column.key}")
                else column.key
            )
            arrow = "▲" if at == column.key else "▼" if at == f"-{column.key}" else ""
            link = changed_query(self.request, sort=then, page=None) if column.sort else ""
            found.append((column, link, arrow))
        return found

    def body(self) -> list[tuple[Any, str, list[tuple[Column, Any]]]]:
        """This page's rows: the row, where it leads, its cells."""
        href, columns = self.listing.href, self.columns
        return [(row, href(row) if href else "", [(c, c.cell(row)) for c in columns]) for row in self.page]

    def _filtered(self, rows: Any) -> Any:
        for f, choices, chosen in self.filters:
            if chosen and chosen in {value for value, _name in choices}:
                rows = f.narrow(rows, chosen)
        return rows

    def _searched(self, rows: Any) -> Any:
        """Every word must be found in one of the fields."""
        for word in self.q.lower().split() if self.listing.search else ():
            wanted = Q()
            for name in self.listing.search:
                wanted |= Q(**{f"{name}__icontains": word})
            rows = rows.filter(wanted)
        return rows

    def _sortable(self, key: str) -> Column | None:
        return next((c for c in self.known if c.key == key and c.sort), None)

    def _sorted(self, rows: Any) -> Any:
        """By the chosen column, then by key, so that a page never repeats a row of another."""
        column = self._sortable(self.sort.lstrip("-"))
        if column is None or not isinstance(rows, QuerySet):
            return rows
        sign = "-" if self.sort.startswith("-") else ""
        return rows.order_by(sign + column.sort, sign + "pk")
