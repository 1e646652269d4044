"""A picture that is too large is refused in words, on the desk and from the phone."""

from __future__ import annotations

from django.urls import reverse

LARGE = b"\xff\xd8" + bytes(1000)


def test_a_picture_that_is_too_large_is_refused_in_words(cast, settings):
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 500
    desk = cast.client("sun").post(reverse("form_photo"), LARGE, content_type="image/jpeg")
    assert (desk.status_code, "超过" in desk.json()["detail"]) == (422, True)
    phone = cast.device("sun").client
    answer = phone.put(f"/phone/api/files/{'a' * 64}", LARGE, content_type="image/jpeg")
    assert (answer.status_code, answer.json()["code"]) == (422, "too_large")
