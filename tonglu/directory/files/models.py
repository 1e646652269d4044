from __future__ import annotations

import hashlib
import re
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.db import models, transaction
from django.utils.translation import gettext as _

from tonglu.base.accounts.models import Account
from tonglu.base.errors import Refused
from tonglu.base.journal.models import record

IMAGES = {"image/jpeg": "jpg", "image/png": "png", "image/webp": "webp"}
# how the bytes of each begin
BEGINS = {
    "image/jpeg": re.compile(rb"\xff\xd8"),
    "image/png": re.compile(rb"\x89PNG"),
    "image/webp": re.compile(rb"RIFF....WEBP", re.DOTALL),
}


class StoredFile(models.Model):
    """Bytes kept once under their own SHA-256 文件."""

    sha256 = models.CharField(max_length=64, primary_key=True)
    content_type = models.CharField(max_length=64)
    size = models.PositiveIntegerField()
    received_at = models.DateTimeField()

    @property
    def path(self) -> Path:
        return Path(settings.FILES_DIR) / self.sha256[:2] / f"{self.sha256}.{IMAGES[self.content_type]}"


@transaction.atomic
def store(*, sha256: str, content: bytes, content_type: str, by: Account, at: datetime) -> StoredFile:
    """Keeps the bytes of a picture; the same bytes again change nothing.

    Raises Refused when they are not what their name says, or not a picture.
    """
    if hashlib.sha256(content).hexdigest() != sha256:
        raise Refused(_("文件 {file}… 传输中损坏，请重发"), file=sha256[:12], code="broken_file")
    if content_type not in IMAGES:
        raise Refused(
            _("不支持的文件类型 {content_type}；请发 JPEG、PNG 或 WebP 照片"),
            content_type=content_type,
            code="file_type",
        )
    if not BEGINS[content_type].match(content):
        raise Refused(_("文件 {file}… 不是图片；请重新拍照"), file=sha256[:12], code="no_picture")
    known = StoredFile.objects.filter(pk=sha256).first()
    if known:
        return known
    file = StoredFile(sha256=sha256, content_type=content_type, size=len(content), received_at=at)
    _write(file.path, content)
    file.save(force_insert=True)
    record(verb="file.store", obj=file, by=by, at=at, facts={"size": file.size, "type": content_type})
    return file


def _write(path: Path, content: bytes) -> None:
    """Whole or not at all: a reader never sees half a file."""
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_suffix(".part")
    part.write_bytes(content)
    part.replace(path)
