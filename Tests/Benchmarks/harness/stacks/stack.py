"""What the harness needs to know of a stack."""

from copy import copy
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import ClassVar

from .. import processes


@dataclass(frozen=True)
class Settings:
    """What every stack is told, alike."""

    database_url: str
    jwt_secret: str
    fernet_keys: str

    def environment(self) -> dict[str, str]:
        return {
            "DATABASE_URL": self.database_url,
            "JWT_SECRET": self.jwt_secret,
            "FERNET_KEYS": self.fernet_keys,
        }


class Unavailable(Exception):
    """The stack cannot run here; the message says what is missing."""


@dataclass
class Stack:
    """One way of serving the routes, on a Unix socket of its own."""

    directory: Path
    settings: Settings
    # How many processes (or, where one process does all, connections) answer.
    workers: int = 16
    # The process ends after so many requests; 0 is never.
    max_requests: int = 0

    name = ""
    title = ""
    # How nginx reaches it: "fastcgi" or "http".
    protocol = "fastcgi"
    # How that nginx is configured: "shipped", "lean" or "shared"; see nginx_configuration.py.
    nginx = "shared"
    skipped_requests: ClassVar[frozenset[str]] = frozenset()

    process: object = field(default=None, init=False)

    def recycling(self, limit: int) -> "Stack":
        """The same stack with workers that leave after so many requests."""
        variant = copy(self)
        variant.name, variant.max_requests = f"{self.name}-{limit}", limit
        return variant

    def on_database(self, url: str, name: str) -> "Stack":
        """The same stack on another database."""
        variant = copy(self)
        variant.name, variant.settings = f"{self.name}-{name}", replace(self.settings, database_url=url)
        return variant

    @property
    def socket(self) -> Path:
        return self.directory / f"{self.name}.sock"

    @property
    def log(self) -> Path:
        return self.directory / f"{self.name}.log"

    def fastcgi_params(self) -> dict[str, str]:
        return {}

    def prepare(self) -> None:
        """Builds what is needed, or raises Unavailable."""

    def command(self) -> list[str]:
        raise NotImplementedError

    def environment(self) -> dict[str, str]:
        return self.settings.environment()

    def start(self) -> None:
        self.socket.unlink(missing_ok=True)
        self.process = processes.start(self.command(), self.log, self.environment())

    def stop(self) -> None:
        if self.process:
            processes.stop(self.process)
            self.process = None

    def pids(self) -> list[int]:
        return processes.family(self.process.pid)

    def worker_pids(self) -> list[int]:
        """The processes that answer, without their parent."""
        return self.pids()[1:]

    def helper_pids(self) -> list[int]:
        """Processes that answer nothing but take memory for those that do."""
        return []
