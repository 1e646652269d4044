from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder


def digest(previous: str, content: Mapping[str, Any]) -> str:
    """SHA-256, in hex, of the previous link and the entry's content in one canonical JSON form."""
    body = json.dumps(
        content, sort_keys=True, ensure_ascii=False, separators=(",", ":"), cls=DjangoJSONEncoder
    )
    return hashlib.sha256(f"{previous}\n{body}".encode()).hexdigest()


def digest_of_changes(changes: Iterable[Sequence[str | None]]) -> str:
    """SHA-256, in hex, of the fields that an entry changed, in their order."""
    return digest("", {"changes": [list(change) for change in changes]})
