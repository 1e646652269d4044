"""The OpenAPI document: what ninja knows of the endpoints, with the right, the key and the problems of each."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext
from ninja import NinjaAPI
from ninja.openapi.schema import REF_TEMPLATE, OpenAPISchema
from ninja.operation import Operation

from tonglu.web.api.once import HEADER, KEY, WRITING
from tonglu.web.api.problems import CODES, MEDIA_TYPE, Problem

ALWAYS = (400, 401, 403, 405, 422, 429, 500)
ON_RECORDS = (404,)
ON_WRITES = (409, 412, 413)


def statuses(operation: Operation) -> list[int]:
    """The problems that an operation may end with."""
    writes = bool(WRITING & set(operation.methods))
    return sorted({*ALWAYS, *(ON_RECORDS if "{" in operation.path else ()), *(ON_WRITES if writes else ())})


class Document(OpenAPISchema):
    """Ninja's document, completed."""

    def operation_details(self, operation: Operation) -> dict[str, Any]:
        details: dict[str, Any] = super().operation_details(operation)
        return {**details, "summary": gettext(operation.summary)}

    def operation_security(self, operation: Operation) -> list[dict[str, Any]] | None:
        """The right is given as the role that the token needs, as OpenAPI 3.1 has it."""
        given: list[dict[str, Any]] | None = super().operation_security(operation)
        right = getattr(operation.auth_callbacks[0], "right", None) if operation.auth_callbacks else None
        return [{"Bearer": [right.value]}] if right else given

    def operation_parameters(self, operation: Operation) -> list[dict[str, Any]]:
        given: list[dict[str, Any]] = super().operation_parameters(operation)
        if not WRITING & set(operation.methods):
            return given
        key = {"type": "string", "minLength": 1, "maxLength": 120, "pattern": f"^{KEY.pattern}$"}
        return [
            *given,
            {
                "in": "header",
                "name": HEADER,
                "required": False,
                "schema": key,
                "description": "The same key and request again: the same answer, and no second effect.",
            },
        ]

    def add_schema_definitions(self, definitions: dict[str, Any]) -> None:
        """Raises ValueError where one name would stand for two things."""
        for name, schema in definitions.items():
            if self.schemas.setdefault(name, schema) != schema:
                raise ValueError(f"two schemas are called {name}")

    def responses(self, operation: Operation) -> dict[int, Any]:
        given: dict[int, Any] = super().responses(operation)
        schema = Problem.model_json_schema(ref_template=REF_TEMPLATE, mode="serialization")
        self.add_schema_definitions(schema.pop("$defs"))
        self.add_schema_definitions({"Problem": schema})
        said = {"content": {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}}}
        return {**given, **{code: {"description": CODES[code], **said} for code in statuses(operation)}}


class House(NinjaAPI):
    """An API with that document; operations are known by the names of their functions."""

    def get_openapi_schema(
        self, *, path_prefix: str | None = None, path_params: dict[str, Any] | None = None
    ) -> OpenAPISchema:
        return Document(self, self.get_root_path(path_params or {}) if path_prefix is None else path_prefix)

    def get_openapi_operation_id(self, operation: Operation) -> str:
        return str(operation.view_func.__name__)
