"""prefork.py SOCKET WORKERS PROGRAM [ARGUMENTS]: keeps that many plain FastCGI responders on one socket.

The least that can stand in for a process manager: it binds, starts, and replaces what ends.
"""

import os
import signal
import socket
import sys


def main(path: str, workers: int, command: list[str]) -> None:
    listener = socket.socket(socket.AF_UNIX)
    listener.bind(path)
    listener.listen(4096)
    os.dup2(listener.fileno(), 0)
    children: set[int] = set()

    def leave(*_: object) -> None:
        for child in children:
            os.kill(child, signal.SIGTERM)
        sys.exit(0)

    signal.signal(signal.SIGTERM, leave)
    while True:
        while len(children) < workers:
            children.add(os.posix_spawn(command[0], command, os.environ))
        children.discard(os.wait()[0])


main(sys.argv[1], int(sys.argv[2]), sys.argv[3:])
