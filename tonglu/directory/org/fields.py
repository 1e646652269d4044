"""Fields that not everyone sees who sees the row that they stand on; written once, asked on every surface."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from tonglu.directory.org.models import LEADERS, REPS, Role


class FieldGroup(TextChoices):
    """A kind of facts 字段组."""

    PRIVATE = "private", _("关键人的私人资料")
    COST = "cost", _("成本和毛利")
    CREDIT = "credit", _("信用等级和额度")


# Whose eyes each group is for; the rows are cut by scope all the same. Why so: docs/decisions/0016-who-sees-what.md
SEEN_BY: Mapping[FieldGroup, frozenset[Role]] = {
    FieldGroup.PRIVATE: REPS | LEADERS,
    FieldGroup.COST: LEADERS | {Role.FINANCE},
    FieldGroup.CREDIT: REPS | LEADERS | {Role.CLERK, Role.CSS_HEAD, Role.FINANCE, Role.LEGAL},
}


def sees(roles: Collection[str], group: FieldGroup) -> bool:
    """Whether someone with those roles sees that group of fields, on the rows that lie in his scope."""
    return not SEEN_BY[group].isdisjoint(roles)
