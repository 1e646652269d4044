"""Logging in with a work chat: only for an identity that its owner bound; against a chat played on this machine."""

from __future__ import annotations

import json
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer
from urllib.parse import parse_qs, urlsplit

import pytest
from allauth.socialaccount.models import SocialAccount
from allauth.socialaccount.providers.dingtalk.views import DingTalkOAuth2Adapter
from allauth.socialaccount.providers.feishu.client import FeishuOAuth2Client
from allauth.socialaccount.providers.feishu.views import FeishuOAuth2Adapter
from django.test import Client
from django.urls import reverse

from conftest import PASSWORD
from tonglu.base.journal.models import Entry
from tonglu.web.login.providers import configured
from tonglu.web.login.wecom.views import WeComAdapter

# what each path of the three answers, and the query or body by which it was asked
ANSWERS = {
    "/feishu/app": {"app_access_token": "app"},
    "/feishu/token": {"data": {"access_token": "t", "expires_in": 7200}},
    "/feishu/user": {"code": 0, "data": {"open_id": "ou_sun", "union_id": "on_sun", "name": "孙"}},
    "/ding/token": {"accessToken": "t", "refreshToken": "r", "expireIn": 7200},
    "/ding/user": {"openId": "ding_sun", "unionId": "u", "nick": "孙"},
    "/wecom/token": {"errcode": 0, "access_token": "corp", "expires_in": 7200},
    "/wecom/user": {"errcode": 0, "userid": "sun.sheng"},
}


@pytest.fixture
def chat(monkeypatch, settings):
    """A chat company on a port of its own; `answers` may be changed, `asked` is what was asked of it."""

    class Chat(BaseHTTPRequestHandler):
        answers = {**ANSWERS}
        asked: list[tuple[str, dict]] = []

        def do_GET(self):
            parts = urlsplit(self.path)
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0)).decode()
            self.asked.append((parts.path, parse_qs(parts.query) or {"body": body}))
            text = json.dumps(self.answers[parts.path]).encode()
            self.send_response(200)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(text)))
            self.end_headers()
            self.wfile.write(text)

        do_POST = do_GET  # noqa: N815  # as the handler is asked

        def log_message(self, *args):
            """Quiet."""

    server = HTTPServer(("127.0.0.1", 0), Chat)
    thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    home = f"http://127.0.0.1:{server.server_port}"
    monkeypatch.setattr(FeishuOAuth2Client, "app_access_token_url", f"{home}/feishu/app")
    monkeypatch.setattr(FeishuOAuth2Adapter, "access_token_url", f"{home}/feishu/token")
    monkeypatch.setattr(FeishuOAuth2Adapter, "user_info_url", f"{home}/feishu/user")
    monkeypatch.setattr(DingTalkOAuth2Adapter, "access_token_url", f"{home}/ding/token")
    monkeypatch.setattr(DingTalkOAuth2Adapter, "profile_url", f"{home}/ding/user")
    monkeypatch.setattr(WeComAdapter, "access_token_url", f"{home}/wecom/token")
    monkeypatch.setattr(WeComAdapter, "identity_url", f"{home}/wecom/user")
    settings.SOCIALACCOUNT_PROVIDERS = configured(
        {"TONGLU_FEISHU": "cli:s", "TONGLU_DINGTALK": "ding:s", "TONGLU_WECOM": "ww1:s:1000002"}
    )
    yield Chat
    server.shutdown()
    thread.join()
    server.server_close()


def scanned(client, provider, process="login"):
    """Out to the chat and back, as a browser goes; (where we were sent, the response to coming back)."""
    out = client.post(f"/login/with/{provider}/login/?process={process}").url
    state = parse_qs(urlsplit(out).query)["state"][0]
    code = "authCode" if provider == "dingtalk" else "code"
    return out, client.get(f"/login/with/{provider}/login/callback/", {code: "c0de", "state": state})


def logged_in(username):
    client = Client()
    client.post("/login", {"login": username, "password": PASSWORD})
    return client


PROVIDERS = ("feishu", "dingtalk", "wecom")


@pytest.mark.parametrize("provider", PROVIDERS)
def test_an_identity_nobody_bound_opens_nothing_and_makes_no_account(cast, chat, provider):
    client = Client()
    _out, back = scanned(client, provider)
    assert back.url.startswith("/login")
    assert "还没有绑定账号" in client.get(back.url).content.decode()
    assert client.get("/orders").status_code == 302
    assert not SocialAccount.objects.exists()


@pytest.mark.parametrize("provider", PROVIDERS)
def test_bound_by_its_owner_it_lets_him_in(cast, chat, provider):
    _out, back = scanned(logged_in("sun"), provider, process="connect")
    assert back.url == "/me/security"
    client = Client()
    _out, back = scanned(client, provider)
    assert back.url == "/"
    assert client.get("/orders").context["person"] == cast.sun
    bound = Entry.objects.get(verb="account.connect")
    assert (bound.by, bound.facts["provider"]) == (cast.sun.login, provider)


def test_the_second_factor_is_asked_for_all_the_same(cast, chat, authenticator):
    sun = logged_in("sun")
    scanned(sun, "wecom", process="connect")
    authenticator(cast.sun)
    client = Client()
    assert scanned(client, "wecom")[1].url.startswith("/login/code")
    assert client.get("/orders").status_code == 302


def test_wecom_is_asked_with_the_corp_and_its_agent(cast, chat):
    out, _back = scanned(Client(), "wecom")
    query = parse_qs(urlsplit(out).query)
    assert (query["appid"], query["agentid"], query["login_type"]) == (["ww1"], ["1000002"], ["CorpApp"])
    assert query["redirect_uri"] == ["http://testserver/login/with/wecom/login/callback/"]
    assert ("/wecom/user", {"access_token": ["corp"], "code": ["c0de"]}) in chat.asked


@pytest.mark.parametrize(
    "answer", [{"errcode": 40029, "errmsg": "invalid code"}, {"errcode": 0, "openid": "a stranger"}]
)
def test_what_wecom_refuses_is_said_at_our_door(cast, chat, answer):
    chat.answers["/wecom/user"] = answer
    client = Client()
    _out, back = scanned(client, "wecom")
    assert back.url.startswith("/login")
    assert "没能从企业微信登录" in client.get(back.url).content.decode()


def test_a_state_that_is_not_ours_is_refused(cast, chat):
    client = Client()
    client.post("/login/with/wecom/login/")
    back = client.get("/login/with/wecom/login/callback/", {"code": "c0de", "state": "forged"})
    assert back.status_code == 302
    assert ("/wecom/user", {"access_token": ["corp"], "code": ["c0de"]}) not in chat.asked


def test_the_owner_unbinds_it_and_the_journal_knows(cast, chat):
    sun = logged_in("sun")
    scanned(sun, "feishu", process="connect")
    bound = SocialAccount.objects.get()
    assert logged_in("li").post(f"/me/chats/{bound.pk}/end").status_code == 404
    sun.post(f"/me/chats/{bound.pk}/end", {"next": "/me/security"})
    assert not SocialAccount.objects.exists()
    assert Entry.objects.get(verb="account.disconnect").by == cast.sun.login


def test_only_what_is_set_up_is_offered(cast):
    assert "企业微信" not in Client().get("/login").content.decode()


def test_a_variable_of_another_form_is_named():
    with pytest.raises(ValueError, match="TONGLU_WECOM"):
        configured({"TONGLU_WECOM": "corp:secret"})


@pytest.mark.parametrize("name", ["feishu", "dingtalk", "wecom"])
@pytest.mark.parametrize("step", ["login", "callback"])
def test_a_chat_that_is_not_set_up_has_no_door(cast, client, name, step):
    assert client.get(reverse(f"{name}_{step}")).status_code == 404
