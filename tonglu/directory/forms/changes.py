"""What changed from one version of a form to another 版本对照."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any, Literal

from tonglu.directory.forms.definition import Definition, Json, Question, dump

Kind = Literal["added", "removed", "moved", "changed"]
# said about the form itself or a section by its key alone
NESTED = ("sections", "questions", "columns")


@dataclass(frozen=True, slots=True)
class Change:
    """One difference. `where` is the keys down to it, empty for the form itself; `before` and `after` are JSON.

    `field` is the property that changed; of what was added, removed or moved as a whole it is empty, and `before` and
    `after` are its words.
    """

    kind: Kind
    where: tuple[str, ...]
    field: str = ""
    before: Any = None
    after: Any = None


def changes(old: Definition, new: Definition) -> tuple[Change, ...]:
    """Everything that differs, in the order of the new form; what was removed comes last."""
    return tuple(_changes(dump(old), dump(new)))


def _changes(old: Json, new: Json) -> Iterator[Change]:
    yield from _fields((), old, new)
    before, after = _sections(old), _sections(new)
    yield from _listed((), before, after, "title")
    for key, section in after.items():
        if key in before:
            yield from _fields((key,), before[key], section)
    yield from _of_questions(old, new)


def _of_questions(old: Json, new: Json) -> Iterator[Change]:
    before, after = _questions(old), _questions(new)
    home = {key: section for section, key in _places(new)} | {}
    was = {key: section for section, key in _places(old)}
    yield from _listed((), before, after, "label", was=was, home=home)
    for key, question in after.items():
        if key not in before:
            continue
        yield from _fields((home[key], key), before[key], question)
        columns = _by_key(before[key].get("columns", [])), _by_key(question.get("columns", []))
        yield from _listed((home[key], key), *columns, "label")
        for name, column in columns[1].items():
            if name in columns[0]:
                yield from _fields((home[key], key, name), columns[0][name], column)


def _listed(
    where: tuple[str, ...],
    before: dict[str, Json],
    after: dict[str, Json],
    words: str,
    *,
    was: dict[str, str] | None = None,
    home: dict[str, str] | None = None,
) -> Iterator[Change]:
    """What came, went or changed its place among siblings."""
    stayed = _in_order([k for k in before if k in after], [k for k in after if k in before])
    for key, now in after.items():
        place = (*where, *((home[key],) if home else ()), key)
        if key not in before:
            yield Change("added", place, after=now.get(words))
        elif key not in stayed or (was and home and was[key] != home[key]):
            yield Change("moved", place, before=before[key].get(words), after=now.get(words))
    for key, then in before.items():
        if key not in after:
            yield Change("removed", (*where, *((was[key],) if was else ()), key), before=then.get(words))


def _in_order(before: Sequence[str], after: Sequence[str]) -> set[str]:
    """The longest run of keys that kept their order; the rest was moved."""
    matched = SequenceMatcher(a=before, b=after, autojunk=False).get_matching_blocks()
    return {before[block.a + n] for block in matched for n in range(block.size)}


def _fields(where: tuple[str, ...], old: Json, new: Json) -> Iterator[Change]:
    names = [*new, *(name for name in old if name not in new)]
    for name in names:
        if name not in NESTED and old.get(name) != new.get(name):
            yield Change("changed", where, name, old.get(name), new.get(name))


def _by_key(below: Sequence[Json]) -> dict[str, Json]:
    return {str(one["key"]): one for one in below}


def _sections(definition: Json) -> dict[str, Json]:
    return _by_key(definition["sections"])


def _questions(definition: Json) -> dict[str, Json]:
    return _by_key([question for section in definition["sections"] for question in section["questions"]])


def _places(definition: Json) -> Iterator[tuple[str, str]]:
    for section in definition["sections"]:
        for question in section["questions"]:
            yield section["key"], question["key"]


def incompatible(old: Definition, new: Definition) -> tuple[str, ...]:
    """Keys of questions whose answers can no longer be counted together: another type, or an option that went."""
    return tuple(q.key for q in new.questions if q.key in old.by_key and not _alike(old.by_key[q.key], q))


def _alike(old: Question, new: Question) -> bool:
    kept = {option.value for option in new.options}
    return old.type is new.type and all(option.value in kept for option in old.options)
