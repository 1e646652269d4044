"""The phone app is served as it was built."""

from __future__ import annotations

import pytest
from django.test import Client

from tonglu.web.phone import app


@pytest.fixture
def built(tmp_path, monkeypatch, db):
    (tmp_path / "assets").mkdir()
    (tmp_path / "index.html").write_text("<html>shell</html>")
    (tmp_path / "sw.js").write_text("self")
    (tmp_path / "manifest.webmanifest").write_text("{}")
    (tmp_path / "assets" / "index-abc.js").write_text("1")
    monkeypatch.setattr(app, "BUILT", tmp_path)
    return Client()


def content(answer) -> bytes:
    return b"".join(answer.streaming_content)


@pytest.mark.parametrize(
    ("path", "kind", "cache"),
    [
        ("/phone/", "text/html", "no-cache"),
        ("/phone/sw.js", "text/javascript", "no-cache"),
        ("/phone/manifest.webmanifest", "application/manifest+json", "no-cache"),
        ("/phone/assets/index-abc.js", "text/javascript", "public, max-age=31536000, immutable"),
    ],
)
def test_files_come_with_their_type_and_how_long_they_may_be_kept(built, path, kind, cache):
    answer = built.get(path)
    assert (answer.status_code, answer["Content-Type"], answer["Cache-Control"]) == (200, kind, cache)
    content(answer)


def test_an_address_of_the_app_itself_gets_the_shell(built):
    assert content(built.get("/phone/customers/12")) == b"<html>shell</html>"


def test_a_file_that_is_not_there_is_missed(built):
    assert built.get("/phone/assets/index-old.js").status_code == 404


def test_nothing_outside_the_build_is_served(built, tmp_path):
    (tmp_path.parent / "secret.txt").write_text("secret")
    assert built.get("/phone/../secret.txt").status_code == 404
    assert built.get("/phone/%2e%2e/secret.txt").status_code == 404


def test_it_says_when_it_was_not_built(db, tmp_path, monkeypatch):
    monkeypatch.setattr(app, "BUILT", tmp_path / "nothing")
    answer = Client().get("/phone/")
    assert answer.status_code == 404
    assert "make front" in answer.content.decode()
