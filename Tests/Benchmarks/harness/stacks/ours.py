import os
import sys

from ..paths import BENCHMARKS, release_program
from .stack import Stack, Unavailable


class Ours(Stack):
    """The responder of this repository, under its own process manager."""

    name, title = "ours", "onboarding-responder"

    def prepare(self) -> None:
        for program in ("onboarding-responder",):
            if not release_program(program).exists():
                raise Unavailable(f"{release_program(program)} is not built: swift build -c release")

    def command(self) -> list[str]:
        recycling = ["--max-requests", str(self.max_requests)] if self.max_requests else []
        responder = str(release_program("onboarding-responder"))
        return [
            sys.executable, str(BENCHMARKS / "harness" / "prefork.py"), str(self.socket), str(self.workers), responder,
            *recycling,
        ]

    def environment(self) -> dict[str, str]:
        runtime = self.directory / "ours-runtime"
        runtime.mkdir(exist_ok=True)
        return super().environment() | {
            "RUNTIME_DIRECTORY": str(runtime),
            "DATABASE_CONNECTION_BUDGET": str(max(self.workers, 1)),
            "LOG_LEVEL": os.environ.get("LOG_LEVEL", "warning"),
        }
