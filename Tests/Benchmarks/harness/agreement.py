"""No figures before every stack gives the same answers."""

import json

from . import users
from .client import Answer, json_headers, send
from .measured_requests import ALL, MeasuredRequest

# What may differ between two right answers: times, random values and what only one stack adds for tracing.
VOLATILE = {
    "updated_at", "created_at", "onboarding_completed_at", "completed_at", "access_token", "refresh_token", "request_id", "code",
}


class Disagreement(Exception):
    """Two stacks answered differently; a comparison of their speed would mean nothing."""


def normalised(value):
    if isinstance(value, dict):
        return {name: normalised(item) for name, item in sorted(value.items()) if name not in VOLATILE}
    if isinstance(value, list):
        return [normalised(item) for item in value]
    return value


def check(stacks: dict[str, str], secret: str, requests: list[MeasuredRequest], skipped: dict[str, frozenset]) -> int:
    """Compares all stacks (name → base URL) on each request; returns how many answers were compared."""
    compared = 0
    for request in requests:
        for label, user, headers, body in _variants(request, secret):
            answers = {}
            for name, base in stacks.items():
                if request.name not in skipped[name]:
                    answers[name] = _comparable(send(base, request.method, request.path, body, headers))
            compared += len(answers)
            _compare(f"{request.title}, {label}", answers)
    return compared


def _variants(request: MeasuredRequest, secret: str):
    user = 17
    body = request.body(user)
    if not request.needs_token:
        yield "right password", user, json_headers(None), body
        yield "wrong password", user, json_headers(None), json.dumps({"email": users.email(user), "password": "x"})
        yield "unknown user", user, json_headers(None), json.dumps({"email": "no@example.com", "password": "x"})
        return
    good = users.token(secret, user)
    tokens = {
        "token without session": good,
        "token with session": users.token(secret, user, with_session=True),
        "no token": None,
        "expired token": users.token(secret, user, lifetime=-5),
        "foreign signature": users.token("another secret of thirty-two bytes!", user),
        "unknown user": users.token(secret, 2_000_000_000),
    }
    for label, token in tokens.items():
        yield label, user, json_headers(token), body
    if body is not None:
        yield "empty object", user, json_headers(good), "{}"
        for name in ALL[request.name].fields:
            yield f"{name} cleared", user, json_headers(good), json.dumps({name: None})
            yield "everything again", user, json_headers(good), body


def _comparable(answer: Answer) -> str:
    try:
        body = json.dumps(normalised(answer.json()), indent=1, ensure_ascii=False)
    except ValueError:
        body = repr(answer.body)
    return f"{answer.status} {body}"


def _compare(what: str, answers: dict[str, str]) -> None:
    first, *others = answers
    for other in others:
        if answers[first] != answers[other]:
            raise Disagreement(f"{what}:\n{first} answered {answers[first]}\n{other} answered {answers[other]}")
