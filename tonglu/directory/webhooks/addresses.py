"""An address of someone else's server, refused when it is written down and not only when it is called."""

from __future__ import annotations

from urllib.parse import urlsplit

from django.utils.translation import gettext_lazy as _

from tonglu.base.errors import Refused
from tonglu.directory.webhooks.rules import leads_inside


def refuse_inside(url: str, *, private: bool) -> None:
    """Raises Refused for one that names this machine or a network behind it, unless `private` ones may be called."""
    if not private and leads_inside(url):
        raise Refused(
            _("{host} 是本机或内网的地址；只发往公网，请填公网的网址"),
            host=urlsplit(url).hostname,
            code="private_url",
        )
