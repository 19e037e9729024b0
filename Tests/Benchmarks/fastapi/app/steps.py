"""The nine steps of the wizard, worked out from what is stored."""

import re
from typing import Literal

from pydantic import BaseModel

from .tables import User, UserOnboarding


class Step(BaseModel):
    id: str
    number: int
    status: Literal["todo", "done", "skipped"]
    missing: list[str]


# The fields each step needs before it counts as done.
REQUIRED = {
    "profile": ["full_name", "organization_name", "industry", "timezone", "locale", "accept_terms"],
    "ava": ["persona", "job_to_be_done", "languages", "tone", "guidelines"],
    "telephony": ["strategy", "business_hours", "fallback_email"],
    "integrations": ["calendar", "workspace_apps", "crm"],
    "plan": ["plan", "seats"],
}
ORDER = ["profile", "vapi", "ava", "twilio", "telephony", "integrations", "assistant", "plan", "done"]


def steps(user: User, flags: UserOnboarding, has_vapi: bool, has_twilio: bool, has_assistant: bool) -> list[Step]:
    missing = {step: [name for name in names if not getattr(user, name)] for step, names in REQUIRED.items()}
    missing["vapi"] = [] if has_vapi else ["vapi_api_key"]
    missing["twilio"] = [] if has_twilio else ["account_sid", "auth_token"]
    missing["assistant"] = [] if has_assistant or flags.onboarding_assistant_created else ["assistant"]
    missing["done"] = [] if user.onboarding_completed else ["launch"]
    if "fallback_email" not in missing["telephony"] and not is_usable(user.fallback_email):
        missing["telephony"].append("fallback_email")
    skipped = {"vapi": flags.onboarding_vapi_skipped, "twilio": flags.onboarding_twilio_skipped}

    def status(step: str) -> str:
        if not missing[step]:
            return "done"
        return "skipped" if skipped.get(step) else "todo"

    return [
        Step(id=step, number=number, status=status(step), missing=missing[step])
        for number, step in enumerate(ORDER, start=1)
    ]


def is_usable(address: str) -> bool:
    """Typed-in addresses are stored as they are; a half-written one is still missing."""
    return re.fullmatch(r"[^@\s]+@[^@\s.]+(\.[^@\s.]+)+", address.strip()) is not None


def resume_at(user: User, all_steps: list[Step]) -> str:
    if user.onboarding_completed:
        return "done"
    return next((step.id for step in all_steps if step.status == "todo"), "done")
