"""The requests: every field with every value, every odd document, and random objects."""

import random
from collections.abc import Iterator
from dataclasses import dataclass, field

from . import bodies
from .values import Value, all_values


@dataclass(frozen=True)
class Target:
    """One route that takes a body."""

    method: str
    path: str
    fields: tuple[str, ...]
    # Members without which the body would be refused for another reason, as JSON text.
    base: dict[str, str] = field(default_factory=dict)
    # Where to look afterwards whether the same was stored.
    stored_at: str | None = None
    needs_token: bool = True


@dataclass(frozen=True)
class Case:
    target: Target
    body: bytes
    content_type: str | None = "application/json"
    trouble: str = ""
    authorization: str = "good"
    is_random: bool = False


STUDIO_CONFIG = (
    "persona", "job_to_be_done", "languages", "tone", "guidelines", "strategy", "number", "business_hours",
    "fallback_email", "calendar", "workspace_apps", "crm", "plan", "seats",
)
PROFILE = (
    "full_name", "organization_name", "industry", "timezone", "locale", "marketing_opt_in", "accept_terms",
)
FLAGS = ("onboarding_vapi_skipped", "onboarding_twilio_skipped", "onboarding_assistant_created")

TARGETS = [
    Target("PATCH", "/api/v1/user/profile", PROFILE, stored_at="/api/v1/user/profile"),
    Target("PATCH", "/api/v1/user/studio-config", STUDIO_CONFIG, stored_at="/api/v1/user/studio-config"),
    Target("PATCH", "/api/v1/user/onboarding", FLAGS, stored_at="/api/v1/user/onboarding"),
    Target(
        "POST", "/api/v1/vapi-settings", ("vapi_api_key",), {"vapi_api_key": '"sk-1234567890"'}, "/api/v1/vapi-settings"
    ),
    Target(
        "POST", "/api/v1/twilio-settings", ("account_sid", "auth_token", "phone_number"),
        {"account_sid": '"AC0123456789"', "auth_token": '"secret-token"'}, "/api/v1/twilio-settings",
    ),
]
# Every value that passes costs a password hash, so these get the values that must be refused for their type.
AUTH_TARGETS = [
    Target(
        "POST", "/api/v1/auth/signup", ("email", "password", "full_name", "locale"),
        {"email": '"nobody"', "password": '"x"'}, needs_token=False,
    ),
    Target(
        "POST", "/api/v1/auth/login", ("email", "password", "remember"),
        {"email": '"nobody@example.com"', "password": '"x"'}, needs_token=False,
    ),
]
NOT_STRINGS = ["null", "1", "1.5", "true", "[]", "{}", '["x"]', '{"a": 1}', '"x"']

STATE = "/api/v1/user/onboarding-state"
# Asked after each request of the last scene.
READS = [
    STATE, "/api/v1/user/profile", "/api/v1/user/studio-config", "/api/v1/user/onboarding", "/api/v1/vapi-settings",
    "/api/v1/twilio-settings", "/api/v1/auth/me",
]
# What is left of a customer's way: credentials taken back, launch refused and then granted, twice.
SCENE = [
    ("DELETE", "/api/v1/vapi-settings", b""),
    ("DELETE", "/api/v1/vapi-settings", b""),
    ("DELETE", "/api/v1/twilio-settings", b""),
    ("PATCH", "/api/v1/user/onboarding", b'{"onboarding_vapi_skipped": true, "onboarding_twilio_skipped": "yes"}'),
    ("PATCH", "/api/v1/user/profile", b'{"accept_terms": false}'),
    ("POST", "/api/v1/user/complete-onboarding", b""),
    ("PATCH", "/api/v1/user/profile", b'{"accept_terms": 1}'),
    ("POST", "/api/v1/user/complete-onboarding", b""),
    ("POST", "/api/v1/user/complete-onboarding", b""),
    ("GET", "/api/v1/no-such-route", b""),
]
TOKENS = ["none", "empty", "basic", "garbage", "two parts", "bad signature", "good", "lower case"]


def every_field() -> Iterator[Case]:
    values = all_values()
    for target in TARGETS:
        for name in target.fields:
            for value in values:
                if value.trouble == "repeat" and name not in ("languages", "workspace_apps"):
                    continue
                yield Case(target, bodies.with_value(target.base, name, value), trouble=value.trouble)
        # Required members one by one left out, and all fields wrong at once, for the order of the errors.
        for name in target.base:
            without = {other: text for other, text in target.base.items() if other != name}
            yield Case(target, bodies.with_value(without, "unknown", Value("1")))
        for wrong in ("{}", "[]", "1.5", '"' + "x" * 10_001 + '"', "null"):
            members = ", ".join(f'"{name}": {wrong}' for name in reversed(target.fields))
            yield Case(target, ("{" + members + "}").encode())
    for target in AUTH_TARGETS:
        for name in target.fields:
            for text in NOT_STRINGS:
                yield Case(target, bodies.with_value(target.base, name, Value(text)))


def every_document() -> Iterator[Case]:
    for target in TARGETS + AUTH_TARGETS:
        for body, trouble in bodies.all_documents():
            yield Case(target, body, trouble=trouble)


def every_media_type() -> Iterator[Case]:
    for target in TARGETS:
        good = bodies.with_value(target.base, target.fields[0], Value('"x"'))
        for content_type in (None, *bodies.JSON_TYPES):
            yield Case(target, good, content_type)
            yield Case(target, b"", content_type)
        for content_type in bodies.OTHER_TYPES:
            yield Case(target, good, content_type, "media type")


def every_token() -> Iterator[Case]:
    for target in TARGETS:
        for authorization in TOKENS:
            yield Case(target, b"{}", authorization=authorization)


def at_random(count: int, seed: int) -> Iterator[Case]:
    """Objects of a few fields, mostly with values that suit some field, in any order."""
    chance = random.Random(seed)
    values = all_values()
    for _ in range(count):
        target = chance.choice(TARGETS)
        names = chance.sample(target.fields, chance.randint(0, len(target.fields)))
        members = [(name, chance.choice(values)) for name in names]
        if chance.random() < 0.2:
            members.append((chance.choice(["id", "is_admin", "user_id", "x"]), chance.choice(values)))
        chance.shuffle(members)
        troubles = {value.trouble for _, value in members} - {""}
        body = "{" + ", ".join(f'"{name}": {value.text}' for name, value in members) + "}"
        yield Case(target, body.encode(), trouble="+".join(sorted(troubles)), is_random=True)


def all_cases(count: int, seed: int) -> list[Case]:
    fixed = [*every_token(), *every_media_type(), *every_document(), *every_field()]
    return fixed + list(at_random(count, seed))
