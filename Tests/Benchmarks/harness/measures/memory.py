"""Memory per worker once each has answered, with few and with many workers."""

from statistics import median

from .. import processes
from ..bench import Bench
from ..load import Load
from ..measured_requests import ALL

WORKERS = [1, 64, 256]
# One Go process serves all. A FastAPI worker takes seconds of CPU to start and shares nothing, so few tell enough.
OTHER_WORKERS = {"go": [1], "fastapi": [1, 8]}


def measure(bench: Bench, say) -> list[dict]:
    load = Load(bench.directory, ALL["get-state"], bench.secret, bench.known_users)
    rows = []
    for stack in bench.stacks:
        usual = stack.workers
        for workers in OTHER_WORKERS.get(stack.name, WORKERS):
            stack.stop()
            stack.workers = workers
            try:
                bench.start(stack)
                processes.wait_until(
                    lambda: len(stack.worker_pids()) == workers, f"{stack.title} having {workers} workers", patience=120
                )
                # Twice as many clients as workers, so that none stays idle.
                load.run(bench.url(stack), clients=2 * workers, seconds=5)
                found = [processes.memory(pid) for pid in stack.worker_pids()]
                helpers = [processes.memory(pid) for pid in stack.helper_pids()]
            finally:
                stack.workers = usual
            rows.append(
                {
                    "stack": stack.name,
                    "workers": workers,
                    "private_kib": median(each.private for each in found),
                    "proportional_kib": median(each.proportional for each in found),
                    "total_proportional_kib": sum(each.proportional for each in found + helpers),
                }
            )
            say(
                f"memory: {stack.title:22} × {workers:<4} private {rows[-1]['private_kib'] / 1024:7.1f} MiB, "
                f"proportional {rows[-1]['proportional_kib'] / 1024:7.1f} MiB per worker"
            )
        stack.stop()
        bench.start(stack)
    return rows
