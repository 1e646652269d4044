"""计划: day plans, targets, the working calendar and leave."""

from __future__ import annotations

from tonglu.web.access import ADMINISTRATION, EVERYONE, FIELD, LEADING, OFFICE, SELLING, TOP, page
from tonglu.web.desk import calendar, leave, plans, targets

PAGES = [
    page("plans", plans.plans, name="plans", roles=FIELD),
    page("plans/<int:pk>", plans.plan, name="plan", roles=FIELD),
    page("plans/<int:pk>.<paper:form>", plans.plan_paper, name="plan_paper", roles=FIELD),
    page("plans/<int:pk>/decide", plans.decide, name="plan_decide", roles=LEADING),
    page("targets", targets.targets, name="targets", roles=SELLING),
    page("targets/<int:pk>", targets.target, name="target", roles=SELLING),
    page("targets/<int:pk>/submit", targets.submit, name="target_submit", roles=LEADING),
    page("targets/<int:pk>/approve", targets.approve, name="target_approve", roles=TOP),
    page("calendar", calendar.show_calendar, name="calendar", roles=EVERYONE),
    page("calendar/put", calendar.put, name="calendar_put", roles=ADMINISTRATION),
    page("calendar/<int:pk>/remove", calendar.remove, name="calendar_remove", roles=ADMINISTRATION),
    page("leave", leave.show_leave, name="leave", roles=EVERYONE),
    page("leave/ask", leave.ask, name="leave_ask", roles=EVERYONE),
    page("leave/grant", leave.grant, name="leave_grant", roles=OFFICE),
    page("leave/<int:pk>/withdraw", leave.withdraw, name="leave_withdraw", roles=EVERYONE),
    page("leave/<int:pk>/answer", leave.answer, name="leave_answer", roles=OFFICE),
    page("leave/<int:pk>/take-back", leave.take_back, name="leave_take_back", roles=OFFICE),
]
