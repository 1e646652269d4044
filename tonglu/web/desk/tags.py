"""Template tags and filters of the office pages."""

from __future__ import annotations

from django import template

register = template.Library()
