"""Changing a definition step by step, as the editor does: each step takes JSON and gives JSON.

What stands in between need not be a form that can be used yet: a draft may have a question without words. `Path` says
where something stands, by numbers from 0: `(section,)`, `(section, question)`, `(section, question, column)`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from copy import deepcopy
from dataclasses import dataclass
from typing import Any

from tonglu.directory.forms.definition import Json, Type
from tonglu.directory.forms.parsing import FITS

Path = tuple[int, ...]
LEVELS = ("sections", "questions", "columns")


@dataclass(frozen=True, slots=True)
class Edited:
    """A definition after a step, and where the eye should be."""

    definition: Json
    at: Path


def part(definition: Json, path: Path) -> Json | None:
    """The section, question or column at a path; None where there is none."""
    here: Any = definition
    for level, n in zip(LEVELS, path, strict=False):
        below = here.get(level) or []
        if not 0 <= n < len(below):
            return None
        here = below[n]
    return here if path else None


def questions(definition: Json) -> Iterator[tuple[Path, Json]]:
    """Every question and column with its path, in order."""
    for s, section in enumerate(definition.get("sections") or []):
        for q, question in enumerate(section.get("questions") or []):
            yield (s, q), question
            for c, column in enumerate(question.get("columns") or []):
                yield (s, q, c), column


def add_section(definition: Json, *, after: Path, title: Mapping[str, str]) -> Edited:
    """An empty section behind the one at the path, or at the end."""
    made = deepcopy(definition)
    sections = made.setdefault("sections", [])
    n = after[0] + 1 if after else len(sections)
    key = _fresh("section", {section.get("key") for section in sections})
    sections.insert(n, {"key": key, "title": dict(title), "questions": []})
    return Edited(made, (n,))


def add_question(definition: Json, *, after: Path, kind: str, label: Mapping[str, str]) -> Edited:
    """A question of a type behind the one at the path; at the head of a section's path, at its end."""
    made = deepcopy(definition)
    if not after:
        return Edited(made, after)
    section = made["sections"][after[0]]
    below = section.setdefault("questions", [])
    n = after[1] + 1 if len(after) > 1 else len(below)
    taken = {of.get("key") for _path, of in questions(made)}
    below.insert(n, _typed({"key": _fresh("question", taken), "type": kind, "label": dict(label)}, kind))
    return Edited(made, (after[0], n))


def add_column(definition: Json, *, to: Path, label: Mapping[str, str]) -> Edited:
    """A text column at the end of the table at the path (of the table itself or one of its columns)."""
    made = deepcopy(definition)
    table = part(made, to[:2])
    if table is None or table.get("type") != Type.TABLE:
        return Edited(made, to)
    columns = table.setdefault("columns", [])
    key = _fresh("column", {column.get("key") for column in columns})
    columns.append({"key": key, "type": "text", "label": dict(label)})
    return Edited(made, (*to[:2], len(columns) - 1))


def move(definition: Json, *, path: Path, by: int) -> Edited:
    """One place up (-1) or down (1). At the edge of its section a question goes over into the next one."""
    made = deepcopy(definition)
    if part(made, path) is None:
        return Edited(made, path)
    siblings, n = _siblings(made, path), path[-1]
    if 0 <= n + by < len(siblings):
        siblings[n], siblings[n + by] = siblings[n + by], siblings[n]
        return Edited(made, (*path[:-1], n + by))
    other = path[0] + by
    if len(path) != 2 or not 0 <= other < len(made["sections"]):
        return Edited(made, path)
    below = made["sections"][other].setdefault("questions", [])
    to = 0 if by > 0 else len(below)
    below.insert(to, siblings.pop(n))
    return Edited(made, (other, to))


def put_before(definition: Json, *, path: Path, target: Path) -> Edited:
    """A question (or section) dragged onto another: it takes that one's place. Onto a section: its last question."""
    made = deepcopy(definition)
    moved = part(made, path)
    if moved is None or part(made, target) is None or path == target or len(path) not in (1, 2):
        return Edited(made, path)
    if len(path) == 1:
        made["sections"].insert(target[0], made["sections"].pop(path[0]))
        return Edited(made, (target[0],))
    _siblings(made, path).pop(path[-1])
    below = made["sections"][target[0]].setdefault("questions", [])
    n = min(target[1], len(below)) if len(target) > 1 else len(below)
    below.insert(n, moved)
    return Edited(made, (target[0], n))


def duplicate(definition: Json, *, path: Path) -> Edited:
    """A copy behind the original, with keys of its own."""
    made = deepcopy(definition)
    original = part(made, path)
    if original is None:
        return Edited(made, path)
    copy = deepcopy(original)
    siblings = _siblings(made, path)
    copy["key"] = _fresh(str(copy.get("key", "")), {of.get("key") for of in siblings})
    taken = {of.get("key") for at, of in questions(made) if len(at) == 2}
    if len(path) == 2:
        copy["key"] = _fresh(str(copy.get("key", "")), taken)
    for question in copy.get("questions", []):
        old = str(question.get("key", ""))
        question["key"] = _fresh(old, taken)
        taken.add(question["key"])
        _renamed(copy["questions"], old, question["key"])
    siblings.insert(path[-1] + 1, copy)
    return Edited(made, (*path[:-1], path[-1] + 1))


def delete(definition: Json, *, path: Path) -> Edited:
    """Without what stands at the path; the eye goes to its neighbour, else one level up."""
    made = deepcopy(definition)
    if part(made, path) is None:
        return Edited(made, path)
    siblings = _siblings(made, path)
    siblings.pop(path[-1])
    if siblings:
        return Edited(made, (*path[:-1], min(path[-1], len(siblings) - 1)))
    return Edited(made, path[:-1])


def put(definition: Json, *, path: Path, values: Mapping[str, Any]) -> Edited:
    """Sets properties; None takes one away. With no path those of the form itself.

    A new key is followed by the conditions that ask for it; a new type drops what only the old one had, and brings
    what the new one cannot do without.
    """
    made = deepcopy(definition)
    here = part(made, path) if path else made
    if here is None:
        return Edited(made, path)
    old_key, old_type = here.get("key"), here.get("type")
    for name, value in values.items():
        if value is None:
            here.pop(name, None)
        else:
            here[name] = value
    if len(path) > 1 and here.get("type") != old_type:
        _typed(here, str(here.get("type")))
    if len(path) > 1 and here.get("key") != old_key:
        _follow(made, path, str(old_key), str(here.get("key")))
    return Edited(made, path)


def weights(definition: Json) -> Mapping[Path, float]:
    """What each section weighs, and in all (with the empty path). Columns weigh only within their table."""
    by_section: dict[Path, float] = {}
    for path, question in questions(definition):
        weight = question.get("weight")
        if len(path) == 2 and isinstance(weight, int | float) and not isinstance(weight, bool):
            by_section[path[:1]] = by_section.get(path[:1], 0) + weight
    return {(): sum(by_section.values()), **by_section}


def _siblings(definition: Json, path: Path) -> list[Json]:
    above = part(definition, path[:-1]) if len(path) > 1 else definition
    return above[LEVELS[len(path) - 1]] if above else []


def _fresh(key: str, taken: set[Any]) -> str:
    """The key itself if it is free, else with the first number that makes it so."""
    stem = key.rstrip("0123456789").rstrip("_")[:56] or "question"
    if key and key not in taken:
        return key
    return next(name for n in range(2, 10_000) if (name := f"{stem}_{n}") not in taken)


def _typed(question: Json, kind: str) -> Json:
    """Only what fits the type, and two options or a column where it needs them."""
    for name, types in FITS.items():
        if name in question and kind not in types:
            del question[name]
    if kind in FITS["options"] and not question.get("options"):
        question["options"] = [
            {"value": "a", "label": {"zh": "选项一", "en": "Option one"}},
            {"value": "b", "label": {"zh": "选项二", "en": "Option two"}},
        ]
    if kind == Type.TABLE and not question.get("columns"):
        question["columns"] = [{"key": "item", "type": "text", "label": {"zh": "项目", "en": "Item"}}]
    if kind in (Type.NUMBER, Type.MONEY) and set(question.get("scores") or {"none", "full"}) != {
        "none",
        "full",
    }:
        del question["scores"]
    if kind == Type.YES_NO and set(question.get("scores") or {"yes", "no"}) != {"yes", "no"}:
        del question["scores"]
    return question


def _follow(definition: Json, path: Path, old: str, new: str) -> None:
    """Conditions that asked for a question by its old key ask for it by the new one."""
    if len(path) == 3:
        table = part(definition, path[:2])
        _renamed(table["columns"] if table else [], old, new)
        return
    for section in definition["sections"]:
        _renamed(section.get("questions", []), old, new)
        for question in section.get("questions", []):
            own = {column.get("key") for column in question.get("columns", [])}
            if old not in own:
                _renamed(question.get("columns", []), old, new)


def _renamed(below: list[Json], old: str, new: str) -> None:
    for question in below:
        _each_asked(question.get("when"), lambda asked: _rename(asked, old, new))


def _rename(asked: Json, old: str, new: str) -> None:
    if asked.get("question") == old:
        asked["question"] = new


def _each_asked(condition: Any, do: Callable[[Json], None]) -> None:
    if not isinstance(condition, dict):
        return
    for inner in (*condition.get("all", ()), *condition.get("any", ()), condition.get("not")):
        _each_asked(inner, do)
    if "question" in condition:
        do(condition)
