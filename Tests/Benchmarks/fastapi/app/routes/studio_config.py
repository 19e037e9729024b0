"""GET and PATCH /user/studio-config."""

from typing import Annotated, Literal

from fastapi import APIRouter
from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints

from ..database import Database
from ..fields import Language, LongText, Text255, Timestamp, assign
from ..security import CurrentUser

router = APIRouter()


def without_repeats(items: list[str]) -> list[str]:
    if len(set(items)) != len(items):
        raise ValueError("the list must not repeat an item")
    return items


class StudioConfigUpdate(BaseModel):
    persona: Literal["secretary", "concierge", "sdr", "cs"] | None = None
    job_to_be_done: LongText | None = None
    languages: Annotated[list[Language], Field(max_length=3), AfterValidator(without_repeats)] | None = None
    tone: Annotated[str, StringConstraints(max_length=64)] | None = None
    guidelines: LongText | None = None
    strategy: Literal["attach", "purchase"] | None = None
    number: Annotated[str, StringConstraints(max_length=32)] | None = None
    business_hours: Text255 | None = None
    fallback_email: Annotated[str, StringConstraints(max_length=320)] | None = None
    calendar: Literal["google", "outlook", "none"] | None = None
    workspace_apps: (
        Annotated[list[Annotated[str, StringConstraints(max_length=64)]], Field(max_length=50)] | None
    ) = None
    crm: Literal["hubspot", "salesforce", "none"] | None = None
    plan: Literal["free", "pro", "business"] | None = None
    seats: Annotated[int, Field(ge=1, le=1000)] | None = None


class StudioConfig(BaseModel):
    model_config = ConfigDict(from_attributes=True)

    persona: str | None
    job_to_be_done: str | None
    languages: list[str] | None
    tone: str | None
    guidelines: str | None
    strategy: str | None
    number: str | None
    business_hours: str | None
    fallback_email: str | None
    calendar: str | None
    workspace_apps: list[str] | None
    crm: str | None
    plan: str
    seats: int
    updated_at: Timestamp


@router.get("/user/studio-config")
async def get_studio_config(user: CurrentUser) -> StudioConfig:
    return user


@router.patch("/user/studio-config")
async def update_studio_config(payload: StudioConfigUpdate, user: CurrentUser, database: Database) -> StudioConfig:
    assign(user, payload, {"plan": "free", "seats": 1})
    await database.commit()
    return user
