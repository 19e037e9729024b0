"""From starting the stack with one worker, or a worker by itself, to its first right answer, database included."""

import time
from statistics import median

from .. import lone_worker, users
from ..bench import Bench
from ..client import json_headers, send
from ..measured_requests import ALL
from ..stacks.stack import Stack

REPEATS = 7


def measure(bench: Bench, say) -> list[dict]:
    rows = []
    for stack in bench.stacks:
        usual, seconds = stack.workers, []
        stack.workers = 1
        for _ in range(REPEATS):
            stack.stop()
            begin = time.monotonic()
            bench.start(stack)
            seconds.append(time.monotonic() - begin)
        stack.workers = usual
        stack.stop()
        bench.start(stack)
        measured = {stack.title: seconds}
        if stack.name in lone_worker.PROGRAMS:
            measured[f"{stack.title}, alone"] = [_alone(bench, stack, number) for number in range(REPEATS)]
        for title, seconds in measured.items():
            rows.append({"stack": title, "seconds": median(seconds), "least": min(seconds), "most": max(seconds)})
            say(f"start: {title:28} first answer after {median(seconds) * 1000:6.0f} ms")
    return rows


def _alone(bench: Bench, stack: Stack, number: int) -> float:
    request, headers = ALL["get-vapi"], json_headers(users.token(bench.secret, 1))
    with lone_worker.prepared(stack, bench.directory / f"{stack.name}-alone-{number}") as (base, start):
        begin = time.monotonic()
        start()
        answer = send(base, request.method, request.path, None, headers)
        if answer.status != 200:
            raise RuntimeError(f"{stack.title}, one worker alone: {answer.status} {answer.body!r}")
        return time.monotonic() - begin
