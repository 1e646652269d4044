"""Pictures as requests carry them: the bytes, and what they say they are."""

from __future__ import annotations

import hashlib

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest
from django.utils.translation import gettext as _

from tonglu.base.accounts.models import Account
from tonglu.base.errors import Refused
from tonglu.directory.files.models import StoredFile, store
from tonglu.web import clock

MEGABYTE = 1024 * 1024


def taken(request: HttpRequest, *, by: Account, sha256: str = "") -> StoredFile:
    """Keeps the picture that is the request's body, under the name it came with or its own hash.

    Raises Refused for one that is too large, besides what `store` raises.
    """
    try:
        content = request.body
    except RequestDataTooBig as error:
        most = (settings.DATA_UPLOAD_MAX_MEMORY_SIZE or 0) // MEGABYTE
        raise Refused(_("照片超过 {n} MB；请缩小后再传"), n=most, code="too_large") from error
    return store(
        sha256=sha256 or hashlib.sha256(content).hexdigest(),
        content=content,
        content_type=request.content_type or "",
        by=by,
        at=clock.now(),
    )
