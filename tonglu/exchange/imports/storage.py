"""Where sheets lie that people sent, and those that go back: by their SHA-256, beside the photos."""

from __future__ import annotations

import hashlib
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext as _

from tonglu.base.errors import Refused

ENDINGS = frozenset({".xlsx", ".xlsm", ".xls", ".xlsb", ".ods", ".csv", ".txt"})
# a million rows of a customer list are about 80 megabytes
LARGEST = 100 * 1024 * 1024


def keep(content: bytes, *, name: str) -> str:
    """Keeps a sheet; its SHA-256. Raises Refused for what is no sheet by its name, is empty, or is too large."""
    if Path(name).suffix.lower() not in ENDINGS:
        raise Refused(_("{name} 不是 Excel 或 CSV 文件"), name=name, code="bad_file")
    if not content:
        raise Refused(_("{name} 是空的；第一行要有列名"), name=name, code="bad_file")
    if len(content) > LARGEST:
        raise Refused(_("{name} 超过 100 MB；请分成几个文件"), name=name, code="bad_file")
    sha256 = hashlib.sha256(content).hexdigest()
    path = place_of(sha256, name=name)
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        part = path.with_suffix(path.suffix + ".part")
        part.write_bytes(content)
        part.replace(path)
    else:
        # sent again, it is kept as long as if it were new
        path.touch()
    return sha256


def forget(*, before: datetime) -> int:
    """Deletes the sheets that nobody sent since then, and what went back of them; how many. They are full of names
    and numbers, and what they brought is in the house."""
    old = [
        path
        for path in (Path(settings.FILES_DIR) / "imports").glob("*/*")
        if path.stat().st_mtime < before.timestamp()
    ]
    for path in old:
        path.unlink(missing_ok=True)
    return len(old)


def place_of(sha256: str, *, name: str) -> Path:
    """Where a sheet of that name and content lies."""
    return Path(settings.FILES_DIR) / "imports" / sha256[:2] / f"{sha256}{Path(name).suffix.lower()}"
