"""Devices log in with a bearer token; no session, no CSRF."""

from __future__ import annotations

from django.http import HttpRequest
from django.utils.translation import gettext as _
from ninja.security import HttpBearer

from tonglu.base.errors import Refused
from tonglu.base.journal.source import on_device
from tonglu.directory.devices.models import Device
from tonglu.web import clock
from tonglu.web.speaking import speak


class Unwelcome(Refused):
    """The device may not talk to us: revoked (wipe), expired (ask for the password), or unknown."""


class DeviceAuth(HttpBearer):
    def authenticate(self, request: HttpRequest, token: str) -> Device:
        device = Device.of_token(token)
        speak(request, to=device.person.account if device else None)
        now = clock.now()
        if device is None:
            raise Unwelcome(_("请重新登录"), code="unknown_device")
        if device.revoked_at or not (device.person.account and device.person.account.is_active):
            raise Unwelcome(_("此设备已被停用，本机数据将清除"), code="revoked")
        if device.expires_at <= now:
            raise Unwelcome(_("登录已过期，请输入密码；待发送的单据仍在"), code="expired")
        device.see(at=now)
        on_device(str(device.pk))
        return device
