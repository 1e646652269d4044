"""A definition as JSON Schema (draft 2020-12), for other programs to fill a form in or to bring one along.

Standard keywords say what an answer looks like; `x-tonglu-…` keywords what JSON Schema has no word for, so that
`from_json_schema` gives the same definition back. A condition becomes `if`/`then` where the question is required;
whether it applies at all stands in `x-tonglu-when`.

Answers of questions that do not apply are ignored, here as there; the schema describes answers without empty ones.
"""

from __future__ import annotations

from collections.abc import Sequence

from tonglu.directory.forms.conditions import asked_in
from tonglu.directory.forms.definition import (
    All,
    AnyOf,
    Asked,
    Condition,
    Definition,
    Json,
    Not,
    Question,
    Type,
    dump,
)
from tonglu.directory.forms.rules import CODE, LARGEST, LONG, SHORT

DRAFT = "https://json-schema.org/draft/2020-12/schema"
SHA = {"type": "string", "pattern": "^[0-9a-f]{64}$"}
PLACE: Json = {
    "type": "object",
    "properties": {
        "lng": {"type": "number", "minimum": -180, "maximum": 180},
        "lat": {"type": "number", "minimum": -90, "maximum": 90},
        "accuracy": {"type": "number", "minimum": 0, "maximum": 1_000_000},
    },
    "required": ["lng", "lat"],
    "additionalProperties": False,
}
NEVER: Json = {"not": {}}
# what a question says beyond its type and words, kept as it stands
KEPT = ("hint", "picture", "private", "when", "weight", "scores", "unit", "decimals", "long")


def to_json_schema(definition: Definition, language: str = "zh-hans") -> Json:
    """The schema of a filled-in form's answers; `title`s and descriptions in `zh-hans` or `en`."""
    head = {k: v for k, v in dump(definition).items() if k != "sections"}
    sections = [
        {
            "key": s.key,
            "title": s.title.model_dump(exclude_defaults=True),
            "questions": [q.key for q in s.questions],
        }
        for s in definition.sections
    ]
    about = {"description": definition.about.say(language)} if definition.about else {}
    return {
        "$schema": DRAFT,
        "$id": f"urn:tonglu:form:{definition.key}",
        "title": definition.title.say(language),
        **about,
        **_object(definition.questions, language),
        "x-tonglu-form": head,
        "x-tonglu-sections": sections,
    }


def _object(questions: Sequence[Question], language: str) -> Json:
    """The schema of one object of answers: a form, or a row of a table."""
    schema: Json = {
        "type": "object",
        "properties": {question.key: _property(question, language) for question in questions},
        "additionalProperties": False,
    }
    if always := [q.key for q in questions if q.required and q.when is None]:
        schema["required"] = always
    by_key = {question.key: question for question in questions}
    # a row's condition on what stands outside of the table has no words in JSON Schema
    asking = [q for q in questions if q.required and q.when and _within(q.when, by_key)]
    if asking:
        schema["allOf"] = [
            {"if": _applies(question, by_key), "then": {"required": [question.key]}} for question in asking
        ]
    return schema


def _property(question: Question, language: str) -> Json:
    raw = question.model_dump(mode="json", by_alias=True, exclude_defaults=True)
    schema: Json = {"title": question.label.say(language), **_shape(question, language)}
    if question.hint:
        schema["description"] = question.hint.say(language)
    schema["x-tonglu-type"] = question.type.value
    schema["x-tonglu-label"] = raw["label"]
    if question.required:
        schema["x-tonglu-required"] = True
    return schema | {f"x-tonglu-{name}": raw[name] for name in KEPT if name in raw}


def _shape(question: Question, language: str) -> Json:
    match question.type:
        case Type.YES_NO:
            return {"type": "string", "enum": ["yes", "no"]}
        case Type.CHOICE:
            return _choices(question, language)
        case Type.SEVERAL:
            return _list(question, _choices(question, language))
        case Type.NUMBER | Type.MONEY:
            low = -LARGEST if question.min is None else question.min
            high = LARGEST if question.max is None else question.max
            kind = "number" if question.places else "integer"
            return {"type": kind, "minimum": low, "maximum": high}
        case Type.RATING:
            return {"type": "integer", "minimum": 1, "maximum": question.scale}
        case Type.TEXT:
            return {"type": "string", "minLength": 1, "maxLength": LONG if question.long else SHORT}
        case Type.BARCODE:
            return {"type": "string", "minLength": 1, "maxLength": CODE}
        case Type.DATE:
            return {"type": "string", "format": "date"}
        case Type.PHOTO:
            return _list(question, SHA)
        case Type.SKUS:
            return _list(question, {"type": "string", "minLength": 1, "maxLength": CODE})
        case Type.SIGNATURE:
            return SHA
        case Type.PLACE:
            return PLACE
        case Type.TABLE:
            return _list(question, _object(question.columns, language))


def _choices(question: Question, language: str) -> Json:
    """The values with their names; what they are worth stands beside them."""
    return {
        "type": "string",
        "oneOf": [
            {
                "const": option.value,
                "title": option.label.say(language),
                "x-tonglu-option": option.model_dump(exclude_defaults=True, exclude={"value"}),
            }
            for option in question.options
        ],
    }


def _list(question: Question, item: Json) -> Json:
    schema: Json = {"type": "array", "items": item, "minItems": max(1, int(question.min or 1))}
    schema["maxItems"] = question.most
    if question.type is not Type.TABLE:
        schema["uniqueItems"] = True
    stated = {
        name: value for name, value in (("min", question.min), ("many", question.many)) if value is not None
    }
    return schema | ({"x-tonglu-entries": stated} if stated else {})


# --- conditions -------------------------------------------------------------------------------------------------------


def _within(condition: Condition, by_key: dict[str, Question]) -> bool:
    """Whether a condition, and those of the questions that it asks, stay within these questions."""
    asked = [by_key.get(one.question) for one in asked_in(condition)]
    return all(of is not None and (of.when is None or _within(of.when, by_key)) for of in asked)


def _applies(question: Question, by_key: dict[str, Question]) -> Json:
    return _condition(question.when, by_key) if question.when else {}


def _condition(condition: Condition, by_key: dict[str, Question]) -> Json:
    match condition:
        case All():
            return {"allOf": [_condition(part, by_key) for part in condition.all]}
        case AnyOf():
            return {"anyOf": [_condition(part, by_key) for part in condition.any]}
        case Not():
            return {"not": _condition(condition.not_, by_key)}
        case Asked():
            return _asked(condition, by_key)


def _asked(asked: Asked, by_key: dict[str, Question]) -> Json:
    """Present, of that value, and itself a question that applies."""
    of = by_key[asked.question]
    present: Json = {"properties": {of.key: _compared(asked, of)}, "required": [of.key]}
    applies = {"allOf": [_applies(of, by_key), present]} if of.when else present
    return {"not": applies} if asked.answered is False else applies


def _compared(asked: Asked, of: Question) -> Json:
    if asked.answered is not None:
        return {}
    if asked.at_least is not None:
        return {"type": "number", "minimum": asked.at_least}
    if asked.at_most is not None:
        return {"type": "number", "maximum": asked.at_most}
    one_of: Json = {"enum": list(asked.values)} if asked.values else NEVER
    return {"type": "array", "contains": one_of} if of.type in (Type.SEVERAL, Type.SKUS) else one_of
