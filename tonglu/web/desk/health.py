"""Whether the house is well, for those who watch it."""

from __future__ import annotations

from django.db import DatabaseError, connection
from django.http import HttpRequest, JsonResponse

from tonglu.web.desk.context import VERSION


def healthz(request: HttpRequest) -> JsonResponse:
    """200 while the database answers, 503 otherwise."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return JsonResponse({"status": "failing", "database": "unreachable", "version": VERSION}, status=503)
    return JsonResponse({"status": "ok", "database": "ok", "version": VERSION})
