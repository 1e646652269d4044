"""审批: what waits for an answer, by which rules, and who answers for whom."""

from __future__ import annotations

from tonglu.web.access import ADMINISTRATION, EVERYONE, OFFICE, TOP, page
from tonglu.web.desk import approvals, delegations, rule_books

PAGES = [
    page("approvals", approvals.approvals, name="approvals", roles=EVERYONE),
    page("approvals/bulk", approvals.approvals_bulk, name="approvals_bulk", roles=EVERYONE),
    page("approvals/rules", rule_books.rule_books, name="rule_books", roles=OFFICE),
    page("approvals/rules/set-up", rule_books.rule_set_up, name="rule_set_up", roles=TOP | ADMINISTRATION),
    page("approvals/rules/draft", rule_books.rule_draft, name="rule_draft", roles=OFFICE),
    page("approvals/rules/<int:pk>", rule_books.rule_book, name="rule_book", roles=OFFICE),
    page("approvals/rules/<int:pk>/edit", rule_books.rule_edit, name="rule_edit", roles=OFFICE),
    page("approvals/rules/<int:pk>/simulate", rule_books.rule_simulate, name="rule_simulate", roles=OFFICE),
    page("approvals/rules/<int:pk>/apply", rule_books.rule_apply, name="rule_apply", roles=OFFICE),
    page("approvals/delegations", delegations.delegations, name="delegations", roles=EVERYONE),
    page("approvals/delegations/give", delegations.delegation_give, name="delegation_give", roles=EVERYONE),
    page(
        "approvals/delegations/<int:pk>/take-back",
        delegations.delegation_take_back,
        name="delegation_take_back",
        roles=EVERYONE,
    ),
    page("approvals/<int:pk>", approvals.approval, name="approval", roles=EVERYONE),
    page("approvals/<int:pk>/answer", approvals.approval_answer, name="approval_answer", roles=EVERYONE),
]
