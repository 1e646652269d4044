from __future__ import annotations

from typing import Any

from allauth.socialaccount.providers.base import ProviderAccount
from allauth.socialaccount.providers.oauth2.provider import OAuth2Provider
from django.utils.translation import gettext_lazy as _

from tonglu.web.login.wecom.views import WeComAdapter


class WeComAccount(ProviderAccount):  # type: ignore[misc]  # allauth carries no types
    """A member of the company, by his `userid`."""

    def to_str(self) -> str:
        return str(self.account.uid)


class WeComProvider(OAuth2Provider):  # type: ignore[misc]
    id = "wecom"
    name = _("企业微信")
    account_class = WeComAccount
    oauth2_adapter_class = WeComAdapter

    def extract_uid(self, data: dict[str, Any]) -> str:
        return str(data["userid"])

    def extract_common_fields(self, data: dict[str, Any]) -> dict[str, str]:
        return {"username": str(data["userid"])}


provider_classes = [WeComProvider]
