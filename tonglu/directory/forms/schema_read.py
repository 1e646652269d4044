"""A definition from JSON Schema: one of ours gives back what it was made from, another's as well as can be told.

Of a schema without `x-tonglu-…` keywords the properties become questions of one section: booleans yes_no, enumerations
choice or several, arrays of objects tables, and so on. Its own `if`/`then` is not read: what it asks under conditions
is asked always, and may stay empty.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tonglu.directory.forms.definition import Definition, Json
from tonglu.directory.forms.parsing import DefinitionFault, InvalidDefinition, parse
from tonglu.directory.forms.rules import LARGEST
from tonglu.directory.forms.schema import KEPT


def from_json_schema(schema: Any) -> Definition:
    """Raises InvalidDefinition for what is not the schema of an object, or makes no form."""
    if not isinstance(schema, dict) or not isinstance(schema.get("properties"), dict):
        raise InvalidDefinition([DefinitionFault((), "missing", {"field": "properties"})])
    properties: Mapping[str, Any] = schema["properties"]
    if broken := [key for key, of in properties.items() if not isinstance(of, dict)]:
        raise InvalidDefinition([_malformed(key) for key in broken])
    questions = {key: _question(key, of, _required(schema)) for key, of in properties.items()}
    return parse({**_head(schema), "sections": _sections(schema, questions)})


def _malformed(key: str) -> DefinitionFault:
    return DefinitionFault((key,), "malformed", {"field": "properties", "fault": "object"})


def _head(schema: Json) -> Json:
    if isinstance(head := schema.get("x-tonglu-form"), dict):
        return head
    title = str(schema.get("title") or "表单")
    about = {"about": {"zh": str(schema["description"])}} if schema.get("description") else {}
    return {"key": _key(str(schema.get("$id", "")) or title), "title": {"zh": title}, **about}


def _key(name: str) -> str:
    """A key from the last part of an address or a title; `imported` where nothing of it can be kept."""
    last = (
        name.rstrip("/#").replace(":", "/").rsplit("/", 1)[-1].removesuffix(".json").removesuffix(".schema")
    )
    kept = "".join(c if c.isascii() and c.isalnum() else "_" for c in last.lower()).strip("_")
    return kept[:64] if kept[:1].isalpha() else "imported"


def _sections(schema: Json, questions: Mapping[str, Json]) -> list[Json]:
    named = schema.get("x-tonglu-sections")
    if not isinstance(named, list):
        return [
            {
                "key": "main",
                "title": {"zh": str(schema.get("title") or "表单")},
                "questions": [*questions.values()],
            }
        ]
    return [
        {**section, "questions": [questions[key] for key in section.get("questions", ()) if key in questions]}
        for section in named
        if isinstance(section, dict)
    ]


def _required(schema: Json) -> frozenset[str]:
    named = schema.get("required", ())
    return (
        frozenset(key for key in named if isinstance(key, str))
        if isinstance(named, list | tuple)
        else frozenset()
    )


def _question(key: str, schema: Json, required: frozenset[str]) -> Json:
    kind = str(schema.get("x-tonglu-type") or _type(schema))
    question: Json = {"key": key, "type": kind, "label": schema.get("x-tonglu-label") or _words(schema, key)}
    if schema.get("x-tonglu-required") or key in required:
        question["required"] = True
    question |= {name: schema[f"x-tonglu-{name}"] for name in KEPT if f"x-tonglu-{name}" in schema}
    if "x-tonglu-type" not in schema and schema.get("description"):
        question["hint"] = {"zh": str(schema["description"])}
    return question | _details(kind, schema)


def _words(schema: Json, key: str) -> Json:
    return {"zh": str(schema.get("title") or key)}


def _type(schema: Json) -> str:
    """The type of question that fits another's schema best; text where nothing does."""
    kind = schema.get("type")
    if kind == "array":
        items = _items(schema)
        return "table" if items.get("type") == "object" or "properties" in items else "several"
    if "enum" in schema or "oneOf" in schema:
        return "choice"
    simple = {"boolean": "yes_no", "integer": "number", "number": "number", "object": "table"}
    return "date" if schema.get("format") == "date" else simple.get(str(kind), "text")


def _details(kind: str, schema: Json) -> Json:
    match kind:
        case "choice":
            return {"options": _options(schema)}
        case "several":
            return {"options": _options(_items(schema)), **_entries(schema)}
        case "rating":
            scale = schema.get("maximum", 5)
            return {} if scale == 5 else {"scale": scale}
        case "number" | "money":
            return _limits(kind, schema)
        case "text" if "x-tonglu-type" not in schema:
            return {"long": True} if schema.get("maxLength", 1000) > 200 else {}
        case "table":
            items = _items(schema)
            columns = items.get("properties", {})
            return {
                "columns": [
                    _question(k, of, _required(items)) for k, of in columns.items() if isinstance(of, dict)
                ],
                **_entries(schema),
            }
        case "photo" | "skus":
            return _entries(schema)
    return {}


def _items(schema: Json) -> Json:
    items = schema.get("items")
    return items if isinstance(items, dict) else {}


def _options(schema: Json) -> list[Json]:
    if isinstance(named := schema.get("oneOf"), list):
        return [_option(one) for one in named if isinstance(one, dict)]
    return [{"value": str(value), "label": {"zh": str(value)}} for value in schema.get("enum", ())]


def _option(schema: Json) -> Json:
    value = str(schema.get("const", ""))
    ours = schema.get("x-tonglu-option")
    return {"value": value, **(ours if isinstance(ours, dict) else {"label": _words(schema, value)})}


def _entries(schema: Json) -> Json:
    if isinstance(stated := schema.get("x-tonglu-entries"), dict):
        return stated
    if "x-tonglu-type" in schema:
        return {}
    pairs = (("min", "minItems"), ("many", "maxItems"))
    return {name: schema[keyword] for name, keyword in pairs if schema.get(keyword)}


def _limits(kind: str, schema: Json) -> Json:
    limits = {}
    if schema.get("minimum", -LARGEST) != -LARGEST:
        limits["min"] = schema["minimum"]
    if schema.get("maximum", LARGEST) != LARGEST:
        limits["max"] = schema["maximum"]
    if kind == "number" and "x-tonglu-type" not in schema and schema.get("type") == "number":
        limits["decimals"] = 4
    return limits
