"""POST, GET and DELETE /vapi-settings."""

from fastapi import APIRouter
from pydantic import BaseModel
from sqlalchemy import delete, func, select
from sqlalchemy.dialects.postgresql import insert

from ..cipher import encrypt, preview
from ..database import Database
from ..fields import visible_ascii
from ..security import CurrentUser
from ..tables import VapiCredentials

router = APIRouter()


class VapiSettings(BaseModel):
    vapi_api_key: visible_ascii(512)


class VapiState(BaseModel):
    has_vapi_key: bool
    vapi_api_key_preview: str | None


async def vapi_state(database: Database, user_id: int) -> VapiState:
    row = (
        await database.execute(
            select(VapiCredentials.vapi_api_key_preview).where(VapiCredentials.user_id == user_id)
        )
    ).one_or_none()
    return VapiState(has_vapi_key=row is not None, vapi_api_key_preview=row[0] if row else None)


@router.post("/vapi-settings")
async def save_vapi_key(payload: VapiSettings, user: CurrentUser, database: Database) -> VapiState:
    values = {
        "vapi_api_key_encrypted": encrypt(payload.vapi_api_key),
        "vapi_api_key_preview": preview(payload.vapi_api_key),
    }
    await database.execute(
        insert(VapiCredentials)
        .values(user_id=user.id, **values)
        .on_conflict_do_update(index_elements=["user_id"], set_=values | {"updated_at": func.now()})
    )
    await database.commit()
    return VapiState(has_vapi_key=True, vapi_api_key_preview=values["vapi_api_key_preview"])


@router.get("/vapi-settings")
async def get_vapi_settings(user: CurrentUser, database: Database) -> VapiState:
    return await vapi_state(database, user.id)


@router.delete("/vapi-settings")
async def delete_vapi_key(user: CurrentUser, database: Database) -> VapiState:
    await database.execute(delete(VapiCredentials).where(VapiCredentials.user_id == user.id))
    await database.commit()
    return VapiState(has_vapi_key=False, vapi_api_key_preview=None)
