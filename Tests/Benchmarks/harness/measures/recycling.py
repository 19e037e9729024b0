"""What it costs that a worker leaves after so many requests.

The same stack runs once for each limit, all at the same time, and they take turns: what comes of the machine's other
tenants hits them alike, and the ratios are of neighbours in time.
"""

from statistics import median

from ..bench import Bench
from ..load import Load
from ..measured_requests import ALL
from ..stacks.stack import Stack

LIMITS = [1000, 100]
CLIENTS = 16
REQUESTS = ["get-vapi", "patch-profile"]
# Their workers can be told to leave, and somebody starts new ones.
RECYCLING = {"ours", "php", "fastapi"}


def variants(stacks: list[Stack]) -> list[Stack]:
    """Each stack once more for each limit."""
    return [stack.recycling(limit) for stack in stacks if stack.name in RECYCLING for limit in LIMITS]


def measure(bench: Bench, rounds: int, seconds: float, say) -> list[dict]:
    rows = []
    for stack in bench.stacks:
        if stack.name not in RECYCLING:
            continue
        recycled = [variant for variant in bench.variants if type(variant) is type(stack)]
        for variant in recycled:
            bench.start(variant)
        for request in REQUESTS:
            load = Load(bench.directory, ALL[request], bench.secret, bench.known_users)
            rows += _take_turns(bench, load, request, [stack, *recycled], rounds, seconds, say)
        for variant in recycled:
            variant.stop()
    return rows


def _take_turns(bench: Bench, load: Load, request: str, stacks: list[Stack], rounds, seconds, say) -> list[dict]:
    found: dict[int, list] = {stack.max_requests: [] for stack in stacks}
    for stack in stacks:
        load.run(bench.url(stack), CLIENTS, seconds)
    for number in range(rounds):
        for stack in stacks if number % 2 else reversed(stacks):
            found[stack.max_requests].append(load.run(bench.url(stack), CLIENTS, seconds))
    rows = []
    for limit, results in found.items():
        ratios = [one.per_second / other.per_second for one, other in zip(results, found[0])]
        row = {
            "stack": stacks[0].name,
            "request": request,
            "max_requests": limit,
            "per_second": median(result.per_second for result in results),
            "failed": sum(result.failed for result in results),
            "ratio": median(ratios),
            "least": min(ratios),
            "most": max(ratios),
        }
        rows.append(row)
        say(
            f"recycling: {request:13} {row['stack']:8} every {limit or 'never':>5} requests: "
            f"{row['per_second']:8.0f}/s, {row['ratio']:.2f} of never ({row['least']:.2f} to {row['most']:.2f})"
        )
    return rows
