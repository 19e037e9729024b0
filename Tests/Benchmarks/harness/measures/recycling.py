"""What it costs that a worker leaves after so many requests."""

from ..bench import Bench
from ..cluster import Cluster
from ..load import Load
from ..measured_requests import ALL
from ..stacks.stack import Stack
from . import turns

LIMITS = [1000, 100]
REQUESTS = ["get-vapi", "patch-profile"]
# Their workers can be told to leave, and somebody starts new ones.
RECYCLING = {"ours", "php", "fastapi"}


def variants(_: Cluster, stacks: list[Stack]) -> dict[str, list[Stack]]:
    """Each stack, and once more for each limit."""
    return {
        stack.name: [stack.recycling(limit) for limit in LIMITS] for stack in stacks if stack.name in RECYCLING
    }


def measure(bench: Bench, rounds: int, seconds: float, say) -> list[dict]:
    rows = []
    for stack in bench.stacks:
        if stack.name not in RECYCLING:
            continue
        with bench.started("recycling", stack) as recycled:
            for request in REQUESTS:
                load = Load(bench.directory, ALL[request], bench.secret, bench.known_users)
                ways = [stack, *recycled]
                found = turns.take(bench, [(way, load) for way in ways], rounds, seconds)
                for way, row in zip(ways, found):
                    row |= {"stack": stack.name, "request": request, "max_requests": way.max_requests}
                    say(
                        f"recycling: {request:13} {stack.name:8} every {way.max_requests or 'never':>5} requests: "
                        f"{row['per_second']:8.0f}/s, {row['ratio']:.2f} of never ({row['least']:.2f} to {row['most']:.2f})"
                    )
                rows += found
    return rows
