"""The same requests with a thousand times more users, in a second database."""

from ..bench import Bench
from ..cluster import Cluster
from ..load import Load
from ..measured_requests import ALL
from ..stacks.stack import Stack
from .. import users
from . import turns

LARGE = 1_000_000
DATABASE = "ava_large"
REQUESTS = ["get-vapi", "get-state", "patch-profile"]


def variants(cluster: Cluster, stacks: list[Stack]) -> dict[str, list[Stack]]:
    """Each stack once more on the large database."""
    url = cluster.create_database(DATABASE)
    return {stack.name: [stack.on_database(url, "large")] for stack in stacks}


def measure(bench: Bench, rounds: int, seconds: float, say) -> list[dict]:
    say(f"growth: making {LARGE:,} users")
    users.add(bench.cluster, DATABASE, 1, LARGE)
    # Otherwise the server writes them out while it is measured.
    bench.cluster.execute("checkpoint", DATABASE)
    rows = []
    for stack in bench.stacks:
        with bench.started("growth", stack) as [large]:
            for request in REQUESTS:
                counts = [bench.known_users, LARGE]
                loads = [Load(bench.directory, ALL[request], bench.secret, count) for count in counts]
                found = turns.take(bench, list(zip([stack, large], loads)), rounds, seconds)
                for count, row in zip(counts, found):
                    row |= {"stack": stack.name, "request": request, "users": count}
                    say(
                        f"growth: {request:13} {stack.name:8} {count:9,} users: {row['per_second']:8.0f}/s, "
                        f"{row['ratio']:.2f} of {counts[0]:,} ({row['least']:.2f} to {row['most']:.2f})"
                    )
                rows += found
    return rows
