"""Photos: shown to those who may see the visit, the filled-in form or the form that has them."""

from __future__ import annotations

from django.db.models import Q
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404

from tonglu.base.journal.models import Entry
from tonglu.directory.files.models import StoredFile
from tonglu.directory.forms.models import Filled, FilledPhoto
from tonglu.directory.forms.versions import is_drafted_hint, is_hint
from tonglu.fieldwork.visits.models import Visit, VisitPhoto
from tonglu.web.desk.acts import DeskRequest
from tonglu.web.forms import sees_private


def photo(request: DeskRequest, sha256: str) -> HttpResponse:
    mine = Visit.objects.visible_to(request.scope)
    if not VisitPhoto.objects.filter(sha256=sha256, visit__in=mine).exists():
        raise Http404
    return _shown(sha256)


def form_picture(request: DeskRequest, sha256: str) -> HttpResponse:
    """A picture of a filled-in form in reach, one that a form shows as its model, or one that I just put there."""
    taken = FilledPhoto.objects.filter(sha256=sha256, filled__in=Filled.objects.visible_to(request.scope))
    if not sees_private(request.scope):
        taken = taken.filter(private=False)
    shown = taken.exists() or is_hint(sha256) or _mine(request, sha256)
    if not (shown or is_drafted_hint(sha256)):
        raise Http404
    return _shown(sha256)


def _mine(request: DeskRequest, sha256: str) -> bool:
    """Uploaded by me, perhaps for a form that is not sent yet."""
    stored = Q(verb="file.store", object_type="files.storedfile", object_id=sha256, by=request.user)
    return Entry.objects.filter(stored).exists()


def _shown(sha256: str) -> HttpResponse:
    file = get_object_or_404(StoredFile, pk=sha256)
    if not file.path.exists():
        raise Http404
    response = HttpResponse(file.path.read_bytes(), content_type=file.content_type)
    # a photo's name is its content: it never changes, but only this person's browser may keep it
    response["Cache-Control"] = "private, max-age=604800, immutable"
    return response
