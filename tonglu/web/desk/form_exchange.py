"""Forms out and in: as a workbook that people edit, as JSON Schema for other programs. What comes in is shown first."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_POST

from tonglu.base.errors import Refused
from tonglu.directory.forms.definition import Definition, Json, dump
from tonglu.directory.forms.models import Form
from tonglu.directory.forms.parsing import DefinitionFault, InvalidDefinition, parse
from tonglu.directory.forms.schema import to_json_schema
from tonglu.directory.forms.schema_read import from_json_schema
from tonglu.directory.forms.words import said_of_definition
from tonglu.exchange.formbooks.read import read_book
from tonglu.exchange.formbooks.write import write_book
from tonglu.web import clock
from tonglu.web.desk.acts import DeskRequest
from tonglu.web.desk.form_edit import seen_in, start_of
from tonglu.web.desk.form_fields import parts
from tonglu.web.desk.form_outline import previewed
from tonglu.web.desk.form_steps import LARGEST, definition_in
from tonglu.web.desk.form_versions import told
from tonglu.web.paper.answers import download

# addresses of the desk that a form's key would hide behind
TAKEN = frozenset({"new", "import", "take"})
NEW: Json = {
    "sections": [
        {
            "key": "main",
            "title": {"zh": "第一段", "en": "First section"},
            "questions": [
                {"key": "question", "type": "yes_no", "label": {"zh": "新题目", "en": "New question"}}
            ],
        }
    ]
}


@dataclass(frozen=True)
class Fault:
    """What is wrong with a file, and where in it."""

    where: str
    words: str


def form_book(request: DeskRequest, key: str) -> HttpResponse:
    """The draft if there is one, else the newest version, as a workbook."""
    form = get_object_or_404(Form.objects.visible_to(request.scope), key=key)
    return download(write_book(start_of(form)), name=form.title, form="xlsx")


def form_schema(request: DeskRequest, key: str) -> HttpResponse:
    """The newest version as JSON Schema; of a form never published its draft, if that can be used."""
    form = get_object_or_404(Form.objects.visible_to(request.scope), key=key)
    try:
        definition = parse(start_of(form))
    except InvalidDefinition:
        newest = form.versions.first()
        if newest is None:
            return HttpResponse(_("草稿还有要改的地方，不能导出 JSON Schema"), status=422)
        definition = newest.parsed
    text = json.dumps(to_json_schema(definition, request.user.language), ensure_ascii=False, indent=2)
    response = HttpResponse(text, content_type="application/schema+json; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{form.key}.schema.json"'
    return response


def form_import(request: DeskRequest) -> HttpResponse:
    """A file, and by POST what stands in it: faults row by row, what would change, and how it will look."""
    context: dict[str, Any] = {
        "title": _("导入表单"),
        "crumbs": [(reverse("forms"), pgettext("page", "表单"))],
    }
    file = request.FILES.get("file")
    if request.method == "POST" and isinstance(file, UploadedFile):
        try:
            definition, faults = _read(file)
        except Refused as refused:
            context["refused"] = refused.reason
        else:
            context |= _shown(definition, faults) | {"name": file.name}
    return render(request, "forms/import.html", context)


def _read(file: UploadedFile[Any]) -> tuple[Json, list[Fault]]:
    """Excel by its first bytes, else JSON. Raises Refused for what is neither."""
    content = file.read(LARGEST + 1)
    if len(content) > LARGEST:
        raise Refused(_("文件太大；一张表单不超过 2 MB"), code="bad_file")
    if content.startswith((b"PK", b"\xd0\xcf")):
        read = read_book(content)
        rows = (
            (f"{fault.sheet} {_('第 {n} 行').format(n=fault.row)}" if fault.row else fault.sheet, fault.words)
            for fault in read.faults
        )
        return read.definition, [Fault(where, words) for where, words in rows]
    try:
        raw = json.loads(content)
        return dump(_from_json(raw)), []
    except InvalidDefinition as invalid:
        return raw if isinstance(raw, dict) and "sections" in raw else {}, [_fault(f) for f in invalid.faults]
    except (ValueError, RecursionError) as error:  # brackets within brackets without end
        raise Refused(_("既不是 Excel 也不是 JSON 文件"), code="bad_file") from error


def _from_json(raw: Any) -> Definition:
    """A definition as we write it, or a JSON Schema."""
    return parse(raw) if isinstance(raw, dict) and "sections" in raw else from_json_schema(raw)


def _fault(fault: DefinitionFault) -> Fault:
    return Fault(" / ".join(fault.where), said_of_definition([DefinitionFault((), fault.code, fault.facts)]))


def _shown(definition: Json, faults: list[Fault]) -> dict[str, Any]:
    form = Form.objects.filter(key=definition.get("key", "")).first()
    shown = previewed(definition)
    old = previewed(start_of(form)) if form else None
    return {
        "faults": faults,
        "found": form,
        "seen": form.edits if form else 0,
        "definition": json.dumps(definition, ensure_ascii=False),
        "shown": shown,
        "key": definition.get("key", ""),
        "words": shown.title.say("zh-hans") if shown else "",
        "parts": parts(shown, {}) if shown else [],
        "changes": told(old, shown) if old and shown else [],
        "usable": shown is not None and bool(definition.get("key")) and (form is not None or not faults),
    }


@require_POST
def form_take(request: DeskRequest) -> HttpResponse:
    """What was shown becomes the draft of its form, or a new form."""
    try:
        definition = definition_in(request.POST)
        form = Form.objects.visible_to(request.scope).filter(key=definition.get("key", "")).first()
        if form:
            form.draft(definition=definition, seen=seen_in(request), by=request.user, at=clock.now())
        else:
            form = _create(request, definition)
    except Refused as refused:
        messages.error(request, refused.reason)
        return redirect("form_import")
    messages.success(request, _("{title} 已存为草稿；检查后发布").format(title=form.title))
    return redirect("form_edit", key=form.key)


def form_new(request: DeskRequest) -> HttpResponse:
    """An empty form to begin with, or a copy of another under a key of its own."""
    if request.method == "POST":
        try:
            form = _create(request, _begun(request))
        except Refused as refused:
            messages.error(request, refused.reason)
        else:
            return redirect("form_edit", key=form.key)
    context = {
        "title": _("新建表单"),
        "crumbs": [(reverse("forms"), pgettext("page", "表单"))],
        "every": Form.objects.visible_to(request.scope),
        "typed": request.POST,
        "copied": request.POST.get("copy") or request.GET.get("copy", ""),
    }
    return render(request, "forms/new.html", context)


def _begun(request: DeskRequest) -> Json:
    title = {language: request.POST.get(f"title.{language}", "").strip() for language in ("zh", "en")}
    copied = Form.objects.visible_to(request.scope).filter(key=request.POST.get("copy", "")).first()
    begun = start_of(copied) if copied else NEW
    return {**begun, "key": request.POST.get("key", "").strip(), "title": title}


def _create(request: DeskRequest, definition: Json) -> Form:
    if definition.get("key") in TAKEN:
        raise Refused(_("代码 {key} 留作他用；请换一个"), key=definition["key"], code="form_exists")
    return Form.create(definition=definition, by=request.user, at=clock.now())
