"""The same requests with a thousand times more users."""

from ..bench import Bench
from ..measured_requests import ALL
from . import throughput

LARGE = 1_000_000
CLIENTS = 16


def measure(bench: Bench, rounds: int, seconds: float, say) -> list[throughput.Sample]:
    requests = [ALL["get-vapi"], ALL["get-state"], ALL["patch-profile"]]
    small = throughput.measure(bench, requests, [CLIENTS], rounds, seconds, say)
    say(f"growth: from {bench.known_users:,} to {LARGE:,} users")
    bench.grow(LARGE)
    return small + throughput.measure(bench, requests, [CLIENTS], rounds, seconds, say)
