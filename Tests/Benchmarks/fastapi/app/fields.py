"""Kinds of field shared by the routes."""

from datetime import UTC, datetime
from typing import Annotated, Literal

from pydantic import BaseModel, PlainSerializer, StringConstraints

Text255 = Annotated[str, StringConstraints(max_length=255)]
LongText = Annotated[str, StringConstraints(max_length=10_000)]
Language = Literal["en", "fr", "he"]
Timestamp = Annotated[
    datetime, PlainSerializer(lambda at: at.astimezone(UTC).isoformat().replace("+00:00", "Z"), return_type=str)
]


def visible_ascii(max_length: int):
    return Annotated[str, StringConstraints(min_length=1, max_length=max_length, pattern="^[!-~]+$")]


def assign(row, update: BaseModel, defaults: dict) -> None:
    """PATCH: absent is untouched, null goes back to the column's default."""
    for name, value in update.model_dump(exclude_unset=True).items():
        setattr(row, name, defaults.get(name) if value is None else value)
