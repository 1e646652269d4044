"""Photos: shown to those who may see a visit that has them."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404

from tonglu.directory.files.models import StoredFile
from tonglu.fieldwork.visits.models import Visit, VisitPhoto
from tonglu.web.desk.acts import DeskRequest


def photo(request: DeskRequest, sha256: str) -> HttpResponse:
    mine = Visit.objects.visible_to(request.scope)
    if not VisitPhoto.objects.filter(sha256=sha256, visit__in=mine).exists():
        raise Http404
    file = get_object_or_404(StoredFile, pk=sha256)
    if not file.path.exists():
        raise Http404
    response = HttpResponse(file.path.read_bytes(), content_type=file.content_type)
    # a photo's name is its content: it never changes, but only this person's browser may keep it
    response["Cache-Control"] = "private, max-age=604800, immutable"
    return response
