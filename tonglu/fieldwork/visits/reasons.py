"""Why a shop did not take what was suggested, or took nothing: the choices of the phone, in words for the office."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

REASONS: Mapping[str, Promise] = {
    "price": _("嫌价高"),
    "no_space": _("没位置"),
    "slow": _("卖得慢"),
    "no_demand": _("没人问"),
    "rival": _("已进竞品"),
    "cash": _("资金紧"),
    "owner_away": _("老板不在"),
    "enough": _("库存够"),
    "renovation": _("装修停业"),
    "other": _("其他"),
}
REFUSALS = ("price", "no_space", "slow", "no_demand", "rival", "cash", "owner_away", "other")
NO_ORDER = ("enough", "owner_away", "cash", "rival", "renovation", "other")


def reason_name(key: str) -> str:
    """The words of a choice; what a rep wrote himself stays as it is."""
    return str(REASONS.get(key, key))
