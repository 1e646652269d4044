"""A photo is shown to those who may see a visit that has it."""

from __future__ import annotations

import hashlib

from conftest import NOW
from tonglu.directory.files.models import store
from tonglu.fieldwork.visits.models import VisitPhoto


def test_a_photo_follows_its_visit(cast, worked):
    content = b"\xff\xd8 a shelf"
    sha256 = hashlib.sha256(content).hexdigest()
    store(sha256=sha256, content=content, content_type="image/jpeg", by=cast.sun.login, at=NOW)
    assert cast.client("li").get(f"/files/{sha256}").status_code == 404
    VisitPhoto.objects.create(visit=worked.visit, sha256=sha256)
    answer = cast.client("li").get(f"/files/{sha256}")
    assert (answer.status_code, answer["Content-Type"]) == (200, "image/jpeg")
    assert answer.content == content
    assert cast.client("zheng").get(f"/files/{sha256}").status_code == 404


def test_a_photo_that_is_still_on_the_phone_is_missed(cast, worked):
    assert cast.client("li").get(f"/files/{'a' * 64}").status_code == 404
