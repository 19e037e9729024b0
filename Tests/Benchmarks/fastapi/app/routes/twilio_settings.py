"""POST, GET and DELETE /twilio-settings."""

import re
from typing import Annotated

from fastapi import APIRouter
from pydantic import AfterValidator, BaseModel, StringConstraints
from sqlalchemy import delete, func, select
from sqlalchemy.dialects.postgresql import insert

from ..cipher import encrypt
from ..database import Database
from ..fields import visible_ascii
from ..security import CurrentUser
from ..tables import TwilioCredentials

router = APIRouter()


def e164(text: str) -> str:
    number = re.sub(r"[ .()-]", "", text)
    if not re.fullmatch(r"\+[1-9][0-9]{1,14}", number):
        raise ValueError("the number must be in international form, such as +14155550199")
    return number


PhoneNumber = Annotated[str, StringConstraints(max_length=64), AfterValidator(e164)]


class TwilioSettings(BaseModel):
    account_sid: visible_ascii(64)
    auth_token: visible_ascii(256)
    phone_number: PhoneNumber | None = None


class TwilioState(BaseModel):
    has_credentials: bool
    account_sid_preview: str | None
    phone_number: str | None


def state(account_sid: str | None, phone_number: str | None) -> TwilioState:
    shown = None
    if account_sid is not None:
        shown = f"{account_sid[:2]}****{account_sid[-4:]}" if len(account_sid) >= 8 else "****"
    return TwilioState(
        has_credentials=account_sid is not None, account_sid_preview=shown, phone_number=phone_number
    )


async def twilio_state(database: Database, user_id: int) -> TwilioState:
    row = (
        await database.execute(
            select(TwilioCredentials.account_sid, TwilioCredentials.phone_number).where(
                TwilioCredentials.user_id == user_id
            )
        )
    ).one_or_none()
    return state(*row) if row else state(None, None)


@router.post("/twilio-settings")
async def save_twilio_credentials(payload: TwilioSettings, user: CurrentUser, database: Database) -> TwilioState:
    values = {
        "account_sid": payload.account_sid,
        "auth_token_encrypted": encrypt(payload.auth_token),
        "phone_number": payload.phone_number,
    }
    await database.execute(
        insert(TwilioCredentials)
        .values(user_id=user.id, **values)
        .on_conflict_do_update(index_elements=["user_id"], set_=values | {"updated_at": func.now()})
    )
    await database.commit()
    return state(payload.account_sid, payload.phone_number)


@router.get("/twilio-settings")
async def get_twilio_settings(user: CurrentUser, database: Database) -> TwilioState:
    return await twilio_state(database, user.id)


@router.delete("/twilio-settings")
async def delete_twilio_credentials(user: CurrentUser, database: Database) -> TwilioState:
    await database.execute(delete(TwilioCredentials).where(TwilioCredentials.user_id == user.id))
    await database.commit()
    return state(None, None)
