"""A list's saved views: what of an address is the list's own state, and the views that a person kept of it."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from functools import cached_property
from urllib.parse import parse_qsl

from django.http import HttpRequest, QueryDict
from django.utils.http import urlencode

from tonglu.directory.savedviews.models import SavedView

# the view that an address names; none of them, though one is the default
VIEW, NONE = "view", "0"
# the state that every list has, beside its filters
OWN = ("q", "sort", "col")


@dataclass
class Kept:
    """The views of a list that the one who looks kept, and what he looks at now."""

    request: HttpRequest
    listing: str
    filters: Collection[str]

    @property
    def keys(self) -> tuple[str, ...]:
        return (*self.filters, *OWN)

    @property
    def query(self) -> str:
        """The list's own state, in one order however it came about; which page one is at is not part of it."""
        return self._own(self.request.GET)

    @cached_property
    def views(self) -> list[SavedView]:
        scope = self.request.scope  # type: ignore[attr-defined]
        return list(SavedView.objects.visible_to(scope).of_list(self.listing))

    @cached_property
    def chosen(self) -> SavedView | None:
        named = self.request.GET.get(VIEW)
        return next((view for view in self.views if str(view.pk) == named), None)

    @property
    def changed(self) -> bool:
        """Whether the list was searched, filtered or sorted otherwise since the view was chosen."""
        return self.chosen is not None and self._own(QueryDict(self.chosen.query)) != self.query

    @property
    def links(self) -> list[tuple[SavedView, str]]:
        return [(view, self.address(view)) for view in self.views]

    @property
    def whole(self) -> str:
        """The list as it stands without a view; it must be said only where another is the default."""
        return self._address("", NONE if self.default else "")

    @property
    def default(self) -> SavedView | None:
        return next((view for view in self.views if view.is_default), None)

    @property
    def first(self) -> str:
        """Where one is led who opened the list without saying how; empty for who is not."""
        said = any(key in self.request.GET for key in (*self.keys, VIEW, "page"))
        return self.address(self.default) if not said and self.default else ""

    def address(self, view: SavedView) -> str:
        """The list in that view, of the unit and the period that are picked."""
        return self._address(view.query, str(view.pk))

    def _address(self, query: str, view: str) -> str:
        picked = [(k, v) for k, vs in self.request.GET.lists() for v in vs if k in ("unit", "period")]
        pairs = [*picked, *parse_qsl(query), *([(VIEW, view)] if view else [])]
        return f"{self.request.path}?{urlencode(pairs)}" if pairs else self.request.path

    def _own(self, said: QueryDict) -> str:
        pairs = [(key, value) for key in self.keys for value in said.getlist(key) if value]
        return urlencode(pairs)
