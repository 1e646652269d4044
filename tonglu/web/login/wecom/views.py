from __future__ import annotations

from typing import Any

from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.oauth2.views import OAuth2Adapter, OAuth2CallbackView, OAuth2LoginView
from django.http import HttpRequest

from tonglu.web.login.wecom.client import WeComClient, asked


class WeComAdapter(OAuth2Adapter):  # type: ignore[misc]  # allauth carries no types
    provider_id = "wecom"
    authorize_url = "https://login.work.weixin.qq.com/wwlogin/sso/login"
    access_token_url = "https://qyapi.weixin.qq.com/cgi-bin/gettoken"
    identity_url = "https://qyapi.weixin.qq.com/cgi-bin/auth/getuserinfo"
    client_class = WeComClient

    def get_client(self, request: HttpRequest, app: Any) -> WeComClient:
        client: WeComClient = super().get_client(request, app)
        client.agent = app.key
        return client

    def complete_login(self, request: HttpRequest, app: Any, token: Any, **kwargs: Any) -> Any:
        """Whose the code is. Raises OAuth2Error for someone who is no member of the company."""
        identity = asked(
            self.identity_url, {"access_token": token.token, "code": request.GET.get("code", "")}
        )
        if not identity.get("userid"):
            raise OAuth2Error("WeCom: not a member of this company")
        return self.get_provider().sociallogin_from_response(request, identity)


oauth2_login = OAuth2LoginView.adapter_view(WeComAdapter)
oauth2_callback = OAuth2CallbackView.adapter_view(WeComAdapter)
