"""A robot at the other end of the wire: it checks the signature by the vendors' own rules, with code of its own."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from urllib.parse import parse_qs, urlsplit

BLOCK = 64


def hmac_sha256(key: bytes, text: bytes) -> bytes:
    """RFC 2104, step by step."""
    key = sha256(key).digest() if len(key) > BLOCK else key
    padded = key.ljust(BLOCK, b"\0")
    inner = sha256(bytes(b ^ 0x36 for b in padded) + text).digest()
    return sha256(bytes(b ^ 0x5C for b in padded) + inner).digest()


class Receiver:
    """Keeps what it took in `taken`; `broken` times it answers 503 first."""

    def __init__(self, *, secret: str, now: float) -> None:
        self.secret, self.now = secret, now
        self.taken: list[dict] = []
        self.calls, self.broken = 0, 0
        self.url = ""

    def answer(self, path: str, body: dict) -> tuple[int, dict]:
        self.calls += 1
        if self.broken:
            self.broken -= 1
            return 503, {}
        vendor = urlsplit(path).path.strip("/")
        query = {key: values[0] for key, values in parse_qs(urlsplit(path).query).items()}
        wrong = getattr(self, f"_{vendor}")(query, body)
        if not wrong:
            self.taken.append(body)
        return 200, wrong or {"errcode": 0, "code": 0, "msg": "success"}

    def _wecom(self, query: dict, body: dict) -> dict:
        return {} if query["key"] == self.secret else {"errcode": 93000, "errmsg": "invalid webhook url"}

    def _dingtalk(self, query: dict, body: dict) -> dict:
        stamp = query.get("timestamp", "0")
        text = f"{stamp}\n{self.secret}".encode()
        wanted = base64.b64encode(hmac_sha256(self.secret.encode(), text)).decode()
        fresh = abs(int(stamp) / 1000 - self.now) < 3600
        good = fresh and query.get("sign") == wanted
        return {} if good else {"errcode": 310000, "errmsg": "sign not match"}

    def _feishu(self, query: dict, body: dict) -> dict:
        stamp = body.get("timestamp", "0")
        wanted = base64.b64encode(hmac_sha256(f"{stamp}\n{self.secret}".encode(), b"")).decode()
        fresh = abs(int(stamp) - self.now) < 3600
        good = fresh and body.get("sign") == wanted
        return {} if good else {"code": 19021, "msg": "sign match fail or timestamp is not within one hour"}


@contextmanager
def listening(receiver: Receiver) -> Iterator[Receiver]:
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["content-length"])))
            status, answer = receiver.answer(self.path, body)
            said = json.dumps(answer).encode()
            self.send_response(status)
            self.send_header("content-length", str(len(said)))
            self.end_headers()
            self.wfile.write(said)

        def log_message(self, *_said: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    receiver.url = f"http://127.0.0.1:{server.server_port}"
    thread = Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    try:
        yield receiver
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
