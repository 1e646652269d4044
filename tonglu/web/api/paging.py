"""Pages of a list by cursor: rows in the order of their keys, continued behind the last one that was given.

A row that is there from the first page to the last is given once, whatever is added or removed meanwhile.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from typing import Annotated, Any, Generic, TypeVar

from django.core import signing
from django.core.exceptions import ValidationError
from django.db.models import Model, QuerySet
from django.utils.translation import gettext as _
from ninja import Schema
from pydantic import BaseModel, Field, StringConstraints

from tonglu.web.api.problems import Troubled

SALT = "tonglu.api.cursor"
M = TypeVar("M", bound=Model)
T = TypeVar("T")


class Page(BaseModel, Generic[T]):
    """`next` is the `cursor` of the page that follows; null on the last one."""

    items: list[T]
    next: str | None


class Asked(Schema):
    """What every list can be asked for. A cursor goes with the filters under which it was given."""

    cursor: Annotated[str, StringConstraints(max_length=400, pattern=r"^[A-Za-z0-9_:.-]+$")] | None = None
    limit: int = Field(100, ge=1, le=500)

    def _form(self) -> str:
        """What the cursor is good for: this list under these filters."""
        filters = self.model_dump_json(exclude={"cursor", "limit"})
        return hashlib.sha256(f"{type(self).__name__} {filters}".encode()).hexdigest()[:16]

    def after(self) -> str | None:
        """The key behind which this page begins. Raises Troubled for a cursor that was not given for this."""
        if self.cursor is None:
            return None
        try:
            form, key = signing.loads(self.cursor, salt=SALT)
        except (signing.BadSignature, ValueError):
            form, key = "", ""
        if form != self._form():
            words = _("cursor 不是这个列表在这些条件下给出的；请从第一页开始")
            raise Troubled(422, words, code="bad_cursor", errors=[("query.cursor", words)])
        return str(key)

    def at(self, key: object) -> str:
        """The cursor of the page behind that key."""
        return signing.dumps([self._form(), str(key)], salt=SALT)


def paged(rows: QuerySet[M], *, asked: Asked, out: Callable[[M], Any]) -> dict[str, Any]:
    """A page of these rows; `out` makes of each what goes over the wire."""
    after = asked.after()
    if after is not None:
        rows = rows.filter(pk__gt=_key(rows.model, after))
    found = list(rows.order_by("pk")[: asked.limit + 1])
    page = found[: asked.limit]
    return {
        "items": [out(row) for row in page],
        "next": asked.at(page[-1].pk) if len(found) > asked.limit else None,
    }


def _key(model: type[Model], text: str) -> Any:
    try:
        return model._meta.pk.to_python(text)
    except ValidationError as error:
        raise Troubled(422, _("cursor 有误"), code="bad_cursor") from error
