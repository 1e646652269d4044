"""Documents as downloads; each is written into the journal, as every export is."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal
from urllib.parse import quote

from django.db.models import Model
from django.http import HttpResponse

from tonglu.base.journal.models import record
from tonglu.web import clock
from tonglu.web.behind import told
from tonglu.web.desk.acts import DeskRequest
from tonglu.web.paper.book import book
from tonglu.web.paper.document import Document
from tonglu.web.paper.pdf import pdf

Form = Literal["pdf", "xlsx", "csv"]
TYPES = {
    "pdf": "application/pdf",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
}


def download(content: bytes, *, name: str, form: Form) -> HttpResponse:
    """A file to keep; `name` without its ending, in any script."""
    response = HttpResponse(content, content_type=TYPES[form])
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name)}.{form}"
    return response


def take(
    request: DeskRequest, documents: Sequence[Document], *, form: Form, of: Model, name: str = ""
) -> HttpResponse:
    """The documents as one file, and the journal row of it; `of` is what they show.

    What is not stored yet (the report of a day without facts) is written down under the one who took it.
    """
    content = pdf(documents) if form == "pdf" else book(documents)
    shown = of if of.pk is not None else request.person
    name = name or documents[0].name
    facts = {"name": name, "type": form, "documents": len(documents)}
    told(request, lambda: record(verb="paper.take", obj=shown, by=request.user, at=clock.now(), facts=facts))
    return download(content, name=name, form=form)
