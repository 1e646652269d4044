"""What the robots of WeCom, DingTalk and Feishu are sent, and how each wants it signed. Pure.

- WeCom signs nothing: the key in the address is the secret. Markdown, at most 4,096 bytes.
- DingTalk: HMAC-SHA256 with the secret as key over "milliseconds, line feed, secret", in Base64, in the address with the
  milliseconds (open.dingtalk.com, "custom robot, security settings").
- Feishu: HMAC-SHA256 over nothing, with "seconds, line feed, secret" as key, in Base64, in the body with the seconds
  (open.feishu.cn, "custom bot, signature verification").
"""

from __future__ import annotations

import hmac
from base64 import b64encode
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any
from urllib.parse import urlencode

WECOM, DINGTALK, FEISHU = "wecom", "dingtalk", "feishu"
WECOM_BYTES = 4096


@dataclass(frozen=True, slots=True)
class Message:
    """`link` is absolute, `link_name` what it is called."""

    title: str
    body: str
    link: str
    link_name: str


@dataclass(frozen=True, slots=True)
class Call:
    """A POST of `body` as JSON."""

    url: str
    body: dict[str, Any]


def call(*, vendor: str, url: str, secret: str, message: Message, at: datetime) -> Call:
    """What to send to a robot of that vendor; without a secret, unsigned."""
    return _CALLS[vendor](url, secret, message, at)


def refusal(*, vendor: str, answer: Mapping[str, Any]) -> str:
    """What the robot's answer says is wrong; empty when it took the message."""
    code = answer.get("code", answer.get("StatusCode", 0)) if vendor == FEISHU else answer.get("errcode", 0)
    words = answer.get("msg" if vendor == FEISHU else "errmsg", "")
    return f"{code} {words}".strip() if code else ""


def _wecom(url: str, secret: str, message: Message, at: datetime) -> Call:
    return Call(url, {"msgtype": "markdown", "markdown": {"content": _cut(_markdown(message), WECOM_BYTES)}})


def _dingtalk(url: str, secret: str, message: Message, at: datetime) -> Call:
    body = {"msgtype": "markdown", "markdown": {"title": message.title, "text": _markdown(message)}}
    if not secret:
        return Call(url, body)
    stamp = str(int(at.timestamp() * 1000))
    query = urlencode({"timestamp": stamp, "sign": _sign(secret, f"{stamp}\n{secret}")})
    return Call(f"{url}{'&' if '?' in url else '?'}{query}", body)


def _feishu(url: str, secret: str, message: Message, at: datetime) -> Call:
    lines: list[list[dict[str, str]]] = [[{"tag": "text", "text": message.body}]] if message.body else []
    lines.append([{"tag": "a", "text": message.link_name, "href": message.link}])
    post = {"zh_cn": {"title": message.title, "content": lines}}
    body: dict[str, Any] = {"msg_type": "post", "content": {"post": post}}
    if secret:
        stamp = str(int(at.timestamp()))
        body |= {"timestamp": stamp, "sign": _sign(f"{stamp}\n{secret}", "")}
    return Call(url, body)


_CALLS = {WECOM: _wecom, DINGTALK: _dingtalk, FEISHU: _feishu}


def _sign(key: str, text: str) -> str:
    return b64encode(hmac.new(key.encode(), text.encode(), sha256).digest()).decode()


def _markdown(message: Message) -> str:
    said = [f"**{message.title}**", message.body, f"[{message.link_name}]({message.link})"]
    return "\n\n".join(part for part in said if part)


def _cut(text: str, most: int) -> str:
    """At most that many bytes of UTF-8, without half a character."""
    return text.encode()[:most].decode(errors="ignore")
