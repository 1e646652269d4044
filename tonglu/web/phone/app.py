"""The phone app as its build left it: no login, no re-hashed names, which would break its offline copy."""

from __future__ import annotations

import mimetypes
from pathlib import Path

from django.http import FileResponse, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import render

BUILT = Path(__file__).parent / "built"
TYPES = {".js": "text/javascript", ".webmanifest": "application/manifest+json", ".woff2": "font/woff2"}
FOREVER = "public, max-age=31536000, immutable"


def app(request: HttpRequest, path: str = "") -> HttpResponseBase:
    """A file of the build; the app itself for any other address below `/phone/`, which its router understands."""
    file = (BUILT / path).resolve()
    if file.is_file() and file.is_relative_to(BUILT.resolve()):
        return _file(file)
    if (BUILT / "index.html").is_file() and not Path(path).suffix:
        return _file(BUILT / "index.html")
    return render(request, "errors/no_phone.html", status=404)


def _file(file: Path) -> HttpResponseBase:
    """Vite puts a hash into the names of assets alone: those never change, everything else is asked for anew."""
    kind = TYPES.get(file.suffix) or mimetypes.guess_type(file.name)[0] or "application/octet-stream"
    response = FileResponse(file.open("rb"), content_type=kind)
    response["Cache-Control"] = FOREVER if file.parent.name == "assets" else "no-cache"
    if file.name == "sw.js":
        response["Service-Worker-Allowed"] = "/phone/"
    return response
