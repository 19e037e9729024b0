"""Where ours differs on purpose. Everything else that differs is a fault."""

from collections.abc import Callable
from dataclasses import dataclass

from .cases import Case
from .server import Answer


@dataclass(frozen=True)
class Departure:
    reason: str
    applies: Callable[[Case, Answer, Answer], bool]


def _has(case: Case, *troubles: str) -> bool:
    return bool(set(case.trouble.split("+")) & set(troubles))


def _is_json_invalid(answer: Answer) -> bool:
    return answer.status == 422 and [kind for kind, _ in answer.faults] == ["json_invalid"]


DEPARTURES = [
    Departure(
        "A media type other than JSON is 415; FastAPI calls the body a value of the wrong type.",
        lambda case, ours, reference: _has(case, "media type") and ours.status == 415 and reference.status == 422
        or _has(case, "media type") and ours.status == 415 and "utf-16" in (case.content_type or ""),
    ),
    Departure(
        "U+0000 is refused with 422; the reference lets it reach PostgreSQL and answers 500, or refuses later.",
        lambda case, ours, reference: _has(case, "nul") and _is_json_invalid(ours),
    ),
    Departure(
        "Half a surrogate pair is refused with 422; Python's JSON takes it and fails with 500 when storing or answering.",
        lambda case, ours, reference: _has(case, "surrogate") and _is_json_invalid(ours),
    ),
    Departure(
        "NaN and Infinity are no JSON; Python takes them.",
        lambda case, ours, reference: _has(case, "python only") and _is_json_invalid(ours),
    ),
    Departure(
        "A whole number beyond 64 bits, or a number that no double can hold, is refused as malformed; Python takes both.",
        lambda case, ours, reference: _has(case, "out of range", "huge") and _is_json_invalid(ours),
    ),
    Departure(
        "Bodies are UTF-8 without a byte order mark; Python also guesses UTF-16 and UTF-32, and answers 400 to bad bytes.",
        lambda case, ours, reference: _has(case, "encoding") and _is_json_invalid(ours),
    ),
    Departure(
        "A body ends at 64 KiB.",
        lambda case, ours, reference: len(case.body) > 65_536 and ours.status == 413,
    ),
    Departure(
        "Nesting ends at 32 levels.",
        lambda case, ours, reference: _has(case, "nesting") and _is_json_invalid(ours),
    ),
    Departure(
        "A member that comes twice is refused; Python silently keeps the last.",
        lambda case, ours, reference: _has(case, "duplicate keys") and _is_json_invalid(ours),
    ),
    Departure(
        "A repeated language is pointed at by its index; a Pydantic validator can only name the list.",
        lambda case, ours, reference: _has(case, "repeat")
        and [(kind, place[:2]) for kind, place in ours.faults] == [(kind, place[:2]) for kind, place in reference.faults],
    ),
    Departure(
        "A bad token is refused before the body is read.",
        lambda case, ours, reference: case.authorization not in ("good", "lower case") and ours.status == 401,
    ),
]


def reason_for(case: Case, ours: Answer, reference: Answer) -> str | None:
    return next((each.reason for each in DEPARTURES if each.applies(case, ours, reference)), None)
