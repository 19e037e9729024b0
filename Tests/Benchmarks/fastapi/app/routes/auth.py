"""Sign-up, log-in and who am I."""

import hashlib
import secrets
from datetime import UTC, datetime, timedelta
from typing import Annotated
from uuid import uuid4

from fastapi import APIRouter, Header, HTTPException
from pydantic import AfterValidator, BaseModel, ConfigDict, EmailStr, StringConstraints
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from ..database import Database
from ..fields import Language, Text255, Timestamp
from ..passwords import DUMMY_HASH, hash_password, verify
from ..security import LIFETIME, CurrentUser, access_token, unauthorized
from ..tables import LoginSession, RefreshToken, User

router = APIRouter(prefix="/auth")


COMMON_PASSWORDS = {"password", "12345678", "123456789", "qwertyui", "iloveyou", "password1"}


def not_common(password: str) -> str:
    if password.lower() in COMMON_PASSWORDS:
        raise ValueError("this password is too long or among the most common; choose another")
    return password


class Signup(BaseModel):
    email: EmailStr
    password: Annotated[str, StringConstraints(min_length=8, max_length=256), AfterValidator(not_common)]
    full_name: Text255 | None = None
    locale: Language | None = None
    cookie: bool | None = None


class Login(BaseModel):
    email: Annotated[str, StringConstraints(max_length=320)]
    password: Annotated[str, StringConstraints(max_length=65_536)]
    remember: bool | None = None
    cookie: bool | None = None


class Me(BaseModel):
    model_config = ConfigDict(from_attributes=True)

    id: int
    email: str
    full_name: str | None
    locale: str | None
    onboarding_completed: bool
    created_at: Timestamp


class Tokens(BaseModel):
    access_token: str
    refresh_token: str
    token_type: str = "bearer"
    expires_in: int = int(LIFETIME.total_seconds())
    user: Me


async def sign_in(database: Database, user: User, user_agent: str | None, remember: bool = False) -> Tokens:
    refresh = secrets.token_urlsafe(32)
    session_id = uuid4()
    database.add(
        LoginSession(
            id=session_id,
            user_id=user.id,
            expires_at=datetime.now(UTC) + timedelta(days=30 if remember else 7),
            remember=remember,
            user_agent=user_agent,
        )
    )
    await database.flush()
    token_hash = hashlib.sha256(refresh.encode()).digest()
    database.add(RefreshToken(token_hash=token_hash, session_id=session_id, generation=0))
    await database.commit()
    return Tokens(
        access_token=access_token(user.id, session_id), refresh_token=refresh, user=Me.model_validate(user)
    )


@router.post("/signup", status_code=201)
async def signup(
    payload: Signup, database: Database, user_agent: Annotated[str | None, Header()] = None
) -> Tokens:
    user = User(
        email=payload.email,
        hashed_password=await hash_password(payload.password),
        full_name=payload.full_name,
        locale=payload.locale,
    )
    database.add(user)
    try:
        await database.flush()
    except IntegrityError:
        raise HTTPException(409, "Email already registered")
    return await sign_in(database, user, user_agent)


@router.post("/login")
async def login(payload: Login, database: Database, user_agent: Annotated[str | None, Header()] = None) -> Tokens:
    user = await database.scalar(select(User).where(func.lower(User.email) == payload.email.lower()))
    correct = await verify(payload.password, user.hashed_password if user else DUMMY_HASH)
    if user is None or not correct or not user.is_active:
        raise unauthorized("Invalid credentials")
    return await sign_in(database, user, user_agent, bool(payload.remember))


@router.get("/me")
async def me(user: CurrentUser) -> Me:
    return user
