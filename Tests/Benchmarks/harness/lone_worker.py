"""One worker of a stack by itself: a plain FastCGI responder, with the listening socket as file descriptor 0."""

import socket
from contextlib import contextmanager
from pathlib import Path

from . import processes
from .nginx import Nginx
from .paths import CACHE, release_program
from .stacks.stack import Stack

# The stacks that have such a program.
PROGRAMS = {"ours": release_program("onboarding-responder"), "c": CACHE / "c" / "responder"}


class _Alone(Stack):
    """Only what nginx has to know of it."""

    title = "one worker by itself"

    def __init__(self, directory: Path, stack: Stack):
        super().__init__(directory, stack.settings)
        self.name, self.nginx, self.fastcgi_params = stack.name, stack.nginx, stack.fastcgi_params

    @property
    def socket(self) -> Path:
        # As the shipped configuration names it.
        return self.directory / "onboarding.sock"


@contextmanager
def prepared(stack: Stack, directory: Path, under: tuple[str, ...] = ()):
    """The address of a worker behind an nginx of its own, and the function that starts it, once."""
    directory.mkdir()
    alone = _Alone(directory, stack)
    started = []
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(str(alone.socket))
        listener.listen(64)

        def start():
            command = [*under, str(PROGRAMS[stack.name])]
            started.append(processes.start(command, directory / "log", stack.environment(), stdin=listener))
            return started[0]

        try:
            with Nginx(directory, alone) as nginx:
                yield nginx.url, start
        finally:
            for process in started:
                processes.stop(process)
