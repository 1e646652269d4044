"""Two versions of a form beside each other: what was added, taken away, moved and changed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from tonglu.base.sentences import clauses, labelled, listed
from tonglu.directory.forms.changes import Change, changes, incompatible
from tonglu.directory.forms.definition import Definition, Json, dump
from tonglu.directory.forms.editing import questions
from tonglu.directory.forms.models import Form, FormVersion
from tonglu.directory.org.models import Role
from tonglu.web.desk.acts import DeskRequest
from tonglu.web.desk.form_outline import previewed, when_in_words
from tonglu.web.desk.form_words import PROPERTIES, say, type_name

KINDS = {
    "added": (gettext_lazy("新增"), "good"),
    "removed": (gettext_lazy("去掉"), "bad"),
    "moved": (gettext_lazy("移动"), ""),
    "changed": (gettext_lazy("修改"), "info"),
}


@dataclass(frozen=True)
class Told:
    """A change in words."""

    kind: tuple[Any, str]
    where: str
    field: str
    before: str
    after: str


def form_versions(request: DeskRequest, key: str) -> HttpResponse:
    """By default the draft against the newest version, else the newest against the one before."""
    form = get_object_or_404(Form.objects.visible_to(request.scope), key=key)
    versions = list(form.versions.all())
    sides = {str(version.number): version.parsed for version in versions}
    draft = getattr(form, "drafted", None)
    readable = previewed(draft.definition) if draft else None
    if readable is not None:
        sides = {"draft": readable, **sides}
    names = list(sides)
    new = request.GET.get("to", "") if request.GET.get("to") in sides else next(iter(names), "")
    old = request.GET.get("from", "") if request.GET.get("from") in sides else _before(names, new)
    context = {
        "title": _("{title} 版本对照").format(title=form.title),
        "here": _("版本对照"),
        "crumbs": [
            (reverse("forms"), pgettext("page", "表单")),
            (reverse("form", args=[form.key]), form.title),
        ],
        "form": form,
        "sides": [(name, _side(name, versions)) for name in names],
        "old": old,
        "new": new,
        "changes": told(sides[old], sides[new]) if old and new else [],
        "broken": _broken(sides[old], sides[new]) if old and new else "",
    }
    return render(request, "forms/versions.html", context)


def _before(names: list[str], new: str) -> str:
    later = names[names.index(new) + 1 :] if new in names else []
    return next(iter(later), "")


def _side(name: str, versions: list[FormVersion]) -> str:
    if name == "draft":
        return _("草稿")
    version = next(version for version in versions if str(version.number) == name)
    return _("第 {n} 版（{day} 起）").format(n=version.number, day=version.start)


def told(old: Definition, new: Definition) -> list[Told]:
    """Every change in words, both definitions at hand to name what they are about."""
    before, after = dump(old), dump(new)
    words = _words(before) | _words(after)
    return [_told(change, words, before, after) for change in changes(old, new)]


def _words(definition: Json) -> dict[str, str]:
    named = {str(of["key"]): say(of.get("label")) for _path, of in questions(definition)}
    return named | {section["key"]: say(section["title"]) for section in definition["sections"]}


def _told(change: Change, words: dict[str, str], old: Json, new: Json) -> Told:
    name = str(PROPERTIES.get(change.field, change.field))
    where = " › ".join(words.get(key, key) for key in change.where) or _("表单设置")
    return Told(
        KINDS[change.kind],
        where,
        name,
        _value(change.field, change.before, old) if change.field else "",
        _value(change.field, change.after, new) if change.field else "",
    )


def _value(field: str, value: Any, definition: Json) -> str:
    """A property's value as people read it."""
    if value is None:
        return ""
    match field:
        case "when":
            return when_in_words(definition, {"when": value})
        case "type":
            return type_name(value)
        case "options":
            return listed(_option(option) for option in value)
        case "scores":
            return clauses(f"{key} = {score}" for key, score in value.items())
        case "roles":
            return listed(str(Role(role).label) if role in Role.values else role for role in value)
        case "picture":
            return f"{value[:12]}…"
    if isinstance(value, dict):
        return " / ".join(str(one) for one in value.values())
    if isinstance(value, bool):
        return _("是") if value else _("否")
    return listed(str(one) for one in value) if isinstance(value, list) else str(value)


def _option(option: Json) -> str:
    name = say(option.get("label"))
    return labelled(name, option["score"]) if "score" in option else name


def _broken(old: Definition, new: Definition) -> str:
    """Questions whose older answers cannot be counted together with the newer."""
    return listed(new.by_key[key].label.say("zh-hans") for key in incompatible(old, new))
