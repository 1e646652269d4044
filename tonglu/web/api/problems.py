"""What goes wrong is said as a problem document (RFC 9457), whoever says it: an endpoint, a verb, or Django itself."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, ValidationError
from pydantic import BaseModel

from tonglu.base.errors import NotYours, Refused

MEDIA_TYPE = "application/problem+json"
HOME = "/api/"
# what a program may rely on; the words beside them are for people
TITLES = {
    400: gettext_lazy("请求读不懂"),
    401: gettext_lazy("需要令牌"),
    403: gettext_lazy("没有权限"),
    404: gettext_lazy("没有找到"),
    405: gettext_lazy("这个地址不支持这种请求"),
    409: gettext_lazy("现在不能这样做"),
    412: gettext_lazy("已被改动"),
    413: gettext_lazy("内容过大"),
    422: gettext_lazy("内容不合要求"),
    429: gettext_lazy("请求太频繁"),
    500: gettext_lazy("服务器出错"),
}
CODES = {
    400: "unreadable",
    401: "no_token",
    403: "not_yours",
    404: "not_found",
    405: "bad_method",
    409: "refused",
    412: "changed",
    413: "too_large",
    422: "invalid",
    429: "too_many",
    500: "broken",
}
KEPT = ("Allow", "WWW-Authenticate", "Retry-After")


class Fault(BaseModel):
    """A part of the request that is not as documented: where (`body.lines.0.quantity`), and what is wrong with it."""

    where: str
    detail: str


class Problem(BaseModel):
    """`type` and `code` say the same and are stable; `title` and `detail` are in the language of the request."""

    type: str
    title: str
    status: int
    detail: str
    code: str
    errors: list[Fault] = []


class Troubled(Exception):
    """An endpoint ends with this problem."""

    def __init__(
        self, status: int, detail: str, *, code: str = "", errors: Sequence[tuple[str, str]] = ()
    ) -> None:
        self.status, self.detail, self.code, self.errors = status, detail, code, errors
        super().__init__(detail)


def problem(
    status: int,
    detail: str = "",
    *,
    code: str = "",
    errors: Sequence[tuple[str, str]] = (),
    headers: Mapping[str, str] | None = None,
) -> HttpResponse:
    """The document as a response."""
    known = status if status in TITLES else 400 if status < 500 else 500
    code = code or CODES[known]
    body: dict[str, Any] = {
        "type": f"urn:tonglu:problem:{code}",
        "title": str(TITLES[known]),
        "status": status,
        "detail": detail or str(TITLES[known]),
        "code": code,
        "errors": [{"where": where, "detail": words} for where, words in errors],
    }
    given = {**({"WWW-Authenticate": "Bearer"} if status == 401 else {}), **(headers or {})}
    return JsonResponse(
        body, status=status, content_type=MEDIA_TYPE, headers=given, json_dumps_params={"ensure_ascii": False}
    )


def refused(error: Refused) -> HttpResponse:
    """A rule of the business forbids it: 403 for what belongs to others, else 409."""
    return problem(403 if isinstance(error, NotYours) else 409, error.reason, code=error.code)


def say(api: NinjaAPI) -> None:
    """Makes every exception of that API a problem document; what nobody foresaw is left to Django, which logs it."""

    @api.exception_handler(Troubled)
    def troubled(request: HttpRequest, error: Troubled) -> HttpResponse:
        return problem(error.status, error.detail, code=error.code, errors=error.errors)

    @api.exception_handler(Refused)
    def not_done(request: HttpRequest, error: Refused) -> HttpResponse:
        return refused(error)

    @api.exception_handler(ValidationError)
    def invalid(request: HttpRequest, error: ValidationError) -> HttpResponse:
        faults = [(_where(fault["loc"]), str(fault["msg"])) for fault in error.errors]
        words = _("有 {n} 处不合要求，见 errors").format(n=len(faults))
        return problem(422, words, errors=faults)

    @api.exception_handler(Http404)
    def missing(request: HttpRequest, error: Http404) -> HttpResponse:
        return problem(404, _("没有这一条，或者它不在令牌持有人的管辖范围内"))

    @api.exception_handler(AuthenticationError)
    def stranger(request: HttpRequest, error: AuthenticationError) -> HttpResponse:
        return problem(401, _("请在 Authorization 头里带上令牌：Bearer tgl_…"))

    @api.exception_handler(HttpError)
    def unreadable(request: HttpRequest, error: HttpError) -> HttpResponse:
        return problem(error.status_code, _("请求体不是合格的 JSON") if error.status_code == 400 else "")


def _where(location: Sequence[Any]) -> str:
    """`body.lines.0.quantity`; what the endpoint calls its own argument says nothing to the caller."""
    source, *rest = [str(part) for part in location]
    return ".".join([source, *(rest[1:] if source == "body" else rest)])


class Problems:
    """The outermost middleware: also what Django refuses on its own account under `/api/` is a problem document."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        said = response.headers.get("Content-Type", "").startswith(MEDIA_TYPE)
        if response.status_code < 400 or said or not request.path.startswith(HOME):
            return response
        with translation.override(translation.get_language_from_request(request)):
            kept = {name: response.headers[name] for name in KEPT if name in response.headers}
            return problem(response.status_code, headers=kept)
