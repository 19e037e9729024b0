"""A private nginx in front of one stack, so that its CPU time is that stack's alone."""

import shutil
import socket
from pathlib import Path

from . import nginx_configuration, processes
from .stacks.stack import Stack


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Nginx:
    def __init__(self, directory: Path, stack: Stack):
        self.directory = directory / f"{stack.name}-nginx"
        self.port = free_port()
        self.stack = stack

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def __enter__(self) -> "Nginx":
        self.directory.mkdir()
        place = nginx_configuration.Place(self.directory, self.port, self.stack)
        configuration = nginx_configuration.FORMS[self.stack.nginx](place)
        program = shutil.which("nginx") or "/usr/sbin/nginx"
        self.process = processes.start(
            [program, "-p", str(self.directory), "-c", str(configuration), "-g", "daemon off;"],
            self.directory / "nginx.log",
        )
        processes.wait_until(self._is_listening, "nginx listening")
        return self

    def __exit__(self, *_: object) -> None:
        processes.stop(self.process)

    def _is_listening(self) -> bool:
        if self.process.poll() is not None:
            raise RuntimeError(f"nginx ended:\n{(self.directory / 'nginx.log').read_text()}")
        with socket.socket() as probe:
            return probe.connect_ex(("127.0.0.1", self.port)) == 0
