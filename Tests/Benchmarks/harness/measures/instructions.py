"""Instructions per request of one worker, counted by Valgrind: two runs of different length, so the start cancels out."""

import re
import shutil
import signal
from pathlib import Path

from .. import lone_worker, users
from ..bench import Bench
from ..client import json_headers, send
from ..measured_requests import ALL, MeasuredRequest
from ..stacks.stack import Stack

FEW, MANY = 20, 220


def measure(bench: Bench, say) -> list[dict]:
    if not shutil.which("valgrind"):
        raise FileNotFoundError("valgrind is not installed")
    rows = []
    for stack in bench.stacks:
        if stack.name not in lone_worker.PROGRAMS:
            continue
        for name in ("get-vapi", "get-state", "patch-profile", "patch-studio"):
            counts = [_count(bench, stack, ALL[name], number) for number in (FEW, MANY)]
            per_request = (counts[1] - counts[0]) / (MANY - FEW)
            rows.append({"stack": stack.name, "request": name, "instructions": per_request})
            say(f"instructions: {ALL[name].title:26} {stack.title:22}{per_request:12,.0f}")
    return rows


def _count(bench: Bench, stack: Stack, request: MeasuredRequest, number: int) -> int:
    directory = bench.directory / "valgrind"
    shutil.rmtree(directory, ignore_errors=True)
    valgrind = ("valgrind", "--tool=callgrind", f"--callgrind-out-file={directory}/out")
    with lone_worker.prepared(stack, directory, under=valgrind) as (base, start):
        worker = start()
        _send(base, request, number, bench)
        worker.send_signal(signal.SIGTERM)
        worker.wait(60)
    return _collected(directory / "out")


def _send(base: str, request: MeasuredRequest, number: int, bench: Bench) -> None:
    for user in range(1, number + 1):
        headers = json_headers(users.token(bench.secret, user))
        answer = send(base, request.method, request.path, request.body(user), headers)
        if answer.status != 200:
            raise RuntimeError(f"{request.title} under Valgrind: {answer.status} {answer.body!r}")


def _collected(output: Path) -> int:
    found = re.search(r"^(?:totals|summary): (\d+)", output.read_text(), re.MULTILINE)
    if not found:
        raise RuntimeError("Valgrind wrote no total")
    return int(found.group(1))
