"""Template filters that say what a job is and how far."""

from __future__ import annotations

from django import template

from tonglu.web.jobs.names import kind_name
from tonglu.web.jobs.progress import how_far

register = template.Library()
register.filter(how_far)


@register.filter
def job_kind(kind: str) -> str:
    return str(kind_name(kind))
