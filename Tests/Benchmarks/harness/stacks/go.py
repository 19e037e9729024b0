import os
import shutil
import subprocess
from pathlib import Path

from ..paths import BENCHMARKS, CACHE
from .stack import Stack, Unavailable

LIBRARIES = Path("/usr/share/gocode")


class Go(Stack):
    """net/http/fcgi and pgx, both from Debian. One process; `workers` is the size of its pool."""

    name, title = "go", "Go"
    # golang.org/x/crypto has no yescrypt.
    skipped_requests = frozenset({"login"})

    def fastcgi_params(self) -> dict[str, str]:
        return {"SERVER_PROTOCOL": "$server_protocol"}

    def prepare(self) -> None:
        if not shutil.which("go"):
            raise Unavailable("golang-go is not installed")
        if not (LIBRARIES / "src/github.com/jackc/pgx/v4").exists():
            raise Unavailable("golang-github-jackc-pgx-v4-dev is not installed")
        environment = os.environ | {
            "GO111MODULE": "off", "GOPATH": str(LIBRARIES), "GOCACHE": str(CACHE / "go-cache"), "GOFLAGS": "",
        }
        build = subprocess.run(
            ["go", "build", "-o", CACHE / "go" / "responder", "."],
            cwd=BENCHMARKS / "go", env=environment, capture_output=True, text=True,
        )
        if build.returncode:
            raise Unavailable(build.stderr.strip())

    def command(self) -> list[str]:
        return [str(CACHE / "go" / "responder"), str(self.socket), str(self.workers)]

    def worker_pids(self) -> list[int]:
        return self.pids()[:1]
