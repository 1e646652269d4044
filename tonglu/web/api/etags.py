"""Versions of a record: `ETag` says which one was given, `If-Match` changes no other, `If-None-Match` spares the body."""

from __future__ import annotations

import hashlib

from django.http import HttpRequest, HttpResponse
from django.utils.http import parse_etags
from django.utils.translation import gettext as _
from pydantic import BaseModel

from tonglu.web.api.problems import Troubled

IF_MATCH = {
    "parameters": [
        {
            "in": "header",
            "name": "If-Match",
            "required": False,
            "schema": {"type": "string", "pattern": '^("[0-9a-f]{32}"|[*])$'},
            "description": "The ETag under which the record was read: 412 if it was changed since.",
        }
    ]
}


def etag(shown: BaseModel) -> str:
    """Changes whenever what is shown of the record does."""
    return f'"{hashlib.sha256(shown.model_dump_json().encode()).hexdigest()[:32]}"'


def tagged(response: HttpResponse, shown: BaseModel) -> BaseModel:
    """Puts the record's version on the response, and hands the record on."""
    response.headers["ETag"] = etag(shown)
    return shown


def only_if_unchanged(request: HttpRequest, shown: BaseModel) -> None:
    """Raises Troubled when the caller saw another version than this one; one who names none takes what there is."""
    wanted = parse_etags(request.headers.get("If-Match", "*"))
    if wanted and wanted != ["*"] and etag(shown) not in wanted:
        raise Troubled(412, _("您看过之后它已被改动；请重新读取后再改"))
