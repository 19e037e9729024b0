import os
from pathlib import Path

from .. import processes
from ..paths import release_program
from .stack import Stack, Unavailable


class Ours(Stack):
    """The responder of this repository, under its own process manager."""

    name, title = "ours", "onboarding-responder"
    nginx = "shipped"

    @property
    def runtime(self) -> Path:
        return self.directory / f"{self.name}-runtime"

    @property
    def socket(self) -> Path:
        return self.runtime / "onboarding.sock"

    def prepare(self) -> None:
        for program in ("onboarding-responder", "onboardingctl"):
            if not release_program(program).exists():
                raise Unavailable(f"{release_program(program)} is not built: swift build -c release")

    def command(self) -> list[str]:
        return [
            str(release_program("onboardingctl")), "serve", "--workers", str(self.workers),
            "--max-requests", str(self.max_requests), "--max-age", "0",
        ]

    def environment(self) -> dict[str, str]:
        self.runtime.mkdir(exist_ok=True)
        return super().environment() | {
            "RUNTIME_DIRECTORY": str(self.runtime),
            "DATABASE_CONNECTION_BUDGET": str(self.workers),
            "LOG_LEVEL": os.environ.get("LOG_LEVEL", "warning"),
        }

    def worker_pids(self) -> list[int]:
        return [pid for pid in super().worker_pids() if pid not in self.helper_pids()]

    def helper_pids(self) -> list[int]:
        """The process that workers are copied from."""
        return [pid for pid in super().worker_pids() if "fork-server" in processes.command_line(pid)]
