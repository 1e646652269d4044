"""A definition as the editor lists it: sections and questions with their faults, and what the panel shows of one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _
from pydantic import TypeAdapter, ValidationError

from tonglu.directory.forms.condition_rows import Row, earlier, rows_of
from tonglu.directory.forms.definition import Condition, Definition, Json, Type
from tonglu.directory.forms.editing import Path, part, questions, weights
from tonglu.directory.forms.parsing import FITS, SCORE_KEYS, DefinitionFault, InvalidDefinition, parse
from tonglu.directory.forms.words import said_of_definition
from tonglu.web.desk.form_words import COMPARED, PROPERTIES, names_of, say, sentence, type_name

CONDITION: TypeAdapter[Condition] = TypeAdapter(Condition)
# full marks of a form whose weights are shares
WHOLE = 100


def read_path(text: str) -> Path:
    """`1.0.2` → (1, 0, 2); empty for anything else."""
    numbers = text.split(".") if text else []
    return tuple(int(n) for n in numbers) if all(n.isdecimal() for n in numbers) and len(numbers) < 4 else ()


def write_path(path: Path) -> str:
    return ".".join(str(n) for n in path)


@dataclass(frozen=True)
class Item:
    """A line of the outline."""

    path: str
    words: str
    kind: str = ""
    key: str = ""
    weight: Any = None
    faults: Sequence[str] = ()
    selected: bool = False
    required: bool = False
    private: bool = False
    when: str = ""
    untranslated: bool = False
    below: Sequence[Item] = field(default=())


def faults_at(definition: Json) -> Mapping[Path, Sequence[str]]:
    """What is wrong, in sentences, by where it is; with the empty path what concerns the form."""
    try:
        parse(definition)
    except InvalidDefinition as invalid:
        found: dict[Path, list[str]] = {}
        for fault in invalid.faults:
            said = found.setdefault(_place(definition, fault.where), [])
            # what is neither a whole number nor a decimal is found wrong twice
            if (words := _said(fault)) not in said:
                said.append(words)
        return found
    return {}


def _said(fault: DefinitionFault) -> str:
    name = str(fault.facts.get("field", ""))
    if fault.code == "malformed" and name.endswith("zh"):
        return _("中文不能空着")
    if fault.code == "malformed" and name == "key":
        return _("代码只用小写字母、数字和下划线，以字母开头")
    if fault.code == "malformed":
        name = name.partition(".")[0]
        return _("{name} 写法有误").format(name=PROPERTIES.get(name, name))
    return said_of_definition([DefinitionFault((), fault.code, fault.facts)])


def _place(definition: Json, where: Sequence[str]) -> Path:
    """The path of keys; as far as they lead."""
    path: Path = ()
    for key in where:
        level = definition if not path else part(definition, path) or {}
        below = level.get(("sections", "questions", "columns")[len(path)]) or [] if len(path) < 3 else []
        n = next((n for n, one in enumerate(below) if one.get("key") == key), None)
        if n is None:
            # a fault of two questions with one key names it without its section
            return next((at for at, of in questions(definition) if of.get("key") == key), path)
        path = (*path, n)
    return path


def outline(definition: Json, selected: Path) -> list[Item]:
    """Sections with their questions, and tables with their columns."""
    shown = _Shown(definition, selected, faults_at(definition))
    return [shown.section(n, section) for n, section in enumerate(definition.get("sections") or [])]


@dataclass(frozen=True)
class _Shown:
    definition: Json
    selected: Path
    faults: Mapping[Path, Sequence[str]]

    def section(self, n: int, section: Json) -> Item:
        below = [self.question((n, q), one) for q, one in enumerate(section.get("questions") or [])]
        return Item(
            path=write_path((n,)),
            words=say(section.get("title")),
            key=str(section.get("key", "")),
            weight=weights(self.definition).get((n,)),
            faults=self.faults.get((n,), ()),
            selected=self.selected == (n,),
            untranslated=not (section.get("title") or {}).get("en"),
            below=below,
        )

    def question(self, path: Path, question: Json) -> Item:
        columns = question.get("columns") or []
        below = [self.question((*path, c), column) for c, column in enumerate(columns)]
        return Item(
            path=write_path(path),
            words=say(question.get("label")),
            kind=type_name(question.get("type")),
            key=str(question.get("key", "")),
            weight=question.get("weight"),
            faults=self.faults.get(path, ()),
            selected=self.selected == path,
            required=bool(question.get("required")),
            private=bool(question.get("private")),
            when=when_in_words(self.definition, question),
            untranslated=_untranslated(question),
            below=below,
        )


def _untranslated(question: Json) -> bool:
    """Whether something of it has Chinese and no English."""
    words = [question.get(name) for name in ("label", "hint", "unit")]
    words += [option.get("label") for option in question.get("options") or []]
    return any(isinstance(one, dict) and one.get("zh") and not one.get("en") for one in words)


def when_in_words(definition: Json, question: Json) -> str:
    """The condition in a sentence; empty without one, or when it cannot be read."""
    if not question.get("when"):
        return ""
    try:
        condition = CONDITION.validate_python(question["when"])
    except ValidationError:
        return ""
    # the columns of this very table shadow questions of the same key
    every = {str(of.get("key")): of for _path, of in questions(definition)}
    return sentence(condition, names_of(every))


def previewed(definition: Json) -> Definition | None:
    """What can be shown of a draft: all of it, else without the questions that cannot be read at all."""
    try:
        return Definition.model_validate(definition)
    except ValidationError:
        pass
    broken = {path for path in faults_at(definition) if len(path) > 1}
    sections = [
        {**section, "questions": [q for n, q in enumerate(section["questions"]) if not _hit(broken, (s, n))]}
        for s, section in enumerate(definition.get("sections") or [])
    ]
    try:
        return Definition.model_validate({**definition, "sections": sections})
    except ValidationError:
        return None


def _hit(broken: set[Path], path: Path) -> bool:
    return any(one[:2] == path for one in broken)


@dataclass(frozen=True)
class Choice:
    """An option of the panel: a value, its name, and whether it is the one."""

    value: str
    name: str
    chosen: bool


@dataclass(frozen=True)
class Line:
    """A condition's line in the panel: which question, how, and what to compare with."""

    n: int
    questions: Sequence[Choice]
    how: Sequence[Choice]
    kind: str
    values: Sequence[Choice]
    value: Any = ""
    asked: bool = False
    needs_value: bool = False


def fitting(kind: object) -> frozenset[str]:
    """The properties that the panel shows of a question of a type."""
    return frozenset(name for name, types in FITS.items() if kind in types)


def score_keys(question: Json) -> list[tuple[str, Any]]:
    """What a weighed question's scores are called, with what they are now."""
    kind = question.get("type")
    wanted = {Type.YES_NO: ("yes", "no"), Type.NUMBER: ("none", "full"), Type.MONEY: ("none", "full")}
    if kind not in SCORE_KEYS:
        return []
    plain = {"yes": 1, "no": 0} if kind == Type.YES_NO else {}
    given = {**plain, **(question.get("scores") or {})}
    return [(key, given.get(key, "")) for key in wanted[Type(kind)]]


def lines(definition: Json, path: Path, question: Json) -> list[Line] | None:
    """The condition to pick, with an empty line at its end; None for one that is nested too deep."""
    rows = rows_of(question.get("when"))
    if rows is None:
        return None
    before = earlier(definition, path)
    return [_line(n, row, before) for n, row in enumerate([*rows.rows, Row("")])]


def comparisons(kind: object) -> list[str]:
    """How an answer to a question of a type can be compared; the first is the usual one."""
    if kind in (Type.YES_NO, Type.CHOICE, Type.SEVERAL):
        return ["is", "not", "answered", "blank"]
    if kind in (Type.NUMBER, Type.MONEY):
        return ["at_least", "at_most", "is", "answered", "blank"]
    if kind == Type.RATING:
        return ["at_most", "at_least", "is", "not", "answered", "blank"]
    return ["answered", "blank"]


def _line(n: int, row: Row, before: Sequence[Json]) -> Line:
    asked = next((question for question in before if question.get("key") == row.question), None)
    kind = asked.get("type") if asked else None
    hows = comparisons(kind)
    chosen = row.how if row.how in hows or row.values else hows[0]
    hows = hows if chosen in hows else [*hows, chosen]
    answers = _answers(asked or {}, row) if chosen in ("is", "not") else []
    return Line(
        n,
        [Choice(str(of["key"]), say(of.get("label")), of["key"] == row.question) for of in before],
        [Choice(how, str(COMPARED[how]), how == chosen) for how in hows],
        "number" if kind in (Type.NUMBER, Type.MONEY, Type.RATING) else "",
        answers,
        row.values[0] if row.values else "",
        asked is not None,
        not answers and chosen not in ("answered", "blank"),
    )


def _answers(asked: Json, row: Row) -> list[Choice]:
    options = [(str(option.get("value")), say(option.get("label"))) for option in asked.get("options") or []]
    if asked.get("type") == Type.YES_NO:
        options = [("yes", _("是")), ("no", _("否"))]
    return [Choice(value, name, value in row.values) for value, name in options]
