"""A parameter that is not known is refused: a filter with a slip in its name would otherwise answer with everything."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.utils.translation import gettext as _

from tonglu.web.api.auth import ApiRequest
from tonglu.web.api.problems import Troubled


def known_only(view: Callable[..., Any]) -> Callable[..., Any]:
    """Round every operation: what it can be asked for are the fields of its argument `asked`."""

    @wraps(view)
    def viewing(request: ApiRequest, **values: Any) -> Any:
        known = type(values["asked"]).model_fields if "asked" in values else {}
        unknown = [name for name in request.GET if name not in known]
        if unknown:
            words = _("没有这个参数；可用：{known}").format(known=", ".join(known) or "—")
            raise Troubled(422, words, errors=[(f"query.{name}", words) for name in unknown])
        return view(request, **values)

    return viewing
