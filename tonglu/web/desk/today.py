"""The first page of the day, for each role."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from tonglu.web.desk.acts import DeskRequest


def today(request: DeskRequest) -> HttpResponse:
    return render(request, "today.html", {"title": _("今日")})
