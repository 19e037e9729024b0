"""The tables of Migrations/ as mapped classes."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import DateTime, ForeignKey, func, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column


class Base(DeclarativeBase):
    type_annotation_map = {datetime: DateTime(timezone=True)}


def now() -> Mapped[datetime]:
    return mapped_column(server_default=func.now(), onupdate=func.now())


class User(Base):
    __tablename__ = "users"
    __mapper_args__ = {"eager_defaults": True}

    id: Mapped[int] = mapped_column(primary_key=True)
    email: Mapped[str]
    hashed_password: Mapped[str]
    is_active: Mapped[bool] = mapped_column(server_default=text("true"))
    created_at: Mapped[datetime] = mapped_column(server_default=func.now())
    updated_at: Mapped[datetime] = now()

    full_name: Mapped[str | None]
    organization_name: Mapped[str | None]
    industry: Mapped[str | None]
    timezone: Mapped[str | None]
    locale: Mapped[str | None]
    marketing_opt_in: Mapped[bool] = mapped_column(server_default=text("false"))
    accept_terms: Mapped[bool] = mapped_column(server_default=text("false"))

    persona: Mapped[str | None]
    job_to_be_done: Mapped[str | None]
    languages: Mapped[list[str] | None] = mapped_column(JSONB(none_as_null=True))
    tone: Mapped[str | None]
    guidelines: Mapped[str | None]
    strategy: Mapped[str | None]
    number: Mapped[str | None]
    business_hours: Mapped[str | None]
    fallback_email: Mapped[str | None]
    calendar: Mapped[str | None]
    workspace_apps: Mapped[list[str] | None] = mapped_column(JSONB(none_as_null=True))
    crm: Mapped[str | None]
    plan: Mapped[str] = mapped_column(server_default="free")
    seats: Mapped[int] = mapped_column(server_default="1")

    onboarding_completed: Mapped[bool] = mapped_column(server_default=text("false"))
    onboarding_completed_at: Mapped[datetime | None]


class VapiCredentials(Base):
    __tablename__ = "vapi_credentials"

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), unique=True)
    vapi_api_key_encrypted: Mapped[str]
    vapi_api_key_preview: Mapped[str | None]
    updated_at: Mapped[datetime] = now()


class TwilioCredentials(Base):
    __tablename__ = "twilio_credentials"

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), unique=True)
    account_sid: Mapped[str]
    auth_token_encrypted: Mapped[str]
    phone_number: Mapped[str | None]
    updated_at: Mapped[datetime] = now()


class UserOnboarding(Base):
    __tablename__ = "user_onboarding"

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), unique=True)
    onboarding_vapi_skipped: Mapped[bool] = mapped_column(server_default=text("false"))
    onboarding_twilio_skipped: Mapped[bool] = mapped_column(server_default=text("false"))
    onboarding_assistant_created: Mapped[bool] = mapped_column(server_default=text("false"))
    updated_at: Mapped[datetime] = now()


class Assistant(Base):
    __tablename__ = "assistants"

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    vapi_id: Mapped[str | None]
    name: Mapped[str]
    phone_number: Mapped[str | None]
    state: Mapped[str]


class LoginSession(Base):
    __tablename__ = "sessions"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    expires_at: Mapped[datetime]
    remember: Mapped[bool]
    user_agent: Mapped[str | None]
    ended_at: Mapped[datetime | None]


class RefreshToken(Base):
    __tablename__ = "refresh_tokens"

    token_hash: Mapped[bytes] = mapped_column(primary_key=True)
    session_id: Mapped[UUID] = mapped_column(ForeignKey("sessions.id"))
    generation: Mapped[int]
