"""Why something was not ordered 原因: keys that phones send, and their names. A key of an unknown list stays as it came."""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Refusal(TextChoices):
    """Why less of a SKU was agreed than suggested."""

    PRICE = "price", _("嫌价高")
    NO_SPACE = "no_space", _("没位置")
    SLOW = "slow", _("卖得慢")
    NO_DEMAND = "no_demand", _("没人问")
    RIVAL = "rival", _("已进竞品")
    CASH = "cash", _("资金紧")
    OWNER_AWAY = "owner_away", _("老板不在")
    OTHER = "other", _("其他")


class NoOrder(TextChoices):
    """Why a call ended without an order."""

    ENOUGH = "enough", _("库存够")
    OWNER_AWAY = "owner_away", _("老板不在")
    CASH = "cash", _("资金紧")
    RIVAL = "rival", _("已进竞品")
    RENOVATION = "renovation", _("装修停业")
    OTHER = "other", _("其他")


def reason_name(key: str) -> str:
    """What people call a reason of either list; words that are no key are shown as they are."""
    for reasons in (Refusal, NoOrder):
        if key in reasons.values:
            return str(reasons(key).label)
    return key
