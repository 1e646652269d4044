"""The steps of the editor, each by its name in what is posted: from one definition to the next."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _

from tonglu.base.errors import Refused
from tonglu.directory.forms import editing
from tonglu.directory.forms.condition_rows import earlier
from tonglu.directory.forms.definition import NUMBERS, Json, Type
from tonglu.directory.forms.editing import Edited, Path
from tonglu.web.desk.form_outline import comparisons, read_path
from tonglu.web.desk.form_properties import posted

LARGEST = 2_000_000


def definition_in(post: QueryDict) -> Json:
    """The definition that the page holds. Raises Refused for what is none."""
    text = post.get("definition", "")
    try:
        raw: Any = json.loads(text) if len(text) <= LARGEST else None
    except (ValueError, RecursionError):
        raw = None
    if not isinstance(raw, dict) or not isinstance(raw.get("sections", []), list):
        raise Refused(_("页面内容无法识别，没有保存；请刷新后再试"), code="bad_definition")
    return raw


def stepped(definition: Json, post: QueryDict) -> Edited:
    """What the panel holds is taken in first, then the step is done."""
    do, path = post.get("do", ""), read_path(post.get("path", ""))
    if do == "asks":
        post = _asks(definition, path, post)
    if do != "restore" and "has" in post:
        definition = editing.put(
            definition, path=read_path(post.get("of", "")), values=posted(post)
        ).definition
    step, path = STEPS.get(do), _kept(definition, path)
    return step(definition, path, post) if step else Edited(definition, path)


def _asks(definition: Json, path: Path, post: QueryDict) -> QueryDict:
    """A condition's line with a comparison that fits the question it now asks, and something to compare with."""
    line, filled = f"when.{post.get('n', '')}", post.copy()
    asked = next((q for q in earlier(definition, path) if q.get("key") == post.get(f"{line}.question")), {})
    fitting = comparisons(asked.get("type"))
    how = post.get(f"{line}.how", "") if post.get("how") else ""
    how = how if how in fitting else fitting[0]
    given = post.getlist(f"{line}.value") if post.get("how") else []
    values = ["yes"] if asked.get("type") == Type.YES_NO else ["1"]
    values = [option["value"] for option in asked.get("options") or []][:1] or values
    filled[f"{line}.how"] = how
    filled.setlist(f"{line}.value", given or values)
    filled[f"{line}.kind"] = "number" if asked.get("type") in NUMBERS else ""
    return filled


def _kept(definition: Json, path: Path) -> Path:
    """The path itself, or as much of it as there still is."""
    while path and editing.part(definition, path) is None:
        path = path[:-1]
    return path


def _section(definition: Json, path: Path, post: QueryDict) -> Edited:
    return editing.add_section(definition, after=path, title={"zh": "新分段", "en": "New section"})


def _question(definition: Json, path: Path, post: QueryDict) -> Edited:
    if not definition.get("sections"):
        definition = _section(definition, (), post).definition
    after = path[:2] or (len(definition["sections"]) - 1,)
    kind = post.get("kind", "")
    kind = kind if kind in set(Type) else Type.YES_NO.value
    return editing.add_question(
        definition, after=after, kind=kind, label={"zh": "新题目", "en": "New question"}
    )


def _column(definition: Json, path: Path, post: QueryDict) -> Edited:
    return editing.add_column(definition, to=path, label={"zh": "新列", "en": "New column"})


def _drag(definition: Json, path: Path, post: QueryDict) -> Edited:
    return editing.put_before(definition, path=path, target=read_path(post.get("target", "")))


def _option(definition: Json, path: Path, post: QueryDict) -> Edited:
    options = list((editing.part(definition, path) or {}).get("options", []))
    taken = {option.get("value") for option in options}
    value = next(v for n in range(1, 1000) if (v := f"option_{n}") not in taken)
    options.append({"value": value, "label": {"zh": "新选项", "en": "New option"}})
    return editing.put(definition, path=path, values={"options": options})


def _option_gone(definition: Json, path: Path, post: QueryDict) -> Edited:
    options = list((editing.part(definition, path) or {}).get("options", []))
    n = int(post.get("n", "")) if post.get("n", "").isdecimal() else len(options)
    return editing.put(definition, path=path, values={"options": options[:n] + options[n + 1 :]})


def _always(definition: Json, path: Path, post: QueryDict) -> Edited:
    return editing.put(definition, path=path, values={"when": None})


STEPS: dict[str, Callable[[Json, Path, QueryDict], Edited]] = {
    "section": _section,
    "question": _question,
    "column": _column,
    "up": lambda definition, path, post: editing.move(definition, path=path, by=-1),
    "down": lambda definition, path, post: editing.move(definition, path=path, by=1),
    "drag": _drag,
    "copy": lambda definition, path, post: editing.duplicate(definition, path=path),
    "delete": lambda definition, path, post: editing.delete(definition, path=path),
    "option": _option,
    "option_gone": _option_gone,
    "always": _always,
}
