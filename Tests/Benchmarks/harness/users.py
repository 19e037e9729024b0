"""The users every stack is measured with, and their access tokens."""

import base64
import hashlib
import hmac
import json
import time
from uuid import UUID

from .cluster import Cluster

PASSWORD = "correct horse battery staple"
# yescrypt of it at the default cost, the same for every user.
PASSWORD_HASH = "$y$j9T$8hHVdVsvZ2kJr5jP0Xq1n.$TWSzttkzAPPMlMrCn9I.NRnRdJi6QEyDCjZuuB48uWB"


def email(user: int) -> str:
    return f"user{user}@example.com"


def session(user: int) -> str:
    return str(UUID(int=user))


def add(cluster: Cluster, database: str, first: int, last: int) -> None:
    """Users with everything filled in, credentials, flags and one live session each."""
    cluster.execute(
        f"""
        insert into users (
            id, email, hashed_password, full_name, organization_name, industry, timezone, locale, marketing_opt_in,
            accept_terms, persona, job_to_be_done, languages, tone, guidelines, strategy, number, business_hours,
            fallback_email, calendar, workspace_apps, crm, plan, seats
        )
        select n, 'user' || n || '@example.com', '{PASSWORD_HASH}', 'User ' || n, 'Société ' || n, 'technology',
               'Europe/Paris', 'fr', true, true, 'secretary', 'Gérer les appels', '["en", "fr"]', 'professional',
               'Always be polite', 'attach', '+14155550199', 'Mon-Fri 9-18', 'ops@example.com', 'google',
               '["slack", "notion"]', 'hubspot', 'pro', 2
          from generate_series({first}, {last}) n;

        insert into vapi_credentials (user_id, vapi_api_key_encrypted, vapi_api_key_preview)
        select n, 'gAAAAA', '****' || lpad((n % 10000)::text, 4, '0') from generate_series({first}, {last}) n;

        insert into twilio_credentials (user_id, account_sid, auth_token_encrypted, phone_number)
        select n, 'AC' || lpad(n::text, 32, '0'), 'gAAAAA', '+14155550199' from generate_series({first}, {last}) n;

        insert into user_onboarding (user_id, onboarding_assistant_created)
        select n, true from generate_series({first}, {last}) n;

        -- For one in a hundred, the user of the agreement among them.
        insert into assistants (user_id, vapi_id, name, phone_number, state)
        select n, 'vapi-' || k, 'Ava ' || k, case k when 1 then '+14155550199' end,
               case k when 3 then 'pending' else 'created' end
          from generate_series({first}, {last}) n cross join generate_series(1, 3) k
         where n % 100 = 17;

        insert into sessions (id, user_id, expires_at)
        select lpad(to_hex(n), 32, '0')::uuid, n, now() + interval '7 days' from generate_series({first}, {last}) n;

        select setval('users_id_seq', {last});
        vacuum analyze;
        """,
        database,
    )


def token(secret: str, user: int, with_session: bool = False, lifetime: float = 86_400) -> str:
    now = int(time.time())
    claims = {"sub": str(user), "type": "access", "iat": now, "exp": int(now + lifetime)}
    if with_session:
        claims["sid"] = session(user)
    # Without white space, as the libraries of Python write it.
    parts = [json.dumps(part, separators=(",", ":")) for part in ({"alg": "HS256", "typ": "JWT"}, claims)]
    head = b".".join(_base64url(part.encode()) for part in parts)
    return (head + b"." + _base64url(hmac.digest(secret.encode(), head, hashlib.sha256))).decode()


def _base64url(data: bytes) -> bytes:
    return base64.urlsafe_b64encode(data).rstrip(b"=")
