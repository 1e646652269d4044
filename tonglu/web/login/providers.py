"""Which work chats a person may log in with, as the environment says. Read by the settings: no Django here."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

VARIABLES = {"feishu": "TONGLU_FEISHU", "dingtalk": "TONGLU_DINGTALK", "wecom": "TONGLU_WECOM"}
PARTS = {"wecom": 3}


def configured(environment: Mapping[str, str]) -> dict[str, Any]:
    """allauth's settings for those that are set: `id:secret`, for WeCom `corpid:secret:agentid`.

    Raises ValueError, naming the variable, for one that has another form.
    """
    return {
        provider: {"APP": _app(variable, environment[variable].split(":"), PARTS.get(provider, 2))}
        for provider, variable in VARIABLES.items()
        if environment.get(variable)
    }


def _app(variable: str, parts: list[str], wanted: int) -> dict[str, str]:
    if len(parts) != wanted or not all(parts):
        form = "id:secret" if wanted == 2 else "corpid:secret:agentid"
        raise ValueError(f"{variable} must be {form}")
    return dict(zip(("client_id", "secret", "key"), parts, strict=False))
