"""The editor of a form: its outline, what is selected, and how it will look; the draft is saved and published here."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_POST

from tonglu.base.errors import Refused
from tonglu.directory.catalog.models import Channel
from tonglu.directory.forms.changes import changes
from tonglu.directory.forms.definition import Definition, Json, Type, dump
from tonglu.directory.forms.editing import Edited, Path, part, weights
from tonglu.directory.forms.models import Form
from tonglu.directory.org.models import Role
from tonglu.web import clock
from tonglu.web.desk.acts import DeskRequest
from tonglu.web.desk.form_fields import parts
from tonglu.web.desk.form_outline import (
    WHOLE,
    Choice,
    faults_at,
    fitting,
    lines,
    outline,
    previewed,
    read_path,
    score_keys,
    when_in_words,
    write_path,
)
from tonglu.web.desk.form_steps import definition_in, stepped
from tonglu.web.desk.form_versions import told
from tonglu.web.desk.form_words import PROPERTIES, TYPES
from tonglu.web.viewing import viewing


def edit(request: DeskRequest, key: str) -> HttpResponse:
    """The draft, or the newest version to begin one from."""
    form = get_object_or_404(Form.objects.visible_to(request.scope), key=key)
    definition = start_of(form)
    chosen = read_path(request.GET.get("at", "")) or ((0, 0) if part(definition, (0, 0)) else ())
    context = _context(form, Edited(definition, chosen), saved=definition)
    context |= {
        "title": _("编辑 {title}").format(title=form.title),
        "here": _("编辑"),
        "crumbs": [
            (reverse("forms"), pgettext("page", "表单")),
            (reverse("form", args=[form.key]), form.title),
        ],
    }
    return render(request, "forms/edit.html", context)


def start_of(form: Form) -> Json:
    """What the editor begins with: the draft, else the newest version."""
    draft = getattr(form, "drafted", None)
    newest = form.versions.first()
    definition: Json = draft.definition if draft else newest.definition if newest else {"key": form.key}
    return definition


@require_POST
def step(request: DeskRequest, key: str) -> HttpResponse:
    """One step: the parts of the page that it changes, each put in its place."""
    form = get_object_or_404(Form.objects.visible_to(request.scope), key=key)
    do, said, refused = request.POST.get("do", ""), "", ""
    seen, saved = seen_in(request), start_of(form)
    try:
        edited = stepped(definition_in(request.POST), request.POST)
        if do == "save":
            _keep(request, form, edited.definition, over="over" in request.POST)
            said, saved, seen = _("草稿已保存"), edited.definition, form.edits
        elif do == "publish":
            _publish(request, form, edited.definition)
            return HttpResponse(headers={"HX-Redirect": reverse("form", args=[key])})
        elif do == "theirs":
            edited, seen = Edited(saved, ()), form.edits
    except Refused as refusal:
        refused = "" if refusal.code == "form_moved" else refusal.reason
        if refusal.code == "bad_definition" and do not in ("save", "publish"):
            return HttpResponse(refused, status=422)
    context = _context(form, edited, saved=saved) | {"told": said, "refused": refused, "seen": seen}
    if seen != form.edits:
        context |= _newer(form, theirs=saved, mine=edited.definition)
    # while someone types, the panel stays as it is, so that nothing typed is lost
    context["keep_panel"] = do == "put" and not request.POST.get("structural")
    return render(request, "forms/editor/stepped.html", context)


def seen_in(request: DeskRequest) -> int:
    """The state of the form that the page was made from; none that there ever was where the page says nothing."""
    seen = request.POST.get("seen", "")
    return int(seen) if seen.isdecimal() else -1


def _keep(request: DeskRequest, form: Form, definition: Json, *, over: bool = False) -> None:
    seen = seen_in(request)
    form.draft(definition=definition, seen=seen, by=request.user, at=clock.now(), over=over)


def _newer(form: Form, *, theirs: Json, mine: Json) -> dict[str, Any]:
    """What somebody else made of the form meanwhile, beside what is on the page."""
    old, new = previewed(theirs), previewed(mine)
    readable = old is not None and new is not None
    return {
        "newer": form.last_edit,
        "newest_edit": form.edits,
        "changes": told(old, new) if old and new else [],
        "readable": readable,
    }


@transaction.atomic
def _publish(request: DeskRequest, form: Form, definition: Json) -> None:
    try:
        start = date.fromisoformat(request.POST.get("start", ""))
    except ValueError as error:
        raise Refused(_("请选生效日期"), code="bad_date") from error
    _keep(request, form, definition)
    form.publish(start=start, by=request.user, at=clock.now())


def _context(form: Form, edited: Edited, *, saved: Json) -> dict[str, Any]:
    definition, path = edited.definition, edited.at
    found = faults_at(definition)
    shown = previewed(definition)
    weighed = weights(definition)
    newest = form.versions.first()
    return {
        "form": form,
        "seen": form.edits,
        "sections": outline(definition, path),
        "definition": json.dumps(definition, ensure_ascii=False),
        "selected": write_path(path),
        "dirty": definition != saved,
        "faults": sum(len(said) for said in found.values()),
        "form_faults": found.get((), ()),
        "total": weighed[()],
        "whole": WHOLE,
        "balanced": weighed[()] in (0, WHOLE),
        "types": [(kind.value, name) for kind, name in TYPES.items()],
        "today": viewing().today,
        "newest": newest,
        "differs": _differs(newest.parsed, shown) if newest and shown and not found else None,
        "parts": parts(shown, {}) if shown else None,
        "shown": dump(shown) if shown else None,
        "panel": _panel(definition, path),
    }


def _differs(old: Definition, new: Definition) -> int:
    return len(changes(old, new))


def _panel(definition: Json, path: Path) -> dict[str, Any]:
    """What is selected, with all that can be set of it."""
    here = part(definition, path) if path else definition
    panel: dict[str, Any] = {
        "of": write_path(path),
        "level": ("form", "section", "question", "column")[len(path)],
        "it": here or {},
        "faults": faults_at(definition).get(path, ()),
        "names": PROPERTIES,
    }
    if not path:
        return panel | _form_panel(definition)
    if len(path) == 1 or here is None:
        return panel
    kinds = [kind for kind in Type if len(path) == 2 or kind is not Type.TABLE]
    return panel | {
        "kinds": [Choice(kind.value, str(TYPES[kind]), kind == here.get("type")) for kind in kinds],
        "fits": fitting(here.get("type")),
        "scores": score_keys(here),
        "lines": lines(definition, path, here),
        "mode": "any" if "any" in (here.get("when") or {}) else "all",
        "when": when_in_words(definition, here),
    }


def _form_panel(definition: Json) -> dict[str, Any]:
    roles, channels = definition.get("roles") or [], definition.get("channels") or []
    subject, used_for = definition.get("subject", "customer"), definition.get("used_for", "record")
    return {
        "subjects": [Choice(v, str(name), v == subject) for v, name in Form.Subject.choices],
        "uses": [Choice(v, str(name), v == used_for) for v, name in Form.Use.choices],
        "roles": [Choice(v, str(name), v in roles) for v, name in Role.choices],
        "channels": [Choice(c.code, c.name, c.code in channels) for c in Channel.objects.all()],
    }
