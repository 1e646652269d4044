"""What a person does with the saved views of his lists; each comes from the head of a list and leads back to it."""

from __future__ import annotations

from urllib.parse import parse_qsl, urlsplit, urlunsplit

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from tonglu.base.errors import Refused
from tonglu.directory.savedviews.models import SavedView
from tonglu.web import clock
from tonglu.web.desk.acts import DeskRequest, act, back
from tonglu.web.desk.kept import NONE, VIEW


@require_POST
def keep(request: DeskRequest) -> HttpResponse:
    """Keeps what is on the screen, and shows it as that view."""
    said, now = request.POST, clock.now()
    try:
        view = SavedView.keep(
            person=request.person,
            listing=said.get("listing", ""),
            name=said.get("name", ""),
            query=said.get("query", ""),
            by=request.user,
            at=now,
        )
        if "default" in said:
            view.make_default(on=True, by=request.user, at=now)
    except Refused as refused:
        messages.error(request, refused.reason)
        return redirect(back(request))
    messages.success(request, _("视图“{name}”已保存").format(name=view.name))
    return redirect(_with(back(request), str(view.pk)))


@act
def rename(request: DeskRequest, pk: int) -> str:
    view = _mine(request, pk)
    view.rename(name=request.POST.get("name", ""), by=request.user, at=clock.now())
    return _("视图已改名为“{name}”").format(name=view.name)


@act
def default(request: DeskRequest, pk: int) -> str:
    """Makes it the default, or not any more."""
    view, on = _mine(request, pk), "on" in request.POST
    view.make_default(on=on, by=request.user, at=clock.now())
    if on:
        return _("以后打开这个列表，先看“{name}”").format(name=view.name)
    return _("以后打开这个列表，看全部记录")


@require_POST
def drop(request: DeskRequest, pk: int) -> HttpResponse:
    """What one looks at stays on the screen, without the name."""
    view = _mine(request, pk)
    view.drop(by=request.user, at=clock.now())
    messages.success(request, _("视图“{name}”已删除").format(name=view.name))
    return redirect(_with(back(request), NONE))


def _mine(request: DeskRequest, pk: int) -> SavedView:
    return get_object_or_404(SavedView.objects.visible_to(request.scope).select_related("person"), pk=pk)


def _with(address: str, view: str) -> str:
    """That address of a list, with the view that it is now."""
    parts = urlsplit(address)
    pairs = [(key, value) for key, value in parse_qsl(parts.query) if key not in (VIEW, "page")]
    return urlunsplit(parts._replace(query=urlencode([*pairs, (VIEW, view)])))
