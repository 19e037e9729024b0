"""The requests that are measured, the same for every stack."""

import json
from dataclasses import dataclass

from . import users

# Stands in every PATCH where the load script writes a number that never comes again, as long as this one.
COUNTER = "#########0"

PROFILE = {
    "full_name": "Ada Lovelace",
    "organization_name": "Acme Corp",
    "industry": "technology",
    "timezone": "America/New_York",
    "locale": "en",
    "marketing_opt_in": True,
    "accept_terms": True,
}
STUDIO_CONFIG = {
    "persona": "secretary",
    "job_to_be_done": "Gérer les appels",
    "languages": ["en", "fr"],
    "tone": "professional",
    "guidelines": "Always be polite",
    "strategy": "attach",
    "number": "+14155550199",
    "business_hours": "Mon-Fri 9-18",
    "fallback_email": "ops@acme.com",
    "calendar": "google",
    "workspace_apps": ["slack", "notion"],
    "crm": "hubspot",
    "plan": "free",
    "seats": 2,
}


@dataclass(frozen=True)
class MeasuredRequest:
    name: str
    method: str
    path: str
    fields: dict | None = None
    needs_token: bool = True
    # What the title says besides method and path.
    note: str = ""

    @property
    def title(self) -> str:
        return f"{self.method} {self.path.removeprefix('/api/v1').removeprefix('/user')}{self.note}"

    def body(self, user: int) -> str | None:
        """Different for every user; the load makes it different every time, so that each PATCH changes the row."""
        if self.name == "login":
            return json.dumps({"email": users.email(user), "password": users.PASSWORD})
        if self.fields is None:
            return None
        changed = "full_name" if "full_name" in self.fields else "guidelines"
        return json.dumps(self.fields | {changed: f"{self.fields[changed]} {user} {COUNTER}"}, ensure_ascii=False)


ALL = {
    request.name: request
    for request in (
        MeasuredRequest("get-vapi", "GET", "/api/v1/vapi-settings"),
        MeasuredRequest("get-state", "GET", "/api/v1/user/onboarding-state"),
        MeasuredRequest("patch-profile", "PATCH", "/api/v1/user/profile", PROFILE),
        # What the wizard sends while somebody types.
        MeasuredRequest(
            "patch-one-field", "PATCH", "/api/v1/user/profile", {"full_name": PROFILE["full_name"]}, note=", one field"
        ),
        MeasuredRequest("patch-studio", "PATCH", "/api/v1/user/studio-config", STUDIO_CONFIG),
        MeasuredRequest("login", "POST", "/api/v1/auth/login", needs_token=False),
    )
}
