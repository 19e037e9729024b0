"""What it costs that a worker leaves after so many requests."""

from statistics import median

from ..bench import Bench
from ..load import Load
from ..measured_requests import ALL

LIMITS = [0, 1000, 100]
CLIENTS = 16
# Their workers can be told to leave, and somebody starts new ones.
RECYCLING = {"ours", "php", "fastapi"}


def measure(bench: Bench, rounds: int, seconds: float, say) -> list[dict]:
    load = Load(bench.directory, ALL["get-vapi"], bench.secret, bench.known_users)
    results: dict[tuple[str, int], list] = {}
    stacks = [stack for stack in bench.stacks if stack.name in RECYCLING]
    for _ in range(rounds):
        for stack in stacks:
            for limit in LIMITS:
                stack.stop()
                stack.max_requests = limit
                bench.start(stack)
                results.setdefault((stack.name, limit), []).append(load.run(bench.url(stack), CLIENTS, seconds))
            stack.stop()
            stack.max_requests = 0
            bench.start(stack)
    rows = []
    for (stack, limit), found in results.items():
        rate = median(result.per_second for result in found)
        failed = sum(result.failed for result in found)
        rows.append({"stack": stack, "max_requests": limit, "per_second": rate, "failed": failed})
        say(f"recycling: {stack:8} every {limit or 'never':>5} requests: {rate:8.0f}/s, {failed} failed")
    return rows
