"""One of the two servers, and what it answers."""

import json
import time
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException
from urllib.parse import urlsplit

from .cases import Case

# Access tokens live 15 minutes.
RENEW_AFTER = 600
# Differs between two right servers.
VOLATILE = {
    "id", "email", "updated_at", "created_at", "onboarding_completed_at", "completed_at", "access_token", "refresh_token",
    "request_id", "code",
    # What an error echoes: ours masks secrets, and the value is known anyway.
    "input",
}


@dataclass(frozen=True)
class Answer:
    status: int
    # Parsed, without what may differ; the raw text where it is no JSON.
    body: object

    @property
    def errors(self) -> list[dict]:
        detail = self.body.get("detail") if isinstance(self.body, dict) else None
        return detail if isinstance(detail, list) else []

    @property
    def faults(self) -> list[tuple]:
        """Type and place of each error, in order."""
        return [(error.get("type"), tuple(error.get("loc", ()))) for error in self.errors]


class Server:
    def __init__(self, base: str, retries_lost_requests: bool = False):
        self.base = base
        # uvicorn closes the connection after a 500, and the proxy in front may have reused it just then.
        self.retries_lost_requests = retries_lost_requests
        self.connection = HTTPConnection(urlsplit(base).netloc, timeout=30)
        self.token, self.since = "", 0.0

    def sign_up(self, email: str, password: str) -> None:
        self.credentials = json.dumps({"email": email, "password": password}).encode()
        self._take_token("/api/v1/auth/signup")

    def ask(self, case: Case) -> Answer:
        if time.monotonic() - self.since > RENEW_AFTER:
            self._take_token("/api/v1/auth/login")
        headers = {} if case.content_type is None else {"Content-Type": case.content_type}
        if case.target.needs_token:
            headers |= self._authorization(case.authorization)
        return _answer(*self._send(case.target.method, case.target.path, case.body, headers))

    def read(self, path: str) -> Answer:
        return _answer(*self._send("GET", path, None, self._authorization("good")))

    def _authorization(self, kind: str) -> dict[str, str]:
        head, payload, signature = self.token.split(".")
        value = {
            "good": f"Bearer {self.token}",
            "lower case": f"bearer {self.token}",
            "none": None,
            "empty": "Bearer ",
            "basic": "Basic dXNlcjpwYXNz",
            "garbage": "Bearer garbage",
            "two parts": f"Bearer {head}.{payload}",
            "bad signature": f"Bearer {head}.{payload}.{signature[::-1]}",
        }[kind]
        return {} if value is None else {"Authorization": value}

    def _take_token(self, path: str) -> None:
        status, body = self._send("POST", path, self.credentials, {"Content-Type": "application/json"})
        if status not in (200, 201):
            raise RuntimeError(f"{self.base}{path} answered {status}: {body[:500]!r}")
        self.token, self.since = json.loads(body)["access_token"], time.monotonic()

    def _send(self, method: str, path: str, body: bytes | None, headers: dict[str, str]) -> tuple[int, bytes]:
        for attempt in (1, 2):
            try:
                self.connection.request(method, path, body, headers)
                response = self.connection.getresponse()
                answer = response.status, response.read()
                if answer[0] not in (502, 503) or attempt == 2 or not self.retries_lost_requests:
                    return answer
            except (HTTPException, ConnectionError):
                self.connection.close()
                if attempt == 2:
                    raise
        raise AssertionError


def _answer(status: int, body: bytes) -> Answer:
    try:
        return Answer(status, _stable(json.loads(body)) if body else None)
    except (ValueError, RecursionError):
        return Answer(status, body.decode(errors="replace"))


def _stable(value):
    if isinstance(value, dict):
        return {name: _stable(item) for name, item in value.items() if name not in VOLATILE}
    return [_stable(item) for item in value] if isinstance(value, list) else value
