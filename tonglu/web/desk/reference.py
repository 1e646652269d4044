"""The API's reference: a page made from the OpenAPI document itself, for whoever connects another program."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext, pgettext_lazy

from tonglu.directory.clients.models import Right
from tonglu.web.api.api import api
from tonglu.web.desk.acts import DeskRequest
from tonglu.web.desk.columns import Text

TAGS: Mapping[str, Text] = {
    "me": gettext_lazy("令牌"),
    "org": gettext_lazy("组织"),
    "catalog": gettext_lazy("产品与价格"),
    "customers": pgettext_lazy("page", "客户"),
    "orders": pgettext_lazy("page", "订单"),
    "deliveries": gettext_lazy("送达"),
    "visits": pgettext_lazy("page", "拜访"),
    "plans": pgettext_lazy("page", "拜访计划"),
    "reports": pgettext_lazy("page", "销售日报"),
    "targets": pgettext_lazy("page", "目标"),
    "metrics": gettext_lazy("指标"),
    "calendar": gettext_lazy("公司日历"),
    "journal": gettext_lazy("操作日志"),
}


@dataclass(frozen=True, slots=True)
class Field:
    """A value that is sent or answered: its name, its kind in short, the structure that it leads to."""

    name: str
    kind: str
    needed: bool
    leads_to: str


@dataclass(frozen=True, slots=True)
class Shape:
    """A structure of the document: what it is called, what is said of it, its fields."""

    name: str
    words: str
    fields: list[Field]


@dataclass(frozen=True, slots=True)
class Operation:
    """An address with a method, what it needs and what it answers."""

    method: str
    path: str
    words: str
    right: str
    query: list[Field]
    body: str
    answer: Field
    problems: list[str]


def reference(request: DeskRequest) -> HttpResponse:
    document = api.get_openapi_schema()
    # what a list is asked for stands beside its address, and a page holds what its name says
    shapes = {
        name: shape
        for name, shape in document["components"]["schemas"].items()
        if "properties" in shape and not name.endswith("Asked") and not name.startswith("Page_")
    }
    context = {
        "title": pgettext("page", "接口文档"),
        "groups": [(TAGS[tag], tag, list(_operations(document, tag))) for tag in TAGS],
        "shapes": [_shape(name, shapes[name]) for name in sorted(shapes)],
        "rights": [(right.value, right.label) for right in Right],
        "openapi": reverse("api:openapi-json"),
    }
    return render(request, "clients/reference.html", context)


def _operations(document: Mapping[str, Any], tag: str) -> Iterable[Operation]:
    for path, methods in document["paths"].items():
        for method, said in methods.items():
            if tag in said["tags"]:
                yield _operation(path, method, said)


def _operation(path: str, method: str, said: Mapping[str, Any]) -> Operation:
    answers = said["responses"]
    good = next(answers[status] for status in answers if int(status) < 400)
    rights = [right for need in said.get("security", []) for right in need.get("Bearer", [])]
    return Operation(
        method=method.upper(),
        path=path,
        words=said["summary"],
        right=", ".join(rights),
        query=[
            _field(one["name"], one["schema"], needed=one["required"])
            for one in said["parameters"]
            if one["in"] in {"query", "header"}
        ],
        body=_leads_to(_content(said.get("requestBody", {}))),
        answer=_field("", _content(good), needed=True),
        problems=[str(status) for status in answers if int(status) >= 400],
    )


def _content(said: Mapping[str, Any]) -> Mapping[str, Any]:
    """The schema of the one media type; empty where nothing is sent."""
    contents: Mapping[str, Any] = said.get("content", {})
    return next((content["schema"] for content in contents.values()), {})


def _shape(name: str, schema: Mapping[str, Any]) -> Shape:
    needed = set(schema.get("required", ()))
    fields = [_field(key, value, needed=key in needed) for key, value in schema.get("properties", {}).items()]
    return Shape(_plain(name), schema.get("description", ""), fields)


def _field(name: str, schema: Mapping[str, Any], *, needed: bool) -> Field:
    return Field(name, _kind(schema), needed, _leads_to(schema))


def _kind(schema: Mapping[str, Any]) -> str:
    """`string`, `integer 1…500`, `placed | held`, `OrderOut[]`, `string | null`."""
    if "$ref" in schema:
        return _name(schema["$ref"])
    if options := schema.get("anyOf"):
        return " | ".join(_kind(option) for option in options)
    if values := schema.get("enum"):
        return " | ".join(map(str, values))
    if schema.get("type") == "array":
        return f"{_kind(schema['items'])}[]"
    kind = schema.get("format") or schema.get("type", "object")
    bounds = _bounds(schema)
    return f"{kind} {bounds}" if bounds else str(kind)


def _bounds(schema: Mapping[str, Any]) -> str:
    low, high = schema.get("minimum"), schema.get("maximum")
    if "maxLength" in schema:
        return _("≤ {n} 字").format(n=schema["maxLength"])
    if low is None or high is None or high > 10**15:
        return ""
    return f"{low:g}…{high:g}"


def _leads_to(schema: Mapping[str, Any]) -> str:
    """The structure that a schema is, holds or may be; of a page, what it is a page of."""
    if "$ref" in schema:
        return _name(schema["$ref"]).removeprefix("Page<").rstrip(">")
    inner = [*schema.get("anyOf", ()), *([schema["items"]] if "items" in schema else ())]
    return next((name for one in inner if (name := _leads_to(one))), "")


def _name(reference: str) -> str:
    return _plain(reference.rpartition("/")[2])


def _plain(name: str) -> str:
    """A page of orders is called `Page<OrderOut>` here."""
    page, _rest, item = name.rstrip("_").partition("_")
    return f"{page}<{item}>" if item else name
