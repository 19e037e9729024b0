import os
import subprocess

from .. import processes
from ..paths import BENCHMARKS, CACHE
from .stack import Stack, Unavailable

PYTHON = CACHE / "venv" / "bin" / "python"
REQUIREMENTS = BENCHMARKS / "fastapi" / "requirements.txt"


class FastAPI(Stack):
    """The audited application. One worker per core; the connections are shared out among the workers."""

    name, title = "fastapi", "FastAPI"
    protocol = "http"
    connections = 16

    def __post_init__(self) -> None:
        self.workers = os.cpu_count() or 2

    def prepare(self) -> None:
        if PYTHON.exists():
            return
        try:
            subprocess.run(["python3", "-m", "venv", PYTHON.parents[1]], check=True, capture_output=True)
            subprocess.run(
                [PYTHON, "-m", "pip", "install", "--quiet", "-r", REQUIREMENTS], check=True, capture_output=True
            )
        except subprocess.CalledProcessError as error:
            raise Unavailable(error.stderr.decode().strip()) from error

    def command(self) -> list[str]:
        return [str(BENCHMARKS / "fastapi" / "run"), str(self.socket), str(self.workers)] + (
            ["--limit-max-requests", str(self.max_requests)] if self.max_requests else []
        )

    def environment(self) -> dict[str, str]:
        # Compiled modules are kept, whatever the caller's environment says: a fair start.
        compiled = {"PYTHONDONTWRITEBYTECODE": ""}
        pool_size = max(1, self.connections // self.workers)
        return super().environment() | {"PYTHON": str(PYTHON), "POOL_SIZE": str(pool_size)} | compiled

    def worker_pids(self) -> list[int]:
        """Without uvicorn's parent and the interpreter's resource tracker."""
        if self.workers == 1:
            return self.pids()
        return [pid for pid in self.pids()[1:] if "resource_tracker" not in processes.command_line(pid)]
