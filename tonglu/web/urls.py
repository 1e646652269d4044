from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from tonglu.web.phone.api import api

urlpatterns: list[URLPattern | URLResolver] = [
    path("phone/api/", api.urls),
]
