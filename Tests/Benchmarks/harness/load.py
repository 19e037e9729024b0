"""Load from wrk: many users in turn, one kind of request."""

import json
import os
import random
import shutil
import subprocess
import time
from dataclasses import dataclass
from pathlib import Path

from . import users
from .measured_requests import COUNTER, MeasuredRequest
from .paths import BENCHMARKS

# Each user is met again only after this many requests.
USERS_AT_A_TIME = 1000


@dataclass(frozen=True)
class LoadResult:
    requests: int
    seconds: float
    # Seconds.
    p50: float
    p99: float
    failed: int

    @property
    def per_second(self) -> float:
        return self.requests / self.seconds


class Load:
    """The prepared requests of one kind; written once, sent to every stack."""

    def __init__(
        self, directory: Path, request: MeasuredRequest, secret: str, known_users: int, with_session: bool = False
    ):
        if not shutil.which("wrk"):
            raise FileNotFoundError("wrk is not installed")
        self.file = directory / f"{request.name}-{known_users}.requests"
        chosen = random.Random(1).sample(range(1, known_users + 1), min(USERS_AT_A_TIME, known_users))
        with self.file.open("w") as file:
            for user in chosen:
                token = users.token(secret, user, with_session) if request.needs_token else ""
                print(request.method, request.path, token, request.body(user) or "", sep="\t", file=file)

    def run(self, base: str, clients: int, seconds: float) -> LoadResult:
        command = [
            "wrk", "--threads", "1", "--connections", str(clients), "--duration", f"{max(1, round(seconds))}s",
            "--timeout", "10s", "--script", str(BENCHMARKS / "load" / "requests.lua"), base,
        ]
        # Counted in microseconds a later run begins behind what an earlier one has reached.
        start = time.time_ns() // 1000 % 10 ** len(COUNTER)
        variables = {"REQUESTS": str(self.file), "COUNTER": COUNTER, "START": str(start)}
        result = subprocess.run(command, env=os.environ | variables, capture_output=True, text=True)
        if result.returncode:
            raise RuntimeError(f"wrk failed: {result.stderr or result.stdout}")
        raw = json.loads(result.stdout.splitlines()[-1])
        return LoadResult(
            raw["requests"], raw["microseconds"] / 1e6, raw["p50"] / 1e6, raw["p99"] / 1e6,
            raw["bad_statuses"] + raw["failures"],
        )
