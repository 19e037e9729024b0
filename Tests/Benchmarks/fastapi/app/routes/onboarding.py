"""The onboarding flags, its completion, and everything the wizard needs to resume."""

from datetime import UTC, datetime

from fastapi import APIRouter
from pydantic import BaseModel, ConfigDict
from sqlalchemy import func, select
from sqlalchemy.dialects.postgresql import insert

from ..database import Database
from ..fields import Timestamp
from ..security import CurrentUser
from ..steps import Step, resume_at, steps
from ..tables import Assistant, UserOnboarding
from .profile import Profile
from .studio_config import StudioConfig
from .twilio_settings import TwilioState, twilio_state
from .vapi_settings import VapiState, vapi_state

router = APIRouter()


class TermsNotAccepted(Exception):
    """The one mandatory field of the audit is missing."""


class OnboardingUpdate(BaseModel):
    onboarding_vapi_skipped: bool | None = None
    onboarding_twilio_skipped: bool | None = None
    onboarding_assistant_created: bool | None = None


class Onboarding(BaseModel):
    model_config = ConfigDict(from_attributes=True)

    onboarding_vapi_skipped: bool
    onboarding_twilio_skipped: bool
    onboarding_assistant_created: bool


class Completion(BaseModel):
    model_config = ConfigDict(from_attributes=True)

    onboarding_completed: bool
    onboarding_completed_at: Timestamp


class AssistantSummary(BaseModel):
    model_config = ConfigDict(from_attributes=True)

    id: int
    vapi_id: str | None
    name: str
    phone_number: str | None


class OnboardingState(BaseModel):
    profile: Profile
    studio_config: StudioConfig
    vapi: VapiState
    twilio: TwilioState
    onboarding: Onboarding
    assistants: list[AssistantSummary]
    completed: bool
    completed_at: Timestamp | None
    steps: list[Step]
    resume_at: str


async def flags_of(database: Database, user_id: int) -> UserOnboarding:
    row = await database.scalar(select(UserOnboarding).where(UserOnboarding.user_id == user_id))
    return row or UserOnboarding(
        onboarding_vapi_skipped=False, onboarding_twilio_skipped=False, onboarding_assistant_created=False
    )


@router.get("/user/onboarding")
async def get_onboarding_flags(user: CurrentUser, database: Database) -> Onboarding:
    return await flags_of(database, user.id)


@router.patch("/user/onboarding")
async def update_onboarding_flags(payload: OnboardingUpdate, user: CurrentUser, database: Database) -> Onboarding:
    values = {name: bool(value) for name, value in payload.model_dump(exclude_unset=True).items()}
    if not values:
        return await flags_of(database, user.id)
    row = await database.scalar(
        insert(UserOnboarding)
        .values(user_id=user.id, **values)
        .on_conflict_do_update(index_elements=["user_id"], set_=values | {"updated_at": func.now()})
        .returning(UserOnboarding)
    )
    await database.commit()
    return row


@router.post("/user/complete-onboarding")
async def complete_onboarding(user: CurrentUser, database: Database) -> Completion:
    if not user.onboarding_completed:
        if not user.accept_terms:
            raise TermsNotAccepted
        user.onboarding_completed = True
        user.onboarding_completed_at = datetime.now(UTC)
        await database.commit()
    return user


@router.get("/user/onboarding-state")
async def onboarding_state(user: CurrentUser, database: Database) -> OnboardingState:
    flags = await flags_of(database, user.id)
    vapi = await vapi_state(database, user.id)
    twilio = await twilio_state(database, user.id)
    created = select(Assistant).where(Assistant.user_id == user.id, Assistant.state == "created").order_by(Assistant.id)
    assistants = [AssistantSummary.model_validate(row) for row in await database.scalars(created)]
    all_steps = steps(user, flags, vapi.has_vapi_key, twilio.has_credentials, has_assistant=bool(assistants))
    return OnboardingState(
        profile=Profile.model_validate(user),
        studio_config=StudioConfig.model_validate(user),
        vapi=vapi,
        twilio=twilio,
        onboarding=Onboarding.model_validate(flags),
        assistants=assistants,
        completed=user.onboarding_completed,
        completed_at=user.onboarding_completed_at,
        steps=all_steps,
        resume_at=resume_at(user, all_steps),
    )
