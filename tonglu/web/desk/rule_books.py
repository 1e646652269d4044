"""The approval rules: what is in force, the editions before, and a draft from its first line to its application."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_POST

from tonglu.base.errors import Refused
from tonglu.base.jobs.models import Job
from tonglu.directory.approvals.asking import take_up
from tonglu.directory.approvals.change import apply_for
from tonglu.directory.approvals.kinds import kinds
from tonglu.directory.approvals.models import Approval, RuleBook
from tonglu.directory.approvals.models.rounds import ApprovalQuerySet
from tonglu.directory.approvals.simulating import ask_for, key_of
from tonglu.directory.catalog.models import CustomerClass
from tonglu.directory.org.models import Role
from tonglu.web import clock
from tonglu.web.desk.acts import DeskRequest, act
from tonglu.web.desk.approval_words import RISKS, place_choices, scheme_words, simulation_words
from tonglu.web.desk.jobs import visible
from tonglu.web.desk.journal import history
from tonglu.web.desk.rule_form import WORDS, Draft, changed, of_book, of_post
from tonglu.web.viewing import viewing


def rule_books(request: DeskRequest) -> HttpResponse:
    """The rules of today as a picture, and every edition."""
    current = RuleBook.in_force(on=viewing().today)
    books = RuleBook.objects.select_related("adoption", "made_by__person")
    context = {
        "title": pgettext("page", "审批规则"),
        "crumbs": [(reverse("approvals"), pgettext("page", "审批"))],
        "current": current,
        "kinds": scheme_words(current.rules) if current else [],
        "books": [(book, _round(book)) for book in books],
        "may_set_up": bool(request.scope.roles & {Role.ADMINISTRATOR, Role.DIRECTOR}),
    }
    return render(request, "approvals/rules.html", context)


def _round(book: RuleBook) -> Approval | None:
    return _rounds(book).first()


def _rounds(book: RuleBook) -> ApprovalQuerySet:
    return Approval.of(kind="rule_change", object_id=str(book.pk)).told()


def rule_book(request: DeskRequest, pk: int) -> HttpResponse:
    """One edition: its rules, why, what the simulation says, and how far its application is."""
    book = get_object_or_404(RuleBook.objects.select_related("adoption", "made_by__person"), pk=pk)
    context = _context(request, book) | {
        "kinds": scheme_words(book.rules),
        "round": _round(book),
        "history": history(book),
        "job": _simulating(request, book),
        **simulation_words(book.simulated),
    }
    return render(request, "approvals/rule_book.html", context)


def _simulating(request: DeskRequest, book: RuleBook) -> Job | None:
    """The simulation that goes on, or the latest that came to nothing; for the one who asked and the administrator."""
    latest = visible(request).filter(key=key_of(book)).order_by("-id").first()
    return latest if latest and latest.state != Job.State.DONE else None


def _context(request: DeskRequest, book: RuleBook) -> dict[str, Any]:
    mine = book.made_by_id == request.user.pk
    return {
        "title": _("审批规则第 {n} 版").format(n=book.number),
        "crumbs": [(reverse("rule_books"), pgettext("page", "审批规则"))],
        "book": book,
        "may_edit": mine and not book.adopted and not book.waits,
        "words": [(label, getattr(book, name)) for name, label, _hint in WORDS],
    }


@require_POST
def rule_draft(request: DeskRequest) -> HttpResponse:
    """Opens my draft: a copy of what is in force."""
    book = RuleBook.draft(by=request.user, on=viewing().today, at=clock.now())
    return redirect("rule_edit", pk=book.pk)


@act
def rule_set_up(request: DeskRequest) -> str:
    """The shipped rules, for a company that has none; what waits is asked for by them."""
    now = clock.now()
    RuleBook.set_up(on=viewing().today, by=request.user, at=now)
    return _("默认规则已启用；{n} 件等着的单据已按规则送审").format(n=take_up(at=now))


def rule_edit(request: DeskRequest, pk: int) -> HttpResponse:
    """The editor of a draft. Without scripts: each button sends the form; only "save" keeps it."""
    book = get_object_or_404(RuleBook, pk=pk)
    if request.method != "POST":
        return _editor(request, book, of_book(book))
    draft, asked = of_post(request.POST), request.POST.get("do", "save")
    if asked != "save":
        return _editor(request, book, changed(draft, asked))
    try:
        scheme = draft.scheme()
        book.change(
            scheme=scheme, **draft.words, wanted_from=draft.wanted_from, by=request.user, at=clock.now()
        )
    except Refused as refused:
        messages.error(request, refused.reason)
        return _editor(request, book, draft)
    messages.success(request, _("草稿已保存；下一步试算"))
    return redirect("rule_book", pk=book.pk)


def _editor(request: DeskRequest, book: RuleBook, draft: Draft) -> HttpResponse:
    context = _context(request, book) | {
        "draft": draft,
        "groups": draft.groups(kinds()),
        "fields": [(name, label, hint, draft.words[name]) for name, label, hint in WORDS],
        "places": place_choices(),
        "classes": CustomerClass.objects.order_by("rank"),
        "risks": RISKS.items(),
        "roles": _applying(),
    }
    if not context["may_edit"]:
        return redirect("rule_book", pk=book.pk)
    return render(request, "approvals/rule_edit.html", context)


def _applying() -> Sequence[tuple[str, Any]]:
    return Role.choices


@act
def rule_simulate(request: DeskRequest, pk: int) -> str:
    book = get_object_or_404(RuleBook, pk=pk)
    ask_for(book=book, by=request.user, at=clock.now())
    return _("试算已开始，做好了这一页会显示结果")


@act
def rule_apply(request: DeskRequest, pk: int) -> str:
    book = get_object_or_404(RuleBook, pk=pk)
    apply_for(book=book, by=request.user, at=clock.now())
    return _("第 {n} 版规则已提交审批").format(n=book.number)
