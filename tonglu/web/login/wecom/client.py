from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from allauth.socialaccount.adapter import get_adapter
from allauth.socialaccount.providers.oauth2.client import OAuth2Client, OAuth2Error


class WeComClient(OAuth2Client):  # type: ignore[misc]  # allauth carries no types
    """WeCom trades no code for a token: the app's own token asks whose the code is."""

    agent = ""

    def get_redirect_url(self, authorization_url: str, scope: list[str], extra_params: dict[str, str]) -> str:
        """The page with the code to scan."""
        wanted = {
            "login_type": "CorpApp",
            "appid": self.consumer_key,
            "agentid": self.agent,
            "redirect_uri": self.callback_url,
            "state": self.state or "",
        }
        return f"{authorization_url}?{urlencode(wanted)}"

    def get_access_token(self, code: str, pkce_code_verifier: str | None = None) -> dict[str, Any]:
        """The app's own access token; the code is spent by `WeComAdapter.complete_login`."""
        return asked(self.access_token_url, {"corpid": self.consumer_key, "corpsecret": self.consumer_secret})


def asked(url: str, params: Mapping[str, str]) -> dict[str, Any]:
    """What WeCom answers. Raises OAuth2Error with its words when `errcode` is not 0."""
    with get_adapter().get_requests_session() as session:
        response = session.get(url, params=params)
        response.raise_for_status()
        answer: dict[str, Any] = response.json()
    if answer.get("errcode"):
        raise OAuth2Error(f"WeCom {answer['errcode']}: {answer.get('errmsg', '')}")
    return answer
