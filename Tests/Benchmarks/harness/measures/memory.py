"""Memory per worker once each has answered, with few and with many workers."""

from statistics import median

from .. import processes
from ..bench import Bench
from ..load import Load
from ..measured_requests import ALL

WORKERS = [1, 64, 256]
# What one more worker may need at most, KiB; the measure stops rather than drive the machine out of memory.
EXPECTED_LARGEST = {"fastapi": 75_000}


def measure(bench: Bench, say) -> list[dict]:
    load = Load(bench.directory, ALL["get-state"], bench.secret, bench.known_users)
    rows = []
    for stack in bench.stacks:
        usual = stack.workers
        for workers in WORKERS:
            if stack.name == "go" and workers != 1:
                continue
            if workers * EXPECTED_LARGEST.get(stack.name, 16_000) > 0.7 * processes.available_memory():
                say(f"memory: {stack.title} × {workers} is left out, the machine is too small")
                continue
            stack.stop()
            stack.workers = workers
            try:
                bench.start(stack)
                load.run(bench.url(stack), clients=min(128, 4 * workers), seconds=3)
                found = [processes.memory(pid) for pid in stack.worker_pids()]
                if stack.name not in ("go", "fastapi") and len(found) != workers:
                    raise RuntimeError(f"{stack.title} was to have {workers} workers and has {len(found)}")
            finally:
                stack.workers = usual
            rows.append(
                {
                    "stack": stack.name,
                    "workers": workers,
                    "private_kib": median(each.private for each in found),
                    "proportional_kib": median(each.proportional for each in found),
                    "total_proportional_kib": sum(each.proportional for each in found),
                }
            )
            say(
                f"memory: {stack.title:22} × {workers:<4} private {rows[-1]['private_kib'] / 1024:7.1f} MiB, "
                f"proportional {rows[-1]['proportional_kib'] / 1024:7.1f} MiB per worker"
            )
        stack.stop()
        bench.start(stack)
    return rows
