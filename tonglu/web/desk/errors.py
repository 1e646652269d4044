"""What is shown when a page cannot be: what happened, whether anything was saved, what to do."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _


def refused(request: HttpRequest, *, reason: str, yours: bool = True) -> HttpResponse:
    """A rule of the business forbids it; nothing was saved. `yours`: the thing is for the one who asks at all."""
    if not yours:
        return _page(request, 403, _("没有权限"), reason)
    return _page(request, 409, _("这件事现在不能做"), reason)


def denied(request: HttpRequest, exception: Exception) -> HttpResponse:
    words = _("您的岗位不能打开这一页。需要的话请上级或管理员调整任命。")
    return _page(request, 403, _("没有权限"), words)


def missing(request: HttpRequest, exception: Exception) -> HttpResponse:
    words = _("地址有误，或者它不在您的管辖范围内。请从菜单或搜索进入。")
    return _page(request, 404, _("没有找到"), words)


def stale(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The form's token did not fit: an old page, or cookies switched off."""
    return _page(request, 403, _("页面已过期"), _("没有保存。请回到上一页刷新后再做一次。"))


def broken(request: HttpRequest) -> HttpResponse:
    words = _("是服务器的问题，这一步没有保存。请稍后再试；仍然不行请告诉管理员发生的时间。")
    return _page(request, 500, _("出错了"), words)


def _page(request: HttpRequest, code: int, title: str, words: str) -> HttpResponse:
    return render(request, "errors/page.html", {"code": code, "title": title, "words": words}, status=code)
