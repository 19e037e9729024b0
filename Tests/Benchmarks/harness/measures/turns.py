"""The same stack in several ways, which take turns: what comes of the machine's other tenants hits them alike, and the
ratios are of neighbours in time."""

from statistics import median

from ..bench import Bench
from ..load import Load
from ..stacks.stack import Stack

CLIENTS = 16


def take(bench: Bench, ways: list[tuple[Stack, Load]], rounds: int, seconds: float) -> list[dict]:
    """One row for each way; `ratio`, `least` and `most` are of its rates to those of the first one."""
    results: list[list] = [[] for _ in ways]
    for stack, load in ways:
        load.run(bench.url(stack), CLIENTS, seconds)
    for number in range(rounds):
        turns = list(zip(ways, results))
        for (stack, load), found in turns if number % 2 else reversed(turns):
            found.append(load.run(bench.url(stack), CLIENTS, seconds))
    rows = []
    for found in results:
        ratios = [one.per_second / other.per_second for one, other in zip(found, results[0])]
        rows.append(
            {
                "per_second": median(result.per_second for result in found),
                "failed": sum(result.failed for result in found),
                "ratio": median(ratios),
                "least": min(ratios),
                "most": max(ratios),
            }
        )
    return rows
