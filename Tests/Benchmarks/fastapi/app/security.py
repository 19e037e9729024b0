"""Access tokens: who is calling, or a 401."""

from datetime import UTC, datetime, timedelta
from typing import Annotated
from uuid import UUID

import jwt
from fastapi import Depends, HTTPException
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer

from . import settings
from .database import Database
from .tables import LoginSession, User

LIFETIME = timedelta(minutes=15)
bearer = HTTPBearer(auto_error=False)


def unauthorized(detail: str) -> HTTPException:
    return HTTPException(401, detail, headers={"WWW-Authenticate": "Bearer"})


def access_token(user_id: int, session_id: UUID) -> str:
    now = datetime.now(UTC)
    claims = {"sub": str(user_id), "sid": str(session_id), "type": "access", "iat": now, "exp": now + LIFETIME}
    return jwt.encode(claims, settings.JWT_SECRET, algorithm="HS256")


def claims_of(token: str) -> dict:
    try:
        claims = jwt.decode(token, settings.JWT_SECRET, algorithms=["HS256"], options={"require": ["exp", "sub"]})
    except jwt.ExpiredSignatureError:
        raise unauthorized("Token has expired")
    except jwt.PyJWTError:
        raise unauthorized("Invalid token")
    if claims.get("type", "access") != "access":
        raise unauthorized("Invalid token")
    return claims


async def current_user(
    database: Database, credentials: Annotated[HTTPAuthorizationCredentials | None, Depends(bearer)]
) -> User:
    if credentials is None:
        raise unauthorized("Not authenticated")
    claims = claims_of(credentials.credentials)
    try:
        user_id = int(claims["sub"])
        session_id = UUID(claims["sid"]) if "sid" in claims else None
    except (TypeError, ValueError):
        raise unauthorized("Invalid token")
    user = await database.get(User, user_id)
    if user is None or not user.is_active:
        raise unauthorized("Invalid token")
    if session_id is not None and not await is_live(database, session_id, user_id):
        raise unauthorized("Invalid token")
    return user


async def is_live(database: Database, session_id: UUID, user_id: int) -> bool:
    session = await database.get(LoginSession, session_id)
    return (
        session is not None
        and session.user_id == user_id
        and session.ended_at is None
        and session.expires_at > datetime.now(UTC)
    )


CurrentUser = Annotated[User, Depends(current_user)]
