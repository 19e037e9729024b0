"""From starting the stack with one worker to its first right answer, database included."""

import time
from statistics import median

from ..bench import Bench

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
        rows.append(
            {"stack": stack.name, "seconds": median(seconds), "least": min(seconds), "most": max(seconds)}
        )
        say(f"start: {stack.title:22} first answer after {median(seconds) * 1000:6.0f} ms")
    return rows
