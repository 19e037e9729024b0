"""GET and PATCH /user/profile."""

from fastapi import APIRouter
from pydantic import BaseModel, ConfigDict

from ..database import Database
from ..fields import Language, Text255, Timestamp, assign
from ..security import CurrentUser

router = APIRouter()


class ProfileUpdate(BaseModel):
    full_name: Text255 | None = None
    organization_name: Text255 | None = None
    industry: Text255 | None = None
    timezone: Text255 | None = None
    locale: Language | None = None
    marketing_opt_in: bool | None = None
    accept_terms: bool | None = None


class Profile(BaseModel):
    model_config = ConfigDict(from_attributes=True)

    id: int
    email: str
    full_name: str | None
    organization_name: str | None
    industry: str | None
    timezone: str | None
    locale: str | None
    marketing_opt_in: bool
    accept_terms: bool
    updated_at: Timestamp


@router.get("/user/profile")
async def get_profile(user: CurrentUser) -> Profile:
    return user


@router.patch("/user/profile")
async def update_profile(payload: ProfileUpdate, user: CurrentUser, database: Database) -> Profile:
    assign(user, payload, {"marketing_opt_in": False, "accept_terms": False})
    await database.commit()
    return user
