"""Opens an account at BASE_URL and prints an access token for it.

The token names no session, as one that another service has signed: it outlives every logout that the run tries.
"""
import base64
import hashlib
import hmac
import json
import os
import time
import urllib.request


def part(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


account = {"email": "schemathesis@example.com", "password": "three goats in a blue canoe"}
request = urllib.request.Request(
    os.environ["BASE_URL"] + "/api/v1/auth/signup",
    json.dumps(account).encode(),
    {"Content-Type": "application/json"},
)
with urllib.request.urlopen(request) as answer:
    user = json.load(answer)["user"]["id"]

claims = {"sub": str(user), "type": "access", "exp": int(time.time()) + 3600}
text = ".".join(part(json.dumps(value).encode()) for value in ({"alg": "HS256", "typ": "JWT"}, claims))
signature = hmac.digest(os.environ["JWT_SECRET"].encode(), text.encode(), hashlib.sha256)
print(f"{text}.{part(signature)}")
