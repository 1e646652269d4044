"""What a new company does first: each step with the page that does it, until all are done."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _

from tonglu.customers.cards.models import Customer
from tonglu.directory.approvals.models import RuleBook
from tonglu.directory.catalog.models import Sku
from tonglu.directory.org.models import REPS, Appointment
from tonglu.planning.routes.models import JourneyPlan


@dataclass(frozen=True, slots=True)
class Step:
    """A thing to do, the page where it is done, and whether it is."""

    name: str
    url: str
    done: bool


def setting_up(*, on: date) -> Sequence[Step]:
    """The steps in their order; none once the last of them is done."""
    imports = reverse("imports")
    steps = [
        Step(
            _("导入单位、岗位和人员"),
            f"{imports}?what=units",
            Appointment.objects.filter(position__role__in=REPS).exists(),
        ),
        Step(_("导入产品和价格"), f"{imports}?what=skus", Sku.objects.exists()),
        Step(_("导入客户，定好谁负责"), f"{imports}?what=customers", Customer.objects.exists()),
        Step(_("导入拜访线路"), f"{imports}?what=route_lines", JourneyPlan.objects.exists()),
        Step(_("启用审批规则"), reverse("rule_books"), RuleBook.in_force(on=on) is not None),
    ]
    return [] if all(step.done for step in steps) else steps
